// General sweeps: evaluates the program of a sweep (src/sweep/graph/program.ts) in every cell, from tables that the host made in f64,
// and writes values, reduces them, or collects those that only f64 can tell apart.
//
// Every number is at least zero and arrives divided by a power of two of its own, so that products stay inside f32; a negative number
// stands for what cannot be. Nothing cancels, so that errors only add up: u = 2^-23 for each rounding, as WGSL promises for products and
// sums, and 2^-24 for a table's. The host adds them up along the program (src/gpu/graph-program.ts), widens every threshold that is
// compared here by what comes out, and decides in f64 what lies between.

struct GraphParameters {
  /// Columns of the tile: [firstColumn, firstColumn + columns) of each line. All of them, but for a grid whose lines are cut.
  firstColumn: u32,
  columns: u32,
  /// Lines of the tile.
  rows: u32,
  /// Invocations that share a line; a power of two of at most WORKGROUP_SIZE.
  lanes: u32,
  /// Slots of the program; those from `innerFrom` on change along a line.
  slots: u32,
  innerFrom: u32,
  /// Limits of the sweep.
  limits: u32,
  /// Loops around a line: [firstLoop, 7).
  firstLoop: u32,
  /// Pixels that the tile touches, lines of the first of them, and of each other.
  pixels: u32,
  firstPixelRows: u32,
  pixelRows: u32,
  /// Quantities that are looked at: at most three slots, and their signs, so that less is better.
  objectives: u32,
  objective0: u32,
  objective1: u32,
  objective2: u32,
  sign0: f32,
  sign1: f32,
  sign2: f32,
  /// Relative width of what f32 cannot tell from the best.
  doubt: f32,
  /// Bins, or points that cells are compared with.
  edges: u32,
  /// Cells that `output` holds.
  capacity: u32,
}

/// A number of the program: a table, or what is computed from slots before it.
struct Slot {
  kind: u32,
  x: u32,
  y: u32,
  z: u32,
  /// Powers of two that bring addends to the slot's own unit.
  scaleX: f32,
  scaleY: f32,
  /// Of a table: where it begins, its step along a line (0 or 1), and of the loops around a line, the outermost first.
  first: u32,
  inner: u32,
  strides: array<u32, 7>,
}

/// One of the loops around a line.
struct Loop {
  steps: u32,
  /// Step at the tile's first line.
  first: u32,
  /// 1 where nothing that counts depends on it, so that its first step stands for all.
  isIdle: u32,
}

/// A limit on a slot. A value is surely within from leastSure to greatestSure, and possibly from leastPossible to greatestPossible.
struct Limit {
  slot: u32,
  leastPossible: f32,
  leastSure: f32,
  greatestSure: f32,
  greatestPossible: f32,
}

@group(0) @binding(0) var<storage, read> parameters: GraphParameters;
@group(0) @binding(1) var<storage, read> slots: array<Slot>;
@group(0) @binding(2) var<storage, read> loops: array<Loop, 7>;
@group(0) @binding(3) var<storage, read> tables: array<f32>;
@group(0) @binding(4) var<storage, read> limits: array<Limit>;
/// BINS: for each edge below which a value surely is, and from which it surely is above. COLLECT: points, [edges, objectives].
@group(0) @binding(5) var<storage, read> edges: array<f32>;
/// How many cells were collected; then the least key of each pixel, or the counters of the bins, of below, above and infeasible.
@group(0) @binding(6) var<storage, read_write> counts: array<atomic<u32>>;
/// VALUES and STATES: a word for each cell, [rows, columns]. Else the collected cells, numbered likewise.
@group(0) @binding(7) var<storage, read_write> output: array<u32>;

override WORKGROUP_SIZE: u32 = 64;
/// What is done: one of the numbers below.
override MODE: u32 = 0;

/// Writes the first objective of every cell.
const VALUES = 0u;
/// Writes whether every cell is within the limits: NO, YES or DOUBTED.
const STATES = 1u;
/// Finds the least key of each pixel among cells that surely count.
const LEAST = 2u;
/// Collects the cells of each pixel that may be as good as its least key.
const COLLECT_LEAST = 3u;
/// Collects the cells that no point surely beats in all objectives.
const COLLECT_FRONT = 4u;
/// Counts cells, and collects those near an edge.
const BINS = 5u;

const NO = 0u;
const YES = 1u;
const DOUBTED = 2u;

const TABLE = 0u;
const MULTIPLY = 1u;
const ADD = 2u;

