import { formatShare } from '../../model/corpus/supply';
import { latestPrice } from '../../model/plan/hardware';
import { costRatioOrigin } from '../../model/plan/lifetime';
import { describeLayout } from '../../model/plan/layout';
import { type Origin, memoryOrigins, memoryParts, totalMemory } from '../../model/plan/memory';
import type { Interval, Plan, PlanAnswer, PlanFailure, PlanLayout, PlanLife, PlanRequest } from '../../model/plan/request';
import { INTERRUPTIONS, MOST_ACCELERATORS, USUAL_DAYS } from '../../model/plan/defaults';
import { type ParetoRun, paretoRuns } from '../../model/plan/fleet';
import { type StorageBill, storageOrigin } from '../../model/plan/storage';
import { textOfTokens } from '../../model/plan/words';
import { timeOrigins, timeParts, totalTime } from '../../model/plan/time';
import { formatCount, formatValue } from '../../quantities/format';
import { formatTable } from '../table';

const GIGA = 1e9;
const TERA = 1e12;

/** The answer for people, like a quotation: the question, the answer, and what it is made of. */
export function toText(request: PlanRequest, answer: PlanAnswer): string {
  const question = `${questionOf(request)}\n`;
  if (answer.isFeasible) return `${question}${planText(request, answer.plan)}`;
  const { failures, nearest, relaxed } = answer;
  const why = failures.map((failure) => `Not possible: ${describeFailure(failure)}.\n`).join('');
  if (!nearest)
    return `${question}\n${why}${failures.some(({ constraint }) => constraint === 'loss') ? '' : `No run on up to ${MOST_ACCELERATORS} accelerators comes near.\n`}`;
  return `${question}\n${why}\nThe nearest run, with ${relaxed}:\n${planText(request, nearest)}`;
}

/** What was asked, in one line. */
function questionOf({ accelerator, accelerators, days, money, energy, N, D, C, loss, law, use }: PlanRequest): string {
  const known = [
    N !== undefined && `${formatCount(N)} parameters`,
    D !== undefined && formatValue('D', D),
    C !== undefined && formatValue('C', C),
    loss !== undefined && `loss ${loss}`,
    days !== undefined && plural(days, 'day'),
    money !== undefined && dollars(money),
    use !== undefined && `${formatCount(use.inferenceTokens)} tokens of use`,
    energy !== undefined && `${formatCount(energy)} kWh`,
  ].filter((part) => part !== false);
  return `${known.join(', ')}${known.length > 0 ? ' on ' : ''}${accelerators === undefined ? '' : `${accelerators} × `}${accelerator.name}, under ${law.label}`;
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
      ? []
      : [['money', `${dollars(bill.cost)}${uncertain(intervals?.cost, dollars)} at ${dollars(plan.pricePerHour!)} an hour`]]),
    ...(bill.energy === undefined
      ? []
      : [['energy', `${formatCount(bill.energy / 1000)} MWh, ${formatCount(bill.carbon! / 1000)} t CO2e`]]),
    ['utilisation', `${formatShare(plan.mfu)} of the peak by 6ND in the steady state, ${formatShare(plan.meanMfu)} over the whole run`],
    [
      'failures',
      `one in ${trim(plan.overhead.hoursBetweenFailures)} h, a checkpoint each ${trim(plan.overhead.checkpointHours)} h, goodput ${formatShare(plan.overhead.goodput)}`,
    ],
    ['storage', storageText(plan.storage)],
    ...lifeRows(plan),
  ];
  return `\n${formatTable(answer)}${layout ? layoutText(layout, accelerator.memory) : ''}${request.accelerators === undefined ? paretoText(paretoRuns(request, plan)) : ''}${assumptions(request, plan)}`;
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
    ['inference', `a FLOP costs m = ${trim(prices.ratio)} times one of training`],
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

