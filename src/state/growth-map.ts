import { lawReference } from '../model/custom-law';
import type { Law } from '../model/laws';
import { type Schedule, scheduleCompute, scheduleTokens } from '../model/growth/schedule';
import { InputError } from '../quantities/issue';
import { quantities } from '../quantities/registry';
import { parseScheduleFile, type ScheduleFile } from '../sweep/growth/file';
import { MAX_STAGES } from '../sweep/growth/quantities';
import { type MapQuantity, ETA_RANGE, mapQuantities } from './growth-choices';
import { scenarioOf } from './scenario';

// Savings maps: which two quantities of a schedule can be axes, over which values, and what schedule stands where.

/** Points along each side of a map. */
export const MAP_SIDE = 256;

/** Values that an axis of a map spans. */
export interface MapSpan {
  readonly from: number;
  readonly to: number;
  readonly isLog: boolean;
}

/** An axis of a map, and where the present schedule stands on it. */
export interface MapAxis extends MapSpan {
  readonly quantity: MapQuantity;
  readonly now: number;
}

/** Whether a map can be drawn for so many stages. */
export function hasMap(stages: number): boolean {
  return stages >= 2 && stages <= MAX_STAGES;
}

/** The quantities that schedules of so many stages have. */
export function quantitiesOf(stages: number): readonly MapQuantity[] {
  return mapQuantities.filter((id) => {
    const stage = stageOf(id);
    if (id === 'shapePower') return stages > 2;
    if (stage === undefined) return true;
    return id.startsWith('N') ? stage <= stages : stage < stages;
  });
}

/** Whether two quantities can vary independently. */
export function canPair(a: MapQuantity, b: MapQuantity): boolean {
  if (a === b) return false;
  const ids = [a, b];
  if (ids.includes('C') && ids.includes('D')) return false;
  if (isSize(a) && isSize(b) && a.slice(-1) === b.slice(-1)) return false;
  // the shape sets the sizes between the first stage and the last
  return !(ids.includes('shapePower') && ids.some((id) => isSize(id) && id !== 'N1' && id !== 'ratio1'));
}

/** The axes of a map: the wished ones where schedules of so many stages have them, else the nearest pair that they have. */
export function pairFor(stages: number, x: MapQuantity, y: MapQuantity): readonly [MapQuantity, MapQuantity] {
  const known = quantitiesOf(stages);
  const first = known.includes(x) ? x : 'switch1';
  const second = known.includes(y) && canPair(first, y) ? y : (['N1', 'switch1'] as const).find((id) => canPair(first, id))!;
  return [first, second];
}

/** What a quantity is for a schedule. */
export function quantityOf(stages: Schedule, eta: number, id: MapQuantity): number {
  const last = stages.at(-1)!.N;
  const stage = stageOf(id);
  if (id === 'eta') return eta;
  if (id === 'D') return scheduleTokens(stages);
  if (id === 'C') return scheduleCompute(stages);
  if (id === 'shapePower') return shapePowerOf(stages);
  const N = stages[stage! - 1]!.N;
  if (id.startsWith('N')) return N;
  if (id.startsWith('ratio')) return N / last;
  return scheduleTokens(stages.slice(0, stage)) / scheduleTokens(stages);
}

/** The axis of a quantity around a schedule. */
export function axisOf(stages: Schedule, eta: number, quantity: MapQuantity): MapAxis {
  return { quantity, now: quantityOf(stages, eta, quantity), ...spanOf(stages, quantity) };
}

/** Spans with round ends, so that they stay while the schedule changes a little. */
function spanOf(stages: Schedule, id: MapQuantity): MapSpan {
  const log = (from: number, to: number): MapSpan => ({ from, to, isLog: true });
  const last = stages.at(-1)!.N;
  if (id === 'eta') return log(0.1, 20);
  if (id === 'shapePower') return log(0.1, 10);
  if (id.startsWith('ratio')) return log(0.01, 1);
  if (id.startsWith('switch')) return { from: 0.005, to: 0.995, isLog: false };
  if (id === 'D' || id === 'C') return around(quantityOf(stages, 1, id), 30, id);
  return stageOf(id) === stages.length ? around(last, 10, 'N') : log(Math.max(quantities.N.min, round(last / 100)), round(last));
}

function around(value: number, factor: number, id: 'N' | 'D' | 'C'): MapSpan {
  const { min, max } = quantities[id];
  return { from: Math.max(min, round(value / factor)), to: Math.min(max, round(value * factor)), isLog: true };
}

/**
 * The sweep behind a map: the three savings over two quantities, everything else as in the schedule. `y` is the first axis, so that a row
 * of the surface lies along x. An InputError says why there is none.
 */
