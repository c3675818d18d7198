import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findLaw } from '../model/laws';
import { type PlanReport, answerPlan } from '../model/plan/answer';
import { fineTuningOrigins } from '../model/plan/finetune';
import { type Accelerator, accelerators, findAccelerator } from '../model/plan/hardware';
import { describeLayout, recomputations } from '../model/plan/layout';
import { costRatioOrigin } from '../model/plan/lifetime';
import { figureNames, figureValue, formatFigure, partNames, planAssumptions } from '../model/plan/markdown';
import { memoryParts } from '../model/plan/memory';
import { distinguished } from '../model/plan/options';
import { describeFailure, plural, requestParts } from '../model/plan/phrases';
import { publishedUtilisations } from '../model/plan/published';
import type { PlanConstraint, PlanRequest } from '../model/plan/request';
import { storageOrigin } from '../model/plan/storage';
import { timeParts } from '../model/plan/time';
import { type Trace, planFigures, traceFigure, traceMemory, traceTime } from '../model/plan/trace';
import { textRates } from '../model/plan/words';
import { untranslated } from '../testing/english';
import { sentences } from './ja';
import { learnSentences, said } from './said';

const law = findLaw('besiroglu-2024')!;
const machine = (id: string): Accelerator => findAccelerator(id)!;
const h100 = machine('h100-sxm');
const base = { law, accelerator: h100 };

/** Plans that take every way through the model. */
const feasible: Readonly<Record<string, PlanRequest>> = {
  'a cluster': { ...base, accelerators: 256, days: 30 },
  'a model by hand': { ...base, accelerator: machine('a100-80'), accelerators: 2048, N: 65.2e9, D: 1.4e12, mfu: 0.4, pricePerHour: 3.93 },
  'a loss': { ...base, loss: 2.1, objective: 'time' },
  money: { ...base, money: 1e6, energy: 1e9 },
  'a size and a loss': { ...base, N: 7e9, loss: 2.2 },
  use: { ...base, N: 7e9, use: { inferenceTokens: 1e12, serving: { accelerator: h100, pricePerHour: 2 } } },
  'a life': { ...base, loss: 2.2, use: { inferenceTokens: 1e12, serving: { accelerator: h100, pricePerHour: 2 } } },
  'without price and power': { ...base, accelerator: machine('gh200'), C: 1e21, days: 10 },
  'what nobody published': {
    ...base,
    accelerator: machine('tpu-v4'),
    money: 1e6,
    mfu: 0.4,
    isMfuAssumed: true,
    pricePerHour: 2,
    isPriceAssumed: true,
  },
  'blocks as GPT-3’s': { ...base, accelerators: 256, days: 30, blocks: 'gpt', fusedAttention: false },
  'stages that do not divide the layers': {
    ...base,
    accelerators: 16_384,
    N: 405e9,
    D: 1e12,
    shape: { layers: 126, width: 16_384, heads: 128, headSize: 128, feedForward: 53_248, context: 8192, vocabulary: 128_256 },
    fixed: { tensor: 8, pipeline: 16 },
  },
  'a size alone': { ...base, N: 7e9 },
  'without links': { ...base, accelerator: machine('tpu-v4'), accelerators: 64, days: 10, mfu: 0.4, pue: 1.2, kgPerKwh: 0.1 },
};

/** Plans that cannot be, by what forbids them. */
const impossible: Readonly<Record<PlanConstraint, PlanRequest>> = {
  memory: { ...base, accelerator: machine('v100-sxm2-16'), N: 175e9, D: 300e9, accelerators: 1, days: 1 },
  days: { ...base, N: 7e9, D: 1e12, accelerators: 64, days: 10 },
  money: { ...base, N: 7e9, D: 1e12, money: 1000 },
  energy: { ...base, N: 7e9, D: 1e12, energy: 1000 },
  loss: { ...base, loss: 1.5 },
  layout: { ...base, N: 7e9, D: 1e12, accelerators: 8, fixed: { pipeline: 7 } },
};

