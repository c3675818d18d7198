/** Numbers of cells with their values, as a tile holds them. */
export interface Points {
  /** [points] */
  readonly cells: Float64Array<ArrayBuffer>;
  /** [points, objectives] */
  readonly values: Float64Array<ArrayBuffer>;
}

/**
 * Keeps the best cells of those it is shown, whatever their order: ties go to the lower number. Values are such that less is better.
 * What was shown before goes on turning worse cells away, which is why tiles share a selection: it changes no result.
 */
export interface Selection {
  /** Takes a cell if it may be among the best. The values are copied. */
  offer(cell: number, values: ArrayLike<number>): void;
  /** Offers a line of cells, each so far from the one before, with one array for each value; NaN stands for cells that do not count. */
  offerLine(cell: number, stride: number, values: readonly Float64Array[]): void;
  /** What is left of all that was offered since the last time, best first. */
  take(): Points;
}

/** Cells that wait to be sorted in. */
const BUFFER = 1 << 12;

/** A growing list of points, which is now and then cut down to the best. */
class Pool {
  cells: Float64Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer>;
  length = 0;
  readonly width: number;
  /** Since which `take` each point is here. */
  private ages: Float64Array<ArrayBuffer>;
  private age = 0;

  constructor(width: number, capacity: number) {
    this.width = width;
    this.cells = new Float64Array(capacity);
    this.ages = new Float64Array(capacity);
    this.values = new Float64Array(capacity * width);
  }

  push(cell: number, values: ArrayLike<number>): void {
    this.cells[this.length] = cell;
    this.ages[this.length] = this.age;
    for (let k = 0; k < this.width; k++) this.values[this.length * this.width + k] = values[k]!;
    this.length++;
  }

  /** The order of the points: by their values one after the other, then by number. */
  sorted(): Uint32Array {
    const { cells, values, width } = this;
    return Uint32Array.from({ length: this.length }, (_, i) => i).sort((a, b) => {
      for (let k = 0; k < width; k++) {
        const [x, y] = [values[a * width + k]!, values[b * width + k]!];
        if (x !== y) return x < y ? -1 : 1;
      }
      return cells[a]! - cells[b]!;
    });
  }

  /** Keeps some points, in their order, with room for as many more as wait. */
  keep(places: readonly number[] | Uint32Array): void {
    const { width } = this;
    const next = new Pool(width, Math.max(places.length + BUFFER, 2 * places.length));
    for (const place of places) {
      const at = next.length++;
      next.cells[at] = this.cells[place]!;
      next.ages[at] = this.ages[place]!;
      for (let k = 0; k < width; k++) next.values[at * width + k] = this.values[place * width + k]!;
    }
    [this.cells, this.values, this.ages, this.length] = [next.cells, next.values, next.ages, next.length];
  }

  get isFull(): boolean {
    return this.length === this.cells.length;
  }

  /** The points that came since the last time. */
  take(): Points {
    const { cells, values, width } = this;
    const places: number[] = [];
    for (let i = 0; i < this.length; i++) if (this.ages[i] === this.age) places.push(i);
    this.age++;
    const taken = new Float64Array(places.length * width);
    places.forEach((place, i) => taken.set(values.subarray(place * width, (place + 1) * width), i * width));
    return { cells: Float64Array.from(places, (place) => cells[place]!), values: taken };
  }
}

/** The k cells of the least values. */
export function selectTop(k: number): Selection {
  const pool = new Pool(1, 2 * k + BUFFER);
  let worst = Infinity;
  const cut = (): void => {
    pool.keep(pool.sorted().subarray(0, k));
    if (pool.length === k) worst = pool.values[k - 1]!;
  };
  const point = new Float64Array(1);
  const take = (cell: number, values: ArrayLike<number>): void => {
    pool.push(cell, values);
    if (pool.isFull) cut();
  };
  return {
    offer(cell, values) {
      if (values[0]! <= worst) take(cell, values);
    },
    offerLine(cell, stride, [values]) {
      for (let j = 0; j < values!.length; j++) {
        const value = values![j]!;
        if (!(value <= worst)) continue;
        point[0] = value;
        take(cell + j * stride, point);
      }
    },
    take() {
      cut();
      return pool.take();
    },
  };
}