export function mapSweep(law: Law, stages: Schedule, eta: number, [x, y]: readonly [MapAxis, MapAxis]): ScheduleFile {
  const K = stages.length;
  if (!hasMap(K)) {
    throw new InputError([{ field: 'stages', given: String(K), allowed: `2 to ${MAX_STAGES} stages for a map` }]);
  }
  const ids = [x.quantity, y.quantity];
  const fixed = Object.fromEntries(
    fixedQuantities(K, ids).map((id) => [id, Math.min(quantityOf(stages, eta, id), id.startsWith('ratio') ? 1 : Infinity)]),
  );
  return parseScheduleFile({
    version: 1,
    law: lawReference(law),
    scenario: scenarioOf(law),
    schedule: { stages: K, ...fixed },
    axes: [y, x].map(({ quantity, from, to, isLog }) => ({ quantity, scale: isLog ? 'log' : 'linear', from, to, steps: MAP_SIDE })),
    metrics: ['areaSaving', 'lossMatchedSaving', 'frontierSaving'],
    keepInfeasible: true,
    reduce: { kind: 'grid' },
  });
}

/** What a map with some axes leaves fixed. */
function fixedQuantities(K: number, axes: readonly MapQuantity[]): readonly MapQuantity[] {
  const isShaped = axes.includes('shapePower');
  const sizes = Array.from({ length: K }, (_, i) => i + 1).filter((stage) => !isShaped || stage === 1 || stage === K);
  const all = [
    ...sizes.filter((stage) => !axes.includes(`ratio${stage}` as MapQuantity)).map((stage) => `N${stage}`),
    ...Array.from({ length: K - 1 }, (_, i) => `switch${i + 1}`),
    ...(axes.includes('C') ? [] : ['D']),
    'eta',
  ] as MapQuantity[];
  return all.filter((id) => !axes.includes(id));
}

/** The schedule, and its eta, with other values of some quantities; undefined where there is no such schedule. */
export function withQuantities(
  stages: Schedule,
  eta: number,
  changes: { readonly [Q in MapQuantity]?: number },
): { readonly stages: Schedule; readonly eta: number } | undefined {
  const K = stages.length;
  const last = changes[`N${K}` as MapQuantity] ?? stages[K - 1]!.N;
  const first = changes.N1 ?? (changes.ratio1 === undefined ? stages[0]!.N : changes.ratio1 * last);
  const sizes = stages.map(({ N }, i) => {
    if (i === K - 1) return last;
    if (i === 0) return first;
    if (changes.shapePower !== undefined) return first + (last - first) * (i / (K - 1)) ** changes.shapePower;
    const ratio = changes[`ratio${i + 1}` as MapQuantity];
    return changes[`N${i + 1}` as MapQuantity] ?? (ratio === undefined ? N : ratio * last);
  });
  const ends = stages.map((_, i) =>
    i === K - 1 ? 1 : (changes[`switch${i + 1}` as MapQuantity] ?? quantityOf(stages, eta, `switch${i + 1}` as MapQuantity)),
  );
  const shares = ends.map((end, i) => end - (ends[i - 1] ?? 0));
  const tokens =
    changes.C === undefined
      ? (changes.D ?? scheduleTokens(stages))
      : changes.C / (6 * sizes.reduce((sum, N, i) => sum + N * shares[i]!, 0));
  const next = sizes.map((N, i) => ({ N: tidy(N, 4), D: tidy(tokens * shares[i]!, 10) }));
  const isPossible = next.every(({ N, D }, i) => {
    const isInRange = N >= quantities.N.min && N <= quantities.N.max && D >= quantities.D.min && D <= quantities.D.max;
    return isInRange && N >= (next[i - 1]?.N ?? 0);
  });
  const nextEta = changes.eta === undefined ? eta : Math.min(Math.max(tidy(changes.eta, 3), ETA_RANGE[0]), ETA_RANGE[1]);
  return isPossible ? { stages: next, eta: nextEta } : undefined;
}

/** The exponent of the shape through the sizes: that of the middle ones, on average. */
function shapePowerOf(stages: Schedule): number {
  const K = stages.length;
  const [first, last] = [stages[0]!.N, stages[K - 1]!.N];
  const exponents = stages.slice(1, -1).map(({ N }, i) => Math.log((N - first) / (last - first)) / Math.log((i + 1) / (K - 1)));
  return exponents.reduce((sum, exponent) => sum + exponent, 0) / exponents.length;
}

function isSize(id: MapQuantity): boolean {
  return /^(N|ratio)\d$/.test(id);
}

/** The stage that a quantity belongs to; undefined where it belongs to all of them. */
function stageOf(id: MapQuantity): number | undefined {
  return /\d$/.test(id) ? Number(id.slice(-1)) : undefined;
}

/** A number with so many significant digits. */
export function tidy(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

function round(value: number): number {
  return tidy(value, 1);
}
