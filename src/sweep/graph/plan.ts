import type { QuantityId } from '../../quantities/registry';
import { quantities } from '../../quantities/registry';
import { type CellEvaluator, evaluatorOf, stepsOf } from '../loops';
import { type GraphAxis, graphAxes } from './axes';
import { lawVariants } from './laws';
import { type GraphNodes, graphNodes, spends } from './nodes';
import type { GraphFile } from './schema';

/** A bound that cells must keep; NaN keeps none. */
export interface GraphLimit {
  readonly id: QuantityId;
  readonly min: number;
  readonly max: number;
}

/** A quantity that a reduction looks for the best of: the least of sign · value. */
export interface GraphObjective {
  readonly id: QuantityId;
  readonly sign: 1 | -1;
}

/**
 * A general sweep, worked out. Its cells are numbered in the file's order, the last axis fastest. They are visited pixel by pixel: a
 * pixel is what reduces to one row (a point of the kept axes; all cells where none is kept), and a run of whole lines; a line is the
 * innermost axis. A plan follows from its file alone, so that every worker makes its own.
 */
export interface GraphPlan {
  readonly file: GraphFile;
  readonly graph: GraphNodes;
  /** In the file's order. */
  readonly axes: readonly GraphAxis[];
  /** How far one step of each axis goes in the numbers of cells. [axes] */
  readonly strides: readonly number[];
  /** Axes that a reduction keeps, in the file's order; indices into `axes`. */
  readonly kept: readonly number[];
  /** Axes in the order of the loops: kept ones first, the innermost last. */
  readonly order: readonly number[];
  readonly pixels: number;
  readonly linesPerPixel: number;
  /** Cells of a line. */
  readonly lineCells: number;
  /** What is cut into tiles: lines, or whole pixels where a pixel must be whole, which a grid's are not. */
  readonly rows: number;
  /** Cells of a row. */
  readonly columns: number;
  /** Metrics that are no axes, each once, in the order of columns. */
  readonly metrics: readonly QuantityId[];
  readonly limits: readonly GraphLimit[];
  /** What a frontier, a top list or a Pareto front looks for; empty for other reductions. */
  readonly objectives: readonly GraphObjective[];
}

/** Works out a general sweep. The file must come from `parseGraphFile`. */
export function planGraph(file: GraphFile): GraphPlan {
  const axes = graphAxes(file);
  const { nodes } = graphNodes(file, axes, lawVariants(file, axes));
  const kept = keptAxes(file);
  const reduced = axes.map((_, i) => i).filter((i) => !kept.includes(i));
  const inner = file.reduce.kind === 'grid' ? axes.length - 1 : longest(axes, reduced);
  const outer = file.reduce.kind === 'grid' ? axes.map((_, i) => i) : [...kept, ...reduced];
  const order = [...outer.filter((i) => i !== inner), inner];
  const pixels = stepsOf(axes, kept);
  const lineCells = axes[inner]!.values.length;
  const linesPerPixel = stepsOf(axes, reduced) / lineCells;
  const isWhole = file.reduce.kind === 'quantiles';
  return {
    file,
    graph: nodes,
    axes,
    strides: axes.map((_, i) => stepsOf(axes, range(i + 1, axes.length))),
    kept,
    order,
    pixels,
    linesPerPixel,
    lineCells,
    rows: isWhole ? pixels : pixels * linesPerPixel,
    columns: isWhole ? linesPerPixel * lineCells : lineCells,
    metrics: [...new Set(file.metrics)].filter((id) => !axes.some(({ quantity }) => quantity === id)),
    limits: limitsOf(file, nodes),
    objectives: objectivesOf(file),
  };
}

/** The axes that a reduction keeps, indices in the file's order; none for a grid, whose only pixel is the whole. */
function keptAxes({ reduce, axes }: GraphFile): readonly number[] {
  const gone: readonly string[] | undefined =
    reduce.kind === 'frontier' ? reduce.over : reduce.kind === 'quantiles' ? reduce.across : undefined;
  return gone ? axes.flatMap(({ quantity }, i) => (gone.includes(quantity) ? [] : [i])) : [];
}

/** The longest of some axes, of equals the last: the loop over it is worth the most. */
function longest(axes: readonly GraphAxis[], indices: readonly number[]): number {
  return indices.reduce((best, i) => (axes[i]!.values.length >= axes[best]!.values.length ? i : best));
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** The constraints of a file; and tokens, where serving may leave none for training. */
function limitsOf(file: GraphFile, nodes: GraphNodes): readonly GraphLimit[] {
  const stated = file.constraints.map(({ quantity, min = -Infinity, max = Infinity }) => ({ id: quantity, min, max }));
  return spends(file) && nodes.get('C')?.needs.length === 0 ? [...stated, { id: 'D', min: -Infinity, max: Infinity }] : stated;
}

function objectivesOf({ reduce }: GraphFile): readonly GraphObjective[] {
  const objective = (id: QuantityId, goal: 'least' | 'greatest' = isBenefit(id) ? 'greatest' : 'least'): GraphObjective => ({
    id,
    sign: goal === 'greatest' ? -1 : 1,
  });
  if (reduce.kind === 'pareto') return reduce.of.map((id, i) => objective(id, reduce.goals?.[i]));
  return reduce.kind === 'frontier' || reduce.kind === 'top-k' ? [objective(reduce.of, reduce.goal)] : [];
}

/** Whether more of a quantity is better. */
function isBenefit(id: QuantityId): boolean {
  return 'isBenefit' in quantities[id];
}

/** Writes the step of each axis of a cell into `steps`, [axes]. */
export function stepsOfCell({ axes, strides }: GraphPlan, cell: number, steps: Float64Array): void {
  let rest = cell;
  for (let i = 0; i < axes.length; i++) {
    steps[i] = Math.floor(rest / strides[i]!);
    rest -= steps[i]! * strides[i]!;
  }
}

/** Most rows of the table of a sweep, infeasible ones included; those of a Pareto front are not known beforehand. */
export function mostRows({ file: { reduce }, pixels, rows, columns }: GraphPlan): number {
  if (reduce.kind === 'grid') return rows * columns;
  if (reduce.kind === 'top-k') return reduce.k;
  return reduce.kind === 'histogram' ? reduce.bins + 2 : pixels;
}

/** Prepares the evaluation of some quantities of one cell at a time, cells in the file's order. [ids] */
export function createCellEvaluator(plan: GraphPlan, ids: readonly string[]): CellEvaluator {
  const steps = new Float64Array(plan.axes.length);
  return evaluatorOf(
    plan.graph,
    ids,
    ({ axis }) => axis,
    steps,
    (cell) => stepsOfCell(plan, cell, steps),
  );
}

/** Whether values that stand for the limits of a plan, from a place on, keep them. */
export function isWithin({ limits }: GraphPlan, values: ArrayLike<number>, from: number): boolean {
  return limits.every(({ min, max }, i) => values[from + i]! >= min && values[from + i]! <= max);
}
