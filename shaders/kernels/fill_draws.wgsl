// Evaluates the terms of some draws of a law once for each row of a tile and once for each column of the sweep. As fill_terms.wgsl,
// which says why a row's factor and a column's factor are what they are, with one more axis: the draws.
import package::form::{Coefficients, TERM_COUNT, terms};
import package::lib::power::Log2;

struct FillDrawsParameters {
  /// The draws: [firstDraw, firstDraw + draws).
  firstDraw: u32,
  draws: u32,
  /// The tile: rows [firstRow, firstRow + tileRows).
  firstRow: u32,
  tileRows: u32,
  /// Rows of the sweep.
  rows: u32,
  /// Columns of the sweep, rounded up to a multiple of 4.
  columns: u32,
}

/// Where the terms are evaluated.
struct Point {
  log2N: Log2,
  log2D: Log2,
}

@group(0) @binding(0) var<storage, read> parameters: FillDrawsParameters;
/// [draws of the sweep]
@group(0) @binding(1) var<storage, read> coefficients: array<Coefficients>;
/// [rows of the sweep], then [columns], then the reference
@group(0) @binding(2) var<storage, read> points: array<Point>;
/// [draws, tileRows, TERM_COUNT]
@group(0) @binding(3) var<storage, read_write> rowFactors: array<f32>;
/// [draws, columns / 4, TERM_COUNT, 4]
@group(0) @binding(4) var<storage, read_write> columnFactors: array<f32>;

override WORKGROUP_SIZE: u32 = 64;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let tileRows = parameters.tileRows;
  let columns = parameters.columns;
  if (id.x >= tileRows + columns) {
    return;
  }
  let draw = id.y;
  let c = coefficients[parameters.firstDraw + draw];
  if (id.x < tileRows) {
    let point = points[parameters.firstRow + id.x];
    let values = terms(c, point.log2N, point.log2D);
    for (var k = 0u; k < TERM_COUNT; k++) {
      rowFactors[(draw * tileRows + id.x) * TERM_COUNT + k] = values[k];
    }
    return;
  }
  let column = id.x - tileRows;
  let point = points[parameters.rows + column];
  let reference = points[parameters.rows + columns];
  let values = terms(c, point.log2N, point.log2D);
  let atReference = terms(c, reference.log2N, reference.log2D);
  for (var k = 0u; k < TERM_COUNT; k++) {
    columnFactors[((draw * columns / 4u + column / 4u) * TERM_COUNT + k) * 4u + column % 4u] = values[k] / atReference[k];
  }
}
