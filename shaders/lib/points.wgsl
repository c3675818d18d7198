// What rows and columns of a sweep give to what does not factor: to log2 N and log2 D, which a penalty reads, and to the surplus of
// a budget over the cost of serving. The sum of a row's and a column's numbers is the cell's.

/// A surplus comes as multiples of 2^-12, whose sum is exact in f32, and what is left, at most 2^-13: where a budget hardly exceeds
/// the cost of serving the surplus is a small difference of large numbers.
struct RowPoint {
  log2N: f32,
  log2D: f32,
  surplusHigh: f32,
  surplusLow: f32,
}

/// Four columns at once.
struct ColumnPoints {
  log2N: vec4f,
  log2D: vec4f,
  surplusHigh: vec4f,
  surplusLow: vec4f,
}
