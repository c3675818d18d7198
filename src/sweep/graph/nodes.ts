import { FLOP_PER_PF_DAY, trainingCompute } from '../../model/compute';
import { resolveConfiguration, solveConfiguration } from '../../model/configuration';
import { exponentsOf } from '../../model/form';
import { type Law, formOf, hasOptimum } from '../../model/laws';
import { irreducibleLoss, lossAtSum, penaltyOf } from '../../model/loss';
import { power } from '../../model/math/elementary';
import { optimum } from '../../model/optimum';
import { DEFAULT_GRID, DEFAULT_PUE, carbonKg, energyKwh, runBill } from '../../model/plan/cost';
import { DEFAULT_VOCABULARY, FIRST_MFU } from '../../model/plan/defaults';
import { accelerators, latestPrice } from '../../model/plan/hardware';
import { shardedMemory } from '../../model/plan/memory';
import { trainableShape } from '../../model/plan/shape';
import { acceleratorHours, daysOfCompute } from '../../model/plan/utilisation';
import { rentalCost } from '../../model/inference/money';
import { budgetFor, lifetimeFlopOf, plainSpend, type Spend, spendOf, tokensAfterServing, trainingFlop } from '../../model/spend/spend';
import { type QuantityId, flopCountIds, inputIds, scenarioIds, fleetIds } from '../../quantities/registry';
import { type GraphAxis, hardwareNumber } from './axes';
import type { LawVariants } from './laws';
import type { GraphFile } from './schema';

/** An exponent of a product: a number, or the value of a need. */
export type NodeExponent = number | { readonly need: number };

/**
 * How an engine may evaluate a node for many cells at once; the values of `needs` are called x, y, z.
 * - `product`: factor · Π need^exponent over `powers`; the factor is the node's value where every need is 1
 * - `sum`: the sum of all needs
 * - `tokens`: (x − y) / z, NaN where serving leaves too little (`tokensAfterServing`)
 * A node without an operation is tabulated by the host, or evaluated by `at` where its table would be too large.
 */
export type RowOperation =
  | { readonly kind: 'product'; readonly powers: readonly { readonly of: number; readonly exponent: NodeExponent }[] }
  | { readonly kind: 'sum' }
  | { readonly kind: 'tokens' };

/** A quantity of a sweep: what it is computed from, and how, in f64. NaN stands for what cannot be. */
export interface GraphNode {
  readonly id: string;
  readonly needs: readonly string[];
  /** The value, from the values of `needs` in their order. */
  at(values: ArrayLike<number>): number;
  /** Present where a loop that knows the operation is much faster than `at`. */
  readonly row?: RowOperation;
  /** The axis that the node is, with its values [steps]; absent for what is computed or fixed. */
  readonly axis?: { readonly index: number; readonly values: Float64Array };
}

/** The quantities of a file's cells, by id, each after what it needs. What a file gives too little for is not among them. */
export type GraphNodes = ReadonlyMap<string, GraphNode>;

/** What a metric needs that a file does not give, by metric. */
export type MissingNeeds = ReadonlyMap<string, readonly string[]>;

/** What of a file its quantities follow from. */
export type GraphPoint = Pick<GraphFile, 'axes' | 'scenario'>;

/** The declared quantities of a file. */
export interface DeclaredNodes {
  readonly nodes: GraphNodes;
  readonly missing: MissingNeeds;
}

type At = GraphNode['at'];

/** Collects nodes; one whose needs are not declared is noted as missing, with what it lacks. */
class Declarations {
  readonly nodes = new Map<string, GraphNode>();
  readonly missing = new Map<string, readonly string[]>();

  has(id: string): boolean {
    return this.nodes.has(id);
  }

  add(id: string, needs: readonly string[], at: At, row?: RowOperation): void {
    if (this.nodes.has(id)) return;
    const lacking = needs.flatMap((need) => (this.nodes.has(need) ? [] : (this.missing.get(need) ?? [need])));
    if (lacking.length > 0) this.missing.set(id, [...new Set(lacking)]);
    else this.nodes.set(id, { id, needs, at, ...(row && { row }) });
  }

  /** A product of powers of its needs, with numbers for exponents. */
  product(id: string, needs: readonly string[], exponents: readonly number[], at: At): void {
    const powers = exponents.flatMap((exponent, of) => (exponent === 0 ? [] : [{ of, exponent }]));
    this.add(id, needs, at, { kind: 'product', powers });
  }

  sum(id: string, needs: readonly string[]): void {
    this.add(id, needs, (v) => needs.reduce((sum, _, i) => sum + v[i]!, 0), { kind: 'sum' });
  }

