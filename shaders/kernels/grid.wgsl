// Loss, or reducible loss, of each cell of a tile: link(offset + Σ_k rowFactors[i, k] · columnFactors[j, k] + penalty).
// An invocation takes four columns and several rows: the column factors stay in registers, stores are 16 bytes and coalesced.
import package::form::{Coefficients, HAS_PENALTY, TERM_COUNT, link, offset, penalty};
import package::lib::points::{ColumnPoints, RowPoint};
import package::lib::products::sumOfProducts;
import package::lib::reserve::{log2Share, takeShare};

struct GridParameters {
  /// The tile: rows [firstRow, firstRow + tileRows), vectors [firstVector, firstVector + tileVectors).
  firstRow: u32,
  tileRows: u32,
  firstVector: u32,
  tileVectors: u32,
  /// The law's irreducible loss.
  floor: f32,
  /// Exponent of D in each term, for a reserve.
  tokenExponent0: f32,
  tokenExponent1: f32,
  tokenExponent2: f32,
  tokenExponent3: f32,
}

@group(0) @binding(0) var<storage, read> parameters: GridParameters;
@group(0) @binding(1) var<storage, read> coefficients: Coefficients;
/// [rows of the sweep]
@group(0) @binding(2) var<storage, read> rowFactors: array<array<f32, TERM_COUNT>>;
/// [columns of the sweep in vectors of 4]
@group(0) @binding(3) var<storage, read> columnFactors: array<array<vec4f, TERM_COUNT>>;
/// [tileRows, tileVectors]
@group(0) @binding(4) var<storage, read_write> cells: array<vec4f>;
/// What each row gives to what does not factor; only a penalty or a reserve needs it. [rows of the sweep]
@group(0) @binding(5) var<storage, read> rowPoints: array<RowPoint>;
/// What each column gives. [columns of the sweep in vectors of 4]
@group(0) @binding(6) var<storage, read> columnPoints: array<ColumnPoints>;

override WORKGROUP_SIZE: u32 = 64;
/// Whether a budget pays for serving before it pays for training.
override HAS_RESERVE: bool = false;
override ROWS_PER_INVOCATION: u32 = 16;
/// Whether cells hold reducible loss instead of loss.
override IS_REDUCIBLE: bool = false;
/// Whether the form's link is more than the identity.
override IS_LINKED: bool = false;

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= parameters.tileVectors) {
    return;
  }
  let c = coefficients;
  let columns = columnFactors[parameters.firstVector + id.x];
  // without a link the offset is the floor: leaving it out is exact where subtracting it would cancel
  let start = select(offset(c), 0.0, IS_REDUCIBLE && !IS_LINKED);
  // read before the loop, because SwiftShader reads a parameter again wherever it stands
  let firstRow = parameters.firstRow;
  let stride = parameters.tileVectors;
  let first = id.y * ROWS_PER_INVOCATION;
  let end = min(first + ROWS_PER_INVOCATION, parameters.tileRows);
  for (var row = first; row < end; row++) {
    var share = vec4f();
    var sum = vec4f(start);
    if (HAS_RESERVE) {
      share = log2Share(rowPoints[firstRow + row], columnPoints[parameters.firstVector + id.x]);
      sum += sumOfProducts(rowFactors[firstRow + row], takeShare(columns, tokenExponents(), share));
    } else {
      sum += sumOfProducts(rowFactors[firstRow + row], columns);
    }
    if (HAS_PENALTY) {
      let rowPoint = rowPoints[firstRow + row];
      let columnPoint = columnPoints[parameters.firstVector + id.x];
      sum += penalty(c, rowPoint.log2N + columnPoint.log2N, rowPoint.log2D + columnPoint.log2D + share);
    }
    cells[row * stride + id.x] = metricOf(c, sum);
  }
}

fn metricOf(c: Coefficients, sum: vec4f) -> vec4f {
  if (!IS_LINKED) {
    return sum;
  }
  return link(c, sum) - select(0.0, parameters.floor, IS_REDUCIBLE);
}

fn tokenExponents() -> vec4f {
  return vec4f(parameters.tokenExponent0, parameters.tokenExponent1, parameters.tokenExponent2, parameters.tokenExponent3);
}
