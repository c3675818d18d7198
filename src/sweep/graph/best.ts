/** Numbers of cells with their values, as a tile holds them. */
export interface Points {
  /** [points] */
  readonly cells: Float64Array<ArrayBuffer>;
  /** [points, objectives] */
  readonly values: Float64Array<ArrayBuffer>;
}

/** Keeps the best cells of those it is shown, whatever their order: ties go to the lower number. Values are such that less is better. */
export interface Selection {
  /** Takes a cell if it may be among the best. The values are copied. */
  offer(cell: number, values: ArrayLike<number>): void;
  /** What is left of all that was offered, best first. */
  points(): Points;
}

/** Cells that wait to be sorted in. */
const BUFFER = 1 << 12;

/** A growing list of points, which is now and then cut down to the best. */
class Pool {
  cells: Float64Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer>;
  length = 0;
  readonly width: number;

  constructor(width: number, capacity: number) {
    this.width = width;
    this.cells = new Float64Array(capacity);
    this.values = new Float64Array(capacity * width);
  }

  push(cell: number, values: ArrayLike<number>): void {
    this.cells[this.length] = cell;
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
    const { cells, values, width } = this;
    const capacity = Math.max(places.length + BUFFER, 2 * places.length);
    const [nextCells, nextValues] = [new Float64Array(capacity), new Float64Array(capacity * width)];
    for (let i = 0; i < places.length; i++) {
      nextCells[i] = cells[places[i]!]!;
      for (let k = 0; k < width; k++) nextValues[i * width + k] = values[places[i]! * width + k]!;
    }
    [this.cells, this.values, this.length] = [nextCells, nextValues, places.length];
  }

  get isFull(): boolean {
    return this.length === this.cells.length;
  }

  points(): Points {
    return { cells: this.cells.slice(0, this.length), values: this.values.slice(0, this.length * this.width) };
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
  return {
    offer(cell, values) {
      if (!(values[0]! <= worst)) return;
      pool.push(cell, values);
      if (pool.isFull) cut();
    },
    points() {
      cut();
      return pool.points();
    },
  };
}

/** The cells that no other beats in every one of two or three values; of those that are equal in all, the lowest number. */
export function selectPareto(objectives: number): Selection {
  const pool = new Pool(objectives, BUFFER);
  // a few points of the front that turn most others away at once
  let guards: readonly Float64Array[] = [];
  const cut = (): void => {
    pool.keep(frontOf(pool));
    const step = Math.max(1, Math.floor(pool.length / GUARDS));
    guards = Array.from({ length: Math.ceil(pool.length / step) }, (_, i) =>
      pool.values.slice(i * step * objectives, (i * step + 1) * objectives),
    );
  };
  return {
    offer(cell, values) {
      for (let k = 0; k < objectives; k++) if (Number.isNaN(values[k])) return;
      for (const guard of guards) {
        let isBeaten = guard[0]! < values[0]!;
        for (let k = 1; isBeaten && k < objectives; k++) isBeaten = guard[k]! < values[k]!;
        if (isBeaten) return;
      }
      pool.push(cell, values);
      if (pool.isFull) cut();
    },
    points() {
      cut();
      return pool.points();
    },
  };
}

const GUARDS = 32;

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