  constant(id: string, value: number): void {
    this.add(id, [], () => value);
  }

  input(id: string, index: number, values: Float64Array): void {
    this.nodes.set(id, { id, needs: [], at: () => Number.NaN, axis: { index, values } });
  }
}

/**
 * Declares the quantities of a general sweep. Inputs are axes or fixed; everything else says what it needs, from which it follows on
 * which axes it depends. To add a quantity: one entry in the registry, one declaration here.
 */
export function graphNodes(file: GraphPoint, axes: readonly GraphAxis[], variants: LawVariants): DeclaredNodes {
  const all = new Declarations();
  addInputs(all, file, axes);
  const hasSpend = spends(file);
  addConfiguration(all, file, hasSpend);
  addCompute(all, hasSpend);
  addLosses(all, axes, variants);
  addRun(all);
  if (variants.laws.every(hasOptimum)) addOptimum(all, axes, variants, hasSpend);
  return all;
}

/** The numbers and choices that a file fixes or sweeps, and what stands in for those that it leaves out. */
function addInputs(all: Declarations, { scenario }: GraphPoint, axes: readonly GraphAxis[]): void {
  axes.forEach(({ quantity, values }, index) => {
    all.input(quantity, index, values);
    all.input(
      stepOf(index),
      index,
      values.map((_, i) => i),
    );
  });
  for (const id of [...inputIds, ...scenarioIds, ...fleetIds]) {
    const value = scenario[id];
    if (value !== undefined) all.constant(id, value);
  }
  if (scenario.hardware !== undefined) all.constant('hardware', hardwareNumber(scenario.hardware));
  all.constant('flopCount', flopCountIds.indexOf(scenario.flopCount ?? plainSpend.flopCount));
  for (const id of ['contextLength', 'inferenceTokens', 'inferenceCostRatio'] as const) all.constant(id, plainSpend[id]);
  all.constant('rhoN', 1);
  all.constant('rhoD', 1);
  all.constant('mfu', FIRST_MFU);
  all.constant('pue', DEFAULT_PUE);
  all.constant('carbonIntensity', DEFAULT_GRID);
  const ofHardware = (id: 'peak' | 'price' | 'watts', read: (hardware: number) => number | undefined): void =>
    all.add(id, ['hardware'], (v) => read(v[0]!) ?? Number.NaN);
  ofHardware('peak', (i) => accelerators[i]!.peak);
  ofHardware('price', (i) => latestPrice(accelerators[i]!)?.middle);
  ofHardware('watts', (i) => accelerators[i]!.watts);
}

/** Id of the step of an axis, as a node. */
function stepOf(axis: number): string {
  return `step ${axis}`;
}

/** Whether a budget may pay for more than 6 N D. */
export function spends({ axes, scenario }: GraphPoint): boolean {
  return spendOf(scenario) !== undefined || axes.some(({ quantity }) => quantity === 'flopCount' || quantity === 'inferenceTokens');
}

const SPEND = ['flopCount', 'contextLength', 'inferenceTokens', 'inferenceCostRatio'] as const;

/** Reads what a budget pays for from the values of SPEND; the same values give the same object, whose FLOP are counted once. */
function spendReader(): (v: ArrayLike<number>, from: number) => Spend | undefined {
  const kept = new Map<string, Spend | undefined>();
  let last: readonly number[] = [];
  let spend: Spend | undefined;
  return (v, from) => {
    if (last[0] === v[from] && last[1] === v[from + 1] && last[2] === v[from + 2] && last[3] === v[from + 3]) return spend;
    last = [v[from]!, v[from + 1]!, v[from + 2]!, v[from + 3]!];
    const key = last.join(' ');
    if (kept.has(key)) spend = kept.get(key);
    else {
      const [count, contextLength, inferenceTokens, inferenceCostRatio] = last as [number, number, number, number];
      spend = spendOf({ flopCount: flopCountIds[count]!, contextLength, inferenceTokens, inferenceCostRatio });
      if (kept.size > 4096) kept.clear();
      kept.set(key, spend);
    }
    return spend;
  };
}

