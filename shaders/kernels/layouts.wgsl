// Layouts of a training run: memory and step time of each, the fastest on every number of accelerators, and then what f32 cannot
// tell from it. Twins, with the same names: src/model/plan/memory.ts and time.ts; lists of axes: src/model/plan/space.ts.
//
// A workgroup takes one number of accelerators, or a share of its layouts. An invocation decodes a layout from its place in the lists
// and tries the ZeRO stages on it, which share all but their last addends.
//
// Everything is a sum of positive products, so relative errors add up along a path and no further; u = 2^-24. Sums and products are
// off by u, divisions by 5u (2.5 ULP), numbers of the host by u. Memory: the longest path, 5·a·s/(h·t) of the activations in flight,
// is two divisions there and two in layersInFlight, and ten operations: at most 40u = 2.4e-6. Time: a matrix product's seconds take
// three divisions and at most 25 operations up to the sum, 50u; `moving - work` cancels, but what it is added to is no less than work, so
// it passes on no more than both errors, as `head - ofLayer` does to the layer it is added to: at most 150u = 9e-6. The host's doubts are above these bounds and twice these.

struct LayoutsParameters {
  /// Whether this pass collects what may be the fastest; else it finds how fast that is.
  isCollecting: u32,
  /// Accelerators of the first workgroup in x.
  first: u32,
  /// Data parallelism that is fixed; 0 where it is searched.
  fixedData: u32,
  /// Lengths of the lists.
  groups: u32,
  microbatches: u32,
  recomputations: u32,
  zeroStages: u32,
  /// Layouts that `found` has room for.
  capacity: u32,
  batch: u32,
  layers: u32,
  hasFusedAttention: u32,
  nodeSize: u32,
  N: f32,
  width: f32,
  context: f32,
  vocabulary: f32,
  /// Bytes that a layer keeps between its matrices and within them, over s·b·h.
  keptBetween: f32,
  keptWithin: f32,
  /// Of both, what selective recomputation works out again.
  lightBetween: f32,
  lightWithin: f32,
  /// Bytes of attention scores over s·b·h, 5·a·s/h.
  scoreTerm: f32,
  /// Bytes of a parameter.
  weights: f32,
  gradients: f32,
  optimizer: f32,
  runtimeBytes: f32,
  /// Bytes that certainly fit, and that may fit.
  certainMemory: f32,
  possibleMemory: f32,
  /// FLOP of a forward pass for one token: a layer, the scores in it, the logits.
  layerFlop: f32,
  scoreFlop: f32,
  headFlop: f32,
  /// FLOP/s of wide matrix products, and the width at which half of it is reached.
  matrixRate: f32,
  halfWidth: f32,
  /// Rates that are reached, byte/s, and seconds until a collective starts.
  bandwidth: f32,
  insideNode: f32,
  betweenNodes: f32,
  latency: f32,
  /// Times of the least time up to which a layout may be the fastest.
  nearLeast: f32,
}

/// Splits of the same number of accelerators: [firstSplit, firstSplit + splits).
struct Group {
  size: u32,
  firstSplit: u32,
  splits: u32,
}

struct Split {
  tensor: u32,
  pipeline: u32,
  interleave: u32,
  sequenceParallel: u32,
  /// Its place in the order in which layouts are tried.
  rank: u32,
}

struct Candidate {
  split: Split,
  microbatch: u32,
  recomputation: u32,
}

/// A layout that may be the fastest: the workgroup in x, and its place in the order in which layouts are tried.
struct Found {
  slot: u32,
  place: u32,
  /// Whether it certainly fits, and is counted already.
  isCertain: u32,
}

struct Tally {
  /// Layouts that certainly fit.
  fitting: atomic<u32>,
  /// Layouts that were collected, with those that `found` had no room for.
  collected: atomic<u32>,
}

