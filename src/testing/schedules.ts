import fc from 'fast-check';
import { computeForLoss } from '../model/optimum';
import type { Law } from '../model/laws';
import { irreducibleLoss, loss } from '../model/loss';
import { findRoot } from '../model/math/root';
import { type ScheduleFile, type ScheduleFileInput, parseScheduleFile, scheduleLawOf } from '../sweep/growth/file';
import type { ScheduleInputId, ScheduleMetricId } from '../sweep/growth/quantities';

/** One stage: parameters and tokens. */
interface Stage {
  readonly N: number;
  readonly D: number;
}

/** Tokens at which a from-scratch run of N parameters has a loss, by a root search on the law itself. */
function tokensAt(law: Law, N: number, target: number): number {
  if (!(target > loss(law, N, 1e40))) return Number.NaN;
  return Math.exp(findRoot((logD) => target - loss(law, N, Math.exp(logD)), Math.log(1e-6), Math.log(1e40), 1e-15));
}

/** The metrics of a schedule, from the law alone and without any of the engine's rearrangements; NaN where it cannot be. */
export function simulateNaively(
  law: Law,
  stages: readonly Stage[],
  { eta, bump, target }: { readonly eta: number; readonly bump: number; readonly target?: number },
): Record<ScheduleMetricId, number> {
  const nothing = { loss: NaN, compute: NaN, tokens: NaN, areaSaving: NaN, lossMatchedSaving: NaN, frontierSaving: NaN };
  const run: Stage[] = [];
  let now = Number.NaN;
  for (const [i, { N, D: given }] of stages.entries()) {
    const before = run.at(-1);
    const entry = before ? eta * tokensAt(law, N, now + bump) : 0;
    const isFree = target !== undefined && i === stages.length - 1;
    const D = isFree ? tokensAt(law, N, target) - entry : given;
    if (!(D >= 0) || (!before && D === 0) || (before && !(N >= before.N))) return nothing;
    now = loss(law, N, entry + D);
    run.push({ N, D });
  }
  if (!(now > irreducibleLoss(law))) return nothing;
  const final = run.at(-1)!;
  const tokens = run.reduce((sum, { D }) => sum + D, 0);
  const compute = run.reduce((sum, { N, D }) => sum + 6 * N * D, 0);
  return {
    loss: now,
    compute,
    tokens,
    areaSaving: 1 - compute / (6 * final.N * tokens),
    lossMatchedSaving: 1 - compute / (6 * final.N * tokensAt(law, final.N, now)),
    frontierSaving: 1 - compute / computeForLoss(law, now),
  };
}

/** The metrics of the schedule that a file describes at one value for each of its axes. */
export function simulateFile(file: ScheduleFile, values: readonly number[]): Record<ScheduleMetricId, number> {
  const given: { [Q in ScheduleInputId]?: number | undefined } = { ...file.schedule };
  file.axes.forEach(({ quantity }, i) => (given[quantity] = values[i]!));
  const { eta = 1, bump = 0 } = given;
  const K = file.schedule.stages;
  const numbers = Array.from({ length: K }, (_, i) => i + 1);
  const get = (prefix: string, i: number): number | undefined => given[`${prefix}${i}` as ScheduleInputId];
  const last = get('N', K)!;
  const own = numbers.map((i) => get('N', i) ?? (get('ratio', i) ?? NaN) * last);
  const sizes = own.map((N, i) => (Number.isNaN(N) ? own[0]! + (last - own[0]!) * (i / (K - 1)) ** given.shapePower! : N));
  const shares = numbers.map((i) => {
    if (given.switch1 !== undefined) return (get('switch', i) ?? 1) - (i === 1 ? 0 : get('switch', i - 1)!);
    return get('share', i) ?? 1 - numbers.reduce((sum, k) => sum + (get('share', k) ?? 0), 0);
  });
  const total = given.C === undefined ? given.D : given.C / (6 * sizes.reduce((sum, N, i) => sum + N * shares[i]!, 0));
  const stages = numbers.map((i) => ({ N: sizes[i - 1]!, D: get('D', i) ?? shares[i - 1]! * total! }));
  return simulateNaively(scheduleLawOf(file), stages, { eta, bump, ...(given.targetLoss !== undefined && { target: given.targetLoss }) });
}