/// Cells of a line that one invocation takes, about: enough to make up for finding the line.
const CHUNK = 16u;
const NO_KEY = 0xffffffffu;
/// Counters that stand in a workgroup's memory; more are counted in `counts` at once.
const SHARED_COUNTERS = 515u;

var<private> bases: array<u32, 32>;
var<private> values: array<f32, 32>;
var<private> isLineValid: bool;
var<private> isValid: bool;
/// The least key that this invocation has met in the current pixel.
var<private> ownLeast: u32;

var<workgroup> bins: array<atomic<u32>, 515>;
var<workgroup> least: atomic<u32>;

/// Works out a slot at a column.
fn evaluate(s: u32, column: u32) {
  let kind = slots[s].kind;
  var value: f32;
  if (kind == TABLE) {
    value = tables[bases[s] + column * slots[s].inner];
    isValid = isValid && value >= 0.0;
  } else if (kind == MULTIPLY) {
    value = values[slots[s].x] * values[slots[s].y];
  } else if (kind == ADD) {
    value = values[slots[s].x] * slots[s].scaleX + values[slots[s].y] * slots[s].scaleY;
  } else {
    value = values[slots[s].x] * slots[s].scaleX + values[slots[s].y] * values[slots[s].z] * slots[s].scaleY;
  }
  values[s] = value;
}

/// Moves to a line of the tile. Returns whether it counts: of those that differ in idle loops alone the first does.
fn goTo(row: u32) -> bool {
  var steps: array<u32, 7>;
  var carry = row;
  var isCounted = true;
  for (var k = 7u; k > parameters.firstLoop; k--) {
    let sum = loops[k - 1u].first + carry;
    carry = sum / loops[k - 1u].steps;
    steps[k - 1u] = sum - carry * loops[k - 1u].steps;
    isCounted = isCounted && (loops[k - 1u].isIdle == 0u || steps[k - 1u] == 0u);
  }
  if (!isCounted) {
    return false;
  }
  isValid = true;
  for (var s = 0u; s < parameters.slots; s++) {
    if (slots[s].kind == TABLE) {
      var base = slots[s].first;
      for (var k = parameters.firstLoop; k < 7u; k++) {
        base += slots[s].strides[k] * steps[k];
      }
      bases[s] = base;
    }
    if (s < parameters.innerFrom) {
      evaluate(s, 0u);
    }
  }
  isLineValid = isValid;
  return MODE == VALUES || MODE == STATES || MODE == BINS || !isLineBroken();
}

/// Whether the current line holds no feasible cell, because it breaks a limit as a whole.
fn isLineBroken() -> bool {
  var isBroken = !isLineValid;
  for (var l = 0u; l < parameters.limits; l++) {
    let limit = limits[l];
    if (limit.slot < parameters.innerFrom) {
      let value = values[limit.slot];
      isBroken = isBroken || value < limit.leastPossible || value > limit.greatestPossible;
    }
  }
  return isBroken;
}

/// Whether the current cell is within all limits.
fn feasibility() -> u32 {
  if (!isValid) {
    return NO;
  }
  var state = YES;
  for (var l = 0u; l < parameters.limits; l++) {
    let limit = limits[l];
    let value = values[limit.slot];
    if (value < limit.leastPossible || value > limit.greatestPossible) {
      return NO;
    }
    if (value < limit.leastSure || value > limit.greatestSure) {
      state = DOUBTED;
    }
  }
  return state;
}

/// An objective of the current cell: the less the better.
fn objective(k: u32) -> f32 {
  if (k == 0u) {
    return parameters.sign0 * values[parameters.objective0];
  }
  if (k == 1u) {
    return parameters.sign1 * values[parameters.objective1];
  }
  return parameters.sign2 * values[parameters.objective2];
}

/// A number as an unsigned one in the same order.
fn keyOf(value: f32) -> u32 {
  let bits = bitcast<u32>(value);
  return bits ^ select(0x80000000u, 0xffffffffu, (bits & 0x80000000u) != 0u);
}

fn valueOf(key: u32) -> f32 {
  return bitcast<f32>(key ^ select(0xffffffffu, 0x80000000u, (key & 0x80000000u) != 0u));
}

/// Whether no point surely beats the current cell in all objectives.
fn isOnFront() -> bool {
  for (var e = 0u; e < parameters.edges; e++) {
    var isBeaten = true;
    for (var k = 0u; k < parameters.objectives; k++) {
      isBeaten = isBeaten && edges[e * parameters.objectives + k] < objective(k);
    }
    if (isBeaten) {
      return false;
    }
  }
  return true;
}

