// The best column of each row: the argmin over feasible columns of Σ_k rowFactors[i, k] · columnFactors[j, k].
// The link rises strictly and the offset is the same for all, so neither is needed. One workgroup takes one row; its invocations
// stride over vectors of 4 columns, then reduce in a tree. The f32 argmin is a bracket only; the host polishes it in f64.
import package::form::{Coefficients, HAS_PENALTY, TERM_COUNT, penalty};
import package::lib::points::{ColumnPoints, RowPoint};
import package::lib::products::sumOfProducts;
import package::lib::reserve::{log2Share, takeShare};

struct FrontierParameters {
  /// The tile: rows [firstRow, firstRow + tileRows).
  firstRow: u32,
  tileRows: u32,
  /// Feasible sums of terms, without the offset: [leastSum, greatestSum).
  leastSum: f32,
  greatestSum: f32,
  /// Exponent of D in each term, for a reserve.
  tokenExponent0: f32,
  tokenExponent1: f32,
  tokenExponent2: f32,
  tokenExponent3: f32,
}

/// The columns of a row at which every constraint on a product of N and D holds: [first, first + count).
struct Span {
  first: u32,
  count: u32,
}

@group(0) @binding(0) var<storage, read> parameters: FrontierParameters;
/// [rows of the sweep]
@group(0) @binding(1) var<storage, read> rowFactors: array<array<f32, TERM_COUNT>>;
/// [columns of the sweep in vectors of 4]
@group(0) @binding(2) var<storage, read> columnFactors: array<array<vec4f, TERM_COUNT>>;
/// [tileRows]
@group(0) @binding(3) var<storage, read> spans: array<Span>;
/// [tileRows], NO_COLUMN where no cell is feasible
@group(0) @binding(4) var<storage, read_write> best: array<u32>;
@group(0) @binding(5) var<storage, read> coefficients: Coefficients;
/// What each row gives to what does not factor; only a penalty or a reserve needs it. [rows of the sweep]
@group(0) @binding(6) var<storage, read> rowPoints: array<RowPoint>;
/// What each column gives. [columns of the sweep in vectors of 4]
@group(0) @binding(7) var<storage, read> columnPoints: array<ColumnPoints>;

override WORKGROUP_SIZE: u32 = 64;
/// Whether a budget pays for serving before it pays for training.
override HAS_RESERVE: bool = false;

const NO_COLUMN = 0xffffffffu;

/// The least sum that one invocation has met, and its column.
struct Candidate {
  sum: f32,
  column: u32,
}

var<workgroup> candidates: array<Candidate, WORKGROUP_SIZE>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // a dimension holds at most 65,535 workgroups: more rows go into the second
  let row = workgroup.y * workgroups.x + workgroup.x;
  if (row >= parameters.tileRows) {
    return;
  }
  candidates[lane] = scanRow(row, lane);
  for (var width = WORKGROUP_SIZE / 2u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane < width) {
      candidates[lane] = better(candidates[lane], candidates[lane + width]);
    }
  }
  if (lane == 0u) {
    best[row] = candidates[0].column;
  }
}

/// The best of every WORKGROUP_SIZE-th vector of the row's span, from the lane's own on.
fn scanRow(row: u32, lane: u32) -> Candidate {
  let span = spans[row];
  let scale = rowFactors[parameters.firstRow + row];
  let leastSum = vec4f(parameters.leastSum);
  var leastSums = vec4f(parameters.greatestSum);
  var vectors = vec4u(NO_COLUMN);
  let last = span.first + span.count;
  let end = (last + 3u) / 4u;
  for (var vector = span.first / 4u + lane; vector < end; vector += WORKGROUP_SIZE) {
    var share = vec4f();
    var sum: vec4f;
    if (HAS_RESERVE) {
      share = log2Share(rowPoints[parameters.firstRow + row], columnPoints[vector]);
      sum = sumOfProducts(scale, takeShare(columnFactors[vector], tokenExponents(), share));
    } else {
      sum = sumOfProducts(scale, columnFactors[vector]);
    }
    if (HAS_PENALTY) {
      let rowPoint = rowPoints[parameters.firstRow + row];
      sum += penalty(coefficients, rowPoint.log2N + columnPoints[vector].log2N, rowPoint.log2D + columnPoints[vector].log2D + share);
    }
    let column = 4u * vector;
    // only the first and the last vector of a span can reach beyond it
    if (column < span.first || column + 4u > last) {
      let columns = column + vec4u(0u, 1u, 2u, 3u);
      sum = select(vec4f(parameters.greatestSum), sum, (columns >= vec4u(span.first)) & (columns < vec4u(last)));
    }
    let isBetter = (sum < leastSums) & (sum >= leastSum);
    leastSums = select(leastSums, sum, isBetter);
    vectors = select(vectors, vec4u(vector), isBetter);
  }
  let columns = select(4u * vectors + vec4u(0u, 1u, 2u, 3u), vec4u(NO_COLUMN), vectors == vec4u(NO_COLUMN));
  return better(
    better(Candidate(leastSums.x, columns.x), Candidate(leastSums.y, columns.y)),
    better(Candidate(leastSums.z, columns.z), Candidate(leastSums.w, columns.w)),
  );
}

/// The lesser sum; of equal sums the lower column, so that the result does not depend on the workgroup size.
fn better(a: Candidate, b: Candidate) -> Candidate {
  if (b.sum < a.sum || (b.sum == a.sum && b.column < a.column)) {
    return b;
  }
  return a;
}

fn tokenExponents() -> vec4f {
  return vec4f(parameters.tokenExponent0, parameters.tokenExponent1, parameters.tokenExponent2, parameters.tokenExponent3);
}