/** The cells that no other beats in every one of two or three values; of those that are equal in all, the lowest number. */
export function selectPareto(objectives: number): Selection {
  const pool = new Pool(objectives, BUFFER);
  /** Points at the head of the pool that are a front, in the order of their first values. */
  let front = 0;
  /** The one that turned the last cell away: a good guess for the next. */
  let guard = 0;
  const cut = (): void => {
    pool.keep(frontOf(pool));
    front = pool.length;
    guard = 0;
  };
  const beats = (place: number, values: ArrayLike<number>): boolean => {
    let isBetter = false;
    for (let k = 0, at = place * objectives; k < objectives; k++, at++) {
      if (!(pool.values[at]! <= values[k]!)) return false;
      isBetter ||= pool.values[at]! < values[k]!;
    }
    return isBetter;
  };
  const isBeaten = (values: ArrayLike<number>): boolean => {
    if (front === 0) return false;
    if (beats(guard, values)) return true;
    let low = 0;
    let high = front;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pool.values[middle * objectives]! <= values[0]!) low = middle + 1;
      else high = middle;
    }
    // of two values the last point before has the least second one; of three some before it are worth a look
    const last = objectives === 2 ? 1 : LOOKS;
    const step = Math.max(1, Math.floor(low / last));
    for (let place = low - 1; place >= 0; place -= step) {
      if (!beats(place, values)) continue;
      guard = place;
      return true;
    }
    return false;
  };
  const take = (cell: number, values: ArrayLike<number>): void => {
    pool.push(cell, values);
    if (pool.isFull) cut();
  };
  const point = new Float64Array(objectives);
  return {
    offer(cell, values) {
      for (let k = 0; k < objectives; k++) if (Number.isNaN(values[k])) return;
      if (!isBeaten(values)) take(cell, values);
    },
    offerLine(cell, stride, values) {
      // most lines are beaten as a whole, and most cells of the others by the best of their own line in one of the values
      const bests = values.map(leastOf);
      if (bests.includes(-1)) return;
      for (let k = 0; k < objectives; k++) point[k] = values[k]![bests[k]!]!;
      if (isBeaten(point)) return;
      const others = [...new Set(bests)];
      for (let j = 0; j < values[0]!.length; j++) {
        let isNumber = true;
        for (let k = 0; k < objectives; k++) {
          point[k] = values[k]![j]!;
          if (Number.isNaN(point[k])) isNumber = false;
        }
        if (isNumber && isOpenInLine(values, others, j) && !isBeaten(point)) take(cell + j * stride, point);
      }
    },
    take() {
      cut();
      return pool.take();
    },
  };
}

/** Place of the least of some values, the first of equals; -1 where none is a number. */
function leastOf(values: Float64Array): number {
  let least = Infinity;
  let best = -1;
  for (let j = 0; j < values.length; j++) {
    const value = values[j]!;
    if (value < least || (best < 0 && value === Infinity)) {
      least = value;
      best = j;
    }
  }
  return best;
}

/** Whether none of some cells of a line beats another: is no worse in any value, and better in one. */
function isOpenInLine(values: readonly Float64Array[], others: readonly number[], j: number): boolean {
  for (let i = 0; i < others.length; i++) {
    let isNoWorse = true;
    let isBetter = false;
    for (let k = 0; k < values.length; k++) {
      const own = values[k]!;
      const value = own[j]!;
      const other = own[others[i]!]!;
      if (!(other <= value)) {
        isNoWorse = false;
        break;
      }
      if (other < value) isBetter = true;
    }
    if (isNoWorse && isBetter) return false;
  }
  return true;
}

/** Points of a front in three values that a cell is compared with before it is kept for sorting. */
const LOOKS = 24;

/**
 * Places of the points that none beats, in the order of their values. Sorted by the first value, a point is beaten by those before it
 * alone: by one that is no worse in the others. Of those only the stairs need be kept, whose second value rises as the third falls.
 */
function frontOf(pool: Pool): readonly number[] {
  const { values, width } = pool;
  const front: number[] = [];
  const stairs: (readonly [second: number, third: number])[] = [];
  for (const place of pool.sorted()) {
    const second = values[place * width + 1]!;
    const third = width > 2 ? values[place * width + 2]! : 0;
    let low = 0;
    let high = stairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (stairs[middle]![0] <= second) low = middle + 1;
      else high = middle;
    }
    if (low > 0 && stairs[low - 1]![1] <= third) continue;
    front.push(place);
    let end = low;
    while (end < stairs.length && stairs[end]![1] >= third) end++;
    stairs.splice(low, end - low, [second, third]);
  }
  return front;
}