fn collect(cell: u32) {
  let place = atomicAdd(&counts[0], 1u);
  if (place < parameters.capacity) {
    output[place] = cell;
  }
}

fn addToBin(bin: u32) {
  if (parameters.edges + 2u <= SHARED_COUNTERS) {
    atomicAdd(&bins[bin], 1u);
  } else {
    atomicAdd(&counts[1u + bin], 1u);
  }
}

/// Counts the current cell, or collects it where f32 does not know its bin. There is one edge more than bins.
fn countCell(cell: u32, state: u32) {
  let last = parameters.edges - 1u;
  if (state == NO) {
    addToBin(last + 2u);
    return;
  }
  let value = objective(0u);
  // edges below which the value possibly is none: those before `low` are surely below it
  var low = 0u;
  var high = parameters.edges;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (edges[2u * middle + 1u] <= value) {
      low = middle + 1u;
    } else {
      high = middle;
    }
  }
  if (state == DOUBTED || (low <= last && edges[2u * low] <= value)) {
    collect(cell);
  } else if (low == 0u) {
    addToBin(last);
  } else if (low > last) {
    addToBin(last + 1u);
  } else {
    addToBin(low - 1u);
  }
}

/// Does with a cell of a pixel what the mode says.
fn visit(cell: u32, column: u32, pixel: u32) {
  isValid = isLineValid;
  for (var s = parameters.innerFrom; s < parameters.slots; s++) {
    evaluate(s, column);
  }
  if (MODE == VALUES) {
    output[cell] = bitcast<u32>(select(-1.0, values[parameters.objective0], isValid));
    return;
  }
  let state = feasibility();
  if (MODE == STATES) {
    output[cell] = state;
  } else if (MODE == LEAST) {
    if (state == YES) {
      ownLeast = min(ownLeast, keyOf(objective(0u)));
    }
  } else if (MODE == COLLECT_LEAST) {
    if (state != NO) {
      let key = atomicLoad(&counts[1u + pixel]);
      if (key == NO_KEY) {
        collect(cell);
      } else {
        let best = valueOf(key);
        if (objective(0u) <= best + parameters.doubt * abs(best)) {
          collect(cell);
        }
      }
    }
  } else if (MODE == COLLECT_FRONT) {
    if (state != NO && isOnFront()) {
      collect(cell);
    }
  } else {
    countCell(cell, state);
  }
}

/// Visits this workgroup's share of a pixel: chunks of lines, each shared by neighbouring invocations that take every lanes-th column.
fn scan(pixel: u32, workgroup: u32, workgroups: u32, lane: u32) {
  var row = 0u;
  var rows = parameters.firstPixelRows;
  if (pixel > 0u) {
    row = parameters.firstPixelRows + (pixel - 1u) * parameters.pixelRows;
    rows = min(parameters.pixelRows, parameters.rows - row);
  }
  let lanes = parameters.lanes;
  let groups = WORKGROUP_SIZE / lanes;
  let width = lanes * CHUNK;
  let chunks = (parameters.columns + width - 1u) / width;
  for (var item = workgroup * groups + lane / lanes; item < rows * chunks; item += workgroups * groups) {
    let line = row + item / chunks;
    if (!goTo(line)) {
      continue;
    }
    let start = item % chunks * width;
    let end = min(start + width, parameters.columns);
    for (var column = start + lane % lanes; column < end; column += lanes) {
      visit(line * parameters.columns + column, parameters.firstColumn + column, pixel);
    }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  if (MODE == BINS) {
    for (var bin = lane; bin < SHARED_COUNTERS; bin += WORKGROUP_SIZE) {
      atomicStore(&bins[bin], 0u);
    }
  }
  workgroupBarrier();
  for (var pixel = workgroup.y; pixel < parameters.pixels; pixel += workgroups.y) {
    if (lane == 0u) {
      atomicStore(&least, NO_KEY);
    }
    workgroupBarrier();
    ownLeast = NO_KEY;
    scan(pixel, workgroup.x, workgroups.x, lane);
    if (MODE == LEAST) {
      atomicMin(&least, ownLeast);
    }
    workgroupBarrier();
    if (MODE == LEAST && lane == 0u) {
      atomicMin(&counts[1u + pixel], atomicLoad(&least));
    }
  }
  if (MODE == BINS && parameters.edges + 2u <= SHARED_COUNTERS) {
    for (var bin = lane; bin < parameters.edges + 2u; bin += WORKGROUP_SIZE) {
      let count = atomicLoad(&bins[bin]);
      if (count > 0u) {
        atomicAdd(&counts[1u + bin], count);
      }
    }
  }
}