@group(0) @binding(0) var<storage, read> parameters: LayoutsParameters;
@group(0) @binding(1) var<storage, read> groups: array<Group>;
@group(0) @binding(2) var<storage, read> splits: array<Split>;
/// Microbatches, recomputations, ZeRO stages, one list after the other.
@group(0) @binding(3) var<storage, read> choices: array<u32>;
/// Bits of the least seconds of each number of accelerators; positive floats are in the order of their bits.
@group(0) @binding(4) var<storage, read_write> least: array<atomic<u32>>;
@group(0) @binding(5) var<storage, read_write> tally: Tally;
/// [capacity]
@group(0) @binding(6) var<storage, read_write> found: array<Found>;

override WORKGROUP_SIZE: u32 = 64;

/// Recomputation by its number, in the order of the list in src/model/plan/layout.ts.
const SELECTIVE = 1u;
const FULL = 2u;
/// Twins of the constants in src/model/plan/time.ts.
const PASSES_FORWARD = 2.0;
const PASSES_BACKWARD = 4.0;
const OPTIMIZER_BYTES = 30.0;
const WEIGHT_BYTES = 2.0;
const BACKWARD = 2.0;
/// More seconds than any step.
const NEVER = 3e38;

var<workgroup> seconds: array<f32, WORKGROUP_SIZE>;
var<workgroup> fitting: array<u32, WORKGROUP_SIZE>;

fn layerActivationBytes(candidate: Candidate, recomputation: u32) -> f32 {
  let tensor = f32(candidate.split.tensor);
  let between = select(1.0, tensor, candidate.split.sequenceParallel != 0u);
  let sbh = parameters.context * f32(candidate.microbatch) * parameters.width;
  if (recomputation == FULL) {
    return 2.0 * sbh / between;
  }
  if (recomputation == SELECTIVE) {
    return sbh * ((parameters.keptBetween - parameters.lightBetween) / between + (parameters.keptWithin - parameters.lightWithin) / tensor);
  }
  let scores = select(0.0, parameters.scoreTerm / tensor, parameters.hasFusedAttention == 0u);
  return sbh * (parameters.keptBetween / between + parameters.keptWithin / tensor + scores);
}

fn layerPlaces(pipeline: u32) -> u32 {
  return select(parameters.layers + 2u, parameters.layers, parameters.layers % pipeline == 0u);
}

fn layersInFlight(split: Split) -> f32 {
  let layers = f32(layerPlaces(split.pipeline));
  if (split.interleave == 1u) {
    return layers;
  }
  return layers * (1.0 + f32(split.pipeline - 1u) / f32(split.pipeline * split.interleave));
}

fn activationBytes(candidate: Candidate) -> f32 {
  return layerActivationBytes(candidate, candidate.recomputation) * layersInFlight(candidate.split);
}

fn bufferBytes(candidate: Candidate) -> f32 {
  var bytes = parameters.runtimeBytes;
  if (candidate.recomputation == FULL) {
    bytes += layerActivationBytes(candidate, 0u);
  }
  if (candidate.split.pipeline == 1u) {
    bytes += 4.0 * parameters.context * f32(candidate.microbatch) * parameters.vocabulary / f32(candidate.split.tensor);
  }
  return bytes;
}

fn modelStateBytes(own: f32, zero: u32, data: f32) -> f32 {
  return parameters.weights * own / select(1.0, data, zero >= 3u) +
    parameters.gradients * own / select(1.0, data, zero >= 2u) +
    parameters.optimizer * own / select(1.0, data, zero >= 1u);
}

fn gatheredBytes(ofLayer: f32, zero: u32, data: u32) -> f32 {
  if (data == 1u) {
    return 0.0;
  }
  return ofLayer * (select(0.0, 2.0 * parameters.weights, zero >= 3u) + select(0.0, parameters.gradients, zero >= 2u));
}

fn recomputedFlop(recomputation: u32) -> f32 {
  let isFused = parameters.hasFusedAttention != 0u;
  if (recomputation == FULL) {
    return parameters.layerFlop + select(0.0, parameters.scoreFlop, isFused);
  }
  return select(0.0, parameters.scoreFlop, recomputation == SELECTIVE || isFused);
}

