import { stepsInLoops, stepsOf } from '../loops';
import type { GraphPlan } from './plan';
import { type Instruction, compileProgram } from './program';

/** Values of a line: `values[offset + j · stride]` for cell j. The stride is 0 where a quantity is the same along the line, else 1. */
export interface Operand {
  readonly values: Float64Array;
  offset: number;
  readonly stride: 0 | 1;
}

/** A table, and how far one step of each outer loop goes in it. */
interface TableOperand {
  readonly operand: Operand;
  readonly strides: readonly number[];
}

/** An instruction that is worked out as the loops go by, and the innermost of the outer loops that it depends on. */
interface Live {
  readonly depth: number;
  fill(): void;
}

/** A bound on an operand. */
interface Bound {
  readonly operand: Operand;
  readonly min: number;
  readonly max: number;
}

/**
 * The nest of loops of a sweep: goes from line to line, and works out again only what depends on a loop that has moved. Tables are
 * made once, here.
 */
export class Lines {
  /** Where the values of each quantity that was asked for stand. */
  readonly outputs: readonly Operand[];
  /** The limits of the plan that differ along a line. */
  readonly bounds: readonly Bound[];
  /** Whether the current line holds no feasible cell, because it breaks a limit as a whole. */
  isDead = false;
  /** Number of the current line's first cell. */
  cell = 0;
  /** How far one cell of a line goes in the numbers of cells. */
  readonly cellStride: number;
  private readonly plan: GraphPlan;
  private readonly outer: readonly number[];
  private readonly steps: Float64Array;
  private readonly before: Float64Array;
  private readonly tables: TableOperand[] = [];
  private readonly live: { readonly constant: Live[]; readonly line: Live[] } = { constant: [], line: [] };
  private readonly gates: readonly Bound[];
  private line = -1;

  constructor(plan: GraphPlan, ids: readonly string[]) {
    this.plan = plan;
    this.outer = plan.order.slice(0, -1);
    this.cellStride = plan.strides[plan.order.at(-1)!]!;
    this.steps = new Float64Array(plan.axes.length).fill(-1);
    this.before = new Float64Array(plan.axes.length);
    const { instructions, outputs } = compileProgram(plan, [...ids, ...plan.limits.map(({ id }) => id)]);
    const operands: Operand[] = [];
    const tables: (Table | undefined)[] = [];
    for (const instruction of instructions) {
      const table = instruction.isTable ? fillTable(plan, instruction, tables) : undefined;
      tables.push(table);
      operands.push(table ? this.addTable(table) : this.addLive(instruction, operands));
    }
    this.outputs = outputs.slice(0, ids.length).map((place) => operands[place]!);
    const bounds = plan.limits.map(({ min, max }, i): Bound => ({ operand: operands[outputs[ids.length + i]!]!, min, max }));
    this.gates = bounds.filter(({ operand }) => operand.stride === 0);
    this.bounds = bounds.filter(({ operand }) => operand.stride === 1);
  }

  /** Goes to a line of the plan's loops. Values of a dead line are only worked out where it may not be skipped. */
  go(line: number, maySkip: boolean): void {
    if (line === this.line) return;
    const isFirst = this.line < 0;
    this.line = line;
    const { steps, outer } = this;
    this.before.set(steps);
    stepsInLoops(this.plan, line * this.plan.lineCells, steps);
    let moved = 0;
    if (isFirst) moved = -1;
    else while (moved < outer.length && steps[outer[moved]!] === this.before[outer[moved]!]) moved++;
    let cell = 0;
    for (let i = 0; i < outer.length; i++) cell += this.plan.strides[outer[i]!]! * steps[outer[i]!]!;
    this.cell = cell;
    for (let t = 0; t < this.tables.length; t++) {
      const { operand, strides } = this.tables[t]!;
      let offset = 0;
      for (let i = 0; i < strides.length; i++) offset += strides[i]! * steps[outer[i]!]!;
      operand.offset = offset;
    }
    for (const node of this.live.constant) if (node.depth >= moved) node.fill();
    this.isDead = this.gates.some(({ operand: { values, offset }, min, max }) => !(values[offset]! >= min && values[offset]! <= max));
    // what changes with every line anyway may be left as it is on a dead one
    const innermost = outer.length - 1;
    for (const node of this.live.line) if (node.depth >= moved && !(maySkip && this.isDead && node.depth === innermost)) node.fill();
  }

  private addTable({ values, strides }: Table): Operand {
    const inner = this.plan.order.at(-1)!;
    const operand: Operand = { values, offset: 0, stride: strides[inner] === 1 ? 1 : 0 };
    this.tables.push({ operand, strides: this.outer.map((axis) => strides[axis]!) });
    return operand;
  }

