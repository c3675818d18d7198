import { selectPareto } from '../sweep/graph/best';

/** Points that a cell is compared with at most. */
const MOST_POINTS = 256;

/**
 * What cells of a top list or a front must not be beaten by: points that other cells have reached. Tiles add theirs, so that later ones
 * let fewer cells through. Values are such that less is better.
 */
export interface Screen {
  /** Points, [points, objectives]; a cell that one of them beats in all objectives is not wanted. */
  points(): readonly ArrayLike<number>[];
  add(cells: ArrayLike<number>, values: Float64Array): void;
}

/** For the k cells of the least values: the k-th of those that are known, each once. */
export function screenTop(k: number): Screen {
  let known: readonly (readonly [cell: number, value: number])[] = [];
  return {
    points: () => (known.length === k ? [[known[k - 1]![1]]] : []),
    add(cells, values) {
      // a tile may be computed twice, and shares cells with the sample
      const all = new Map(known);
      for (let i = 0; i < cells.length; i++) all.set(cells[i]!, values[i]!);
      known = [...all].toSorted((a, b) => a[1] - b[1]).slice(0, k);
    },
  };
}

/** For a Pareto front: points of it, spread over its first objective. */
export function screenPareto(objectives: number): Screen {
  let known: readonly Float64Array[] = [];
  return {
    points: () => known,
    add(cells, values) {
      const selection = selectPareto(objectives);
      known.forEach((point, i) => selection.offer(-1 - i, point));
      for (let i = 0; i < cells.length; i++) selection.offer(cells[i]!, values.subarray(i * objectives, (i + 1) * objectives));
      const front = selection.take();
      const count = Math.min(front.cells.length, MOST_POINTS);
      known = Array.from({ length: count }, (_, i) => {
        const place = Math.floor((i * front.cells.length) / count);
        return front.values.slice(place * objectives, (place + 1) * objectives);
      });
    },
  };
}