fn matrixRate(width: f32) -> f32 {
  return parameters.matrixRate * width / (width + parameters.halfWidth);
}

fn allReduceSeconds(bytes: f32, group: f32, rate: f32) -> f32 {
  return 2.0 * ((group - 1.0) / group) * bytes / rate + parameters.latency;
}

fn selectedBytes(candidate: Candidate) -> f32 {
  let tensor = f32(candidate.split.tensor);
  let between = select(1.0, tensor, candidate.split.sequenceParallel != 0u);
  let scores = select(0.0, parameters.scoreTerm, parameters.hasFusedAttention == 0u);
  let sbh = parameters.context * f32(candidate.microbatch) * parameters.width;
  return sbh * (parameters.lightBetween / between + (parameters.lightWithin + scores) / tensor);
}

/// Seconds of one layer for one microbatch, forward and back.
fn layerTime(candidate: Candidate) -> f32 {
  let tensor = f32(candidate.split.tensor);
  let tokens = parameters.context * f32(candidate.microbatch);
  let isFull = candidate.recomputation == FULL;
  let flop = tokens * ((1.0 + BACKWARD) * parameters.layerFlop + recomputedFlop(candidate.recomputation));
  let all = layerActivationBytes(candidate, 0u);
  var again = 0.0;
  if (isFull) {
    again = all;
  } else if (candidate.recomputation == SELECTIVE) {
    again = selectedBytes(candidate);
  }
  let bytes = (PASSES_FORWARD + PASSES_BACKWARD) * all + PASSES_FORWARD * again;
  var reductions = 0.0;
  if (tensor > 1.0) {
    reductions = select(4.0, 6.0, isFull) * allReduceSeconds(2.0 * tokens * parameters.width, tensor, parameters.insideNode);
  }
  return flop / tensor / matrixRate(parameters.width / tensor) + bytes / parameters.bandwidth + reductions;
}

fn headTime(candidate: Candidate) -> f32 {
  let tensor = f32(candidate.split.tensor);
  let flop = (1.0 + BACKWARD) * parameters.headFlop * parameters.context * f32(candidate.microbatch);
  return flop / tensor / matrixRate(parameters.width / tensor);
}

fn transferTime(candidate: Candidate, rate: f32) -> f32 {
  let bytes = 2.0 * parameters.context * f32(candidate.microbatch) * parameters.width / f32(candidate.split.tensor);
  return 2.0 * f32(candidate.split.interleave) * (bytes / rate + parameters.latency);
}

fn stageTime(pipeline: u32, ofLayer: f32, head: f32) -> f32 {
  let places = layerPlaces(pipeline);
  let beyond = select(max(0.0, head - ofLayer), head, places == parameters.layers);
  return f32(places / pipeline) * ofLayer + beyond;
}

fn secondsOfMicrobatch(candidate: Candidate, accelerators: u32) -> f32 {
  let work = stageTime(candidate.split.pipeline, layerTime(candidate), headTime(candidate));
  if (candidate.split.pipeline == 1u) {
    return work;
  }
  return work + transferTime(candidate, select(parameters.insideNode, parameters.betweenNodes, accelerators > parameters.nodeSize));
}

fn dataRate(tensor: u32, data: u32) -> f32 {
  let neighbours = max(1u, parameters.nodeSize / tensor);
  if (data <= neighbours) {
    return parameters.insideNode;
  }
  return min(parameters.insideNode, f32(neighbours) * parameters.betweenNodes);
}

fn dataTime(own: f32, zero: u32, data: f32, microbatches: f32, work: f32, rate: f32) -> f32 {
  if (data == 1.0) {
    return 0.0;
  }
  let once = (data - 1.0) / data * WEIGHT_BYTES * own / rate + parameters.latency;
  if (zero < 2u) {
    return 2.0 * once;
  }
  let moving = select(3.0 * microbatches, microbatches + 1.0, zero == 2u) * once;
  return max(moving - work, once);
}