  private addLive(instruction: Instruction, operands: readonly Operand[]): Operand {
    const inner = this.plan.order.at(-1)!;
    const isLine = instruction.axes.includes(inner);
    const values = new Float64Array(isLine ? this.plan.lineCells : 1);
    const depth = Math.max(-1, ...instruction.axes.map((axis) => this.outer.indexOf(axis)));
    const needs = instruction.operands.map((place) => operands[place]!);
    this.live[isLine ? 'line' : 'constant'].push({ depth, fill: createFill(instruction, needs, values) });
    return { values, offset: 0, stride: isLine ? 1 : 0 };
  }
}

/** Every value of an instruction over the axes that it depends on. */
export interface Table {
  readonly values: Float64Array;
  /** How far one step of each axis of the plan goes; 0 where nothing depends on it. [axes] */
  readonly strides: readonly number[];
}

/** Works out a table from those of its operands, which depend on no more axes; the innermost axis stands side by side. */
export function fillTable(
  plan: GraphPlan,
  { axes, operands, values: own, at }: Instruction,
  tables: readonly (Table | undefined)[],
): Table {
  const inner = plan.order.at(-1)!;
  const loops = axes.includes(inner) ? [...axes.filter((axis) => axis !== inner), inner] : axes;
  const strides = plan.axes.map(() => 0);
  let size = 1;
  for (const axis of loops.toReversed()) {
    strides[axis] = size;
    size *= plan.axes[axis]!.values.length;
  }
  if (own) return { values: Float64Array.from(own), strides };
  const values = new Float64Array(stepsOf(plan.axes, axes));
  const needs = operands.map((place) => tables[place]!);
  const given = new Float64Array(needs.length);
  const steps = loops.map(() => 0);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < needs.length; k++) {
      let from = 0;
      for (let a = 0; a < loops.length; a++) from += needs[k]!.strides[loops[a]!]! * steps[a]!;
      given[k] = needs[k]!.values[from]!;
    }
    values[i] = at(given);
    for (let a = loops.length - 1; a >= 0 && ++steps[a]! === plan.axes[loops[a]!]!.values.length; a--) steps[a] = 0;
  }
  return { values, strides };
}

/** How an instruction's values along a line are worked out from those of its operands. */
function createFill({ kind, at }: Instruction, needs: readonly Operand[], out: Float64Array): () => void {
  const [x, y, z] = needs;
  if (out.length > 1) {
    if (kind === 'multiply' && x && y) return () => multiply(x, y, out);
    if (kind === 'add' && x && y) return () => add(x, y, out);
    if (kind === 'multiply-add' && x && y && z) return () => multiplyAdd(x, y, z, out);
  }
  const given = new Float64Array(needs.length);
  return () => {
    for (let j = 0; j < out.length; j++) {
      for (let k = 0; k < needs.length; k++) given[k] = needs[k]!.values[needs[k]!.offset + j * needs[k]!.stride]!;
      out[j] = at(given);
    }
  };
}

/** out[j] = x[j] · y[j] */
function multiply(x: Operand, y: Operand, out: Float64Array): void {
  if (x.stride === 1 && y.stride === 0) return multiply(y, x, out);
  const [a, b] = [x.values, y.values];
  const [from, start] = [x.offset, y.offset];
  if (x.stride === 0) {
    const scale = a[from]!;
    for (let j = 0; j < out.length; j++) out[j] = scale * b[start + j]!;
    return;
  }
  for (let j = 0; j < out.length; j++) out[j] = a[from + j]! * b[start + j]!;
}

/** out[j] = x[j] + y[j] */
function add(x: Operand, y: Operand, out: Float64Array): void {
  if (x.stride === 1 && y.stride === 0) return add(y, x, out);
  const [a, b] = [x.values, y.values];
  const [from, start] = [x.offset, y.offset];
  if (x.stride === 0) {
    const constant = a[from]!;
    for (let j = 0; j < out.length; j++) out[j] = constant + b[start + j]!;
    return;
  }
  for (let j = 0; j < out.length; j++) out[j] = a[from + j]! + b[start + j]!;
}

/** out[j] = x[j] + y[j] · z[j] */
function multiplyAdd(x: Operand, y: Operand, z: Operand, out: Float64Array): void {
  if (y.stride === 1 && z.stride === 0) return multiplyAdd(x, z, y, out);
  const [a, b, c] = [x.values, y.values, z.values];
  const [from, start] = [x.offset, z.offset];
  if (y.stride === 0 && z.stride === 1) {
    const scale = b[y.offset]!;
    if (x.stride === 0) {
      const constant = a[from]!;
      for (let j = 0; j < out.length; j++) out[j] = constant + scale * c[start + j]!;
      return;
    }
    for (let j = 0; j < out.length; j++) out[j] = a[from + j]! + scale * c[start + j]!;
    return;
  }
  const second = y.offset;
  for (let j = 0; j < out.length; j++) out[j] = a[from + j * x.stride]! + b[second + j * y.stride]! * c[start + j * z.stride]!;
}
