import type { ReducedTile, TileRange } from '../backend';
import { nodesBehind, pixelsOf, stepsInLoops } from '../loops';
import { type Operand, createFixedPower, fillMultiplyAdd, fillPowers, fillSaving } from './fixed-power';
import type { Histogram } from './file';
import type { ScheduleNode } from './nodes';
import { type SchedulePlan, TABLE_VALUES, axesOfNodes, outputsOf } from './plan';
import { type Table, createTables } from './tables';

/** Counters behind the bins of a histogram: schedules below the first bin, above the last, and those that cannot be. */
export const EXTRA_COUNTERS = 3;

/** The arithmetic of a sweep of schedules on one processor, in f64. */
export interface ScheduleKernel {
  /** Fills the metrics of a range, one array for each in the order of `outputsOf`, [rows, columns] row-major; NaN marks what cannot be. */
  fillGrid(range: TileRange, values: readonly Float32Array[]): void;
  /** Reduces whole lines. */
  reduce(range: TileRange): ReducedTile;
}

/** Prepares a sweep: what depends on fewer axes is worked out here, or once for each of their values as the loops go by. */
export function createScheduleKernel(plan: SchedulePlan): ScheduleKernel {
  const outputs = outputsOf(plan.file);
  const lines = new Lines(plan, outputs);
  const operands = outputs.map((id) => lines.operand(id));
  const { columns, best, histogram } = plan;
  const bestOperand = best && lines.operand(best.metric);
  const histogramOperand = histogram && lines.operand(histogram.metric);

  const fillGrid = (range: TileRange, values: readonly Float32Array[]): void => {
    for (let i = 0; i < range.rows; i++) {
      lines.go(range.row + i);
      if (lines.isDead) {
        for (const out of values) out.fill(Number.NaN, i * range.columns, (i + 1) * range.columns);
        continue;
      }
      operands.forEach(({ values: from, offset, stride }, k) => {
        const out = values[k]!;
        const at = i * range.columns;
        for (let j = 0; j < range.columns; j++) out[at + j] = from[offset + (range.column + j) * stride]!;
      });
    }
  };

  const reduce = (range: TileRange): ReducedTile => {
    const pixels = pixelsOf(plan, range);
    const size = best ? pixels.count : 0;
    const values = new Float64Array(size).fill(Number.NaN);
    const schedules = new Float64Array(size).fill(-1);
    const counts = new Uint32Array(histogram ? histogram.bins + EXTRA_COUNTERS : 0);
    // the least of sign · value
    const sign = best?.isGreatest ? -1 : 1;
    let pixel = -1;
    let least = Infinity;
    for (let line = range.row; line < range.row + range.rows; line++) {
      lines.go(line);
      if (bestOperand) {
        const its = Math.floor(line / plan.linesPerPixel) - pixels.first;
        if (its !== pixel) least = Infinity;
        pixel = its;
      }
      if (lines.isDead) {
        if (histogram) counts[histogram.bins + 2]! += columns;
        continue;
      }
      if (bestOperand) {
        const column = bestColumn(bestOperand, columns, sign, least);
        if (column >= 0) {
          const value = bestOperand.values[bestOperand.offset + column * bestOperand.stride]!;
          least = sign * value;
          values[pixel] = value;
          schedules[pixel] = line * columns + column;
        }
      }
      if (histogramOperand && histogram) countLine(histogramOperand, columns, histogram, counts);
    }
    return { kind: 'reduced', range, values, schedules, counts };
  };
  return { fillGrid, reduce };
}

/** The column with the least sign · value below `least`; -1 where there is none. NaN is below nothing. */
function bestColumn({ values, offset, stride }: Operand, columns: number, sign: number, least: number): number {
  let lowest = least;
  let best = -1;
  for (let j = 0, at = offset; j < columns; j++, at += stride) {
    const value = sign * values[at]!;
    if (value < lowest) {
      lowest = value;
      best = j;
    }
  }
  return best;
}

/** Counts a line into half-open bins, then below, above and infeasible. */
function countLine({ values, offset, stride }: Operand, columns: number, { from, to, bins }: Histogram, counts: Uint32Array): void {
  const scale = bins / (to - from);
  for (let j = 0, at = offset; j < columns; j++, at += stride) {
    const position = (values[at]! - from) * scale;
    if (position >= 0 && position < bins) counts[position | 0]!++;
    else counts[position < 0 ? bins : position >= bins ? bins + 1 : bins + 2]!++;
  }
}

/** A table that lines read, with the strides of the outer axes in the order of the loops. */
interface TableOperand {
  readonly operand: Operand;
  readonly strides: readonly number[];
}

/** A node that is worked out as the loops go by, and the innermost of the outer loops that it depends on. */
interface LiveNode {
  readonly depth: number;
  fill(): void;
}