/** Ranges that schedules of a test are drawn from: log10 for amounts, values for the rest. */
const RANGES: Partial<Record<ScheduleInputId, { readonly low: number; readonly high: number; readonly isLog?: true }>> = {
  ratio1: { low: -3, high: 0, isLog: true },
  ratio2: { low: -2, high: 0, isLog: true },
  ratio3: { low: -1, high: 0, isLog: true },
  N1: { low: 7, high: 9, isLog: true },
  N2: { low: 8, high: 11, isLog: true },
  N3: { low: 9, high: 12, isLog: true },
  N4: { low: 10, high: 12.5, isLog: true },
  D1: { low: 9, high: 12, isLog: true },
  D2: { low: 9, high: 12, isLog: true },
  D3: { low: 9, high: 12, isLog: true },
  D4: { low: 9, high: 12, isLog: true },
  D: { low: 9, high: 13, isLog: true },
  C: { low: 20, high: 25, isLog: true },
  share1: { low: 0.05, high: 0.6 },
  share2: { low: 0.05, high: 0.3 },
  share3: { low: 0.05, high: 0.3 },
  switch1: { low: 0.05, high: 0.7 },
  switch2: { low: 0.3, high: 0.9 },
  switch3: { low: 0.5, high: 0.95 },
  eta: { low: 0.3, high: 10 },
  bump: { low: 0, high: 0.1 },
  shapePower: { low: 0.3, high: 3 },
  targetLoss: { low: 2.2, high: 2.6 },
};

/** The inputs of a random schedule of K stages. */
function inputsFor(
  K: number,
  pick: { readonly sizes: number; readonly rule: number; readonly split: boolean },
): readonly ScheduleInputId[] {
  const before = Array.from({ length: K - 1 }, (_, i) => i + 1);
  const shaped = pick.sizes === 2 && K > 2;
  const sizes = shaped ? ['ratio1', 'shapePower'] : before.map((i) => (pick.sizes === 1 ? `ratio${i}` : `N${i}`));
  const splits = before.map((i) => (pick.split ? `share${i}` : `switch${i}`));
  const tokens = [
    [...before.map((i) => `D${i}`), `D${K}`],
    ['D', ...splits],
    ['C', ...splits],
    ['targetLoss', ...before.map((i) => `D${i}`)],
  ][pick.rule]!;
  return [...sizes, `N${K}`, ...tokens] as ScheduleInputId[];
}

/** Random small sweeps of schedules, of every way to give sizes and tokens, over any of their quantities. */
export function anyScheduleSweep(
  reduce: (axes: readonly ScheduleInputId[]) => ScheduleFileInput['reduce'],
  options: { readonly mostAxes: number; readonly mostSteps: number; readonly laws: readonly string[] },
): fc.Arbitrary<ScheduleFile> {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  return fc
    .record({
      K: fc.integer({ min: 2, max: 4 }),
      law: fc.constantFrom(...options.laws),
      pick: fc.record({ sizes: fc.integer({ min: 0, max: 2 }), rule: fc.integer({ min: 0, max: 3 }), split: fc.boolean() }),
      hasBump: fc.boolean(),
      draws: fc.array(fc.tuple(unit, unit, fc.integer({ min: 1, max: options.mostSteps })), { minLength: 16, maxLength: 16 }),
      mixing: fc.array(unit, { minLength: 16, maxLength: 16 }),
      axes: fc.integer({ min: 1, max: options.mostAxes }),
    })
    .map(({ K, law, pick, hasBump, draws, mixing, axes: count }) => {
      const canBump = hasBump && !law.startsWith('kaplan');
      const ids = [...inputsFor(K, pick), 'eta' as const, ...(canBump ? ['bump' as const] : [])];
      const drawn = ids.map((id, i) => {
        const { low, high, isLog } = RANGES[id]!;
        const [a, b, steps] = draws[i]!;
        const values = [a, b].map((x) => low + x * (high - low)).toSorted((x, y) => x - y);
        const [from, to] = isLog ? values.map((x) => 10 ** x) : values;
        return { quantity: id, scale: isLog ? ('log' as const) : ('linear' as const), from: from!, to: to!, steps, order: mixing[i]! };
      });
      const mixed = drawn.toSorted((x, y) => x.order - y.order);
      const axes = mixed.slice(0, count).map(({ order: _, ...axis }) => axis);
      const schedule = { stages: K, ...Object.fromEntries(mixed.slice(count).map(({ quantity, from }) => [quantity, from])) };
      return parseScheduleFile({ version: 1, law, schedule, axes, reduce: reduce(axes.map(({ quantity }) => quantity)) });
    });
}
