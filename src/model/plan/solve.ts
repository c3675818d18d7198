import { trainingCompute } from '../compute';
import type { ModelShape } from '../flop/shape';
import { loss as lossAt } from '../loss';
import { INTERVAL_LEVEL, drawLaws, optimumInterval } from '../uncertainty';
import { quantilesOf } from '../math/quantile';
import { computeForLoss } from '../optimum';
import { failureOverhead, runBill } from './cost';
import { latestPrice } from './hardware';
import { memoryOf } from './memory';
import type { Interval, Plan, PlanAnswer, PlanFailure, PlanLayout, PlanRequest } from './request';
import { layoutSize } from './layout';
import { type FixedChoices, type FoundLayout, paretoFront, searchLayouts } from './search';
import { trainableShape } from './shape';
import { stepTime, utilisationOf } from './time';
import { type Work, hasWork, optimalTokens, workOf, workOfCompute } from './work';

/** Tokens of a step unless a batch is given, by the least parameters: about what published models of the size used, 16M as Llama 3 405B. */
const BATCH_TOKENS = [
  { from: 200e9, tokens: 2 ** 24 },
  { from: 3e9, tokens: 2 ** 22 },
  { from: 0, tokens: 2 ** 20 },
] as const;

/** Tokens of a sequence unless given. */
export const DEFAULT_CONTEXT = 2048;

/** Tokens of the vocabulary unless given: GPT-2's, rounded up as Megatron does. */
export const DEFAULT_VOCABULARY = 51_200;

/** Days within which a run should end where neither days nor accelerators are given. */
export const USUAL_DAYS = 30;

/** Most accelerators that are looked at. */
export const MOST_ACCELERATORS = 32_768;

/** Loading, evaluation, slow starts: whole runs take 10 to 20 % longer than their steady state, failures left out. */
export const INTERRUPTIONS = 0.15;

/** Utilisation with which the search for a budget's run starts. */
const FIRST_MFU = 0.4;
/** Rounds in which the model's shape follows its size. */
const FREE_ROUNDS = 4;
const MOST_ROUNDS = 16;
const CLOSE = 1e-3;

const SECONDS_PER_HOUR = 3600;
const HOURS_PER_DAY = 24;

/** What a fleet does with a model: how many accelerators, how fast, and how laid out. */
interface Fleet {
  readonly accelerators: number;
  readonly tokensPerSecond: number;
  readonly layout?: PlanLayout;
}

/** Shape of a request's model of N parameters. */
export function shapeOf({ shape, context = DEFAULT_CONTEXT, vocabulary = DEFAULT_VOCABULARY }: PlanRequest, N: number): ModelShape {
  return shape ?? trainableShape(N, context, vocabulary);
}

/** Sequences of a step of a request's model. */
export function batchOf({ batch, context = DEFAULT_CONTEXT }: PlanRequest, N: number): number {
  return batch ?? Math.max(1, Math.round(BATCH_TOKENS.find(({ from }) => N >= from)!.tokens / context));
}

/** Price an hour that a request is billed by. */
function priceOf({ pricePerHour, accelerator }: PlanRequest): number | undefined {
  return pricePerHour ?? latestPrice(accelerator)?.middle;
}

/**
 * Answers a request: from any of accelerators, days, money, energy, N, D, C and loss to all of them. With less than that says what is
 * trained, the budget does; with more, what is given beyond it is a constraint. Where it cannot be met the answer says what fails, by how
 * much, and gives the nearest run that can.
 */
export function solvePlan(request: PlanRequest): PlanAnswer {
  const attempt = tryPlan(request);
  if ('failures' in attempt) return { isFeasible: false, ...attempt, ...nearestOf(request, attempt.failures) };
  const failures = brokenBy(attempt, request);
  if (failures.length === 0) return { isFeasible: true, plan: attempt };
  return { isFeasible: false, failures, ...nearestOf(request, failures) };
}

