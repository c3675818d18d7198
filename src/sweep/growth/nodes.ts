import { FLOP_PER_PARAMETER_TOKEN } from '../../model/compute';
import { type Law, formOf } from '../../model/laws';
import { lossOfSum } from '../../model/loss';
import { power } from '../../model/math/elementary';
import { twoPowers } from '../../model/optimum';
import { type ScheduleFile, scheduleLawOf, tokenRuleOf } from './file';
import type { ScheduleMetricId } from './quantities';

/**
 * How an engine may evaluate a node for many schedules at once; the values of `needs` are called x, y, ….
 * - `power`: scale · (x + y)^exponent + plus, where y, scale and plus are operands of their own
 * - `multiply-add`: x + y · z
 * - `saving`: 1 − x / (y · z)
 */
export type RowOperation =
  | { readonly kind: 'power'; readonly exponent: number }
  | { readonly kind: 'multiply-add' }
  | { readonly kind: 'saving' };

/** A quantity of a schedule: what it is computed from, and how. NaN stands for a schedule that cannot be. */
export interface ScheduleNode {
  readonly id: string;
  readonly needs: readonly string[];
  /** The value, from the values of `needs` in their order. */
  at(values: ArrayLike<number>): number;
  /** Present where a loop that knows the operation is much faster than `at`. */
  readonly row?: RowOperation;
}

/** Every quantity of a file's schedules, by id, each after what it needs. Inputs and metrics are nodes like all others. */
export type ScheduleNodes = ReadonlyMap<string, ScheduleNode>;

/**
 * Declares the quantities of a growth schedule. Model: growth keeps the loss (plus a bump), so that stage i + 1 goes on where a
 * from-scratch run of its size has the same loss, at entry_{i+1} tokens, scaled by eta.
 *
 * In the unit of the token term, with f(N) the parameter term and B·D^-beta the token term of the law:
 *   drop_i = reach_i^-beta                                  the token term over B, at the end of stage i
 *   rise_i = (f(N_i) − f(N_{i+1}) + bump) / B ≥ 0           what the token term must grow by for the loss to stay
 *   reach_{i+1} = eta · (drop_i + rise_i)^(-1/beta) + D_{i+1}
 * Sums of positive numbers all: nothing cancels, whatever the precision. A from-scratch run of the last size reaches the same loss
 * with reach_K tokens. It holds for every law that adds one power of N and one of D, whatever its link.
 */
export function scheduleNodes(file: ScheduleFile): ScheduleNodes {
  const law = scheduleLawOf(file);
  const nodes = new Map<string, ScheduleNode>();
  const add = (id: string, needs: readonly string[], at: ScheduleNode['at'], row?: RowOperation): void => {
    for (const need of needs) if (!nodes.has(need)) throw new Error(`${id} needs ${need}, which is not declared`);
    nodes.set(id, { id, needs, at, ...(row && { row }) });
  };
  addInputs(file, add);
  addConstants(add);
  addSizes(file, law, nodes, add);
  addTokens(file, law, nodes, add);
  addMetrics(file, law, add);
  return nodes;
}

type Add = (id: string, needs: readonly string[], at: ScheduleNode['at'], row?: RowOperation) => void;

/** Inputs have no needs; a plan gives them the values of their axis, or what is fixed. */
function addInputs({ schedule, axes }: ScheduleFile, add: Add): void {
  const { stages: _, ...fixed } = { eta: 1, bump: 0, ...schedule };
  for (const [id, value] of Object.entries(fixed)) if (value !== undefined) add(id, [], () => value);
  for (const { quantity } of axes) add(quantity, [], () => Number.NaN);
}

function addConstants(add: Add): void {
  add('zero', [], () => 0);
  add('one', [], () => 1);
}

function powersOf(law: Law): NonNullable<ReturnType<typeof twoPowers>> {
  const powers = twoPowers(law);
  if (!powers) throw new Error(`the law ${law.id} does not add two powers`);
  return powers;
}

