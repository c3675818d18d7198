import { trainingCompute } from '../compute';
import { type FailureOverhead, failureOverhead, runBill, usualReliability } from './cost';
import { FIRST_MFU, INTERRUPTIONS, MOST_ACCELERATORS, USUAL_DAYS, batchOf, priceOf, shapeOf } from './defaults';
import { layoutSize } from './layout';
import { memoryOf } from './memory';
import type { PlanFailure, PlanLayout, PlanRequest } from './request';
import { type FoundLayout, paretoFront, searchLayouts } from './search';
import { stepTime, utilisationOf } from './time';
import type { Work } from './work';

const SECONDS_PER_HOUR = 3600;
const HOURS_PER_DAY = 24;

/** Why there is none. */
export interface Failed {
  readonly failures: readonly PlanFailure[];
}

/** What a fleet does with a model: how many accelerators, how fast, and how laid out. */
export interface Fleet {
  readonly accelerators: number;
  readonly tokensPerSecond: number;
  readonly layout?: PlanLayout;
}

/** What failures cost a request's run. */
export function overheadOf({ reliability }: Reliable, N: number, accelerators: number): FailureOverhead {
  return failureOverhead(N, accelerators, { ...usualReliability, ...definedOf(reliability ?? {}) });
}

/** The part of a request that failures depend on. */
type Reliable = Pick<PlanRequest, 'reliability'>;

/** Time of a whole run over that of its steps. */
export function overheadFactor(request: Reliable, N: number, accelerators: number): number {
  return (1 + overheadOf(request, N, accelerators).share) * (1 + INTERRUPTIONS);
}

/** What so many accelerators do with N parameters. */
export function fleetOf(request: PlanRequest, N: number, accelerators: number): Fleet | Failed {
  const found = fleets(request, N, accelerators, accelerators);
  return 'failures' in found ? found : found[0];
}

/** One or more. */
type Fleets = readonly [Fleet, ...Fleet[]];

/** The fastest fleet of each size between two that can train N parameters. */
export function fleets(request: PlanRequest, N: number, from: number, to: number): Fleets | Failed {
  const { accelerator, mfu, fixed = {}, fusedAttention = true, search = searchLayouts } = request;
  if (mfu !== undefined) {
    const each = (accelerators: number) => ({
      accelerators,
      tokensPerSecond: (accelerators * accelerator.peak * mfu) / trainingCompute(N, 1),
    });
    return [each(from), ...Array.from({ length: to - from }, (_, i) => each(from + 1 + i))];
  }
  const job = { N, shape: shapeOf(request, N), batch: batchOf(request, N), fusedAttention };
  const { best, smallest } = search(job, { accelerator, from, to, fixed });
  const [first, ...others] = best.map((found) => toFleet(request, N, found));
  if (first) return [first, ...others];
  const needed = smallest?.memory ?? Number.NaN;
  return {
    failures: [
      smallest === undefined || needed <= accelerator.memory
        ? { constraint: 'layout', needed: Number.NaN, allowed: Number.NaN }
        : { constraint: 'memory', needed, allowed: accelerator.memory },
    ],
  };
}

function toFleet(request: PlanRequest, N: number, found: FoundLayout): Fleet {
  const { accelerator } = request;
  const shape = shapeOf(request, N);
  const batch = batchOf(request, N);
  const utilisation = utilisationOf(N, shape, found.layout, batch, found.stepSeconds, accelerator);
  return {
    accelerators: found.accelerators,
    tokensPerSecond: utilisation.tokensPerSecond,
    layout: {
      ...found,
      utilisation,
      memoryParts: memoryOf(N, shape, found.layout),
      timeParts: stepTime(N, shape, found.layout, batch, accelerator, accelerator.links!),
    },
  };
}