function tryPlan(request: PlanRequest): Plan | { readonly failures: readonly PlanFailure[] } {
  const hours = budgetHours(request);
  if (hasWork(request) || hours === undefined) {
    const work = hasWork(request) ? workOf(request) : { N: request.N!, D: optimalTokens(request.law, request.N!) };
    if ('least' in work) return { failures: [{ constraint: 'loss', needed: work.least, allowed: work.wanted }] };
    const fleet = fleetForWork(request, work);
    return 'failures' in fleet ? fleet : planOf(request, work, fleet);
  }
  return planOfBudget(request, hours);
}

/** Accelerator-hours that the tightest of a request's budgets allows; undefined where it has none. */
function budgetHours(request: PlanRequest): number | undefined {
  const { accelerators, days, money, energy, accelerator, pue = 1.1 } = request;
  const price = priceOf(request);
  const budgets = [
    accelerators !== undefined && days !== undefined ? accelerators * days * HOURS_PER_DAY : Infinity,
    money !== undefined && price !== undefined ? money / price : Infinity,
    energy !== undefined && accelerator.watts !== undefined ? (energy * 1000) / (accelerator.watts * pue) : Infinity,
  ];
  const least = Math.min(...budgets);
  return least === Infinity ? undefined : least;
}

/** The run that a budget of accelerator-hours buys. Its utilisation follows from its size and its size from the utilisation, so both are found in rounds. */
function planOfBudget(request: PlanRequest, hours: number): Plan | { readonly failures: readonly PlanFailure[] } {
  const { accelerator } = request;
  const accelerators = request.accelerators ?? wholeNodes(request, hours / HOURS_PER_DAY / (request.days ?? USUAL_DAYS));
  let mfu = FIRST_MFU;
  let shape: ModelShape | undefined;
  for (let round = 0; ; round++) {
    const C = hours * SECONDS_PER_HOUR * accelerator.peak * mfu;
    const work = workOfCompute(request, C);
    // shapes come in steps, between which the rounds could go back and forth
    if (round === FREE_ROUNDS) shape = shapeOf(request, work.N);
    const fleet = fleetOf(shape ? { ...request, shape } : request, work.N, accelerators);
    if ('failures' in fleet) return fleet;
    const useful = fleet.tokensPerSecond / overheadFactor(work.N, accelerators);
    const next = trainingCompute(work.N, useful) / (accelerators * accelerator.peak);
    if (Math.abs(next / mfu - 1) > CLOSE && round < MOST_ROUNDS) {
      mfu = next;
      continue;
    }
    // the budget is spent exactly, on tokens unless they are given
    const D = request.D ?? (useful * hours * SECONDS_PER_HOUR) / accelerators;
    return planOf(request, { N: work.N, D }, fleet);
  }
}

/** Enough accelerators, in whole nodes from one node on. */
function wholeNodes({ accelerator }: PlanRequest, enough: number): number {
  const node = accelerator.links?.nodeSize ?? 1;
  return Math.min(MOST_ACCELERATORS, enough < node ? Math.ceil(enough) : Math.ceil(enough / node) * node);
}

/** Time of a whole run over that of its steps. */
function overheadFactor(N: number, accelerators: number): number {
  return (1 + failureOverhead(N, accelerators).share) * (1 + INTERRUPTIONS);
}

/** What so many accelerators do with N parameters. */
function fleetOf(request: PlanRequest, N: number, accelerators: number): Fleet | { readonly failures: readonly PlanFailure[] } {
  const found = fleets(request, N, accelerators, accelerators);
  return 'failures' in found ? found : found[0];
}

type Fleets = readonly [Fleet, ...Fleet[]];

