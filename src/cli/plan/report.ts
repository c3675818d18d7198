import { formatShare } from '../../model/corpus/supply';
import { latestPrice } from '../../model/plan/hardware';
import { describeLayout } from '../../model/plan/layout';
import { type Origin, memoryOriginsOf, memoryParts, totalMemory } from '../../model/plan/memory';
import { describeFailure, describeRequest, dollars, gigabytes, plural, trim } from '../../model/plan/phrases';
import type { Interval, Plan, PlanAnswer, PlanFailure, PlanLayout, PlanRequest } from '../../model/plan/request';
import { DEFAULT_BLOCKS, INTERRUPTIONS, MOST_ACCELERATORS, USUAL_DAYS, batchOf, shapeOf } from '../../model/plan/defaults';
import { type ParetoRun, paretoRuns } from '../../model/plan/fleet';
import type { StorageBill } from '../../model/plan/storage';
import { textOfTokens } from '../../model/plan/words';
import { timeOrigins, timeParts, totalTime } from '../../model/plan/time';
import { formatCount, formatValue } from '../../quantities/format';
import { formatTable } from '../table';

const TERA = 1e12;

/** The answer for people, like a quotation: the question, the answer, and what it is made of. */
export function toText(request: PlanRequest, answer: PlanAnswer): string {
  const question = `${describeRequest(request)}\n`;
  if (answer.isFeasible) return `${question}${planText(request, answer.plan)}`;
  const { failures, nearest, relaxed } = answer;
  const hint = (failure: PlanFailure) => (failure.constraint === 'layout' ? '; --shape sets heads and layers' : '');
  const why = failures.map((failure) => `Not possible: ${describeFailure(failure)}${hint(failure)}.\n`).join('');
  if (!nearest)
    return `${question}\n${why}${failures.some(({ constraint }) => constraint === 'loss') ? '' : `No run on up to ${MOST_ACCELERATORS} accelerators comes near.\n`}`;
  return `${question}\n${why}\nThe nearest run, with ${relaxed}:\n${planText(request, nearest)}`;
}

function planText(request: PlanRequest, plan: Plan): string {
  const { N, D, loss, accelerators, accelerator, bill, layout, intervals } = plan;
  const uncertain = (interval: Interval | undefined, format: (value: number) => string) =>
    interval ? ` (${format(interval[0])} to ${format(interval[1])})` : '';
  const answer = [
    ['parameters', formatCount(N) + uncertain(intervals?.N, (value) => formatCount(value))],
    [
      'tokens',
      `${formatCount(D)}${uncertain(intervals?.D, (value) => formatCount(value))}, about ${formatCount(textOfTokens(D, 'english'))} English words`,
    ],
    ['compute', formatValue('C', plan.C) + uncertain(intervals?.C, (value) => formatValue('C', value))],
    ['loss', formatValue('loss', loss) + uncertain(intervals?.loss, (value) => value.toFixed(4))],
    ['accelerators', `${accelerators} × ${accelerator.name}`],
    ['time', `${plural(bill.days, 'day')}${uncertain(intervals?.days, trim)}, ${formatCount(bill.acceleratorHours)} accelerator-hours`],
    ...(bill.cost === undefined
      ? [['money', `unknown: no price of ${accelerator.name} is published; --price sets one`]]
      : [['money', `${dollars(bill.cost)}${uncertain(intervals?.cost, dollars)} at ${dollars(plan.pricePerHour!)} an hour`]]),
    ...(bill.energy === undefined
      ? [['energy', `unknown: the power of ${accelerator.name} is not published`]]
      : [['energy', `${formatCount(bill.energy / 1000)} MWh, ${formatCount(bill.carbon! / 1000)} t CO2e`]]),
    ['utilisation', `${formatShare(plan.mfu)} of the peak by 6ND in the steady state, ${formatShare(plan.meanMfu)} over the whole run`],
    [
      'failures',
      `one in ${trim(plan.overhead.hoursBetweenFailures)} h, a checkpoint each ${trim(plan.overhead.checkpointHours)} h, goodput ${formatShare(plan.overhead.goodput)}`,
    ],
    ['storage', storageText(plan.storage)],
    ...lifeRows(plan),
  ];
  return `\n${formatTable(answer)}${layout ? layoutText(request, N, layout, accelerator.memory) : ''}${request.accelerators === undefined ? paretoText(paretoRuns(request, plan)) : ''}${assumptions(request, plan)}`;
}

function storageText({ checkpoints, data, months, cost }: StorageBill): string {
  const terabytes = (bytes: number) => `${trim(bytes / TERA)} TB`;
  return `${terabytes(checkpoints)} of checkpoints and ${terabytes(data)} of tokens for ${plural(months, 'month')}, ${dollars(cost)}`;
}

