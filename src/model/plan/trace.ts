import { formatCount, formatScientific, formatStated } from '../../quantities/format';
import { formOf } from '../laws';
import { DEFAULT_GRID, DEFAULT_PUE } from './cost';
import { feedForwardParameters, keyValueHeads } from './block';
import { DEFAULT_BLOCKS, INTERRUPTIONS, batchOf, shapeOf } from './defaults';
import { latestPrice } from './hardware';
import { microbatchesOf } from './layout';
import { type MemoryPart, layerPlaces, memoryOriginsOf } from './memory';
import { gigabytes } from './phrases';
import type { Plan, PlanRequest } from './request';
import { type TimePart, efficiency, layerParameters, timeOrigins } from './time';
import { hasWork, isSizedForUse } from './work';

/** One number that went into a figure. */
export interface TraceInput {
  /** Symbol in the formula, or what it is. */
  readonly name: string;
  /** Value with its unit. */
  readonly text: string;
}

/** Where a figure comes from: how it is worked out, what went in, and who says so. */
export interface Trace {
  readonly formula: string;
  readonly inputs: readonly TraceInput[];
  readonly source: string;
}

/** Figures of a plan, in the order in which they are shown. */
export const planFigures = [
  'N',
  'D',
  'days',
  'cost',
  'loss',
  'C',
  'acceleratorHours',
  'energy',
  'carbon',
  'mfu',
  'meanMfu',
  'tokensPerSecond',
] as const;

/** One of them. */
export type PlanFigure = (typeof planFigures)[number];

/** Where each figure of a plan comes from. */
export function traceFigure(figure: PlanFigure, request: PlanRequest, plan: Plan): Trace {
  const { law } = request;
  const { N, D, accelerators, accelerator, bill, overhead } = plan;
  const parameters = { name: 'N', text: formatCount(N) };
  const tokens = { name: 'D', text: `${formatCount(D)} tokens` };
  const hours = { name: 'accelerator-hours', text: formatCount(bill.acceleratorHours) };
  switch (figure) {
    case 'N':
    case 'D':
      return request[figure] === undefined
        ? traceWork(figure, request, plan)
        : { formula: `${figure} as it is given`, inputs: [], source: 'the question' };
    case 'loss':
      return { formula: formOf(law).formula, inputs: [parameters, tokens, ...coefficients(request)], source: law.source };
    case 'C':
      if (isBudget(request)) {
        return {
          formula: 'accelerator-hours × 3600 s × peak × MFU over the whole run',
          inputs: [
            hours,
            { name: 'peak', text: `${formatStated(accelerator.peak / 1e12, 4)} TFLOP/s` },
            { name: 'MFU over the whole run', text: percent(plan.meanMfu) },
          ],
          source: 'the budget of the question; Chowdhery et al. 2022 (PaLM), appendix B',
        };
      }
      return { formula: 'C = 6·N·D', inputs: [parameters, tokens], source: 'Kaplan et al. 2020, arXiv 2001.08361, section 2.1' };
    case 'days':
      return {
        formula: 'D / rate × (1 + lost to failures) × (1 + interruptions) / 86 400 s',
        inputs: [
          tokens,
          { name: 'rate', text: `${formatCount(plan.tokensPerSecond)} tokens/s` },
          { name: 'lost to failures', text: percent(overhead.share) },
          { name: 'time between failures', text: `${formatStated(overhead.hoursBetweenFailures, 3)} h` },
          { name: 'of one accelerator', text: `${formatCount(overhead.hoursBetweenFailures * accelerators)} h` },
          { name: 'between checkpoints', text: `${formatStated(overhead.checkpointHours, 3)} h` },
          { name: 'interruptions', text: percent(INTERRUPTIONS) },
        ],
        source: 'failures at the rate of Llama 3, arXiv 2407.21783; checkpoints by Daly 2006; interruptions are our assumption',
      };
    case 'acceleratorHours':
      return {
        formula: 'accelerators × days × 24 h',
        inputs: [
          { name: 'accelerators', text: String(accelerators) },
          { name: 'days', text: formatStated(bill.days, 4) },
        ],
        source: 'arithmetic',
      };
    case 'cost':
      return {
        formula: 'accelerator-hours × price of an hour',
        inputs: [hours, { name: 'price', text: `$${formatStated(plan.pricePerHour ?? Number.NaN, 4)}` }],
        source: priceSource(request),
      };
    case 'energy':
      return {
        formula: 'accelerator-hours × board power × PUE / 1000',
        inputs: [
          hours,
          { name: 'board power', text: `${accelerator.watts ?? '–'} W` },
          { name: 'PUE', text: String(request.pue ?? DEFAULT_PUE) },
        ],
        source: `power: ${accelerator.source}; PUE: ${request.pue === undefined ? 'Touvron et al. 2023 (LLaMA), arXiv 2302.13971' : 'the question'}`,
      };
    case 'carbon':
      return {
        formula: 'energy × carbon of a kWh',
        inputs: [
          { name: 'energy', text: `${formatCount(bill.energy ?? Number.NaN)} kWh` },
          { name: 'carbon', text: `${request.kgPerKwh ?? DEFAULT_GRID} kg CO2e/kWh` },
        ],
        source:
          request.kgPerKwh === undefined
            ? 'mean of the United States as Touvron et al. 2023 (LLaMA) report, arXiv 2302.13971'
            : 'the question',
      };
    case 'mfu':
      return {
        formula: '6·N × rate / (accelerators × peak)',
        inputs: [
          parameters,
          { name: 'rate', text: `${formatCount(plan.tokensPerSecond)} tokens/s` },
          { name: 'accelerators', text: String(accelerators) },
          { name: 'peak', text: `${formatStated(accelerator.peak / 1e12, 4)} TFLOP/s` },
        ],
        source: plan.layout ? `peak: ${accelerator.source}; rate: our model of the layout` : mfuSource(request),
      };
    case 'meanMfu':
      return {
        formula: 'MFU / ((1 + lost to failures) × (1 + interruptions))',
        inputs: [
          { name: 'MFU', text: percent(plan.mfu) },
          { name: 'lost to failures', text: percent(overhead.share) },
          { name: 'interruptions', text: percent(INTERRUPTIONS) },
        ],
        source: 'as for the days',
      };
    case 'tokensPerSecond':
      return plan.layout
        ? {
            formula: 'sequences of a step × tokens of a sequence / seconds of a step',
            inputs: [
              { name: 'sequences', text: String(batchOf(request, N)) },
              { name: 'tokens of a sequence', text: String(shapeOf(request, N).context) },
              { name: 'seconds', text: formatStated(plan.layout.stepSeconds, 4) },
            ],
            source: 'our model of the layout, part by part in the step below',
          }
        : {
            formula: 'accelerators × peak × MFU / (6·N)',
            inputs: [parameters, { name: 'MFU', text: percent(plan.mfu) }],
            source: mfuSource(request),
          };
  }
}

