import { InputError } from '../../quantities/issue';
import { trainingCompute } from '../compute';
import type { ModelShape } from '../flop/shape';
import { irreducibleLoss, loss as lossAt } from '../loss';
import { DEFAULT_PUE, runBill } from './cost';
import { FIRST_MFU, MOST_ACCELERATORS, USUAL_DAYS, priceOf, shapeOf, vocabularyOf } from './defaults';
import { type Failed, type Fleet, daysOf, firstFleets, fleetForWork, fleetOf, overheadFactor, overheadOf } from './fleet';
import { planIntervals } from './intervals';
import { type LifeIntervals, type LifePrices, type Lifetime, leastMoney, leastMoneyIntervals, lifeBill, lifePrices } from './lifetime';
import type { Plan, PlanAnswer, PlanFailure, PlanLife, PlanRequest, Use } from './request';
import { DEFAULT_CHECKPOINTS, monthsOf, storageBill, storagePrice } from './storage';
import { type Work, hasWork, isSizedForUse, tokensForSize, workOf, workOfCompute } from './work';

/** Rounds in which the model's shape follows its size. */
const FREE_ROUNDS = 4;
const MOST_ROUNDS = 16;
const CLOSE = 1e-3;
/** The money of a life is spent as closely as this. */
const CLOSE_LIFE = 1e-7;
const SLACK_LIFE = 1e-6;
/** The largest model for given tokens is looked for from this utilisation to the peak, by so many halvings. */
const LEAST_MFU = 1e-3;
const HALVINGS = 30;

const SECONDS_PER_HOUR = 3600;
const HOURS_PER_DAY = 24;

/**
 * Answers a request: from any of accelerators, days, money, energy, N, D, C and loss to all of them. With less than that says what is
 * trained, the budget does; with more, what is given beyond it is a constraint. Where it cannot be met the answer says what fails, by how
 * much, and gives the nearest run that can.
 */
export function solvePlan(request: PlanRequest): PlanAnswer {
  return request.use && isLifeOpen(request) ? solveLife(request, request.use) : solveRun(request);
}

/** Whether use has a say in N and D: where nothing but a loss or money tells them. */
function isLifeOpen({ N, D, C, loss, money }: PlanRequest): boolean {
  return N === undefined && D === undefined && C === undefined && (loss !== undefined || money !== undefined);
}

/**
 * The run of the least money over training and use. What a FLOP of training costs follows from the utilisation, which follows from the
 * run, so both are found in rounds.
 */
function solveLife(request: PlanRequest, use: Use): PlanAnswer {
  const { law, loss, money } = request;
  let utilisation = request.mfu ?? FIRST_MFU;
  let shape: ModelShape | undefined;
  for (let round = 0; ; round++) {
    const prices = pricesOf(request, use, utilisation);
    const goal = loss === undefined ? { money: money! } : { loss };
    const found = leastMoney(law, goal, use.inferenceTokens, prices);
    if (!found) return { isFeasible: false, failures: [{ constraint: 'loss', needed: irreducibleLoss(law), allowed: loss! }] };
    // shapes come in steps, between which the rounds could go back and forth
    if (round === FREE_ROUNDS) shape = shapeOf(request, found.N);
    const { N, D } = found;
    const run = { ...request, ...(shape && { shape }), use: undefined, loss: undefined, money: undefined, N, D };
    const answer = solveRun(run);
    const plan = answer.isFeasible ? answer.plan : answer.nearest;
    if (!plan) return answer;
    if (Math.abs(plan.meanMfu / utilisation - 1) > CLOSE_LIFE && round < MOST_ROUNDS) {
      utilisation = plan.meanMfu;
      continue;
    }
    const intervals = leastMoneyIntervals(law, goal, use.inferenceTokens, prices);
    const life = lifeOf(plan, use, prices, { found, intervals });
    const lived = { ...plan, life, ...(intervals && { intervals: { N: intervals.N, D: intervals.D, loss: intervals.loss } }) };
    if (!answer.isFeasible) return { ...answer, nearest: lived };
    const needed = lived.life.bill.total;
    if (money === undefined || needed <= money * (1 + SLACK_LIFE)) return { isFeasible: true, plan: lived };
    return {
      isFeasible: false,
      failures: [{ constraint: 'money', needed, allowed: money }],
      nearest: lived,
      relaxed: 'as much money as it takes',
    };
  }
}