/** The nest of loops: goes from line to line, and works out again only what depends on a loop that has moved. */
class Lines {
  private readonly plan: SchedulePlan;
  private readonly outer: readonly number[];
  private readonly steps: Float64Array;
  private readonly before: Float64Array;
  private readonly operands = new Map<string, Operand>();
  private readonly tables: TableOperand[] = [];
  /** Nodes that are the same along a line, and those that are not, each after what it needs. */
  private readonly live: { readonly constant: LiveNode[]; readonly line: LiveNode[] } = { constant: [], line: [] };
  /** For each of the ids that are asked for, what is the same along a line among all that is behind it. */
  private readonly gates: readonly (readonly Operand[])[];
  private line = -1;
  /** Whether the current line holds no schedule that can be, because something that all of it shares cannot: such as sizes that fall. */
  isDead = false;

  constructor(plan: SchedulePlan, ids: readonly string[]) {
    this.plan = plan;
    this.outer = plan.inner === undefined ? plan.order : plan.order.slice(0, -1);
    this.steps = new Float64Array(plan.axes.length).fill(-1);
    this.before = new Float64Array(plan.axes.length);
    const tables = createTables(plan, ids, TABLE_VALUES, false);
    const dependencies = axesOfNodes(plan.nodes, plan.axes);
    for (const node of nodesBehind(plan.nodes, ids)) {
      const table = tables.get(node.id);
      if (table) this.addTable(node.id, table);
      else this.addLive(node, dependencies.get(node.id)!);
    }
    this.gates = ids.map((id) =>
      nodesBehind(plan.nodes, [id])
        .map((node) => this.operand(node.id))
        .filter(({ stride }) => stride === 0),
    );
  }

  /** Where a node's values along the current line stand. */
  operand(id: string): Operand {
    const found = this.operands.get(id);
    if (!found) throw new Error(`no operand ${id}`);
    return found;
  }

  go(line: number): void {
    if (line === this.line) return;
    const isFirst = this.line < 0;
    this.line = line;
    const { steps } = this;
    this.before.set(steps);
    stepsInLoops(this.plan, line * this.plan.columns, steps);
    let moved = isFirst ? -1 : 0;
    while (moved >= 0 && moved < this.outer.length && steps[this.outer[moved]!] === this.before[this.outer[moved]!]) moved++;
    for (const { operand, strides } of this.tables) {
      let offset = 0;
      for (let i = 0; i < strides.length; i++) offset += strides[i]! * steps[this.outer[i]!]!;
      operand.offset = offset;
    }
    for (const node of this.live.constant) if (node.depth >= moved) node.fill();
    this.isDead = this.gates.every((operands) => operands.some(({ values, offset }) => Number.isNaN(values[offset])));
    // what changes with every line anyway may be left as it is on a dead one
    const innermost = this.outer.length - 1;
    for (const node of this.live.line) if (node.depth >= moved && !(this.isDead && node.depth === innermost)) node.fill();
  }

  private addTable(id: string, { values, strides }: Table): void {
    const { inner } = this.plan;
    const operand: Operand = { values, offset: 0, stride: inner !== undefined && strides[inner] === 1 ? 1 : 0 };
    this.operands.set(id, operand);
    this.tables.push({ operand, strides: this.outer.map((axis) => strides[axis]!) });
  }

  private addLive(node: ScheduleNode, axes: readonly number[]): void {
    const { inner, columns } = this.plan;
    const isLine = inner !== undefined && axes.includes(inner);
    const values = new Float64Array(isLine ? columns : 1);
    const depth = Math.max(...axes.map((axis) => this.outer.indexOf(axis)));
    const needs = node.needs.map((need) => this.operand(need));
    this.operands.set(node.id, { values, offset: 0, stride: isLine ? 1 : 0 });
    this.live[isLine ? 'line' : 'constant'].push({ depth, fill: createFill(node, needs, values) });
  }
}

/** How a node's values along a line are worked out from those of its needs. */
function createFill({ row, at }: ScheduleNode, needs: readonly Operand[], out: Float64Array): () => void {
  const n = out.length;
  const [x, y, z, w] = needs;
  const power = row?.kind === 'power' && n > 1 && z?.stride === 0 ? createFixedPower(row.exponent) : undefined;
  if (power && x && y && z && w) return () => fillPowers(power, x, y, z.values[z.offset]!, w, out, n);
  if (row?.kind === 'multiply-add' && x && y && z) return () => fillMultiplyAdd(x, y, z, out);
  if (row?.kind === 'saving' && x && y && z) return () => fillSaving(x, y, z, out);
  const given = new Float64Array(needs.length);
  return () => {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < needs.length; k++) given[k] = needs[k]!.values[needs[k]!.offset + j * needs[k]!.stride]!;
      out[j] = at(given);
    }
  };
}