/** Sizes, as they are given and as a schedule allows them, and what each switch asks of the token term. */
function addSizes({ schedule: { stages: K } }: ScheduleFile, law: Law, nodes: ScheduleNodes, add: Add): void {
  const { parameterSize, alpha, tokenSize } = powersOf(law);
  const last = `N${K}`;
  for (let i = 1; i <= K; i++) {
    if (nodes.has(`N${i}`)) add(`size${i}`, [`N${i}`], (v) => v[0]!);
    else if (nodes.has(`ratio${i}`)) add(`size${i}`, [`ratio${i}`, last], (v) => v[0]! * v[1]!);
    else add(`size${i}`, ['size1', last, 'shapePower'], shapedSize((i - 1) / (K - 1)));
    add(`term${i}`, [`size${i}`], (v) => parameterSize * power(v[0]!, -alpha));
  }
  for (let i = 1; i < K; i++) {
    add(`rise${i}`, [`size${i}`, `size${i + 1}`, `term${i}`, `term${i + 1}`, 'bump'], (v) =>
      v[0]! <= v[1]! ? (v[2]! - v[3]! + v[4]!) / tokenSize : Number.NaN,
    );
  }
  // the last size, where sizes rise
  const sizes = Array.from({ length: K }, (_, i) => `size${i + 1}`);
  add('final', sizes, (v) => (sizes.every((_, i) => i === 0 || v[i - 1]! <= v[i]!) ? v[K - 1]! : Number.NaN));
}

/** N(x) = N1 + (NK − N1)·x^p. */
function shapedSize(x: number): ScheduleNode['at'] {
  return (v) => v[0]! + (v[1]! - v[0]!) * power(x, v[2]!);
}

/** Tokens of each stage, the sums over stages, and where each stage stands. */
function addTokens(file: ScheduleFile, law: Law, nodes: ScheduleNodes, add: Add): void {
  const { tokenSize, beta } = powersOf(law);
  const K = file.schedule.stages;
  const rule = tokenRuleOf(file);
  if (rule === 'all tokens' || rule === 'budget') addShares(K, nodes, add);
  if (rule === 'budget') {
    addSum(file, nodes, add, 'mix', (i) => [`share of ${i}`, `size${i}`]);
    add('D', ['C', 'mix'], (v) => v[0]! / (FLOP_PER_PARAMETER_TOKEN * v[1]!));
  }
  if (rule === 'target loss') {
    // tokens with which a from-scratch run of the last size reaches the loss
    const form = formOf(law);
    const offset = form.offset(law.coefficients);
    add('goal', ['targetLoss', `term${K}`], (v) => {
      const sum = form.unlink ? form.unlink(law.coefficients, v[0]!) : v[0]!;
      return power(positive(sum - offset - v[1]!) / tokenSize, -1 / beta);
    });
  }
  for (let i = 1; i <= K; i++) {
    const isFree = rule === 'target loss' && i === K;
    if (rule === 'each stage' || (rule === 'target loss' && !isFree)) {
      add(`tokens${i}`, [`D${i}`], i === 1 ? (v) => positive(v[0]!) : (v) => v[0]!);
    } else if (!isFree) {
      // a schedule starts with tokens, else its first stage is no stage
      add(`tokens${i}`, [`share of ${i}`, 'D'], i === 1 ? (v) => positive(v[0]! * v[1]!) : (v) => v[0]! * v[1]!);
    }
    if (i === 1) add('reach1', ['tokens1'], (v) => v[0]!);
    else {
      add(`drop${i - 1}`, [`reach${i - 1}`, 'zero', 'one', 'zero'], powerAt(-beta), { kind: 'power', exponent: -beta });
      const standing = [`drop${i - 1}`, `rise${i - 1}`, 'eta'];
      const row = { kind: 'power', exponent: -1 / beta } as const;
      // a power of its own where that depends on fewer axes than the tokens that are added to it, else both in one go
      const before = axesBehind(file, nodes, standing);
      const isOwn = isFree || [...axesBehind(file, nodes, [`tokens${i}`])].some((axis) => !before.has(axis));
      if (isOwn) add(`entry${i}`, [...standing, 'zero'], powerAt(-1 / beta), row);
      if (isOwn && !isFree) addMultiplyAdd(add, `reach${i}`, `entry${i}`, 'one', `tokens${i}`);
      else if (!isFree) add(`reach${i}`, [...standing, `tokens${i}`], powerAt(-1 / beta), row);
    }
    if (isFree) {
      add(`tokens${i}`, ['goal', `entry${i}`], (v) => (v[0]! >= v[1]! ? v[0]! - v[1]! : Number.NaN));
      add(`reach${i}`, ['goal', `tokens${i}`], (v) => (v[1]! >= 0 ? v[0]! : Number.NaN));
    }
  }
  addSum(file, nodes, add, 'work', (i) => [`size${i}`, `tokens${i}`]);
  addSum(file, nodes, add, 'trained', (i) => ['one', `tokens${i}`]);
}