/** How parameters or tokens that are not given were found. */
function traceWork(figure: 'N' | 'D', request: PlanRequest, plan: Plan): Trace {
  const { N, D, loss, use, law } = request;
  const compute = { name: 'C', text: `${formatScientific(plan.C)} FLOP` };
  const wanted = { name: 'L', text: `${loss} nat/token` };
  const parameters = { name: 'N', text: formatCount(plan.N) };
  const tokens = { name: 'D', text: `${formatCount(plan.D)} tokens` };
  const used = { name: 'tokens of use', text: formatCount(use?.inferenceTokens ?? 0) };
  const trace = (formula: string, inputs: readonly TraceInput[], source = law.source): Trace => ({ formula, inputs, source });
  if (N === undefined && D === undefined) {
    if (plan.life?.chosen) {
      const formula = `${figure} of the least money over training and use`;
      return trace(formula, [...(loss === undefined ? [] : [wanted]), used, ...coefficients(request)], LIFETIME_SOURCE);
    }
    if (loss === undefined) return trace(`${figure} of the least loss at 6·N·D = C`, [compute, ...coefficients(request)]);
    return trace(`${figure} of the least 6·N·D that reaches the loss`, [wanted, ...coefficients(request)]);
  }
  const other = figure === 'D' ? parameters : tokens;
  if (loss !== undefined) return trace(`${figure} at which the law gives the loss asked for`, [wanted, other, ...coefficients(request)]);
  if (isSizedForUse(request)) {
    return trace(
      'D for which no other size has this loss for fewer FLOP of training and use',
      [other, used, ...coefficients(request)],
      LIFETIME_SOURCE,
    );
  }
  if (request.C === undefined && !isBudget(request))
    return trace('D for which no other size has this loss for less compute', [other, ...coefficients(request)]);
  return trace(figure === 'D' ? 'D = C / (6·N)' : 'N = C / (6·D)', [compute, other], 'arithmetic');
}

const LIFETIME_SOURCE = 'Sardana and Frankle 2024, arXiv 2401.00448';

/** Whether the compute is what a budget of time, money or energy buys, and no more is asked. */
function isBudget(request: PlanRequest): boolean {
  const { accelerators, days, money, energy } = request;
  if (hasWork(request) || isSizedForUse(request)) return false;
  return money !== undefined || energy !== undefined || (accelerators !== undefined && days !== undefined);
}

function mfuSource({ accelerator, isMfuAssumed }: PlanRequest): string {
  return isMfuAssumed ? `our assumption: the links of ${accelerator.name} are not known` : 'set by hand';
}

function coefficients({ law }: PlanRequest): readonly TraceInput[] {
  return Object.entries(law.coefficients).map(([name, value]) => ({ name, text: formatStated(value) }));
}

function priceSource({ accelerator, pricePerHour, isPriceAssumed }: PlanRequest): string {
  if (isPriceAssumed) return `our assumption: no price of ${accelerator.name} is published`;
  const price = latestPrice(accelerator);
  if (pricePerHour !== undefined || !price) return 'the question';
  return `${price.source}, ${price.when}${price.low === price.high ? '' : `: the middle of $${price.low} to $${price.high}`}`;
}