/** What training and use cost together, and what another size would have. */
function lifeRows({ life }: Plan): readonly (readonly string[])[] {
  if (!life) return [];
  const { bill, inferenceTokens, prices, chosen } = life;
  const interval = chosen?.interval;
  return [
    [
      'life',
      `${dollars(bill.total)}${interval ? ` (${dollars(interval[0])} to ${dollars(interval[1])})` : ''}: training ${dollars(bill.training)}, reading ${dollars(bill.reading)}, writing ${dollars(bill.writing)} for ${formatCount(inferenceTokens)} tokens of use`,
    ],
    [
      'inference',
      `a FLOP costs m = ${trim(prices.ratio)} times one of training, at ${formatShare(prices.utilisation.reading)} of the peak in reading and ${formatShare(prices.utilisation.writing)} in writing`,
    ],
    ...(chosen
      ? [
          [
            'instead of',
            `${formatCount(chosen.trainingOptimal.N)} parameters on ${formatCount(chosen.trainingOptimal.D)} tokens, cheapest to train: ${dollars(chosen.trainingOptimal.bill.total)} over its life, ${formatShare(chosen.saving)} saved`,
          ],
        ]
      : []),
  ];
}

function layoutText(request: PlanRequest, N: number, layout: PlanLayout, available: number): string {
  const { blocks = DEFAULT_BLOCKS } = request;
  const { layers, width, heads, context } = shapeOf(request, N);
  const { memoryParts: memory, timeParts: time, utilisation } = layout;
  const seconds = (value: number) => `${value.toFixed(3)} s`;
  const rows = <P extends string>(
    parts: readonly P[],
    values: Readonly<Record<P, number>>,
    origins: Readonly<Record<P, Origin>>,
    format: (value: number) => string,
  ) => parts.filter((part) => values[part] > 0).map((part) => [`  ${part}`, format(values[part]), origins[part].formula]);
  return `
${layers} layers of ${width}, ${heads} heads, blocks as ${blocks === 'llama' ? 'Llama’s' : 'GPT-3’s'}; steps of ${batchOf(request, N)} × ${context} tokens
${describeLayout(layout.layout)}

${formatTable(
  [
    ['memory', gigabytes(totalMemory(memory)), `of ${gigabytes(available)} on each accelerator`],
    ...rows(memoryParts, memory, memoryOriginsOf(blocks), gigabytes),
    [
      'step',
      seconds(totalTime(time)),
      `${formatCount(utilisation.tokensPerSecond)} tokens/s, MFU ${formatShare(utilisation.mfu)}, HFU ${formatShare(utilisation.hfu)} with attention`,
    ],
    ...rows(timeParts, time, timeOrigins, seconds),
  ],
  ['left', 'right'],
)}`;
}

/** Most rows of the trade of days against money for people. */
const PARETO_ROWS = 8;

/** Days against money, thinned evenly to a few rows. */
function paretoText(runs: readonly ParetoRun[]): string {
  if (runs.length < 2) return '';
  const shown = Math.min(PARETO_ROWS, runs.length);
  const rows = Array.from({ length: shown }, (_, i) => runs[Math.round((i * (runs.length - 1)) / (shown - 1))]!);
  return `\n${formatTable(
    [
      ['faster or cheaper', 'days', 'accelerator-hours', 'money'],
      ...rows.map(({ accelerators, days, acceleratorHours, cost }) => [
        `  ${accelerators} accelerators`,
        trim(days),
        formatCount(acceleratorHours),
        cost === undefined ? '' : dollars(cost),
      ]),
    ],
    ['left', 'right', 'right', 'right'],
  )}`;
}

/** What the answer takes for granted, and could be told. */
function assumptions(
  { accelerator, accelerators, days, mfu, pricePerHour, objective }: PlanRequest,
  { accelerators: chosen }: Plan,
): string {
  const price = latestPrice(accelerator);
  const notes = [
    `${formatShare(INTERRUPTIONS)} added to the steady state for loading, evaluation and stalls, and failures at the rate of Llama 3`,
    ...(mfu === undefined ? [] : ['utilisation set by hand: no layout is checked']),
    ...(pricePerHour === undefined && price
      ? [`price: ${price.source}, ${price.when}${price.low === price.high ? '' : `, ${dollars(price.low)} to ${dollars(price.high)}`}`]
      : []),
    ...(accelerators === undefined
      ? [
          `${chosen} ${chosen === 1 ? 'accelerator' : 'accelerators'}: the best ${objective === 'time' ? 'time' : 'money'} within ${days ?? USUAL_DAYS} days`,
        ]
      : []),
  ];
  return `\nTaken for granted: ${notes.join('; ')}.\n`;
}
