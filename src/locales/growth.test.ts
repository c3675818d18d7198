import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import data from '../data/growth.json';
import { bestSchedule } from '../model/growth/best';
import { growthModels } from '../model/growth/models';
import { stackingOperators } from '../model/growth/models/gstack';
import { completeInputs } from '../model/growth/models/model';
import { warmStart } from '../model/growth/models/warm-start';
import { parseSchedule } from '../model/growth/parse';
import { growthPresets, measuredSavings } from '../model/growth/presets';
import { savings } from '../model/growth/savings';
import { type Schedule, checkSchedule } from '../model/growth/schedule';
import { growthWarnings, warningIds } from '../model/growth/warnings';
import { findLaw, laws } from '../model/laws';
import { describeSpan } from '../quantities/range';
import { axisOf, mapSweep } from '../state/growth-map';
import { numbersIn, untranslated } from '../testing/english';
import { issuesOf } from '../testing/issues';
import { sentences } from './ja';
import own from './sentences/ja/growth.json';
import { learnSentences, said } from './said';

beforeAll(() => learnSentences(sentences));
afterAll(() => learnSentences({}));

/** What would be allowed instead. */
const wanted = (read: () => unknown) => issuesOf(read).map(({ allowed }) => allowed);

const law = findLaw('hoffmann-2022')!;
const flm: Schedule = growthPresets[0]!.stages;

/** Schedules that call forth every warning between them. */
const schedules: readonly Schedule[] = [
  flm,
  [
    { N: 1e8, D: 1e10 },
    { N: 1e9, D: 4e12 },
  ],
  [
    { N: 1e7, D: 9e9 },
    { N: 2e7, D: 1e9 },
    { N: 1e9, D: 1e9 },
  ],
];

describe('growth in Japanese', () => {
  test.each(growthModels)('$id: every word of the model', (model) => {
    const { label, operator, formula, range, source, status, inputs, results } = model;
    const texts = [operator, range, status, ...[...inputs, ...results].map(({ about }) => about)];
    expect(untranslated([label, formula, source, ...texts])).toEqual([]);
    // names may stay as they are; sentences may not
    expect(texts.filter((text) => said(text) === text)).toEqual([]);
  });

  test('every warning, with its source and its reason', () => {
    const found = growthModels.flatMap((model) =>
      schedules.flatMap((stages) => {
        const inputs = { ...model.fromSchedule?.(stages), ...Object.fromEntries(model.inputs.map(({ id, max }) => [id, max])) };
        return laws.flatMap((each) =>
          [inputs, model.fromSchedule?.(stages)].flatMap((given) =>
            growthWarnings({ model, law: each, stages, preset: stages === flm ? 'flm-101b' : undefined, inputs: given }),
          ),
        );
      }),
    );
    expect([...new Set(found.map(({ id }) => id))].toSorted()).toEqual(warningIds.texts.toSorted());
    const texts = found.flatMap(({ title, text, source, because }) => [title, text, source, because]);
    expect(untranslated([...new Set(texts)])).toEqual([]);
    const reasons = found.map(({ because }) => because).filter((because) => because !== '');
    for (const because of new Set(reasons)) expect(numbersIn(said(because)), because).toEqual(numbersIn(because));
  });

  test('presets, savings, ways of growing, and what was measured', () => {
    const texts = [
      ...growthPresets.flatMap(({ label, about, operator, source, status }) => [label, about, operator, source, status]),
      ...savings.flatMap(({ name, about }) => [name, about]),
      ...stackingOperators.map(({ id }) => id),
      ...measuredSavings.flatMap(({ label, quantity, source, status }) => [label, quantity, source, status]),
      data.stacking.about,
      data.stacking.operatorsAbout,
      data.stacking.source,
      data.stacking.status,
      data.warmStart.about,
    ];
    expect(untranslated(texts)).toEqual([]);
  });

  test('what inputs, schedules, maps and best schedules must be', () => {
    const repeating = findLaw('muennighoff-2023')!;
    const axes = [axisOf(flm, 1, 'switch1'), axisOf(flm, 1, 'N1')] as const;
    const nine = Array.from({ length: 9 }, () => ({ N: 1e9, D: 1e10 }));
    const texts = [
      ...growthModels.flatMap((model) =>
        wanted(() => completeInputs(model, Object.fromEntries(model.inputs.map(({ id }) => [id, 1e40])), {})),
      ),
      ...wanted(() => warmStart.evaluate({ N: 1e8, tokensPerParameter: 20, growthFactor: 3 }, {})),
      ...checkSchedule([]).map(({ allowed }) => allowed),
      ...checkSchedule([...flm].toReversed()).map(({ allowed }) => allowed),
      ...['16B', '16B:80%', '1B:1B:1B']
        .flatMap((text) => issuesOf(() => parseSchedule(text)))
        .flatMap(({ given, allowed }) => [given, allowed]),
      ...['16B:50%,51B:20%', '16B:100B']
        .flatMap((text) => issuesOf(() => parseSchedule(text, { tokens: 1e11 })))
        .flatMap(({ given, allowed }) => [given, allowed]),
      ...wanted(() => mapSweep(law, nine, 1, axes)),
      ...wanted(() => bestSchedule(repeating, 2, { C: 1e22 })),
      ...wanted(() => bestSchedule(law, 11, { C: 1e22 })),
      ...wanted(() => bestSchedule(law, 2, { C: 1e22 }, 2)),
      ...wanted(() => bestSchedule(law, 2, { C: 0 })),
      ...wanted(() => bestSchedule(law, 2, { loss: 1 })),
      describeSpan(1e5, 1e15),
    ];
    expect(texts.length).toBeGreaterThan(30);
    expect(untranslated([...new Set(texts)])).toEqual([]);
  });

  test('every number stays, and every hole', () => {
    for (const [english, japanese] of Object.entries(own)) {
      expect(numbersIn(japanese), english).toEqual(expect.arrayContaining([...numbersIn(english)]));
    }
  });
});
