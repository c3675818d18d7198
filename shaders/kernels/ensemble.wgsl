// The best column of each row under each draw of a law: the argmin over feasible columns of
//   Σ_k rowFactors[draw, i, k] · columnFactors[draw, j, k] + penalty.
// The link rises strictly and the offset is the same along a row, so neither is needed. One invocation takes one row of one draw:
// its neighbours mostly have the same draw, and then read the same columns at once. The f32 argmin is a bracket only; the host
// polishes it in f64.
import package::form::{Coefficients, HAS_PENALTY, TERM_COUNT, penalty};
import package::lib::points::{ColumnPoints, RowPoint};
import package::lib::products::sumOfProducts;

struct EnsembleParameters {
  /// The draws: [firstDraw, firstDraw + draws).
  firstDraw: u32,
  draws: u32,
  /// The tile: rows [firstRow, firstRow + tileRows).
  firstRow: u32,
  tileRows: u32,
  /// Columns of the sweep in vectors of 4.
  vectors: u32,
}

/// The columns of a row at which every constraint holds: [first, first + count).
struct Span {
  first: u32,
  count: u32,
}

@group(0) @binding(0) var<storage, read> parameters: EnsembleParameters;
/// [draws of the sweep]
@group(0) @binding(1) var<storage, read> coefficients: array<Coefficients>;
/// [draws, tileRows]
@group(0) @binding(2) var<storage, read> rowFactors: array<array<f32, TERM_COUNT>>;
/// [draws, vectors]
@group(0) @binding(3) var<storage, read> columnFactors: array<array<vec4f, TERM_COUNT>>;
/// [tileRows]
@group(0) @binding(4) var<storage, read> spans: array<Span>;
/// [draws of the sweep, tileRows]; the first column where no cell is feasible
@group(0) @binding(5) var<storage, read_write> best: array<u32>;
/// What each row gives to log2 N and log2 D; only a penalty needs it. [rows of the sweep]
@group(0) @binding(6) var<storage, read> rowPoints: array<RowPoint>;
/// What each column gives. [vectors]
@group(0) @binding(7) var<storage, read> columnPoints: array<ColumnPoints>;

override WORKGROUP_SIZE: u32 = 64;

/// Above every sum; finite, because WGSL leaves infinities to the implementation.
const GREATEST = 3.4e38;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // a dimension holds at most 65,535 workgroups: more of them go into the second
  let id = (workgroup.y * workgroups.x + workgroup.x) * WORKGROUP_SIZE + lane;
  let tileRows = parameters.tileRows;
  if (id >= parameters.draws * tileRows) {
    return;
  }
  let draw = id / tileRows;
  let row = id % tileRows;
  best[(parameters.firstDraw + draw) * tileRows + row] = bestColumn(draw, row, rowFactors[id]);
}

fn bestColumn(draw: u32, row: u32, scale: array<f32, TERM_COUNT>) -> u32 {
  let span = spans[row];
  let last = span.first + span.count;
  let firstFactor = draw * parameters.vectors;
  var leastSums = vec4f(GREATEST);
  var vectors = vec4u(span.first / 4u);
  let end = (last + 3u) / 4u;
  for (var vector = span.first / 4u; vector < end; vector++) {
    var sum = sumOfProducts(scale, columnFactors[firstFactor + vector]);
    if (HAS_PENALTY) {
      let rowPoint = rowPoints[parameters.firstRow + row];
      let columnPoint = columnPoints[vector];
      sum += penalty(coefficients[parameters.firstDraw + draw], rowPoint.log2N + columnPoint.log2N, rowPoint.log2D + columnPoint.log2D);
    }
    let column = 4u * vector;
    // only the first and the last vector of a span can reach beyond it
    if (column < span.first || column + 4u > last) {
      let columns = column + vec4u(0u, 1u, 2u, 3u);
      sum = select(vec4f(GREATEST), sum, (columns >= vec4u(span.first)) & (columns < vec4u(last)));
    }
    let isBetter = sum < leastSums;
    leastSums = select(leastSums, sum, isBetter);
    vectors = select(vectors, vec4u(vector), isBetter);
  }
  let columns = 4u * vectors + vec4u(0u, 1u, 2u, 3u);
  var column = columns.x;
  var least = leastSums.x;
  for (var k = 1u; k < 4u; k++) {
    if (leastSums[k] < least) {
      least = leastSums[k];
      column = columns[k];
    }
  }
  return column;
}
