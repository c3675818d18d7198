// Growth schedules: grows a model stage by stage under a law with one power of N and one of D, and reduces as it goes, or writes
// one metric of each schedule. Twin: src/sweep/growth/nodes.ts, with the same names.
//
// Everything arrives in units of the sweep's own size (sizes, tokens and reducible loss near 1), and what a power's argument is the
// sum of is positive, so nothing cancels: rises are differences taken in f64. With 1 ULP = 2^-23, powerOf is off by at most
//   e · 2^-21 · ln 2 + (3 + 2·|e · log2 x|) ULP     log2 within 2^-21 near 1, exp2 as WGSL promises
// for x within a factor of 2 of 1 and e ≤ 3, 1e-6 + 1.1e-6; a stage raises twice, and (drop + rise)^(-1/beta) passes on 1/beta
// times the error of drop: within 1e-5 for beta ≥ 0.28 and three stages.
import package::form::{Coefficients, link, offset};

struct GrowthParameters {
  /// How tokens are given: 0 for each stage, 1 as shares of a budget, 2 up to a loss.
  rule: u32,
  /// Metrics by their number, to find the best of, to count, and to write; NONE for what is not asked for.
  best: u32,
  histogram: u32,
  cells: u32,
  /// 1 where the least is the best, -1 where the greatest is.
  sign: f32,
  /// Lines of the tile, and schedules of a line.
  tileRows: u32,
  columns: u32,
  /// Columns of the tile: [firstColumn, firstColumn + tileColumns). All of them, but for a grid whose lines are cut.
  firstColumn: u32,
  tileColumns: u32,
  /// Columns that one invocation takes.
  segment: u32,
  /// Pixels that the tile touches, lines of the first of them, and of each other.
  pixels: u32,
  firstPixelRows: u32,
  pixelRows: u32,
  /// Half-open bins of equal width from histogramFrom on.
  bins: u32,
  histogramFrom: f32,
  binsPerUnit: f32,
  /// Exponents of the law.
  beta: f32,
  /// The token term at one unit of tokens, in units of reducible loss.
  tokenTerm: f32,
  /// One unit of reducible loss, in nat/token.
  reducibleUnit: f32,
  /// One unit of compute in FLOP, and of tokens.
  computeUnit: f32,
  tokenUnit: f32,
  /// Optimal compute in units of compute: optimumSize · reducible^optimumExponent.
  optimumSize: f32,
  optimumExponent: f32,
}

/// An input of the simulation: where its values stand in `tables`, and how far each loop steps in them.
struct Slot {
  first: u32,
  /// Steps of the loops around a line, the outermost first.
  strides: array<u32, 6>,
  /// Step along a line, 0 or 1.
  inner: u32,
}

/// One of the loops around a line.
struct Loop {
  steps: u32,
  /// Step at the tile's first line.
  first: u32,
}

/// The best schedule that one workgroup has met in a pixel: its key, the less the better, and its place in the tile.
struct Candidate {
  key: f32,
  cell: u32,
}

@group(0) @binding(0) var<storage, read> parameters: GrowthParameters;
@group(0) @binding(1) var<storage, read> coefficients: Coefficients;
@group(0) @binding(2) var<storage, read> slots: array<Slot, 15>;
@group(0) @binding(3) var<storage, read> loops: array<Loop, 6>;
@group(0) @binding(4) var<storage, read> tables: array<f32>;
/// [pixels, workgroups in x]
@group(0) @binding(5) var<storage, read_write> candidates: array<Candidate>;
/// [bins], then below, above, infeasible
@group(0) @binding(6) var<storage, read_write> counts: array<atomic<u32>>;
/// [tileRows, tileColumns], INFEASIBLE where there is no such schedule
@group(0) @binding(7) var<storage, read_write> cells: array<f32>;

override WORKGROUP_SIZE: u32 = 64;
override STAGES: u32 = 3;

const NONE = 6u;
const NO_CELL = 0xffffffffu;
/// Finite, because WGSL leaves infinities to the implementation.
const INFEASIBLE = 3.0e38;