/** A fleet for work that is known: the one asked for, or the best that ends in time. */
export function fleetForWork(request: PlanRequest, work: Work): Fleet | Failed {
  if (request.accelerators !== undefined) return fleetOf(request, work.N, request.accelerators);
  const { days = USUAL_DAYS, objective = 'money' } = request;
  const found = fleetsForWork(request, work);
  if ('failures' in found) return found;
  const inTime = found.filter((fleet) => daysOf(request, work, fleet) <= days);
  // in no time that will do: the fastest there is, which then breaks the constraint
  if (inTime.length === 0) return found.reduce((best, each) => (daysOf(request, work, each) < daysOf(request, work, best) ? each : best));
  const cost = (fleet: Fleet) => daysOf(request, work, fleet) * (objective === 'time' ? 1 : fleet.accelerators);
  return inTime.reduce((best, each) => (cost(each) < cost(best) ? each : best));
}

/** Fleets from a third to four times as large as work should need to end in time. */
function fleetsForWork(request: PlanRequest, { N, D }: Work): Fleets | Failed {
  const { accelerator, days = USUAL_DAYS, fixed = {} } = request;
  const atFirstMfu = trainingCompute(N, D) / (accelerator.peak * FIRST_MFU * days * HOURS_PER_DAY * SECONDS_PER_HOUR);
  const { tensor, pipeline, data } = fixed;
  const asked = layoutSize({ tensor: 1, pipeline: 1, data: 1, ...definedOf({ tensor, pipeline, data }) });
  const enough = Math.min(MOST_ACCELERATORS, Math.max(accelerator.links?.nodeSize ?? 1, asked, Math.ceil(4 * atFirstMfu)));
  return firstFleets(request, N, Math.max(1, Math.floor(Math.min(enough, atFirstMfu) / 3)), enough);
}

/** What of an object is defined. */
function definedOf<T extends object>(of: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** One way to do the same work. */
export interface ParetoRun {
  readonly accelerators: number;
  readonly days: number;
  readonly acceleratorHours: number;
  /** USD; absent without a price. */
  readonly cost?: number;
}

/** Ways to do a plan's work that none beats in both days and money, fastest first; around the time that the request allows. */
export function paretoRuns(request: PlanRequest, work: Work): readonly ParetoRun[] {
  const found = fleetsForWork({ ...request, accelerators: undefined }, work);
  if ('failures' in found) return [];
  const pricePerHour = priceOf(request);
  const runs = found.map((fleet) => {
    const days = daysOf(request, work, fleet);
    const { acceleratorHours, cost } = runBill(days * HOURS_PER_DAY * fleet.accelerators, fleet.accelerators, { pricePerHour });
    return { accelerators: fleet.accelerators, days, acceleratorHours, ...(cost !== undefined && { cost }) };
  });
  return paretoFront(
    runs,
    ({ days }) => days,
    ({ acceleratorHours }) => acceleratorHours,
  );
}

/**
 * Fleets of `from` to `to` accelerators, or of the next larger ones where none of those holds the model; beyond one node in whole nodes,
 * as they are rented, unless the choices that are made leave none of those.
 */
export function firstFleets(request: PlanRequest, N: number, from: number, to: number): Fleets | Failed {
  const found = fleets(request, N, from, to);
  if ('failures' in found) {
    if (to >= MOST_ACCELERATORS || found.failures[0]!.constraint !== 'memory') return found;
    return firstFleets(request, N, to + 1, Math.min(MOST_ACCELERATORS, 2 * to));
  }
  const node = request.accelerator.links?.nodeSize ?? 1;
  const [first, ...others] = found.filter(({ accelerators }) => accelerators <= node || accelerators % node === 0);
  return first ? [first, ...others] : found;
}

/** Days of a whole run on a fleet. */
export function daysOf(request: Reliable, { N, D }: Work, { tokensPerSecond, accelerators }: Fleet): number {
  return (D / tokensPerSecond / SECONDS_PER_HOUR / HOURS_PER_DAY) * overheadFactor(request, N, accelerators);
}
