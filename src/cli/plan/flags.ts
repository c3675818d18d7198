import { blockKinds } from '../../model/plan/block';
import { findGrid, grids } from '../../model/plan/grids';
import { type Accelerator, accelerators, findAccelerator, latestPrice, priceIn } from '../../model/plan/hardware';
import { recomputations, zeroStages } from '../../model/plan/layout';
import type { PlanRequest, Use } from '../../model/plan/request';
import { type FixedChoices, type Objective, objectives } from '../../model/plan/search';
import { DEFAULT_CONTEXT, DEFAULT_VOCABULARY, MOST_ACCELERATORS } from '../../model/plan/defaults';
import type { ModelShape } from '../../model/flop/shape';
import { hasWork } from '../../model/plan/work';
import { type Law, formOf, laws } from '../../model/laws';
import { InputError, type Issue } from '../../quantities/issue';
import { parseNumber } from '../../quantities/parse';
import { type ScenarioId, lawScenarioIds } from '../../quantities/registry';
import type { QuantityFlags, Settings } from '../input';

/** Flags of `plan`, as commander hands them over. */
export interface PlanFlags extends QuantityFlags {
  readonly hardware: string;
  readonly gpus?: string;
  readonly days?: string;
  readonly money?: string;
  readonly energy?: string;
  readonly loss?: string;
  readonly mfu?: string;
  readonly price?: string;
  readonly pue?: string;
  readonly grid?: string;
  readonly mtbf?: string;
  readonly restart?: string;
  readonly checkpoints?: string;
  readonly storageMonths?: string;
  readonly storagePrice?: string;
  readonly inferenceTokens?: string;
  readonly outputShare?: string;
  readonly serveHardware?: string;
  readonly servePrice?: string;
  readonly serveBits?: string;
  readonly prefillUtilisation?: string;
  readonly decodeUtilisation?: string;
  readonly tp?: string;
  readonly pp?: string;
  readonly dp?: string;
  readonly zero?: string;
  readonly microbatch?: string;
  readonly recompute?: string;
  readonly sequenceParallel?: string;
  readonly interleave?: string;
  readonly batch?: string;
  readonly attention: string;
  readonly blocks: string;
  readonly shape?: string;
  readonly context?: string;
  readonly vocabulary?: string;
  readonly best: string;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

/** Reads flags one by one and keeps what is wrong with them, so that all of it is told at once. */
export class FlagReader {
  private readonly issues: Issue[] = [];

  /** A number between two, ends included; undefined where the flag is absent. */
  number(field: string, text: string | undefined, low: number, high: number, unit = ''): number | undefined {
    if (text === undefined) return undefined;
    const value = parseNumber(text);
    if (value >= low && value <= high) return value;
    this.refuse(field, text, `a number from ${low} to ${high}${unit}`);
    return undefined;
  }

  /** The same for a whole number. */
  whole(field: string, text: string | undefined, low: number, high: number): number | undefined {
    if (text === undefined) return undefined;
    const value = parseNumber(text);
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    this.refuse(field, text, `a whole number from ${low} to ${high}`);
    return undefined;
  }

  /** One of some texts. */
  choice<T extends string>(field: string, text: string | undefined, allowed: readonly T[]): T | undefined {
    if (text === undefined) return undefined;
    const found = allowed.find((each) => each === text);
    if (found === undefined) this.refuse(field, text, `one of ${allowed.join(', ')}`);
    return found;
  }

  /** The accelerator of an id. */
  accelerator(text: string, field = '--hardware'): Accelerator | undefined {
    const found = findAccelerator(text);
    if (!found) this.refuse(field, text, `one of ${accelerators.map(({ id }) => id).join(', ')}`);
    return found;
  }

  /** A price of an hour in USD, or the year of a published one: years are no prices. */
  price(field: string, text: string | undefined, accelerator: Accelerator | undefined): number | undefined {
    if (text === undefined || !accelerator || !/^20\d\d$/.test(text)) return this.number(field, text, 1e-3, 1e3, ' USD an hour');
    const found = priceIn(accelerator, text);
    if (found) return found.middle;
    const years = [...new Set(accelerator.prices.map(({ when }) => when))].join(', ');
    this.refuse(field, text, `USD an hour, or a year of which a price of ${accelerator.name} is known: ${years || 'there is none'}`);
    return undefined;
  }

  /** Kilograms of CO2 equivalent for each kWh, or the id of a grid. */
  grid(field: string, text: string | undefined): number | undefined {
    if (text === undefined) return undefined;
    const value = findGrid(text)?.kgPerKwh ?? parseNumber(text);
    if (value >= 0 && value <= 5) return value;
    this.refuse(field, text, `a number from 0 to 5 kg CO2e for each kWh, or one of ${grids.map(({ id }) => id).join(', ')}`);
    return undefined;
  }

