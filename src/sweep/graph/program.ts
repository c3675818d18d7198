import { power } from '../../model/math/elementary';
import { stepsOf } from '../loops';
import type { GraphNode, GraphNodes, NodeExponent } from './nodes';
import type { GraphPlan } from './plan';

/**
 * What is left of a node for an engine to do at each value of the axes that it depends on; operands are called x, y, z.
 * - `function`: `at` of the operands, which the host tabulates
 * - `multiply`: x · y
 * - `add`: x + y
 * - `multiply-add`: x + y · z
 * - `tokens`: (x − y) / z, NaN where serving leaves too little
 */
export type InstructionKind = 'function' | 'multiply' | 'add' | 'multiply-add' | 'tokens';

/** One step of a program. */
export interface Instruction {
  readonly kind: InstructionKind;
  /** Places of its operands in the program, all before its own. */
  readonly operands: readonly number[];
  /** Axes that it depends on, ascending; indices into the plan's. */
  readonly axes: readonly number[];
  /** The value from those of the operands, whatever the kind. */
  at(values: ArrayLike<number>): number;
  /** Whether it is worked out once for each value of its axes, before the loops begin, rather than in them. */
  readonly isTable: boolean;
  /** Present for an axis itself: its values, [steps]. */
  readonly values?: Float64Array;
}

/** Quantities of a sweep as instructions. */
export interface Program {
  readonly instructions: readonly Instruction[];
  /** Where each of the quantities that were asked for stands. */
  readonly outputs: readonly number[];
}

/** Values of a product of powers that are kept in memory, and of what takes longer to work out. */
const PRODUCT_TABLE = 1 << 20;
const FUNCTION_TABLE = 1 << 18;

/** A factor of a product: a node to the power of scale, or of scale times another node. */
interface Factor {
  readonly node: string;
  readonly scale: number;
  readonly exponent?: string;
}

/** A product of powers with nothing left that is itself a product. */
interface FlatProduct {
  readonly constant: number;
  readonly factors: readonly Factor[];
}

/**
 * Compiles quantities. Products are taken apart down to what is no product, and put together again by axes: one factor for each set of
 * axes, the outermost loops first, so that a power is never worked out in a loop that does not change it. Sums are ordered likewise.
 */
export function compileProgram(plan: GraphPlan, ids: readonly string[]): Program {
  const compiler = new Compiler(plan);
  const outputs = ids.map((id) => compiler.compile(id));
  return prune(compiler.instructions, outputs);
}

class Compiler {
  readonly instructions: Instruction[] = [];
  private readonly plan: GraphPlan;
  private readonly nodes: GraphNodes;
  private readonly places = new Map<string, number>();
  /** Place of each axis in the order of the loops. */
  private readonly depths: readonly number[];

  constructor(plan: GraphPlan) {
    this.plan = plan;
    this.nodes = plan.graph;
    this.depths = plan.axes.map((_, axis) => plan.order.indexOf(axis));
  }

  /** Compiles a node and all that it needs; its place in the program. */
  compile(id: string): number {
    return this.once(id, () => {
      const node = this.nodes.get(id);
      if (!node) throw new Error(`no quantity ${id}`);
      if (node.axis)
        return this.push({ kind: 'function', operands: [], axes: [node.axis.index], at: node.at, isTable: true, values: node.axis.values });
      if (node.row?.kind === 'product') return this.compileProduct(node);
      if (node.row?.kind === 'sum') return this.compileSum(node);
      const kind = node.row?.kind ?? 'function';
      return this.pushOver(
        kind,
        node.needs.map((need) => this.compile(need)),
        (v) => node.at(v),
        FUNCTION_TABLE,
      );
    });
  }

  private once(key: string, make: () => number): number {
    const known = this.places.get(key);
    if (known !== undefined) return known;
    const place = make();
    this.places.set(key, place);
    return place;
  }

  private push(instruction: Instruction): number {
    return this.instructions.push(instruction) - 1;
  }

  private pushOver(kind: InstructionKind, operands: readonly number[], at: Instruction['at'], most: number): number {
    const axes = this.axesOf(operands);
    return this.push({
      kind,
      operands,
      axes,
      at,
      isTable: this.fits(axes, most) && operands.every((place) => this.instructions[place]!.isTable),
    });
  }

  private axesOf(operands: readonly number[]): readonly number[] {
    return [...new Set(operands.flatMap((place) => this.instructions[place]!.axes))].toSorted((a, b) => a - b);
  }

  /** Whether a table over some axes is worth its memory; one over all axes would be the sweep itself. */
  private fits(axes: readonly number[], most: number): boolean {
    return axes.length < this.plan.axes.length && stepsOf(this.plan.axes, axes) <= most;
  }

  /** Outermost loops first, then fewer values. */
  private byDepth(a: number, b: number): number {
    const depth = (place: number) => Math.max(-1, ...this.instructions[place]!.axes.map((axis) => this.depths[axis]!));
    const steps = (place: number) => stepsOf(this.plan.axes, this.instructions[place]!.axes);
    return depth(a) - depth(b) || steps(a) - steps(b) || a - b;
  }

  private compileSum({ needs }: GraphNode): number {
    const flat = (id: string): readonly string[] => {
      const { row, needs: inner } = this.nodes.get(id)!;
      return row?.kind === 'sum' ? inner.flatMap(flat) : [id];
    };
    const [first, ...others] = needs
      .flatMap(flat)
      .map((id) => this.compile(id))
      .toSorted((a, b) => this.byDepth(a, b));
    return others.reduce((sum, addend) => this.add(sum, addend), first!);
  }