const SIZE = 0u;
const TOKENS = 4u;
const RISE = 8u;
const ETA = 11u;
const TOTAL = 12u;
const GOAL = 13u;
const TERM = 14u;

/// Where the inputs of the current line stand.
var<private> bases: array<u32, 15>;

var<workgroup> best: array<Candidate, WORKGROUP_SIZE>;
/// 256 bins at most, and the three counters beside them.
var<workgroup> bins: array<atomic<u32>, 259>;

/// A schedule at its end. Nothing else counts where it is not feasible.
struct Outcome {
  isFeasible: bool,
  work: f32,
  trained: f32,
  reach: f32,
}

fn powerOf(x: f32, exponent: f32) -> f32 {
  return exp2(exponent * log2(x));
}

fn input(slot: u32, column: u32) -> f32 {
  return tables[bases[slot] + column * slots[slot].inner];
}

/// Moves to a line of the tile.
fn goTo(row: u32) {
  var steps: array<u32, 6>;
  var carry = row;
  for (var k = 6u; k > 0u; k--) {
    let sum = loops[k - 1u].first + carry;
    carry = sum / loops[k - 1u].steps;
    steps[k - 1u] = sum - carry * loops[k - 1u].steps;
  }
  for (var s = 0u; s < 15u; s++) {
    var base = slots[s].first;
    for (var k = 0u; k < 6u; k++) {
      base += slots[s].strides[k] * steps[k];
    }
    bases[s] = base;
  }
}

/// Adds a stage that goes on where a from-scratch run of its size has the same loss. Infeasible inputs are negative.
fn grow(before: Outcome, stage: u32, scale: f32, column: u32) -> Outcome {
  let rise = input(RISE + stage - 1u, column);
  let size = input(SIZE + stage, column);
  let drop = powerOf(before.reach, -parameters.beta);
  let entry = input(ETA, column) * powerOf(drop + max(rise, 0.0), -1.0 / parameters.beta);
  var tokens = input(TOKENS + stage, column) * scale;
  var reach = entry + tokens;
  if (parameters.rule == 2u && stage == STAGES - 1u) {
    let goal = input(GOAL, column);
    tokens = goal - entry;
    reach = max(goal, 1e-30);
  }
  return Outcome(before.isFeasible && rise >= 0.0 && tokens >= 0.0, before.work + size * tokens, before.trained + tokens, reach);
}

fn simulate(column: u32) -> Outcome {
  var scale = 1.0;
  if (parameters.rule == 1u) {
    var mix = input(SIZE, column) * input(TOKENS, column) + input(SIZE + 1u, column) * input(TOKENS + 1u, column);
    if (STAGES > 2u) {
      mix += input(SIZE + 2u, column) * input(TOKENS + 2u, column);
    }
    if (STAGES > 3u) {
      mix += input(SIZE + 3u, column) * input(TOKENS + 3u, column);
    }
    scale = input(TOTAL, column) / max(mix, 1e-30);
  }
  let tokens = input(TOKENS, column) * scale;
  var outcome = Outcome(tokens > 0.0, input(SIZE, column) * tokens, tokens, max(tokens, 1e-30));
  outcome = grow(outcome, 1u, scale, column);
  if (STAGES > 2u) {
    outcome = grow(outcome, 2u, scale, column);
  }
  if (STAGES > 3u) {
    outcome = grow(outcome, 3u, scale, column);
  }
  return outcome;
}

fn reducibleOf(outcome: Outcome, column: u32) -> f32 {
  return input(TERM, column) + parameters.tokenTerm * powerOf(outcome.reach, -parameters.beta);
}

