// Test only: every function of a form at given points, for comparison with the TypeScript twin.
import package::form::{Coefficients, TERM_COUNT, link, offset, penalty, terms};
import package::lib::power::Log2;

struct Point {
  log2N: Log2,
  log2D: Log2,
}

@group(0) @binding(0) var<storage, read> coefficients: Coefficients;
@group(0) @binding(1) var<storage, read> points: array<Point>;
/// [points, TERM_COUNT + 4]: the terms, the offset, the link of offset + Σ terms, TERM_COUNT, the penalty
@group(0) @binding(2) var<storage, read_write> results: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&points)) {
    return;
  }
  let values = terms(coefficients, points[id.x].log2N, points[id.x].log2D);
  let at = id.x * (TERM_COUNT + 4u);
  var sum = offset(coefficients);
  for (var k = 0u; k < TERM_COUNT; k++) {
    results[at + k] = values[k];
    sum += values[k];
  }
  results[at + TERM_COUNT] = offset(coefficients);
  results[at + TERM_COUNT + 1u] = link(coefficients, vec4f(sum)).x;
  results[at + TERM_COUNT + 2u] = f32(TERM_COUNT);
  let point = points[id.x];
  let log2N = vec4f(point.log2N.whole + point.log2N.fraction);
  let log2D = vec4f(point.log2D.whole + point.log2D.fraction);
  results[at + TERM_COUNT + 3u] = penalty(coefficients, log2N, log2D).x;
}
