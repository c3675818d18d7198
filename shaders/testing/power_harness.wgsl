// Test only: every function of lib/power.wgsl at given points, for comparison with its TypeScript twin.
import package::lib::power::{Log2, log2Of, power, powerTerm, scaleByPowerOfTwo, subtractLog2};

struct Case {
  log2x: Log2,
  exponent: f32,
  size: f32,
}

/// What the functions give for a case.
struct Result {
  power: f32,
  powerTerm: f32,
  /// log2Of(size)
  log2OfSize: f32,
  /// power(log2 size - log2 x, exponent)
  powerOfQuotient: f32,
  /// size · 2^whole
  scaled: f32,
}

@group(0) @binding(0) var<storage, read> cases: array<Case>;
@group(0) @binding(1) var<storage, read_write> results: array<Result>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&cases)) {
    return;
  }
  let given = cases[id.x];
  let log2Size = log2Of(given.size);
  results[id.x] = Result(
    power(given.log2x, given.exponent),
    powerTerm(given.size, given.exponent, given.log2x),
    log2Size.whole + log2Size.fraction,
    power(subtractLog2(log2Size, given.log2x), given.exponent),
    scaleByPowerOfTwo(given.size, i32(given.log2x.whole)),
  );
}