/** The fastest fleet of each size between two that can train N parameters. */
function fleets(request: PlanRequest, N: number, from: number, to: number): Fleets | { readonly failures: readonly PlanFailure[] } {
  const { accelerator, mfu, fixed = {}, fusedAttention = true } = request;
  if (mfu !== undefined) {
    const each = (accelerators: number) => ({
      accelerators,
      tokensPerSecond: (accelerators * accelerator.peak * mfu) / trainingCompute(N, 1),
    });
    return [each(from), ...Array.from({ length: to - from }, (_, i) => each(from + 1 + i))];
  }
  const job = { N, shape: shapeOf(request, N), batch: batchOf(request, N), fusedAttention };
  const { best, smallest } = searchLayouts(job, { accelerator, from, to, fixed });
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
function fleetForWork(request: PlanRequest, work: Work): Fleet | { readonly failures: readonly PlanFailure[] } {
  if (request.accelerators !== undefined) return fleetOf(request, work.N, request.accelerators);
  const { days = USUAL_DAYS, objective = 'money' } = request;
  const found = fleetsForWork(request, work);
  if ('failures' in found) return found;
  const inTime = found.filter((fleet) => daysOf(work, fleet) <= days);
  // in no time that will do: the fastest there is, which then breaks the constraint
  if (inTime.length === 0) return found.reduce((best, each) => (daysOf(work, each) < daysOf(work, best) ? each : best));
  const cost = (fleet: Fleet) => daysOf(work, fleet) * (objective === 'time' ? 1 : fleet.accelerators);
  return inTime.reduce((best, each) => (cost(each) < cost(best) ? each : best));
}

/** Fleets from a third to four times as large as work should need to end in time. */
function fleetsForWork(request: PlanRequest, { N, D }: Work): Fleets | { readonly failures: readonly PlanFailure[] } {
  const { accelerator, days = USUAL_DAYS, fixed = {} } = request;
  const atFirstMfu = trainingCompute(N, D) / (accelerator.peak * FIRST_MFU * days * HOURS_PER_DAY * SECONDS_PER_HOUR);
  const asked = layoutSize({ tensor: 1, pipeline: 1, data: 1, ...definedSizes(fixed) });
  const enough = Math.min(MOST_ACCELERATORS, Math.max(accelerator.links?.nodeSize ?? 1, asked, Math.ceil(4 * atFirstMfu)));
  return firstFleets(request, N, Math.max(1, Math.floor(Math.min(enough, atFirstMfu) / 3)), enough);
}

function definedSizes({ tensor, pipeline, data }: FixedChoices): { tensor?: number; pipeline?: number; data?: number } {
  return { ...(tensor !== undefined && { tensor }), ...(pipeline !== undefined && { pipeline }), ...(data !== undefined && { data }) };
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
    const days = daysOf(work, fleet);
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
function firstFleets(request: PlanRequest, N: number, from: number, to: number): Fleets | { readonly failures: readonly PlanFailure[] } {
  const found = fleets(request, N, from, to);
  if ('failures' in found) {
    if (to >= MOST_ACCELERATORS || found.failures[0]!.constraint !== 'memory') return found;
    return firstFleets(request, N, to + 1, Math.min(MOST_ACCELERATORS, 2 * to));
  }
  const node = request.accelerator.links?.nodeSize ?? 1;
  const [first, ...others] = found.filter(({ accelerators }) => accelerators <= node || accelerators % node === 0);
  return first ? [first, ...others] : found;
}

function daysOf({ N, D }: Work, { tokensPerSecond, accelerators }: Fleet): number {
  return (D / tokensPerSecond / SECONDS_PER_HOUR / HOURS_PER_DAY) * overheadFactor(N, accelerators);
}

function planOf(request: PlanRequest, work: Work, fleet: Fleet): Plan {
  const { accelerator, pue, kgPerKwh, law } = request;
  const { N, D } = work;
  const { accelerators, tokensPerSecond, layout } = fleet;
  const pricePerHour = priceOf(request);
  const mfu = trainingCompute(N, tokensPerSecond) / (accelerators * accelerator.peak);
  const bill = runBill(daysOf(work, fleet) * HOURS_PER_DAY * accelerators, accelerators, {
    pricePerHour,
    watts: accelerator.watts,
    pue,
    kgPerKwh,
  });
  const plan = {
    N,
    D,
    C: trainingCompute(N, D),
    loss: lossAt(law, N, D),
    accelerator,
    accelerators,
    ...(layout && { layout }),
    mfu,
    meanMfu: mfu / overheadFactor(N, accelerators),
    tokensPerSecond,
    overhead: failureOverhead(N, accelerators),
    bill,
    ...(pricePerHour !== undefined && { pricePerHour }),
  };
  const intervals = intervalsOf(request, plan);
  return intervals ? { ...plan, intervals } : plan;
}

/** What the law's uncertainty means: for a budget, the size and tokens it should buy; for a loss, what it takes to get there. */
function intervalsOf({ law, N, D, loss }: PlanRequest, plan: Plan): Plan['intervals'] {
  if (N !== undefined || D !== undefined) return undefined;
  if (loss === undefined) {
    const interval = optimumInterval(law, plan.C);
    return interval && { N: interval.N, D: interval.D };
  }
  // a draw whose floor is above the loss never gets there
  const computes = drawLaws(law)
    ?.map((drawn) => computeForLoss(drawn, loss))
    .map((C) => (C > 0 ? C : Infinity));
  if (!computes) return undefined;
  const [low = Number.NaN, high = Number.NaN] = quantilesOf(Float64Array.from(computes), [
    (1 - INTERVAL_LEVEL) / 2,
    (1 + INTERVAL_LEVEL) / 2,
  ]);
  const C: Interval = [low, high];
  const scaled = (value: number): Interval => [(value * C[0]) / plan.C, (value * C[1]) / plan.C];
  return { C, days: scaled(plan.bill.days), ...(plan.bill.cost !== undefined && { cost: scaled(plan.bill.cost) }) };
}

/** How far rounding may carry a run over what was allowed. */
const SLACK = 1e-6;

function brokenBy({ bill }: Plan, { days, money, energy }: PlanRequest): readonly PlanFailure[] {
  const pairs = [
    { constraint: 'days', needed: bill.days, allowed: days },
    { constraint: 'money', needed: bill.cost, allowed: money },
    { constraint: 'energy', needed: bill.energy, allowed: energy },
  ] as const;
  return pairs.flatMap(({ constraint, needed, allowed }) =>
    needed !== undefined && allowed !== undefined && needed > allowed * (1 + SLACK) ? [{ constraint, needed, allowed }] : [],
  );
}

/** The nearest run that can be had: on the fewest accelerators that hold the model, else with one constraint after the other given up. */
function nearestOf(request: PlanRequest, failures: readonly PlanFailure[]): { readonly nearest?: Plan; readonly relaxed?: string } {
  if (failures.some(({ constraint }) => constraint === 'loss')) return {};
  for (const { relaxed, changes } of relaxations(request, failures)) {
    const plan = tryPlan({ ...request, ...changes });
    if (!('failures' in plan) && brokenBy(plan, { ...request, ...changes }).length === 0) return { nearest: plan, relaxed };
  }
  return {};
}

function relaxations(
  request: PlanRequest,
  failures: readonly PlanFailure[],
): readonly { readonly relaxed: string; readonly changes: Partial<PlanRequest> }[] {
  const holding = failures.some(({ constraint }) => constraint === 'memory' || constraint === 'layout') ? fewest(request) : undefined;
  return [
    ...(holding === undefined
      ? []
      : [{ relaxed: `${holding} accelerators, the fewest that hold the model`, changes: { accelerators: holding } }]),
    { relaxed: 'as many accelerators as it takes', changes: { accelerators: undefined } },
    { relaxed: 'as many days as it takes', changes: { days: undefined } },
    { relaxed: 'as much money and energy as it takes', changes: { money: undefined, energy: undefined } },
    {
      relaxed: 'as much time, money and energy as it takes',
      changes: { days: undefined, money: undefined, energy: undefined, ...(holding !== undefined && { accelerators: holding }) },
    },
  ];
}

/** The fewest accelerators that hold a request's model of N parameters. */
function fewest(request: PlanRequest): number | undefined {
  const work = request.N !== undefined ? { N: request.N } : hasWork(request) ? workOf(request) : undefined;
  if (work === undefined || 'least' in work) return undefined;
  const found = firstFleets({ ...request, accelerators: undefined }, work.N, 1, 64);
  return 'failures' in found ? undefined : found[0].accelerators;
}
