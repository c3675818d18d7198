// Descents of L = E + A·N^-alpha + B·D^-beta on log-loss residuals, one for each invocation: from many starts on the same runs, or from
// one start on resampled runs. Twin of ChinchillaKernel and Minimiser in src/fit: Newton's method on the true curvature, damped by the
// majoriser. Coordinates are (ln A − alpha·mean ln N, ln B − beta·mean ln D, ln E, alpha, beta).
//
// An end is off by what f32 leaves of a residual, about 2e-7 of ln L, against a Huber corner of 1e-3 and noise above that: the host polishes
// the distinct ends of starts in f64, and the spread of resamples is wider than this by four decades.

struct FitParameters {
  runs: u32,
  tasks: u32,
  /// Whether each task has weights of its own, or all share one set: 1 or 0.
  hasOwnWeights: u32,
  /// Evaluations of the objective after which a descent ends.
  mostEvaluations: u32,
  delta: f32,
  scale: f32,
  above: f32,
  /// Rounder Huber function to descend by first; at most delta for none.
  firstDelta: f32,
  /// Promised gain, relative, below which a point counts as a minimum.
  tolerance: f32,
}

struct End {
  point: array<f32, 5>,
  value: f32,
  evaluations: f32,
  /// 1 or 0
  isConverged: f32,
}

@group(0) @binding(0) var<storage, read> parameters: FitParameters;
/// ln N and ln D less their means, 1/loss, nothing. [runs]
@group(0) @binding(1) var<storage, read> runs: array<vec4f>;
/// [tasks or 1][runs]
@group(0) @binding(2) var<storage, read> weights: array<f32>;
/// [tasks]
@group(0) @binding(3) var<storage, read> starts: array<array<f32, 5>>;
/// [tasks]
@group(0) @binding(4) var<storage, read_write> ends: array<End>;

override WORKGROUP_SIZE: u32 = 64;

/// Ends of the coordinates' intervals, and longest steps; as in src/fit/space.ts.
const LOW = array<f32, 5>(-60.0, -60.0, -60.0, 0.0, 0.0);
const HIGH = array<f32, 5>(60.0, 60.0, 60.0, 3.0, 3.0);
const LONGEST = array<f32, 5>(4.0, 4.0, 4.0, 0.3, 0.3);
const MOST_DAMPING = 1e8;
const LEAST_DAMPING = 1e-5;

/// An objective with its first derivatives, and lower triangles of the second derivatives and of the majoriser.
struct Derivatives {
  value: f32,
  gradient: array<f32, 5>,
  curvature: array<f32, 15>,
  majoriser: array<f32, 15>,
}

/// ln(1 + x), without the loss of digits near 0.
fn log1p(x: f32) -> f32 {
  if (abs(x) > 0.1) {
    return log(1.0 + x);
  }
  let s = x / (2.0 + x);
  let z = s * s;
  return 2.0 * s * (1.0 + z * (1.0 / 3.0 + z * (0.2 + z / 7.0)));
}

fn evaluate(point: array<f32, 5>, firstWeight: u32, delta: f32, scale: f32) -> Derivatives {
  var here: Derivatives;
  let floor = exp(point[2]);
  for (var i = 0u; i < parameters.runs; i++) {
    let weight = weights[firstWeight + i];
    if (weight == 0.0) {
      continue;
    }
    let run = runs[i];
    let u = run.x;
    let v = run.y;
    let x = exp(point[0] - point[3] * u);
    let y = exp(point[1] - point[4] * v);
    let sum = x + y + floor;
    let p = x / sum;
    let q = y / sum;
    let e = floor / sum;
    let r = log1p(sum * run.z - 1.0);
    let size = abs(r);
    let w = weight * scale * select(1.0, parameters.above, r < 0.0);
    let isRound = size <= delta;
    here.value += w * select(delta * (size - 0.5 * delta), 0.5 * r * r, isRound);
    let slope = w * clamp(r, -delta, delta);
    let square = select(0.0, w, isRound) - slope;
    let bound = w * select(delta / max(size, 1e-30), 1.0, isRound);
    let jacobian = array<f32, 5>(p, q, e, -p * u, -q * v);
    for (var j = 0u; j < 5u; j++) {
      here.gradient[j] += slope * jacobian[j];
      for (var k = 0u; k <= j; k++) {
        let product = jacobian[j] * jacobian[k];
        here.curvature[j * (j + 1u) / 2u + k] += square * product;
        here.majoriser[j * (j + 1u) / 2u + k] += bound * product;
      }
    }
    // what the terms' own bending adds: each is an exponential of its size and its exponent
    here.curvature[0] += slope * p;
    here.curvature[2] += slope * q;
    here.curvature[5] += slope * e;
    here.curvature[6] -= slope * p * u;
    here.curvature[9] += slope * p * u * u;
    here.curvature[11] -= slope * q * v;
    here.curvature[14] += slope * q * v * v;
  }
  return here;
}