/** What is said beside the figures of a plan, and in answers that are rare. */
const WORDS: readonly string[] = [
  'fused',
  'plain',
  'time',
  'money',
  'training',
  'reading',
  'writing',
  'cheapest to train',
  'checkpoints',
  'data',
  'months',
  'as much money as it takes',
  'as much time, money and energy as it takes',
  'its code did not load',
];

// what a law is called, and who published it, is looked up in other tables
const ofTrace = ({ formula, inputs, source }: Trace): readonly string[] => [
  formula,
  ...inputs.flatMap(({ name, text }) => [name, text]),
  ...(source === law.source ? [] : [source]),
];

/** Every text of the model that the page shows of an answer. */
function textsOf({ request, answer, plan, options }: PlanReport): readonly string[] {
  const { known, hardware } = requestParts(request);
  const refused = answer.isFeasible ? [] : [...answer.failures.map(describeFailure), answer.relaxed ?? ''];
  if (!plan) return [...known, hardware, ...refused];
  const { layout, bill } = plan;
  return [
    ...known,
    hardware,
    ...refused,
    ...planFigures.flatMap((figure) => {
      const value = figureValue(figure, plan);
      if (value === undefined) return [];
      return [figureNames[figure], formatFigure(figure, value).unit, ...ofTrace(traceFigure(figure, request, plan))];
    }),
    ...(layout ? memoryParts.flatMap((part) => ofTrace(traceMemory(part, request, plan))) : []),
    ...(layout ? timeParts.flatMap((part) => ofTrace(traceTime(part, request, plan))) : []),
    ...(layout ? describeLayout(layout.layout).split(', ') : []),
    ...options.flatMap((option) => describeLayout(option.layout).split(', ')),
    ...distinguished(options).flatMap(({ by }) => by),
    ...planAssumptions(request, plan),
    plural(bill.days, 'day'),
  ];
}

beforeAll(() => learnSentences(sentences));
afterAll(() => learnSentences({}));

describe('a plan in Japanese', () => {
  test.each(Object.entries(feasible))('%s: figures, traces, layouts and what is taken for granted', (_, request) => {
    const report = answerPlan(request);
    expect(report.answer.isFeasible).toBe(true);
    expect(untranslated(textsOf(report))).toEqual([]);
  });

  test.each(Object.entries(impossible))('what fails of %s, and the nearest run', (constraint, request) => {
    const report = answerPlan(request);
    expect(report.answer.isFeasible ? [] : report.answer.failures.map((failure) => failure.constraint)).toContain(constraint);
    expect(untranslated(textsOf(report))).toEqual([]);
  });

  test('what no plan need say: names of parts, choices of a layout, hardware, sources', () => {
    const origins = [...Object.values(fineTuningOrigins), storageOrigin, costRatioOrigin];
    const texts = [
      ...Object.values(partNames),
      ...recomputations,
      ...WORDS,
      ...origins.flatMap(({ formula, source }) => [formula, source]),
      ...publishedUtilisations.flatMap(({ about, source }) => [about, source]),
      ...Object.values(textRates).map(({ source }) => source),
      ...accelerators.flatMap(({ name, source, note = '', prices }) => [name, source, note, ...prices.map((price) => price.source)]),
      ...accelerators.flatMap(({ prices }) => prices.map(({ source, when }) => `${source}, ${when}`)),
      plural(1, 'day'),
      plural(1, 'restart'),
      plural(3, 'restart'),
    ];
    expect(untranslated(texts)).toEqual([]);
  });

  test('sentences keep their numbers, and say them in their place', () => {
    const failure = describeFailure({ constraint: 'days', needed: 20, allowed: 10 });
    expect(said(failure)).toBe('時間：20日かかりますが、10日までです（上限の2倍）');
    expect(said('tensor 8 × pipeline 4 × data 12')).toBe('テンソル 8 × パイプライン 4 × データ 12');
    expect(said('public price lists, 2026: the middle of $1.99 to $5')).toBe('公開の価格表、2026年、$1.99～$5の中央');
  });
});
