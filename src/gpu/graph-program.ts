import { exp2, log2 } from '../model/math/elementary';
import { BackendError } from '../sweep/backend';
import { type Table, fillTable } from '../sweep/graph/lines';
import { type GraphPlan, stepsOfCell } from '../sweep/graph/plan';
import type { CellEvaluator } from '../sweep/loops';
import { type Instruction, type Program, compileProgram } from '../sweep/graph/program';

/** Slots of the kernel, and loops around a line. */
const MOST_SLOTS = 32;
export const LOOPS = 7;
/** Most powers of two between a slot's unit and a value: what f32 holds as normal numbers, and a little less. */
const MOST_BINADES = 120;
/** Relative error of a rounding on the GPU, which may go either way, and of one on the host, which goes to the nearest. */
const ROUNDING = 2 ** -23;
const HOST_ROUNDING = 2 ** -24;
/** Largest number that stands for no limit. */
export const UNLIMITED = 3e38;

/** Where a quantity stands in the kernel: its slot, in units of 2^unit, off by at most `error` relative. */
export interface GpuOutput {
  readonly slot: number;
  readonly unit: number;
  readonly error: number;
}

/** A program as the kernel reads it, and in f64. */
export interface GpuProgram {
  /** The kernel's `Slot`s. */
  readonly slots: ArrayBuffer;
  readonly count: number;
  /** Slots from here on change along a line. */
  readonly innerFrom: number;
  readonly tables: Float32Array<ArrayBuffer>;
  /** Quantities that were asked for, in their order. */
  readonly outputs: readonly GpuOutput[];
  /** Axes that any of them depends on. */
  readonly axes: ReadonlySet<number>;
  /** The quantities of a cell in f64, by the same operations in the same order as the CPU backend's, to its last bits. */
  readonly evaluate: CellEvaluator;
}

/** What is known of the values of an instruction, and what f32 does to them. */
interface Extent {
  /** Least and greatest value but for zero. */
  readonly least: number;
  readonly greatest: number;
  readonly unit: number;
  readonly error: number;
}

const KINDS = { multiply: 1, add: 2, 'multiply-add': 3 } as const;

/**
 * Compiles quantities for the GPU. Rejects with a BackendError `not-supported` what f32, or the kernel, cannot do: quantities that are
 * neither tables nor products and sums of them, negative or infinite numbers, and those that span more than f32 does.
 */
export function compileForGpu(plan: GraphPlan, ids: readonly string[], mostTableBytes: number): GpuProgram {
  const program = compileProgram(plan, ids);
  const { instructions, outputs } = program;
  const tables: (Table | undefined)[] = [];
  for (const instruction of instructions) tables.push(instruction.isTable ? fillTable(plan, instruction, tables) : undefined);

  const inner = plan.order.at(-1)!;
  const isRead = instructions.map((_, place) => outputs.includes(place));
  for (const { isTable, operands } of instructions) if (!isTable) for (const place of operands) isRead[place] = true;
  const isInner = (place: number): boolean => instructions[place]!.axes.includes(inner);
  const all = instructions.map((_, place) => place).filter((place) => isRead[place]);
  const order = [...all.filter((place) => !isInner(place)), ...all.filter(isInner)];
  if (order.length > MOST_SLOTS) throw unsupported('too many steps for the GPU');
  const bytes = 4 * order.reduce((sum, place) => sum + (tables[place]?.values.length ?? 0), 0);
  if (bytes > mostTableBytes) throw new BackendError('out-of-memory', 'The tables of this sweep do not fit on the GPU.');

  const extents: Extent[] = [];
  for (const place of all) extents[place] = extentOf(instructions[place]!, tables[place], extents);
  const slotOf = new Map(order.map((place, slot) => [place, slot]));
  return {
    ...pack(plan, instructions, tables, order, extents),
    count: order.length,
    innerFrom: order.filter((place) => !isInner(place)).length,
    outputs: outputs.map((place) => ({ slot: slotOf.get(place)!, unit: extents[place]!.unit, error: extents[place]!.error })),
    axes: new Set(outputs.flatMap((place) => instructions[place]!.axes)),
    evaluate: createEvaluator(plan, program, tables),
  };
}

function unsupported(what: string): BackendError {
  return new BackendError('not-supported', `This general sweep runs on the CPU: it has ${what}.`);
}

/**
 * The range of an instruction and its error. All numbers are at least zero: errors of products add up, a sum's is the greater of its
 * addends', and each operation rounds once. Terms of second order are less than what thresholds are widened by beyond the bound.
 */
function extentOf({ kind, operands }: Instruction, table: Table | undefined, extents: readonly Extent[]): Extent {
  if (table) return tableExtent(table.values);
  const [x, y, z] = operands.map((place) => extents[place]!);
  if (kind === 'multiply' && x && y) return productOf(x, y);
  if (kind === 'add' && x && y) return sumOf(x, y);
  if (kind === 'multiply-add' && x && y && z) return sumOf(x, productOf(y, z));
  throw unsupported('a quantity that is no product or sum of tables');
}