/** The quantities of the axes that some nodes depend on. */
function axesBehind(file: ScheduleFile, nodes: ScheduleNodes, ids: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const id of ids) {
    if (file.axes.some(({ quantity }) => quantity === id)) found.add(id);
    for (const axis of axesBehind(file, nodes, nodes.get(id)?.needs ?? [])) found.add(axis);
  }
  return found;
}

/** Shares of all tokens from shares or switch points. */
function addShares(K: number, nodes: ScheduleNodes, add: Add): void {
  const stages = Array.from({ length: K }, (_, i) => i + 1);
  if (nodes.has('share1')) {
    for (const i of stages.slice(0, -1)) add(`share of ${i}`, [`share${i}`], (v) => v[0]!);
    const given = stages.slice(0, -1).map((i) => `share${i}`);
    add(`share of ${K}`, given, (v) => atLeastZero(1 - Array.from(v).reduce((sum, share) => sum + share, 0)));
    return;
  }
  add('share of 1', ['switch1'], (v) => v[0]!);
  for (const i of stages.slice(1, -1)) add(`share of ${i}`, [`switch${i}`, `switch${i - 1}`], (v) => atLeastZero(v[0]! - v[1]!));
  add(`share of ${K}`, [`switch${K - 1}`], (v) => 1 - v[0]!);
}

function addMetrics({ schedule: { stages: K } }: ScheduleFile, law: Law, add: Add): void {
  const { parameterSize, alpha, tokenSize, beta } = powersOf(law);
  const form = formOf(law);
  const offset = form.offset(law.coefficients);
  const metric = (id: ScheduleMetricId, needs: readonly string[], at: ScheduleNode['at'], row?: RowOperation): void =>
    add(id, needs, at, row);
  add('token size', [], () => tokenSize);
  // the sum of terms without the offset
  add('reducible', [`reach${K}`, 'zero', 'token size', `term${K}`], powerAt(-beta), { kind: 'power', exponent: -beta });
  metric('loss', ['reducible'], (v) => lossOfSum(form, law.coefficients, offset + v[0]!));
  metric('compute', ['work', 'final'], (v) => (v[1]! > 0 ? FLOP_PER_PARAMETER_TOKEN * v[0]! : Number.NaN));
  metric('tokens', ['trained', 'final'], (v) => (v[1]! > 0 ? v[0]! : Number.NaN));
  metric('areaSaving', ['work', 'final', 'trained'], savingAt, { kind: 'saving' });
  metric('lossMatchedSaving', ['work', 'final', `reach${K}`], savingAt, { kind: 'saving' });
  // at the optimum alpha·f(N) = beta·g(D), so both are powers of the reducible sum, and so is N·D
  const exponent = -(1 / alpha + 1 / beta);
  const scale = power((parameterSize * (alpha + beta)) / beta, 1 / alpha) * power((tokenSize * (alpha + beta)) / alpha, 1 / beta);
  add('optimum size', [], () => scale);
  add('optimum', ['reducible', 'zero', 'optimum size', 'zero'], powerAt(exponent), { kind: 'power', exponent });
  metric('frontierSaving', ['work', 'one', 'optimum'], savingAt, { kind: 'saving' });
}

/** A sum of one product for each stage, those first that depend on the fewest axes: then only the rest is left for the inner loops. */
function addSum(file: ScheduleFile, nodes: ScheduleNodes, add: Add, id: string, factors: (stage: number) => [string, string]): void {
  const products = Array.from({ length: file.schedule.stages }, (_, i) => factors(i + 1));
  const sorted = products.toSorted((a, b) => axesBehind(file, nodes, a).size - axesBehind(file, nodes, b).size);
  sorted.forEach(([x, y], i) => {
    addMultiplyAdd(add, i === sorted.length - 1 ? id : `${id} part ${i}`, i === 0 ? 'zero' : `${id} part ${i - 1}`, x, y);
  });
}

function addMultiplyAdd(add: Add, id: string, sum: string, x: string, y: string): void {
  add(id, [sum, x, y], (v) => v[0]! + v[1]! * v[2]!, { kind: 'multiply-add' });
}

function powerAt(exponent: number): ScheduleNode['at'] {
  return (v) => v[2]! * power(v[0]! + v[1]!, exponent) + v[3]!;
}

function savingAt(v: ArrayLike<number>): number {
  return 1 - v[0]! / (v[1]! * v[2]!);
}

function positive(value: number): number {
  return value > 0 ? value : Number.NaN;
}

function atLeastZero(value: number): number {
  return value >= 0 ? value : Number.NaN;
}