/// A metric by its number, in the order of the registry of metrics.
fn metricOf(metric: u32, outcome: Outcome, column: u32) -> f32 {
  let size = input(SIZE + STAGES - 1u, column);
  switch metric {
    case 0u: {
      let sum = offset(coefficients) + parameters.reducibleUnit * reducibleOf(outcome, column);
      return link(coefficients, vec4f(sum)).x;
    }
    case 1u: {
      return parameters.computeUnit * outcome.work;
    }
    case 2u: {
      return parameters.tokenUnit * outcome.trained;
    }
    case 3u: {
      return 1.0 - outcome.work / (size * outcome.trained);
    }
    case 4u: {
      return 1.0 - outcome.work / (size * outcome.reach);
    }
    default: {
      return 1.0 - outcome.work / (parameters.optimumSize * powerOf(reducibleOf(outcome, column), parameters.optimumExponent));
    }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  if (parameters.cells != NONE) {
    fillCells(workgroup.x * WORKGROUP_SIZE + lane, workgroups.x * WORKGROUP_SIZE);
    return;
  }
  for (var bin = lane; bin < 259u; bin += WORKGROUP_SIZE) {
    atomicStore(&bins[bin], 0u);
  }
  for (var pixel = workgroup.y; pixel < parameters.pixels; pixel += workgroups.y) {
    workgroupBarrier();
    best[lane] = scanPixel(pixel, workgroup.x * WORKGROUP_SIZE + lane, workgroups.x * WORKGROUP_SIZE);
    for (var width = WORKGROUP_SIZE / 2u; width > 0u; width /= 2u) {
      workgroupBarrier();
      if (lane < width) {
        best[lane] = better(best[lane], best[lane + width]);
      }
    }
    if (lane == 0u && parameters.best != NONE) {
      candidates[pixel * workgroups.x + workgroup.x] = best[0];
    }
  }
  workgroupBarrier();
  if (parameters.histogram != NONE) {
    for (var bin = lane; bin < parameters.bins + 3u; bin += WORKGROUP_SIZE) {
      let count = atomicLoad(&bins[bin]);
      if (count > 0u) {
        atomicAdd(&counts[bin], count);
      }
    }
  }
}

/// Looks through every stride-th segment of a pixel's lines, from `first` on.
fn scanPixel(pixel: u32, first: u32, stride: u32) -> Candidate {
  var found = Candidate(INFEASIBLE, NO_CELL);
  var row = 0u;
  var rows = parameters.firstPixelRows;
  if (pixel > 0u) {
    row = parameters.firstPixelRows + (pixel - 1u) * parameters.pixelRows;
    rows = min(parameters.pixelRows, parameters.tileRows - row);
  }
  let segments = (parameters.columns + parameters.segment - 1u) / parameters.segment;
  for (var item = first; item < rows * segments; item += stride) {
    let line = row + item / segments;
    let start = item % segments * parameters.segment;
    let end = min(start + parameters.segment, parameters.columns);
    goTo(line);
    for (var column = start; column < end; column++) {
      let outcome = simulate(column);
      if (parameters.best != NONE && outcome.isFeasible) {
        found = better(found, Candidate(parameters.sign * metricOf(parameters.best, outcome, column), line * parameters.columns + column));
      }
      if (parameters.histogram != NONE) {
        count(outcome, column);
      }
    }
  }
  return found;
}

fn count(outcome: Outcome, column: u32) {
  var bin = parameters.bins + 2u;
  if (outcome.isFeasible) {
    let position = (metricOf(parameters.histogram, outcome, column) - parameters.histogramFrom) * parameters.binsPerUnit;
    bin = parameters.bins;
    if (position >= f32(parameters.bins)) {
      bin = parameters.bins + 1u;
    } else if (position >= 0.0) {
      bin = u32(position);
    }
  }
  atomicAdd(&bins[bin], 1u);
}

/// The lesser key; of equal keys the lower cell, so that the result does not depend on the workgroup size.
fn better(a: Candidate, b: Candidate) -> Candidate {
  if (b.key < a.key || (b.key == a.key && b.cell < a.cell)) {
    return b;
  }
  return a;
}

fn fillCells(first: u32, stride: u32) {
  for (var cell = first; cell < parameters.tileRows * parameters.tileColumns; cell += stride) {
    goTo(cell / parameters.tileColumns);
    let column = parameters.firstColumn + cell % parameters.tileColumns;
    let outcome = simulate(column);
    cells[cell] = select(INFEASIBLE, metricOf(parameters.cells, outcome, column), outcome.isFeasible);
  }
}