/// A step, and the gain that it promises; below 0 where the damped curvature is not positive definite.
struct Step {
  by: array<f32, 5>,
  promised: f32,
}

fn solve(here: Derivatives, point: array<f32, 5>, damping: f32) -> Step {
  var isHeld: array<bool, 5>;
  var greatest = 0.0;
  for (var i = 0u; i < 5u; i++) {
    isHeld[i] = (point[i] <= LOW[i] && here.gradient[i] >= 0.0) || (point[i] >= HIGH[i] && here.gradient[i] <= 0.0);
    greatest = max(greatest, here.majoriser[i * (i + 1u) / 2u + i]);
  }
  var step: Step;
  var factor: array<f32, 15>;
  for (var i = 0u; i < 5u; i++) {
    for (var j = 0u; j <= i; j++) {
      let at = i * (i + 1u) / 2u + j;
      if (isHeld[i] || isHeld[j]) {
        factor[at] = select(0.0, 1.0, i == j);
        continue;
      }
      var sum = damping * here.majoriser[at];
      if (i == j) {
        sum = sum * 1.001 + greatest * 1e-20;
      }
      if (damping < 1.0) {
        sum += here.curvature[at];
      }
      for (var m = 0u; m < j; m++) {
        sum -= factor[i * (i + 1u) / 2u + m] * factor[j * (j + 1u) / 2u + m];
      }
      if (i == j) {
        if (!(sum > 0.0)) {
          step.promised = -1.0;
          return step;
        }
        factor[at] = sqrt(sum);
      } else {
        factor[at] = sum / factor[j * (j + 1u) / 2u + j];
      }
    }
  }
  for (var i = 0u; i < 5u; i++) {
    var sum = select(-here.gradient[i], 0.0, isHeld[i]);
    for (var m = 0u; m < i; m++) {
      sum -= factor[i * (i + 1u) / 2u + m] * step.by[m];
    }
    step.by[i] = sum / factor[i * (i + 1u) / 2u + i];
    step.promised += 0.5 * step.by[i] * step.by[i];
  }
  for (var back = 0u; back < 5u; back++) {
    let i = 4u - back;
    var sum = step.by[i];
    for (var m = i + 1u; m < 5u; m++) {
      sum -= factor[m * (m + 1u) / 2u + i] * step.by[m];
    }
    step.by[i] = sum / factor[i * (i + 1u) / 2u + i];
  }
  return step;
}

/// Descends from a point by an objective with the given corner.
fn descend(start: array<f32, 5>, firstWeight: u32, delta: f32, scale: f32, firstDamping: f32) -> End {
  var point = start;
  var here = evaluate(point, firstWeight, delta, scale);
  var evaluations = 1u;
  var damping = firstDamping;
  var growth = 4.0;
  var isConverged = false;
  while (evaluations < parameters.mostEvaluations && !isConverged && damping < MOST_DAMPING) {
    let step = solve(here, point, damping);
    if (step.promised < 0.0) {
      damping = max(damping * 10.0, 1e-4);
      continue;
    }
    isConverged = step.promised * max(1.0, damping) <= parameters.tolerance * here.value;
    var trial = point;
    for (var i = 0u; i < 5u; i++) {
      trial[i] = clamp(point[i] + clamp(step.by[i], -LONGEST[i], LONGEST[i]), LOW[i], HIGH[i]);
    }
    let there = evaluate(trial, firstWeight, delta, scale);
    evaluations++;
    if (there.value <= here.value) {
      let bend = 2.0 * ((here.value - there.value) / step.promised) - 1.0;
      damping *= max(0.1, 1.0 - bend * bend * bend);
      growth = 4.0;
      if (damping < LEAST_DAMPING) {
        damping = 0.0;
      }
      point = trial;
      here = there;
    } else {
      damping = max(damping * growth, 1e-4);
      growth *= 2.0;
    }
  }
  return End(point, here.value, f32(evaluations), select(0.0, 1.0, isConverged));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let task = id.x;
  if (task >= parameters.tasks) {
    return;
  }
  let firstWeight = task * parameters.hasOwnWeights * parameters.runs;
  var start = starts[task];
  if (parameters.firstDelta > parameters.delta) {
    let scale = parameters.scale * parameters.delta / parameters.firstDelta;
    start = descend(start, firstWeight, parameters.firstDelta, scale, 1.0).point;
  }
  ends[task] = descend(start, firstWeight, parameters.delta, parameters.scale, 0.1);
}