/** N and D from the two inputs that are given. */
function addConfiguration(all: Declarations, file: GraphPoint, hasSpend: boolean): void {
  const given = inputIds.filter((id) => all.has(id));
  const [first, second] = given;
  if (first === undefined || second === undefined || given.length > 2) return;
  const resolve = (x: number, y: number, spend?: Spend) => resolveConfiguration({ [first]: x, [second]: y }, spend) ?? NOTHING;
  if (!hasSpend || !all.has('C')) {
    const solution = solveConfiguration(first, second);
    if (!solution) return;
    all.product('N', [first, second], solution.N.weights, (v) => resolve(v[0]!, v[1]!).N);
    all.product('D', [first, second], solution.D.weights, (v) => resolve(v[0]!, v[1]!).D);
  } else {
    const read = spendReader();
    all.add('N', [first, second, ...SPEND], (v) => resolve(v[0]!, v[1]!, read(v, 2)).N);
  }
  if (!hasSpend) return;
  const [reading, serving, living] = [spendReader(), spendReader(), spendReader()];
  all.add('FLOP of a trained token', ['N', ...SPEND], (v) => trainingFlop(reading(v, 1), v[0]!, 1));
  all.add('cost of serving', ['N', ...SPEND], (v) => budgetFor(serving(v, 1), v[0]!, 0));
  all.add('FLOP of serving', ['N', ...SPEND], (v) => lifetimeFlopOf(living(v, 1), v[0]!, 0));
  if (all.has('D')) return;
  // with tokens per parameter given the tokens follow from N
  if (all.has('tokensPerParameter')) all.product('D', ['tokensPerParameter', 'N'], [1, 1], (v) => v[0]! * v[1]!);
  else if (servesNothing(file)) all.product('D', ['C', 'FLOP of a trained token'], [1, -1], (v) => v[0]! / v[1]!);
  else {
    all.add('D', ['C', 'cost of serving', 'FLOP of a trained token'], (v) => tokensAfterServing(v[0]!, v[1]!, v[2]!), { kind: 'tokens' });
  }
}

const NOTHING = { N: Number.NaN, D: Number.NaN };

function servesNothing({ axes, scenario }: GraphPoint): boolean {
  return (scenario.inferenceTokens ?? 0) === 0 && axes.every(({ quantity }) => quantity !== 'inferenceTokens');
}

/** Compute in its several senses. */
function addCompute(all: Declarations, hasSpend: boolean): void {
  all.product('tokensPerParameter', ['D', 'N'], [1, -1], (v) => v[0]! / v[1]!);
  if (hasSpend) all.product('compute', ['FLOP of a trained token', 'D'], [1, 1], (v) => v[0]! * v[1]!);
  else all.product('compute', ['N', 'D'], [1, 1], (v) => trainingCompute(v[0]!, v[1]!));
  all.product('computePfDays', ['compute'], [1], (v) => v[0]! / FLOP_PER_PF_DAY);
  if (hasSpend) {
    all.sum('C', ['compute', 'cost of serving']);
    all.sum('lifetimeCompute', ['compute', 'FLOP of serving']);
  } else {
    all.product('C', ['compute'], [1], (v) => v[0]!);
    all.product('lifetimeCompute', ['compute'], [1], (v) => v[0]!);
  }
}

/** Adds what depends on laws: each node needs the steps of just those axes that change a coefficient which it reads. */
function lawAdder(all: Declarations, axes: readonly GraphAxis[], variants: LawVariants) {
  return (
    id: string,
    needs: readonly string[],
    read: (law: Law, coefficients: Law['coefficients']) => unknown,
    at: (law: Law, values: ArrayLike<number>, from: number) => number,
  ): void => {
    const behind = variants.axesBehind(read);
    const steps = new Float64Array(axes.length);
    all.add(id, [...behind.map(stepOf), ...needs], (v) => {
      for (let i = 0; i < behind.length; i++) steps[behind[i]!] = v[i]!;
      return at(variants.at(steps), v, behind.length);
    });
  };
}

