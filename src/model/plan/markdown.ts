import { formatCount, formatQuantity, formatScientific } from '../../quantities/format';
import { formatShare } from '../corpus/supply';
import { runShares } from './breakdown';
import { INTERRUPTIONS, USUAL_DAYS } from './defaults';
import { describeLayout } from './layout';
import { costRatioOrigin } from './lifetime';
import { memoryParts, totalMemory } from './memory';
import { describeFailure, describeRequest, dollars, gigabytes, plural, trim } from './phrases';
import { type PlanOption, distinguished, planOptions } from './options';
import type { Interval, Plan, PlanAnswer, PlanRequest } from './request';
import { type FigureIntervals, figureIntervals } from './spread';
import { storageOrigin } from './storage';
import { timeParts, totalTime } from './time';
import { type PlanFigure, planFigures, traceFigure, traceMemory, traceTime } from './trace';
import { textOfTokens } from './words';

/** What the figures of a plan are called. */
export const figureNames: Readonly<Record<PlanFigure, string>> = {
  N: 'parameters',
  D: 'tokens',
  days: 'days',
  cost: 'money',
  loss: 'loss',
  C: 'compute',
  acceleratorHours: 'accelerator-hours',
  energy: 'energy',
  carbon: 'carbon',
  mfu: 'MFU in the steady state',
  meanMfu: 'MFU over the whole run',
  tokensPerSecond: 'throughput',
};

/** What the parts of memory, of a step and of a run are called. */
export const partNames = {
  weights: 'weights',
  gradients: 'gradients',
  optimizer: 'optimizer',
  activations: 'activations',
  buffers: 'buffers',
  matrices: 'matrix products',
  elementwise: 'elementwise',
  tensor: 'tensor parallelism',
  pipeline: 'pipeline transfers',
  bubble: 'bubble',
  data: 'data parallelism',
  useful: 'FLOP at the peak',
  waiting: 'below the peak',
  failures: 'failures and checkpoints',
  interruptions: 'loading, evaluation, stalls',
} as const;

/** Value of a figure; undefined where it is not known. */
export function figureValue(figure: PlanFigure, plan: Plan): number | undefined {
  switch (figure) {
    case 'days':
    case 'acceleratorHours':
    case 'cost':
    case 'energy':
    case 'carbon':
      return plan.bill[figure];
    default:
      return plan[figure];
  }
}

/** A figure as people read it, split so that the unit can be set smaller. */
export function formatFigure(figure: PlanFigure, value: number): { readonly number: string; readonly unit: string } {
  switch (figure) {
    case 'N':
      return { number: formatCount(value), unit: '' };
    case 'D':
      return { number: formatCount(value), unit: '' };
    case 'C':
      return { number: formatScientific(value), unit: 'FLOP' };
    case 'loss':
      return formatQuantity('loss', value, 2);
    case 'days':
      return { number: trim(value), unit: 'days' };
    case 'cost':
      return { number: dollars(value), unit: '' };
    case 'acceleratorHours':
      return { number: formatCount(value), unit: 'h' };
    case 'energy':
      return value >= 1e6 ? { number: trim(value / 1e6), unit: 'GWh' } : { number: trim(value / 1000), unit: 'MWh' };
    case 'carbon':
      return { number: trim(value / 1000), unit: 't CO2e' };
    case 'mfu':
    case 'meanMfu':
      return { number: trim(value * 100), unit: '%' };
    case 'tokensPerSecond':
      return { number: formatCount(value), unit: 'tokens/s' };
  }
}

/** What a plan assumes because nobody published it, in whole sentences: the answer is no better than that. */
export function planGuesses(
  { accelerator, mfu = 0, isMfuAssumed, isPriceAssumed }: PlanRequest,
  { pricePerHour }: Plan,
): readonly string[] {
  return [
    ...(isMfuAssumed
      ? [`The links of ${accelerator.name} are not known, so no layout is checked: an MFU of ${formatShare(mfu)} is our assumption.`]
      : []),
    ...(isPriceAssumed && pricePerHour !== undefined
      ? [`No price of ${accelerator.name} is published: ${dollars(pricePerHour)} an hour is our assumption, and money follows from it.`]
      : []),
  ];
}

/** What a plan takes for granted, in whole sentences. */
export function planAssumptions(request: PlanRequest, plan: Plan): readonly string[] {
  const { mfu, isMfuAssumed, accelerators, days, objective } = request;
  return [
    `${formatShare(INTERRUPTIONS)} is added to the steady state for loading, evaluation and stalls, and failures come at the rate of Llama 3.`,
    ...(mfu === undefined || isMfuAssumed ? [] : ['The utilisation was set by hand, so no layout is checked.']),
    ...planGuesses(request, plan),
    ...(accelerators === undefined
      ? [`The number of accelerators is the best for ${objective === 'time' ? 'time' : 'money'} within ${days ?? USUAL_DAYS} days.`]
      : []),
    ...(plan.bill.cost === undefined ? ['No price is known, so nothing is said of money.'] : []),
    ...(plan.bill.energy === undefined ? ['The power is not published, so nothing is said of energy.'] : []),
  ];
}