function tableExtent(values: Float64Array): Extent {
  let least = Infinity;
  let greatest = 0;
  for (const value of values) {
    if (value < 0 || value === Infinity) throw unsupported('numbers below zero, or infinite ones');
    if (!(value > 0)) continue;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  if (greatest === 0) return { least: 1, greatest: 1, unit: 0, error: 0 };
  return checked({ least, greatest, unit: middleOf(least, greatest), error: HOST_ROUNDING });
}

function productOf(x: Extent, y: Extent): Extent {
  return checked({
    least: x.least * y.least,
    greatest: x.greatest * y.greatest,
    unit: x.unit + y.unit,
    error: x.error + y.error + ROUNDING,
  });
}

function sumOf(x: Extent, y: Extent): Extent {
  const least = Math.min(x.least, y.least);
  const greatest = x.greatest + y.greatest;
  const unit = middleOf(least, greatest);
  // the powers of two that bring addends to the unit must be numbers themselves
  if (Math.max(Math.abs(x.unit - unit), Math.abs(y.unit - unit)) > MOST_BINADES)
    throw unsupported('numbers of too many magnitudes for f32');
  return checked({ least, greatest, unit, error: Math.max(x.error, y.error) + ROUNDING });
}

function middleOf(least: number, greatest: number): number {
  return Math.round((log2(least) + log2(greatest)) / 2);
}

function checked(extent: Extent): Extent {
  const { least, greatest, unit } = extent;
  const isHeld = log2(least) - unit > -MOST_BINADES && log2(greatest) - unit < MOST_BINADES;
  if (!isHeld) throw unsupported('numbers of too many magnitudes for f32');
  return extent;
}

function pack(
  plan: GraphPlan,
  instructions: readonly Instruction[],
  tables: readonly (Table | undefined)[],
  order: readonly number[],
  extents: readonly Extent[],
): Pick<GpuProgram, 'slots' | 'tables'> {
  const words = 8 + LOOPS;
  const view = new DataView(new ArrayBuffer(4 * words * Math.max(order.length, 1)));
  const values = new Float32Array(
    Math.max(
      1,
      order.reduce((sum, place) => sum + (tables[place]?.values.length ?? 0), 0),
    ),
  );
  const outer = outerLoops(plan);
  const inner = plan.order.at(-1)!;
  let first = 0;
  order.forEach((place, slot) => {
    const at = 4 * words * slot;
    const put = (word: number, value: number): void => view.setUint32(at + 4 * word, value, true);
    const { unit } = extents[place]!;
    const table = tables[place];
    if (table) {
      const scale = exp2(-unit);
      table.values.forEach((value, i) => (values[first + i] = Number.isNaN(value) ? -1 : value * scale));
      put(6, first);
      put(7, table.strides[inner]!);
      outer.forEach((axis, k) => put(8 + k, axis === undefined ? 0 : table.strides[axis]!));
      first += table.values.length;
      return;
    }
    const { kind, operands } = instructions[place]!;
    put(0, KINDS[kind as keyof typeof KINDS]);
    operands.forEach((operand, k) => put(1 + k, order.indexOf(operand)));
    const [x, y, z] = operands.map((operand) => extents[operand]!.unit);
    view.setFloat32(at + 16, exp2(x! - unit), true);
    view.setFloat32(at + 20, exp2(y! + (z ?? 0) - unit), true);
  });
  return { slots: view.buffer, tables: values };
}

/** The axes of the loops around a line, the outermost first, padded at the front. [LOOPS] */
export function outerLoops({ order }: GraphPlan): readonly (number | undefined)[] {
  const outer = order.slice(0, -1);
  return [...Array.from({ length: LOOPS - outer.length }, () => undefined), ...outer];
}

function createEvaluator(plan: GraphPlan, { instructions, outputs }: Program, tables: readonly (Table | undefined)[]): CellEvaluator {
  const values = new Float64Array(instructions.length);
  const steps = new Float64Array(plan.axes.length);
  const result = new Float64Array(outputs.length);
  const given = instructions.map(({ operands }) => new Float64Array(operands.length));
  // a table holds what its operands would give
  const needed = instructions.map((_, place) => outputs.includes(place));
  for (const { isTable, operands } of instructions) if (!isTable) for (const place of operands) needed[place] = true;
  const work = instructions.map((instruction, place) => ({ instruction, place })).filter(({ place }) => needed[place]);
  return (cell) => {
    stepsOfCell(plan, cell, steps);
    for (const { instruction, place } of work) {
      const table = tables[place];
      if (table) {
        let at = 0;
        for (let axis = 0; axis < steps.length; axis++) at += table.strides[axis]! * steps[axis]!;
        values[place] = table.values[at]!;
        continue;
      }
      const own = given[place]!;
      for (let k = 0; k < own.length; k++) own[k] = values[instruction.operands[k]!]!;
      values[place] = instruction.at(own);
    }
    for (let i = 0; i < outputs.length; i++) result[i] = values[outputs[i]!]!;
    return result;
  };
}