function layoutText(layout: PlanLayout, available: number): string {
  const { memoryParts: memory, timeParts: time, utilisation } = layout;
  const seconds = (value: number) => `${value.toFixed(3)} s`;
  const rows = <P extends string>(
    parts: readonly P[],
    values: Readonly<Record<P, number>>,
    origins: Readonly<Record<P, Origin>>,
    format: (value: number) => string,
  ) => parts.filter((part) => values[part] > 0).map((part) => [`  ${part}`, format(values[part]), origins[part].formula]);
  return `
${describeLayout(layout.layout)}

${formatTable(
  [
    ['memory', gigabytes(totalMemory(memory)), `of ${gigabytes(available)} on each accelerator`],
    ...rows(memoryParts, memory, memoryOrigins, gigabytes),
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
      ? [`${plural(chosen, 'accelerator')}: the best ${objective === 'time' ? 'time' : 'money'} within ${days ?? USUAL_DAYS} days`]
      : []),
  ];
  return `\nTaken for granted: ${notes.join('; ')}.\n`;
}

/** A failure in words: what it takes, what there is, and how many times too much. */
function describeFailure({ constraint, needed, allowed }: PlanFailure): string {
  const times = `${trim(needed / allowed)} times`;
  switch (constraint) {
    case 'memory':
      return `memory: the smallest layout needs ${gigabytes(needed)} on each accelerator and there are ${gigabytes(allowed)}, ${times} as much as there is`;
    case 'days':
      return `time: it takes ${plural(needed, 'day')} and there are ${trim(allowed)}, ${times} as many as allowed`;
    case 'money':
      return `money: it costs ${dollars(needed)} and there are ${dollars(allowed)}, ${times} as much as allowed`;
    case 'energy':
      return `energy: it draws ${formatCount(needed)} kWh and there are ${formatCount(allowed)}, ${times} as much as allowed`;
    case 'loss':
      return `loss: ${trim(allowed)} is below ${needed.toFixed(4)}, the least that this law reaches with what is given`;
    case 'layout':
      return 'layout: no layout with these choices divides the heads, the layers, a node and the accelerators; --shape sets heads and layers';
  }
}

/** The answer for machines. */
export function toJson(request: PlanRequest, answer: PlanAnswer): object {
  const { law } = request;
  if (answer.isFeasible) {
    const pareto = request.accelerators === undefined && { pareto: paretoRuns(request, answer.plan) };
    return { law: law.id, feasible: true, ...planJson(answer.plan), ...pareto };
  }
  const { failures, nearest, relaxed } = answer;
  return {
    law: law.id,
    feasible: false,
    failures: failures.map((failure) => ({ ...failure, ratio: failure.needed / failure.allowed, text: describeFailure(failure) })),
    ...(nearest && { nearest: { relaxed, ...planJson(nearest) } }),
  };
}

function planJson({ accelerator, accelerators, bill, layout, overhead, storage, intervals, life, ...plan }: Plan): object {
  const { acceleratorHours, ...rest } = bill;
  return {
    ...plan,
    hardware: accelerator.id,
    gpus: accelerators,
    gpuHours: acceleratorHours,
    ...rest,
    ...(layout && {
      layout: layout.layout,
      stepSeconds: layout.stepSeconds,
      memoryPerGpu: layout.memory,
      memory: traced(memoryParts, layout.memoryParts, memoryOrigins, 'bytes'),
      step: traced(timeParts, layout.timeParts, timeOrigins, 'seconds'),
      utilisation: layout.utilisation,
    }),
    reliability: overhead,
    storage: { ...storage, ...storageOrigin },
    ...(life && { life: lifeJson(life) }),
    ...Object.fromEntries(Object.entries(intervals ?? {}).flatMap(([id, ends]) => (ends ? [[`${id}_interval`, ends]] : []))),
  };
}

/** A life with the cost ratio m, which `--set inferenceCostRatio` takes elsewhere, and where that comes from. */
function lifeJson({ inferenceTokens, bill, prices, chosen }: PlanLife): object {
  const { interval, ...choice } = chosen ?? {};
  return {
    inferenceTokens,
    ...bill,
    inferenceCostRatio: prices.ratio,
    pricePerFlop: prices,
    ...costRatioOrigin,
    ...choice,
    ...(interval && { total_interval: interval }),
  };
}

/** Each part with its value and where that comes from. */
function traced<P extends string>(
  parts: readonly P[],
  values: Readonly<Record<P, number>>,
  origins: Readonly<Record<P, Origin>>,
  unit: string,
): object {
  return Object.fromEntries(parts.map((part) => [part, { [unit]: values[part], ...origins[part] }]));
}

function gigabytes(bytes: number): string {
  return `${(bytes / GIGA).toFixed(1)} GB`;
}

/** Three digits, without an exponent. */
function trim(value: number): string {
  return value >= 1e6 || value < 1e-3 ? formatCount(value) : String(Number(value.toPrecision(3)));
}

/** A number with its unit: `1 day`, `2.5 days`. */
function plural(value: number, unit: string): string {
  const number = trim(value);
  return `${number} ${unit}${number === '1' ? '' : 's'}`;
}

function dollars(value: number): string {
  return value < 1000 ? `$${value.toFixed(2)}` : `$${formatCount(value)}`;
}