  refuse(field: string, given: string, allowed: string): void {
    this.issues.push({ field, given, allowed });
  }

  /** Whether anything was wrong so far. */
  get hasRefused(): boolean {
    return this.issues.length > 0;
  }

  /** Throws an InputError if anything was wrong. */
  check(): void {
    if (this.issues.length > 0) throw new InputError(this.issues);
  }
}

/** The request that flags make; an InputError holds everything that is wrong with them. */
export function readRequest(flags: PlanFlags, law: Law, settings: Settings): PlanRequest {
  const { N, D, C } = settings;
  const reader = new FlagReader();
  const accelerator = reader.accelerator(flags.hardware);
  const context = reader.whole('--context', flags.context, 1, 1e6);
  const vocabulary = reader.whole('--vocabulary', flags.vocabulary, 1, 1e7);
  refuseUnread(law, settings, reader);
  const request = {
    law,
    accelerators: reader.whole('--gpus', flags.gpus, 1, MOST_ACCELERATORS),
    days: reader.number('--days', flags.days, 1e-3, 1e5),
    money: reader.number('--money', flags.money, 1, 1e13, ' USD'),
    energy: reader.number('--energy', flags.energy, 1, 1e12, ' kWh'),
    N,
    D,
    C,
    loss: reader.number('--loss', flags.loss, 0, 20, ' nat/token'),
    mfu: reader.number('--mfu', flags.mfu, 0.001, 1),
    pricePerHour: reader.price('--price', flags.price, accelerator),
    pue: reader.number('--pue', flags.pue, 1, 5),
    kgPerKwh: reader.grid('--grid', flags.grid),
    reliability: readReliability(flags, reader),
    storage: {
      checkpoints: reader.whole('--checkpoints', flags.checkpoints, 0, 1e6),
      months: reader.number('--storage-months', flags.storageMonths, 0, 1200),
      pricePerGbMonth: reader.number('--storage-price', flags.storagePrice, 0, 100, ' USD a GB and month'),
    },
    fixed: readFixed(flags, reader),
    objective: reader.choice<Objective>('--best', flags.best, objectives),
    batch: reader.whole('--batch', flags.batch, 1, 1e6),
    fusedAttention: reader.choice('--attention', flags.attention, ['fused', 'plain']) !== 'plain',
    context,
    vocabulary,
    blocks: reader.choice('--blocks', flags.blocks, blockKinds),
    shape: readShape(flags.shape, { context, vocabulary }, reader),
  };
  if (accelerator) checkAnswerable(request, accelerator, reader);
  const use = accelerator && readUse(flags, accelerator, request.pricePerHour, reader);
  reader.check();
  return { ...request, accelerator: accelerator!, ...(use && { use }) };
}

/** Refuses what the law does not read: the answer would be that of a run without it. */
function refuseUnread(law: Law, settings: Settings, reader: FlagReader): void {
  const reads = (each: Law, id: ScenarioId) => id in formOf(each).scenario;
  for (const id of lawScenarioIds) {
    if (settings[id] === undefined || reads(law, id)) continue;
    const readers = laws.filter((each) => reads(each, id)).map((each) => each.id);
    reader.refuse(`--set ${id}`, String(settings[id]), `a --law that reads it, ${readers.join(', ')}: ${law.label} does not`);
  }
}

/** Hours between failures of one accelerator, and minutes until a run goes on. */
function readReliability({ mtbf, restart }: PlanFlags, reader: FlagReader): PlanRequest['reliability'] {
  const minutes = reader.number('--restart', restart, 0, 1e4, ' minutes');
  return {
    ...(mtbf !== undefined && { hoursBetweenFailures: reader.number('--mtbf', mtbf, 1, 1e9, ' hours') ?? 1 }),
    ...(minutes !== undefined && { restartSeconds: minutes * 60 }),
  };
}

/** What the model is for, and what serves it: the accelerator that trains it, unless another is named. */
function readUse(flags: PlanFlags, training: Accelerator, trainingPrice: number | undefined, reader: FlagReader): Use | undefined {
  const inferenceTokens = reader.number('--inference-tokens', flags.inferenceTokens, 0, 1e17);
  const accelerator = flags.serveHardware === undefined ? training : reader.accelerator(flags.serveHardware, '--serve-hardware');
  const share = (field: string, text: string | undefined) => reader.number(field, text, 1e-6, 1);
  const bits = reader.choice('--serve-bits', flags.serveBits, ['16', '8']);
  const options = {
    arithmeticBits: bits === undefined ? undefined : Number(bits),
    prefillUtilisation: share('--prefill-utilisation', flags.prefillUtilisation),
    decodeUtilisation: share('--decode-utilisation', flags.decodeUtilisation),
    outputShare: reader.number('--output-share', flags.outputShare, 0, 1),
  };
  const given = reader.price('--serve-price', flags.servePrice, accelerator);
  if (inferenceTokens === undefined || !accelerator) return undefined;
  const own = accelerator === training ? trainingPrice : undefined;
  const pricePerHour = given ?? own ?? latestPrice(accelerator)?.middle;
  if (trainingPrice === undefined && training.prices.length === 0) {
    reader.refuse('--inference-tokens', flags.inferenceTokens!, `--price with it: no price of ${training.name} is known`);
  }
  if (pricePerHour === undefined) {
    reader.refuse('--inference-tokens', flags.inferenceTokens!, `--serve-price with it: no price of ${accelerator.name} is known`);
    return undefined;
  }
  return { inferenceTokens, serving: { accelerator, pricePerHour, ...options } };
}

/** A shape as `layers x width x heads`, such as 96x12288x96. */
export function readShape(
  text: string | undefined,
  { context = DEFAULT_CONTEXT, vocabulary = DEFAULT_VOCABULARY }: Pick<PlanRequest, 'context' | 'vocabulary'>,
  reader: FlagReader,
): ModelShape | undefined {
  if (text === undefined) return undefined;
  const [layers = 0, width = 0, heads = 0] = (/^(\d+)[x×](\d+)[x×](\d+)$/.exec(text) ?? []).slice(1).map(Number);
  if (layers > 0 && layers <= 1e4 && heads > 0 && width > 0 && width <= 1e6 && width % heads === 0) {
    return {
      layers,
      width,
      heads,
      headSize: width / heads,
      feedForward: 4 * width,
      context,
      vocabulary,
    };
  }
  reader.refuse('--shape', text, 'layers x width x heads, heads dividing the width, such as 96x12288x96');
  return undefined;
}

function readFixed(flags: PlanFlags, reader: FlagReader): FixedChoices {
  const stages = zeroStages.map(String);
  const zero = reader.choice('--zero', flags.zero, stages);
  const sequence = reader.choice('--sequence-parallel', flags.sequenceParallel, ['on', 'off']);
  return {
    tensor: reader.whole('--tp', flags.tp, 1, 1024),
    pipeline: reader.whole('--pp', flags.pp, 1, 1024),
    data: reader.whole('--dp', flags.dp, 1, MOST_ACCELERATORS),
    zero: zeroStages.find((stage) => String(stage) === zero),
    microbatch: reader.whole('--microbatch', flags.microbatch, 1, 1024),
    recomputation: reader.choice('--recompute', flags.recompute, recomputations),
    sequenceParallel: sequence === undefined ? undefined : sequence === 'on',
    interleave: reader.whole('--interleave', flags.interleave, 1, 1024),
  };
}

/** Refuses what says too little, or too much of what is trained, and an accelerator that cannot be timed, priced or metered. */
function checkAnswerable(request: Omit<PlanRequest, 'accelerator'>, accelerator: Accelerator, reader: FlagReader): void {
  const { N, D, C, loss, accelerators: count, days, money, energy, mfu, pricePerHour } = request;
  const work = Object.entries({ N, D, C, loss }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (work.length > 2) reader.refuse('--N, --D, --C, --loss', work.join(', '), 'at most two of them: they determine the rest');
  if (C !== undefined && loss !== undefined) reader.refuse('--C, --loss', 'both', 'one of them: each determines the other');
  const hasBudget = (count !== undefined && days !== undefined) || money !== undefined || energy !== undefined;
  // what was refused above may be just what is missing
  if (!reader.hasRefused && !hasBudget && !hasWork(request) && N === undefined) {
    reader.refuse('what is known', 'too little', '--gpus with --days, --money, --energy, --N, --C, --loss, or --N with --D');
  }
  if (mfu === undefined && accelerator.links === undefined) {
    reader.refuse('--hardware', accelerator.id, '--mfu with it: its links are not known, so that layouts cannot be timed');
  }
  if (money !== undefined && pricePerHour === undefined && accelerator.prices.length === 0) {
    reader.refuse('--money', String(money), `--price with it: no price of ${accelerator.name} is known`);
  }
  if (energy !== undefined && accelerator.watts === undefined) {
    reader.refuse('--energy', String(energy), `another --hardware: the power of ${accelerator.name} is not published`);
  }
}