/** The losses of the laws: terms that are products of powers, what does not factor, and the link. */
function addLosses(all: Declarations, axes: readonly GraphAxis[], variants: LawVariants): void {
  const { laws } = variants;
  const add = lawAdder(all, axes, variants);
  all.product('worth of N', ['rhoN', 'N'], [1, 1], (v) => v[0]! * v[1]!);
  all.product('worth of D', ['rhoD', 'D'], [1, 1], (v) => v[0]! * v[1]!);
  const termOf = (law: Law, k: number) => Object.values(formOf(law).terms)[k];
  const slots = Math.max(0, ...laws.map((law) => Object.keys(formOf(law).terms).length));
  const addends: string[] = [];
  for (let k = 0; k < slots; k++) {
    add(
      `size ${k}`,
      [],
      (law, c) => termOf(law, k)?.size(c),
      (law) => termOf(law, k)?.size(law.coefficients) ?? 0,
    );
    const powers = (['N', 'D'] as const).filter((q) => laws.some((law) => termOf(law, k)?.[q]));
    for (const q of powers) {
      add(
        `exponent ${k} of ${q}`,
        [],
        (law, c) => termOf(law, k)?.[q]?.(c),
        (law) => (termOf(law, k) ? exponentsOf(termOf(law, k)!, law.coefficients)[q] : 0),
      );
    }
    const count = powers.length;
    all.add(
      `term ${k}`,
      [`size ${k}`, ...powers.map((q) => `worth of ${q}`), ...powers.map((q) => `exponent ${k} of ${q}`)],
      (v) => {
        let value = v[0]!;
        for (let i = 1; i <= count; i++) value *= power(v[i]!, v[count + i]!);
        return value;
      },
      { kind: 'product', powers: [{ of: 0, exponent: 1 }, ...powers.map((_, i) => ({ of: 1 + i, exponent: { need: 1 + count + i } }))] },
    );
    addends.push(`term ${k}`);
  }
  if (laws.some((law) => formOf(law).penalty)) {
    add(
      'penalty',
      ['worth of N', 'worth of D'],
      (law, c) => formOf(law).penalty?.value(c, 1, 1),
      (law, v, from) => penaltyOf(law, v[from]!, v[from + 1]!),
    );
    addends.push('penalty');
  }
  all.sum('terms', addends);
  add(
    'irreducibleLoss',
    [],
    (law, c) => irreducibleLoss({ ...law, coefficients: c }),
    (law) => irreducibleLoss(law),
  );
  if (laws.every((law) => !formOf(law).link)) {
    all.sum('reducibleLoss', ['terms']);
    all.sum('loss', ['irreducibleLoss', 'terms']);
    return;
  }
  add(
    'loss',
    ['terms'],
    (law, c) => lossAtSum({ ...law, coefficients: c }, 1),
    (law, v, from) => lossAtSum(law, v[from]!),
  );
  add(
    'reducibleLoss',
    ['terms', 'loss', 'irreducibleLoss'],
    () => 0,
    (law, v, from) => (formOf(law).link ? v[from + 1]! - v[from + 2]! : v[from]!),
  );
}

/** What a run takes on its fleet. */
function addRun(all: Declarations): void {
  all.product('epochs', ['D', 'U'], [1, -1], (v) => v[0]! / v[1]!);
  all.product('gpuHours', ['compute', 'peak', 'mfu'], [1, -1, -1], (v) => acceleratorHours(1, daysOfCompute(v[0]!, 1, v[1]! * v[2]!)));
  all.product('days', ['gpuHours', 'accelerators'], [1, -1], (v) => runBill(v[0]!, v[1]!, {}).days);
  all.product('tokensPerSecond', ['D', 'days'], [1, -1], (v) => v[0]! / (v[1]! * 86_400));
  all.product('cost', ['gpuHours', 'price'], [1, 1], (v) => rentalCost(v[0]!, v[1]!));
  all.product('energy', ['gpuHours', 'watts', 'pue'], [1, 1, 1], (v) => energyKwh(v[0]!, v[1]!, v[2]!));
  all.product('carbon', ['energy', 'carbonIntensity'], [1, 1], (v) => carbonKg(v[0]!, v[1]!));
  const memory = (N: number, context: number, accelerators: number) =>
    shardedMemory(N, trainableShape(N, context, DEFAULT_VOCABULARY), accelerators);
  all.product('memory of the state', ['N', 'accelerators'], [1, -1], (v) => memory(v[0]!, plainSpend.contextLength, v[1]!).state);
  all.add('memory of what is gathered', ['N', 'accelerators'], (v) => memory(v[0]!, plainSpend.contextLength, v[1]!).gathered);
  all.add('memory of the work', ['N', 'contextLength'], (v) => memory(v[0]!, v[1]!, 1).work);
  all.sum('memoryPerGpu', ['memory of the state', 'memory of what is gathered', 'memory of the work']);
}

/** The law's own optimum for the budget of a cell. */
function addOptimum(all: Declarations, axes: readonly GraphAxis[], variants: LawVariants, hasSpend: boolean): void {
  const add = lawAdder(all, axes, variants);
  for (const [id, read] of [
    ['optimalN', 'N'],
    ['optimalD', 'D'],
    ['optimalLoss', 'loss'],
  ] as const satisfies readonly (readonly [QuantityId, 'N' | 'D' | 'loss'])[]) {
    const readSpend = spendReader();
    add(
      id,
      ['C', 'rhoN', 'rhoD', ...(hasSpend ? SPEND : [])],
      // every coefficient bears on an optimum
      (_, c) => Object.keys(c).map((name) => c[name]),
      (law, v, from) => {
        const efficiency = { N: v[from + 1]!, D: v[from + 2]! };
        const spend = hasSpend ? readSpend(v, from + 3) : undefined;
        return optimum({ ...law, efficiency, ...(spend && { spend }) }, v[from]!)[read];
      },
    );
  }
}
