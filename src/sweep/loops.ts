import type { TileRange } from './backend';

/** Points of an axis. [steps] */
interface Axis {
  readonly values: ArrayLike<number>;
}

/** A quantity that is computed from others. */
interface Node {
  readonly id: string;
  readonly needs: readonly string[];
  /** The value, from the values of `needs` in their order. */
  at(values: ArrayLike<number>): number;
}

/** Axes, and the order of the loops over them, the innermost last; indices into `axes`. */
interface Loops {
  readonly axes: readonly Axis[];
  readonly order: readonly number[];
}

/** Values that a quantity over some axes takes. */
export function stepsOf(axes: readonly Axis[], indices: readonly number[]): number {
  return indices.reduce((product, i) => product * axes[i]!.values.length, 1);
}

/** Writes the step of each axis at a position in the order of the loops into `steps`, [axes]. */
export function stepsInLoops({ axes, order }: Loops, position: number, steps: Float64Array): void {
  let rest = position;
  for (let i = order.length - 1; i >= 0; i--) {
    const { length } = axes[order[i]!]!.values;
    const next = Math.floor(rest / length);
    steps[order[i]!] = rest - next * length;
    rest = next;
  }
}

/** Pixels that a range of lines touches: the first, how many, lines of the range in the first, and at most in any other. */
export function pixelsOf({ linesPerPixel }: { readonly linesPerPixel: number }, { row, rows }: Pick<TileRange, 'row' | 'rows'>) {
  const first = Math.floor(row / linesPerPixel);
  return {
    first,
    count: Math.floor((row + rows - 1) / linesPerPixel) - first + 1,
    firstRows: Math.min(linesPerPixel - (row % linesPerPixel), rows),
    rows: Math.min(linesPerPixel, rows),
  };
}

/** The nodes behind some ids, each after what it needs. */
export function nodesBehind<N extends Node>(nodes: ReadonlyMap<string, N>, ids: readonly string[]): readonly N[] {
  const wanted = new Set<string>();
  const visit = (id: string): void => {
    if (wanted.has(id)) return;
    wanted.add(id);
    nodes.get(id)?.needs.forEach(visit);
  };
  ids.forEach(visit);
  return [...nodes.values()].filter(({ id }) => wanted.has(id));
}

/** Some quantities of one cell, in f64 and to the last bits. The array is reused. [ids] */
export type CellEvaluator = (cell: number) => Float64Array;

/**
 * Prepares the evaluation of some nodes, one cell at a time, straight from the formulas. `axisOf` tells the axis that a node is, if it is
 * one; `findSteps` writes the step of each axis of a cell into `steps`. [ids]
 */
export function evaluatorOf<N extends Node>(
  nodes: ReadonlyMap<string, N>,
  ids: readonly string[],
  axisOf: (node: N) => (Axis & { readonly index: number }) | undefined,
  steps: Float64Array,
  findSteps: (cell: number) => void,
): CellEvaluator {
  const behind = nodesBehind(nodes, ids);
  const place = new Map(behind.map(({ id }, i) => [id, i]));
  const values = new Float64Array(behind.length);
  const result = new Float64Array(ids.length);
  const wanted = ids.map((id) => place.get(id)!);
  const work = behind.map((node) => ({
    node,
    axis: axisOf(node),
    needs: node.needs.map((need) => place.get(need)!),
    given: new Float64Array(node.needs.length),
  }));
  return (cell) => {
    findSteps(cell);
    for (let i = 0; i < work.length; i++) {
      const { node, axis, needs, given } = work[i]!;
      if (axis) {
        values[i] = axis.values[steps[axis.index]!]!;
        continue;
      }
      for (let k = 0; k < needs.length; k++) given[k] = values[needs[k]!]!;
      values[i] = node.at(given);
    }
    for (let i = 0; i < wanted.length; i++) result[i] = values[wanted[i]!]!;
    return result;
  };
}