/** Prices of a life that is trained at a utilisation. Throws where no price of training is known. */
function pricesOf(request: PlanRequest, { serving }: Use, utilisation: number): LifePrices {
  const { accelerator } = request;
  const pricePerHour = priceOf(request);
  if (pricePerHour === undefined) {
    throw new InputError([{ field: 'pricePerHour', given: 'nothing', allowed: `a price: none of ${accelerator.name} is known` }]);
  }
  return lifePrices({ accelerator, pricePerHour, utilisation }, serving);
}

/** A life's bill; where N and D were chosen for it, with the alternative. */
function lifeOf(
  { N, D }: Work,
  { inferenceTokens }: Use,
  prices: LifePrices,
  choice?: { readonly found: Lifetime; readonly intervals: LifeIntervals | undefined },
): PlanLife {
  const bill = lifeBill({ N, D }, inferenceTokens, prices);
  if (!choice) return { inferenceTokens, prices, bill };
  const { trainingOptimal, saving } = choice.found;
  const money = choice.intervals?.money;
  return { inferenceTokens, prices, bill, chosen: { trainingOptimal, saving, ...(money && { interval: money }) } };
}

function solveRun(request: PlanRequest): PlanAnswer {
  const attempt = tryPlan(request);
  if ('failures' in attempt) return { isFeasible: false, ...attempt, ...nearestOf(request, attempt.failures) };
  const failures = brokenBy(attempt, request);
  if (failures.length === 0) return { isFeasible: true, plan: attempt };
  return { isFeasible: false, failures, ...nearestOf(request, failures) };
}

function tryPlan(request: PlanRequest): Plan | Failed {
  const hours = isSizedForUse(request) ? undefined : budgetHours(request);
  if (hasWork(request) || hours === undefined) {
    const work = hasWork(request) ? workOf(request) : { N: request.N!, D: tokensForSize(request, request.N!) };
    if ('least' in work) return { failures: [{ constraint: 'loss', needed: work.least, allowed: work.wanted }] };
    const fleet = fleetForWork(request, work);
    return 'failures' in fleet ? fleet : planOf(request, work, fleet);
  }
  return planOfBudget(request, hours);
}