fn optimizerTime(own: f32) -> f32 {
  return OPTIMIZER_BYTES * own / parameters.bandwidth;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let slot = workgroup.x;
  let accelerators = parameters.first + slot;
  var own = Best(NEVER, 0u);
  for (var i = 0u; i < parameters.groups; i++) {
    let group = groups[i];
    let data = accelerators / group.size;
    let isWhole = accelerators % group.size == 0u;
    if (!isWhole || (parameters.fixedData != 0u && data != parameters.fixedData)) {
      continue;
    }
    let items = group.splits * parameters.microbatches * parameters.recomputations;
    for (var item = workgroup.y * WORKGROUP_SIZE + lane; item < items; item += workgroups.y * WORKGROUP_SIZE) {
      own = tryLayouts(slot, accelerators, group, item, data, own);
    }
  }
  if (parameters.isCollecting != 0u) {
    return;
  }
  seconds[lane] = own.seconds;
  fitting[lane] = own.fitting;
  for (var width = WORKGROUP_SIZE / 2u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane < width) {
      seconds[lane] = min(seconds[lane], seconds[lane + width]);
      fitting[lane] += fitting[lane + width];
    }
  }
  if (lane == 0u) {
    atomicMin(&least[slot], bitcast<u32>(seconds[0]));
    atomicAdd(&tally.fitting, fitting[0]);
  }
}

/// What an invocation has met: the least seconds of what certainly fits, and how many do.
struct Best {
  seconds: f32,
  fitting: u32,
}

/// Tries the ZeRO stages of an item of a group: notes how fast it is, or collects it.
fn tryLayouts(slot: u32, accelerators: u32, group: Group, item: u32, data: u32, before: Best) -> Best {
  var best = before;
  let perSplit = parameters.microbatches * parameters.recomputations;
  let split = splits[group.firstSplit + item / perSplit];
  let choice = item % perSplit;
  let microbatch = choices[choice / parameters.recomputations];
  let recomputation = choices[parameters.microbatches + choice % parameters.recomputations];
  let microbatches = (parameters.batch + data * microbatch - 1u) / (data * microbatch);
  let copies = (parameters.batch + microbatch - 1u) / microbatch;
  if (data > copies || (split.interleave > 1u && microbatches % split.pipeline != 0u)) {
    return best;
  }
  let candidate = Candidate(split, microbatch, recomputation);
  let held = activationBytes(candidate) + bufferBytes(candidate);
  let own = parameters.N / f32(group.size);
  let ofLayer = parameters.N / f32(parameters.layers * split.tensor);
  let perMicrobatch = secondsOfMicrobatch(candidate, accelerators);
  let work = f32(microbatches) * perMicrobatch;
  let piped = work + f32(split.pipeline - 1u) / f32(split.interleave) * perMicrobatch;
  let rate = dataRate(split.tensor, data);
  let spread = f32(data);
  for (var i = 0u; i < parameters.zeroStages; i++) {
    let zero = choices[parameters.microbatches + parameters.recomputations + i];
    let memory = held + modelStateBytes(own, zero, spread) + gatheredBytes(ofLayer, zero, data);
    if (memory > parameters.possibleMemory) {
      continue;
    }
    let isCertain = memory <= parameters.certainMemory;
    let time = piped +
      dataTime(own, zero, spread, f32(microbatches), work, rate) +
      optimizerTime(own / select(1.0, spread, zero >= 1u));
    if (parameters.isCollecting != 0u) {
      if (!isCertain || time <= parameters.nearLeast * bitcast<f32>(atomicLoad(&least[slot]))) {
        collect(Found(slot, (split.rank * perSplit + choice) * parameters.zeroStages + i, u32(isCertain)));
      }
    } else if (isCertain) {
      best = Best(min(best.seconds, time), best.fitting + 1u);
    }
  }
  return best;
}

fn collect(met: Found) {
  let at = atomicAdd(&tally.collected, 1u);
  if (at < parameters.capacity) {
    found[at] = met;
  }
}
