// Evaluates a law's terms once for each row and once for each column of a sweep, so that a cell is a sum of products:
//   term k at [i, j] = rowFactors[i, k] · columnFactors[j, k]
// Each term is a power of N or D, and log2 N and log2 D are affine in what the row and the column give. So a row's factor is the
// term at (that row, middle column), and a column's factor is the term at (middle row, that column) over the term at the reference
// (middle row, middle column). All of these are true points of the sweep: no factor is out of the range of the law's own values.
import package::form::{Coefficients, TERM_COUNT, terms};
import package::lib::power::Log2;

struct FillTermsParameters {
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

@group(0) @binding(0) var<storage, read> parameters: FillTermsParameters;
@group(0) @binding(1) var<storage, read> coefficients: Coefficients;
/// [rows], then [columns], then the reference
@group(0) @binding(2) var<storage, read> points: array<Point>;
/// [rows, TERM_COUNT]
@group(0) @binding(3) var<storage, read_write> rowFactors: array<f32>;
/// [columns / 4, TERM_COUNT, 4]
@group(0) @binding(4) var<storage, read_write> columnFactors: array<f32>;

override WORKGROUP_SIZE: u32 = 64;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let rows = parameters.rows;
  let columns = parameters.columns;
  if (id.x >= rows + columns) {
    return;
  }
  let values = terms(coefficients, points[id.x].log2N, points[id.x].log2D);
  if (id.x < rows) {
    for (var k = 0u; k < TERM_COUNT; k++) {
      rowFactors[id.x * TERM_COUNT + k] = values[k];
    }
    return;
  }
  let reference = points[rows + columns];
  let atReference = terms(coefficients, reference.log2N, reference.log2D);
  let column = id.x - rows;
  for (var k = 0u; k < TERM_COUNT; k++) {
    columnFactors[(column / 4u * TERM_COUNT + k) * 4u + column % 4u] = values[k] / atReference[k];
  }
}
