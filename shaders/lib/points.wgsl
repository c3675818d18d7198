// What the columns of a sweep give to log2 N and log2 D, beside what the rows give.

/// Four columns at once.
struct ColumnPoints {
  log2N: vec4f,
  log2D: vec4f,
}
