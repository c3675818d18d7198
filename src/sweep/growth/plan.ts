import { axisValues } from '../axes';
import { nodesBehind, stepsOf } from '../loops';
import { type Histogram, type ScheduleFile } from './file';
import { type ScheduleNodes, scheduleNodes } from './nodes';
import type { ScheduleInputId, ScheduleMetricId } from './quantities';

/** An axis with its points. */
export interface ScheduleAxis {
  readonly quantity: ScheduleInputId;
  /** [steps] */
  readonly values: Float64Array;
}

/**
 * A sweep of schedules, worked out. Its schedules are numbered in the order of the loops: lines (one value for each axis but the
 * innermost) times columns (the innermost axis). Kept axes are the outermost loops, so that what reduces to one pixel is a run of
 * whole lines. A plan follows from its file alone, so that every worker makes its own.
 */
export interface SchedulePlan {
  readonly file: ScheduleFile;
  readonly nodes: ScheduleNodes;
  /** In the file's order. */
  readonly axes: readonly ScheduleAxis[];
  /** Axes in the order of the loops, the innermost last; indices into `axes`. Without the innermost where every axis is kept. */
  readonly order: readonly number[];
  /** The innermost axis; undefined where every axis is kept, and a line holds one schedule. */
  readonly inner: number | undefined;
  /** Lines. */
  readonly rows: number;
  /** Schedules of a line. */
  readonly columns: number;
  /** Lines that reduce to one pixel. */
  readonly linesPerPixel: number;
  /** What a reduction looks for, and whether more of it is better. */
  readonly best?: { readonly metric: ScheduleMetricId; readonly isGreatest: boolean };
  readonly histogram?: Histogram;
}

/** Relative cost of a power beside a multiplication and an addition. */
const POWER_COST = 8;
/** What it costs to start a loop over a line, in multiplications. */
const LINE_COST = 40;
/** Values of a quantity that are kept in memory rather than worked out again in a loop. */
export const TABLE_VALUES = 1 << 16;

const LESS_IS_BETTER: readonly ScheduleMetricId[] = ['loss', 'compute', 'tokens'];

/** Works out a sweep of schedules. The file must come from `parseScheduleFile`. */
export function planSchedules(file: ScheduleFile): SchedulePlan {
  const nodes = scheduleNodes(file);
  const axes = file.axes.map((axis): ScheduleAxis => ({ quantity: axis.quantity, values: axisValues(axis) }));
  const { reduce } = file;
  const at = (id: ScheduleInputId): number => axes.findIndex(({ quantity }) => quantity === id);
  const kept = reduce.kind === 'grid' ? axes.slice(0, -1).map((_, i) => i) : reduce.kind === 'best' ? reduce.keep.map(at) : [];
  const others = axes.map((_, i) => i).filter((i) => !kept.includes(i));
  const wanted = outputsOf(file);
  const order = [...kept, ...bestOrder(others, (candidate) => costOf(nodes, axes, wanted, [...kept, ...candidate]))];
  const inner = others.length > 0 ? order.at(-1) : undefined;
  const lines = stepsOf(axes, inner === undefined ? order : order.slice(0, -1));
  return {
    file,
    nodes,
    axes,
    order,
    inner,
    rows: lines,
    columns: inner === undefined ? 1 : axes[inner]!.values.length,
    linesPerPixel: lines / stepsOf(axes, kept),
    ...(reduce.kind === 'best' && { best: { metric: reduce.of, isGreatest: !LESS_IS_BETTER.includes(reduce.of) } }),
    ...(reduce.kind === 'histogram' && { histogram: reduce }),
    ...(reduce.kind === 'best' && reduce.histogram && { histogram: reduce.histogram }),
  };
}

/** The metrics that each schedule of a sweep must be evaluated for. */
export function outputsOf({ reduce, metrics }: ScheduleFile): readonly ScheduleMetricId[] {
  if (reduce.kind === 'grid') return [...new Set(metrics)];
  if (reduce.kind === 'histogram') return [reduce.metric];
  return [...new Set(reduce.histogram ? [reduce.of, reduce.histogram.metric] : [reduce.of])];
}

/** The axes that each node depends on, found through its needs. Indices into `axes`, ascending. */
export function axesOfNodes(nodes: ScheduleNodes, axes: readonly ScheduleAxis[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, readonly number[]>();
  for (const { id, needs } of nodes.values()) {
    const own = axes.findIndex(({ quantity }) => quantity === id);
    const all = own >= 0 ? [own] : needs.flatMap((need) => found.get(need) ?? []);
    found.set(
      id,
      [...new Set(all)].toSorted((a, b) => a - b),
    );
  }
  return found;
}

/** Work of a nest of loops: each node is worked out once for each value of the axes that it depends on, where memory allows it. */
function costOf(nodes: ScheduleNodes, axes: readonly ScheduleAxis[], wanted: readonly string[], order: readonly number[]): number {
  const dependencies = axesOfNodes(nodes, axes);
  const inner = order.at(-1);
  let cost = 0;
  for (const { id, row } of nodesBehind(nodes, wanted)) {
    const own = dependencies.get(id)!;
    if (stepsOf(axes, own) <= TABLE_VALUES && own.length < axes.length) continue;
    const deepest = Math.max(...own.map((axis) => order.indexOf(axis)));
    const evaluations = stepsOf(axes, order.slice(0, deepest + 1));
    const lines = inner !== undefined && own.includes(inner) ? evaluations / axes[inner]!.values.length : evaluations;
    cost += evaluations * (row?.kind === 'power' ? POWER_COST : 1) + lines * LINE_COST;
  }
  return cost;
}

/** The cheapest permutation; of equals the one that leaves the file's order most alone. */
function bestOrder(indices: readonly number[], cost: (order: readonly number[]) => number): readonly number[] {
  let best = indices;
  let least = cost(indices);
  for (const candidate of permutations(indices)) {
    const its = cost(candidate);
    if (its < least * (1 - 1e-9)) {
      least = its;
      best = candidate;
    }
  }
  return best;
}

function permutations(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}