  private add(sum: number, addend: number): number {
    return this.once(`${sum} + ${addend}`, () => {
      const { kind, operands, isTable } = this.instructions[addend]!;
      if (kind === 'multiply' && !isTable) {
        return this.pushOver('multiply-add', [sum, ...operands], (v) => v[0]! + v[1]! * v[2]!, PRODUCT_TABLE);
      }
      return this.pushOver('add', [sum, addend], (v) => v[0]! + v[1]!, PRODUCT_TABLE);
    });
  }

  private compileProduct(node: GraphNode): number {
    const { constant, factors } = this.flatten(node);
    const groups = this.group(factors);
    const places = groups.map((group) => this.compileGroup(group)).toSorted((a, b) => this.byDepth(a, b));
    const scaled = constant === 1 && places.length > 0 ? places : [this.constant(constant), ...places];
    return scaled.reduce((product, factor) =>
      this.once(`${product} · ${factor}`, () => this.pushOver('multiply', [product, factor], (v) => v[0]! * v[1]!, PRODUCT_TABLE)),
    );
  }

  private constant(value: number): number {
    return this.once(`constant ${value}`, () => this.push({ kind: 'function', operands: [], axes: [], at: () => value, isTable: true }));
  }

  /** Takes a product apart; factors of the same base and exponent come together, and those that cancel go. */
  private flatten(node: GraphNode): FlatProduct {
    if (node.row?.kind !== 'product') throw new Error(`${node.id} is no product`);
    let constant = node.at(node.needs.map(() => 1));
    const factors = new Map<string, Factor>();
    const put = ({ node: base, scale, exponent }: Factor): void => {
      const key = `${base}^${exponent ?? ''}`;
      const sum = scale + (factors.get(key)?.scale ?? 0);
      if (Math.abs(sum) < 1e-12) factors.delete(key);
      else factors.set(key, { node: base, scale: sum, ...(exponent !== undefined && { exponent }) });
    };
    for (const { of, exponent } of node.row.powers) {
      const base = this.nodes.get(node.needs[of]!)!;
      const own = this.exponentOf(node, exponent);
      const inner = base.row?.kind === 'product' ? this.flatten(base) : undefined;
      // two exponents that are not numbers would have to be multiplied in the loops
      if (!inner || (own.exponent !== undefined && inner.factors.some((factor) => factor.exponent !== undefined))) {
        put({ node: base.id, ...own });
        continue;
      }
      if (own.exponent === undefined) constant *= power(inner.constant, own.scale);
      else if (inner.constant !== 1) put({ node: this.constantNode(inner.constant), ...own });
      for (const factor of inner.factors) put({ ...factor, ...(own.exponent !== undefined && own), scale: factor.scale * own.scale });
    }
    return { constant, factors: [...factors.values()] };
  }

  private exponentOf(node: GraphNode, exponent: NodeExponent): { readonly scale: number; readonly exponent?: string } {
    return typeof exponent === 'number' ? { scale: exponent } : { scale: 1, exponent: node.needs[exponent.need]! };
  }

  private readonly constants = new Map<string, number>();

  private constantNode(value: number): string {
    const id = `constant node ${value}`;
    this.constants.set(id, value);
    return id;
  }

  private compileBase(id: string): number {
    const value = this.constants.get(id);
    return value === undefined ? this.compile(id) : this.constant(value);
  }

  /** Factors that are tabulated together: those over the same axes, and those over fewer of them. */
  private group(factors: readonly Factor[]): readonly (readonly Factor[])[] {
    const axes = (factor: Factor) => this.axesOf(this.operandsOf(factor));
    const groups: { readonly axes: readonly number[]; readonly factors: Factor[] }[] = [];
    for (const factor of factors.toSorted((a, b) => axes(b).length - axes(a).length)) {
      const own = axes(factor);
      const home = groups.find(
        (group) =>
          own.every((axis) => group.axes.includes(axis)) && (own.length === group.axes.length || this.fits(group.axes, PRODUCT_TABLE)),
      );
      if (home) home.factors.push(factor);
      else groups.push({ axes: own, factors: [factor] });
    }
    return groups.map((group) => group.factors);
  }

  private operandsOf({ node, exponent }: Factor): readonly number[] {
    return exponent === undefined ? [this.compileBase(node)] : [this.compileBase(node), this.compile(exponent)];
  }

  private compileGroup(factors: readonly Factor[]): number {
    const [only] = factors;
    if (factors.length === 1 && only!.scale === 1 && only!.exponent === undefined) return this.compileBase(only!.node);
    const key = factors.map(({ node, scale, exponent }) => `${node}^${scale} ${exponent ?? ''}`).join(' · ');
    return this.once(key, () => {
      const operands = factors.flatMap((factor) => this.operandsOf(factor));
      const at = (v: ArrayLike<number>): number => {
        let product = 1;
        let i = 0;
        for (const { scale, exponent } of factors) {
          const base = v[i++]!;
          product *= power(base, exponent === undefined ? scale : scale * v[i++]!);
        }
        return product;
      };
      return this.pushOver('function', operands, at, PRODUCT_TABLE);
    });
  }
}

/** Leaves out what no output needs, such as products that went into sums. */
function prune(instructions: readonly Instruction[], outputs: readonly number[]): Program {
  const isWanted = instructions.map(() => false);
  const visit = (place: number): void => {
    if (isWanted[place]) return;
    isWanted[place] = true;
    instructions[place]!.operands.forEach(visit);
  };
  outputs.forEach(visit);
  const places: number[] = [];
  const left: Instruction[] = [];
  instructions.forEach((instruction, place) => {
    if (isWanted[place])
      places[place] = left.push({ ...instruction, operands: instruction.operands.map((operand) => places[operand]!) }) - 1;
  });
  return { instructions: left, outputs: outputs.map((place) => places[place]!) };
}