/** Accelerator-hours that the tightest of a request's budgets allows; undefined where it has none. */
function budgetHours(request: PlanRequest): number | undefined {
  const { accelerators, days, money, energy, accelerator, pue = DEFAULT_PUE } = request;
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
function planOfBudget(request: PlanRequest, hours: number): Plan | Failed {
  const { accelerator } = request;
  const accelerators = request.accelerators ?? wholeNodes(request, hours / HOURS_PER_DAY / (request.days ?? USUAL_DAYS));
  if (request.D !== undefined) return planOfTokens(request, request.D, hours, accelerators);
  let mfu = FIRST_MFU;
  let shape: ModelShape | undefined;
  for (let round = 0; ; round++) {
    const C = hours * SECONDS_PER_HOUR * accelerator.peak * mfu;
    const work = workOfCompute(request, C);
    // shapes come in steps, between which the rounds could go back and forth
    if (round === FREE_ROUNDS) shape = shapeOf(request, work.N);
    const fleet = fleetOf(shape ? { ...request, shape } : request, work.N, accelerators);
    if ('failures' in fleet) return fleet;
    const useful = fleet.tokensPerSecond / overheadFactor(request, work.N, accelerators);
    const next = trainingCompute(work.N, useful) / (accelerators * accelerator.peak);
    if (Math.abs(next / mfu - 1) > CLOSE && round < MOST_ROUNDS) {
      mfu = next;
      continue;
    }
    // the budget is spent exactly
    return planOf(request, { N: work.N, D: (useful * hours * SECONDS_PER_HOUR) / accelerators }, fleet);
  }
}

/** The largest model that a budget trains on D tokens. A little more of it can call for another layout, so it is halved in on and not solved for. */
function planOfTokens(request: PlanRequest, D: number, hours: number, accelerators: number): Plan | Failed {
  const sizeAt = (mfu: number) => workOfCompute(request, hours * SECONDS_PER_HOUR * request.accelerator.peak * mfu).N;
  let [low, high] = [sizeAt(LEAST_MFU), sizeAt(1)];
  let fleet = fleetOf(request, low, accelerators);
  for (let i = 0; i < HALVINGS && !('failures' in fleet); i++) {
    const N = Math.sqrt(low * high);
    const larger = fleetOf(request, N, accelerators);
    if (!('failures' in larger) && daysOf(request, { N, D }, larger) * accelerators * HOURS_PER_DAY <= hours) [low, fleet] = [N, larger];
    else high = N;
  }
  return 'failures' in fleet ? fleet : planOf(request, { N: low, D }, fleet);
}

/** Enough accelerators, in whole nodes from one node on. */
function wholeNodes({ accelerator }: PlanRequest, enough: number): number {
  const node = accelerator.links?.nodeSize ?? 1;
  return Math.min(MOST_ACCELERATORS, enough < node ? Math.ceil(enough) : Math.ceil(enough / node) * node);
}

function planOf(request: PlanRequest, work: Work, fleet: Fleet): Plan {
  const { accelerator, pue, kgPerKwh, law } = request;
  const { N, D } = work;
  const { accelerators, tokensPerSecond, layout } = fleet;
  const pricePerHour = priceOf(request);
  const mfu = trainingCompute(N, tokensPerSecond) / (accelerators * accelerator.peak);
  const bill = runBill(daysOf(request, work, fleet) * HOURS_PER_DAY * accelerators, accelerators, {
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
    meanMfu: mfu / overheadFactor(request, N, accelerators),
    tokensPerSecond,
    overhead: overheadOf(request, N, accelerators),
    bill,
    ...(pricePerHour !== undefined && { pricePerHour }),
    storage: storageOf(request, work, bill.days),
  };
  const intervals = planIntervals(request, plan);
  const { use } = request;
  return {
    ...plan,
    ...(use && { life: lifeOf(plan, use, pricesOf(request, use, plan.meanMfu)) }),
    ...(intervals && { intervals }),
  };
}

/** The storage of a run: as long as it takes unless the request says how long. */
function storageOf(request: PlanRequest, { N, D }: Work, days: number): Plan['storage'] {
  const { checkpoints = DEFAULT_CHECKPOINTS, months = monthsOf(days), pricePerGbMonth = storagePrice.middle } = request.storage ?? {};
  const tokens = Math.min(D, request.law.coefficients['U'] ?? Infinity);
  return storageBill({ N, tokens, vocabulary: vocabularyOf(request), checkpoints, months, pricePerGbMonth });
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
  const holding = failures.some(({ constraint }) => constraint === 'memory' || constraint === 'layout') ? holdersOf(request) : undefined;
  const accelerators = holding?.cheapest;
  return [
    ...(holding === undefined ? [] : [{ relaxed: describeHolders(holding), changes: { accelerators } }]),
    { relaxed: 'as many accelerators as it takes', changes: { accelerators: undefined } },
    { relaxed: 'as many days as it takes', changes: { days: undefined } },
    { relaxed: 'as much money and energy as it takes', changes: { money: undefined, energy: undefined } },
    {
      relaxed: 'as much time, money and energy as it takes',
      changes: { days: undefined, money: undefined, energy: undefined, ...(accelerators !== undefined && { accelerators }) },
    },
  ];
}

/** Accelerators that hold a model: the fewest, which may have next to no room to work in, and those near them that train it for the least. */
interface Holders {
  readonly fewest: number;
  readonly cheapest: number;
}

function describeHolders({ fewest, cheapest }: Holders): string {
  if (fewest === cheapest) return `${fewest} accelerators, the fewest that hold the model`;
  return `${cheapest} accelerators, as the ${fewest} that would hold the model cost more`;
}

/** Up to so many times the fewest accelerators are looked at for cheaper ones, and of nearly equal ones the fewest are taken. */
const HOLDERS_AROUND = 4;
const NEARLY_CHEAPEST = 1.05;

/** What holds a request's model of N parameters. */
function holdersOf(request: PlanRequest): Holders | undefined {
  const work = request.N !== undefined ? { N: request.N } : hasWork(request) ? workOf(request) : undefined;
  if (work === undefined || 'least' in work) return undefined;
  const { N } = work;
  const open = { ...request, accelerators: undefined };
  const first = firstFleets(open, N, 1, 64);
  if ('failures' in first) return undefined;
  const fewest = first[0].accelerators;
  const near = firstFleets(open, N, fewest, Math.min(MOST_ACCELERATORS, HOLDERS_AROUND * fewest));
  if ('failures' in near) return { fewest, cheapest: fewest };
  // accelerator-days of a token
  const cost = (fleet: Fleet) => daysOf(request, { N, D: 1 }, fleet) * fleet.accelerators;
  const least = Math.min(...near.map(cost));
  return { fewest, cheapest: near.find((fleet) => cost(fleet) <= least * NEARLY_CHEAPEST)!.accelerators };
}