/** The answer as a quotation in Markdown: question, figures with intervals, layout, memory, step, costs, alternatives, sources. */
export function planMarkdown(request: PlanRequest, answer: PlanAnswer): string {
  const head = `# Quotation for a training run\n\n${describeRequest(request)}.\n`;
  if (answer.isFeasible) return `${head}\n${quotation(request, answer.plan)}`;
  const { failures, nearest, relaxed } = answer;
  const why = failures.map((failure) => `- ${describeFailure(failure)}\n`).join('');
  const refusal = `${head}\n## Not possible\n\n${why}`;
  if (!nearest) return refusal;
  return `${refusal}\n## The nearest run, with ${relaxed}\n\n${quotation(request, nearest)}`;
}

function quotation(request: PlanRequest, plan: Plan): string {
  const { layout, accelerator } = plan;
  const intervals = figureIntervals(plan);
  const options = planOptions(request, plan);
  return [
    table(
      ['', 'value', '80 % interval', 'how'],
      [
        ['accelerators', `${plan.accelerators} × ${accelerator.name}`, '', ''],
        ...planFigures.flatMap((figure) => {
          const value = figureValue(figure, plan);
          if (value === undefined) return [];
          const { formula, source } = traceFigure(figure, request, plan);
          return [[figureNames[figure], text(figure, value), between(figure, intervals), `${formula}; ${source}`]];
        }),
        ...(plan.life
          ? [
              [
                'training and use',
                dollars(plan.life.bill.total),
                '',
                `${formatCount(plan.life.inferenceTokens)} tokens of use; ${costRatioOrigin.source}`,
              ],
            ]
          : []),
        ['storage', dollars(plan.storage.cost), '', `${storageOrigin.formula}; ${storageOrigin.source}`],
        ['words', `${formatCount(textOfTokens(plan.D, 'english'))} of English`, '', '0.75 words a token'],
      ],
    ),
    layout &&
      `## Layout\n\n${describeLayout(layout.layout)}.\n\n${table(
        ['memory of an accelerator', 'size', 'share', 'how'],
        [
          ...memoryParts
            .filter((part) => layout.memoryParts[part] > 0)
            .map((part) => {
              const { formula, source } = traceMemory(part, request, plan);
              const bytes = layout.memoryParts[part];
              return [partNames[part], gigabytes(bytes), formatShare(bytes / accelerator.memory), `${formula}; ${source}`];
            }),
          ['in all', gigabytes(totalMemory(layout.memoryParts)), formatShare(layout.memory / accelerator.memory), ''],
        ],
      )}\n${table(
        ['a step', 'seconds', 'share', 'how'],
        [
          ...timeParts
            .filter((part) => layout.timeParts[part] > 0)
            .map((part) => {
              const { formula, source } = traceTime(part, request, plan);
              const seconds = layout.timeParts[part];
              return [partNames[part], seconds.toFixed(3), formatShare(seconds / totalTime(layout.timeParts)), `${formula}; ${source}`];
            }),
          ['in all', totalTime(layout.timeParts).toFixed(3), '100 %', ''],
        ],
      )}`,
    `## Where the money goes\n\n${table(
      ['', 'days', 'money', 'share'],
      runShares(plan).map(({ part, days, share }) => [
        partNames[part],
        trim(days),
        plan.bill.cost === undefined ? '–' : dollars(plan.bill.cost * share),
        formatShare(share),
      ]),
    )}`,
    options.length > 1 && `## Alternatives\n\n${alternatives(options)}`,
    `## Taken for granted\n\n${planAssumptions(request, plan)
      .map((each) => `- ${each}\n`)
      .join('')}`,
  ]
    .filter((part) => typeof part === 'string')
    .join('\n');
}

function alternatives(options: readonly PlanOption[]): string {
  return table(
    ['', 'accelerators', 'days', 'money', 'MFU', 'layout'],
    distinguished(options).map(({ by, option }) => [
      by.join(', '),
      String(option.accelerators),
      trim(option.days),
      option.cost === undefined ? '–' : dollars(option.cost),
      formatShare(option.mfu),
      describeLayout(option.layout),
    ]),
  );
}

function text(figure: PlanFigure, value: number): string {
  if (figure === 'days') return plural(value, 'day');
  const { number, unit } = formatFigure(figure, value);
  return unit === '' ? number : `${number} ${unit}`;
}

function between(figure: PlanFigure, intervals: FigureIntervals): string {
  const interval = (intervals as Partial<Record<PlanFigure, Interval>>)[figure];
  return interval ? formatInterval(figure, interval) : '';
}

/** The ends of an interval of a figure: `43.0B to 70.7B`; an end that no draw bounds is `no end`. */
export function formatInterval(figure: PlanFigure, [low, high]: Interval): string {
  const end = (value: number) => (Number.isFinite(value) ? formatFigure(figure, value).number : 'no end');
  return `${end(low)} to ${end(high)}`;
}

/** A table of Markdown; bars in its cells are escaped. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return `${line(head)}|${' --- |'.repeat(head.length)}\n${rows.map(line).join('')}`;
}
