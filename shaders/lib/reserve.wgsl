// What serving a model leaves of a budget for its training. Twin of Reserve in src/model/configuration.ts: with the surplus
// u = log2 C - log2(cost of serving) a share 1 - 2^-u of the budget is left, and the tokens are that share of what all of it buys.
//
// The low parts of a surplus are held to 2^-36 together, and the least surplus is 1.4e-5, so that the share is off by 1e-6 at most; its
// log2, at most 17 in absolute value, by 2e-6; a term of token exponent e, through exp2 within (3 + 2·17·e) ULP, by 2e-6·e + 4e-6·e +
// 4e-7. With the factors' own 5.5e-6 (chinchilla.wgsl) that is within 1e-5 for every published exponent.
import package::form::TERM_COUNT;
import package::lib::points::{ColumnPoints, RowPoint};

/// Twin of LEAST_SURPLUS in src/model/spend/spend.ts; cells below are infeasible, and finite here.
const LEAST_SURPLUS = 1.4427022e-5;
const LN2 = 0.6931471805599453;

/// log2 of the share that is left in a row's cells of four columns.
fn log2Share(row: RowPoint, columns: ColumnPoints) -> vec4f {
  let surplus = (row.surplusHigh + columns.surplusHigh) + (row.surplusLow + columns.surplusLow);
  let t = max(surplus, vec4f(LEAST_SURPLUS)) * LN2;
  // 1 - e^-t by its series where the difference would cancel
  let series = t * (1.0 - t / 2.0 * (1.0 - t / 3.0 * (1.0 - t / 4.0 * (1.0 - t / 5.0 * (1.0 - t / 6.0)))));
  return log2(select(1.0 - exp(-t), series, t < vec4f(0.35)));
}

/// Column factors of four columns whose tokens are a share of what the factors stand for. tokenExponents: of each term.
fn takeShare(columns: array<vec4f, TERM_COUNT>, tokenExponents: vec4f, log2Share: vec4f) -> array<vec4f, TERM_COUNT> {
  var taken = columns;
  for (var k = 0u; k < TERM_COUNT; k++) {
    taken[k] = columns[k] * exp2(tokenExponents[k] * log2Share);
  }
  return taken;
}