const percent = (share: number) => `${formatStated(share * 100, 3)} %`;

/** What the model and layout of a plan are called in formulas. */
function setting(request: PlanRequest, plan: Plan): Readonly<Record<string, TraceInput>> {
  const { layout } = plan.layout!;
  const shape = shapeOf(request, plan.N);
  const batch = batchOf(request, plan.N);
  const whole = (name: string, value: number, unit = '') => ({ name, text: `${value}${unit}` });
  const g = keyValueHeads(request.blocks ?? DEFAULT_BLOCKS, shape);
  const places = layerPlaces(shape.layers, layout.pipeline);
  return {
    N: { name: 'N', text: formatCount(plan.N) },
    t: whole('t', layout.tensor, ' tensor'),
    p: whole('p', layout.pipeline, ' stages'),
    d: whole('d', layout.data, ' copies'),
    v: whole('v', layout.interleave, ' chunks a stage'),
    b: whole('b', layout.microbatch, ' sequences'),
    m: whole('m', microbatchesOf(batch, layout), ' microbatches'),
    s: whole('s', shape.context, ' tokens'),
    h: whole('h', shape.width, ' wide'),
    a: whole('a', shape.heads, ' heads'),
    L:
      places === shape.layers
        ? whole('L', shape.layers, ' layers')
        : { name: 'L', text: `${places} places: ${shape.layers} layers, the embedding and the logits` },
    g: whole('g', g, ' heads of keys and values'),
    f: { name: 'f', text: `${formatCount(feedForwardParameters(layerParameters(plan.N, shape), shape, g))} parameters` },
    V: whole('V', shape.vocabulary, ' tokens'),
    zero: whole('ZeRO', layout.zero),
    recomputation: { name: 'recomputation', text: layout.recomputation },
    attention: { name: 'attention', text: layout.fusedAttention ? 'fused' : 'plain' },
  };
}

/** What the count of blocks as Llama's has beyond the classic one. */
const OF_LLAMA: readonly string[] = ['g', 'f'];

const ofMemory: Readonly<Record<MemoryPart, readonly string[]>> = {
  weights: ['N', 't', 'p', 'd', 'zero'],
  gradients: ['N', 't', 'p', 'd', 'zero'],
  optimizer: ['N', 't', 'p', 'd', 'zero'],
  activations: ['s', 'b', 'h', 'a', 't', 'L', 'p', 'v', 'recomputation', 'attention'],
  buffers: ['s', 'b', 'V', 't', 'p', 'recomputation', 'N', 'L', 'd', 'zero'],
};

/** Where the bytes of a part come from; only for a plan with a layout. */
export function traceMemory(part: MemoryPart, request: PlanRequest, plan: Plan): Trace {
  const { blocks = DEFAULT_BLOCKS } = request;
  const known = setting(request, plan);
  const names = part === 'activations' && blocks === 'llama' ? [...ofMemory[part], ...OF_LLAMA] : ofMemory[part];
  return { ...memoryOriginsOf(blocks)[part], inputs: names.map((name) => known[name]!) };
}

const ofTime: Readonly<Record<TimePart, readonly string[]>> = {
  matrices: ['N', 'L', 'h', 'V', 's', 'b', 'm', 't', 'p', 'peak', 'share', 'reached'],
  elementwise: ['s', 'b', 'h', 'L', 'm', 'p', 'bandwidth', 'recomputation'],
  tensor: ['s', 'b', 'h', 'L', 'm', 't', 'p', 'inside', 'link', 'recomputation'],
  pipeline: ['s', 'b', 'h', 't', 'p', 'v', 'm', 'between', 'link'],
  bubble: ['p', 'v', 'm'],
  data: ['N', 't', 'p', 'd', 'zero', 'm', 'inside', 'between', 'link'],
  optimizer: ['N', 't', 'p', 'd', 'zero', 'bandwidth'],
};

/** Where the seconds of a part come from; only for a plan with a layout. */
export function traceTime(part: TimePart, request: PlanRequest, plan: Plan): Trace {
  const { peak, matrixShare, bandwidth, links } = plan.accelerator;
  const known: Readonly<Record<string, TraceInput>> = {
    ...setting(request, plan),
    peak: { name: 'peak', text: `${formatStated(peak / 1e12, 4)} TFLOP/s` },
    share: { name: 'matrix share', text: percent(matrixShare) },
    reached: { name: 'of it in a step', text: percent(efficiency.matrix) },
    bandwidth: { name: 'bandwidth', text: `${gigabytes(bandwidth)}/s` },
    inside: { name: 'link in the node', text: `${gigabytes(links!.insideNode)}/s` },
    between: { name: 'network', text: `${gigabytes(links!.betweenNodes)}/s` },
    link: { name: 'of a link in use', text: percent(efficiency.link) },
  };
  return { ...timeOrigins[part], inputs: ofTime[part].map((name) => known[name]!) };
}
