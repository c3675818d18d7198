import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimTopics } from '../model/claim-topics';
import { laws } from '../model/laws';
import { accelerators } from '../model/plan/hardware';
import { type QuantityId, flopCountIds, quantities, scenarioIds } from '../quantities/registry';
import { BUDGET_RANGE } from './budget';
import { corpusIds } from '../model/corpus/corpora';
import { funnelSteps } from '../model/corpus/funnel';
import { datasetIds } from '../model/skill/skill';
import { dataRanges, poolIds } from './data';
import { LONGEST_SEARCH } from './evidence-choices';
import { dataAxes, extrapolatedIds, residualAxes } from './fit-charts';
import { panelIds } from './panels';
import { fitForms, fitObjectives, noiseKinds } from '../worker/fit-api';
import { type FitChoices, mostInLink, runsIds } from './fit-choices';
import { limitRanges } from './limits';
import { lookRanges, pictureIds } from './looks';
import { lengthRange } from './skill';
import { chartIds } from './charts';
import { createOwnLaw } from './own-laws';
import { type GrowthChoices, ETA_RANGE, MAX_VIEW_STAGES, curveAxes, growthModelIds, mapQuantities, shapeExponents } from './growth-choices';
import { sweepPictures } from './sweep-choices';
import { createStore, defaultChoices } from './store';
import { formatHash, parseHash, reportIssues } from './url';
import { viewIds } from './views';
import { planChoices } from '../testing/plans';

const lawId = fc.constantFrom(...laws.map(({ id }) => id));
const valueOf = (id: QuantityId) => fc.double({ min: quantities[id].min, max: quantities[id].max, noNaN: true });
const scenario = fc.record(
  { ...Object.fromEntries(scenarioIds.map((id) => [id, valueOf(id)])), flopCount: fc.constantFrom(...flopCountIds) },
  { requiredKeys: [] },
);
const size = fc.oneof(fc.record({ N: valueOf('N') }), fc.record({ tokensPerParameter: valueOf('tokensPerParameter') }));
/** A rule or a choice of a column: one line without space at its ends. */
const ruleText = fc
  .string({ minLength: 1, maxLength: 60, unit: 'binary' })
  .filter((text) => text.trim() === text && !/[\n\r\u2028\u2029]/.test(text) && text.isWellFormed());
const fitChoices = fc.record(
  {
    runs: fc.constantFrom(...runsIds),
    approach: fc.constantFrom('1' as const, '2' as const, '3' as const),
    form: fc.constantFrom(...fitForms),
    objective: fc.constantFrom(...fitObjectives.map(({ id }) => id)),
    rules: fc.array(ruleText, { maxLength: mostInLink.rules }),
    columns: fc.array(ruleText, { maxLength: mostInLink.columns }),
    flipped: fc
      .uniqueArray(fc.integer({ min: 1, max: mostInLink.line }), { maxLength: 60 })
      .map((lines) => lines.toSorted((a, b) => a - b)),
    fixed: fc.dictionary(
      fc.constantFrom('A', 'E', 'alpha'),
      fc.double({ min: 0, max: 1e6, noNaN: true }).map((value) => value + 0),
      {
        noNullPrototype: true,
      },
    ),
    ties: fc.constantFrom(
      [],
      [['alpha', 'beta']],
      [
        ['A', 'B'],
        ['alpha', 'beta'],
      ],
    ),
    bounds: fc.constantFrom<FitChoices['bounds']>({}, { E: [1.5, 2] }, { A: [0, 1e6], alpha: [0.1, 0.75] }),
    delta: fc.double({ min: 1e-6, max: 1, noNaN: true }),
    bootstrapBy: fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }).filter((text) => text.isWellFormed()),
    noise: fc.constantFrom(...noiseKinds),
    ladder: fc.array(fc.record({ N: fc.double({ min: 1, max: 1e18, noNaN: true }), D: fc.double({ min: 1, max: 1e20, noNaN: true }) }), {
      maxLength: 6,
    }),
  },
  { requiredKeys: ['runs', 'approach', 'form', 'objective', 'columns', 'flipped', 'fixed', 'ties', 'bounds', 'noise', 'ladder'] },
);
const stage = fc.record({
  N: fc.double({ min: quantities.N.min, max: quantities.N.max, noNaN: true }),
  D: fc.double({ min: quantities.D.min, max: quantities.D.max, noNaN: true }),
});
const fleet = fc.record(
  {
    accelerators: fc.integer({ min: 1, max: 1e7 }),
    flopPerSecond: fc.double({ min: 1e9, max: 1e18, noNaN: true }),
    pricePerHour: fc.double({ min: 0, max: 1e4, noNaN: true }),
  },
  { requiredKeys: ['accelerators', 'flopPerSecond'] },
);
const growthChoices = fc.array(fc.tuple(stage, fleet), { minLength: 1, maxLength: MAX_VIEW_STAGES }).chain((stages) =>
  fc.record<GrowthChoices>({
    stages: fc.constant(stages.map(([each]) => each).toSorted((a, b) => a.N - b.N)),
    fleets: fc.constant(stages.map(([, each]) => each)),
    eta: fc.double({ min: ETA_RANGE[0], max: ETA_RANGE[1], noNaN: true }),
    lossBump: fc.double({ min: 0, max: 10, noNaN: true }),
    rewarmTokens: fc.double({ min: 0, max: 1e17, noNaN: true }),
    model: fc.constantFrom(...growthModelIds),
    inputs: fc.dictionary(
      fc.constantFrom('N', 'C', 'slope', 'growthFactor'),
      // a link does not tell -0 from 0
      fc.double({ min: -1e20, max: 1e20, noNaN: true }).map((value) => value + 0),
    ),
    shapes: fc.subarray([...shapeExponents]),
    isLog: fc.boolean(),
    curve: fc.constantFrom(...curveAxes),
    x: fc.constantFrom(...mapQuantities),
    y: fc.constantFrom(...mapQuantities),
    saving: fc.constantFrom('areaSaving' as const, 'lossMatchedSaving' as const, 'frontierSaving' as const),
    isRelief: fc.boolean(),
  }),
);
/** Ids of columns: quantities, and what reductions add to them. */
const columnId = fc.constantFrom('loss', 'N_p97.5', 'areaSaving from', 'coefficient.alpha');

const choices = fc.record(
  {
    view: fc.constantFrom(...viewIds),
    law: lawId,
    vs: fc.uniqueArray(fc.oneof(lawId, fc.constantFrom('hoffmann-2022-a1', 'llama3-2024', 'gpt3', 'kaplan-n')), { maxLength: 6 }),
    own: fc.constant([]),
    charts: fc.tuple(fc.constantFrom(...chartIds), fc.constantFrom(...chartIds)),
    C: fc.double({ min: BUDGET_RANGE[0], max: BUDGET_RANGE[1], noNaN: true }),
    scenario,
    size,
    limits: fc.record(
      {
        hardware: fc.constantFrom(...accelerators.map(({ id }) => id)),
        accelerators: fc.integer({ min: limitRanges.accelerators[0], max: limitRanges.accelerators[1] }),
        mfu: fc.double({ min: limitRanges.mfu[0], max: limitRanges.mfu[1], noNaN: true }),
        days: fc.double({ min: limitRanges.days[0], max: limitRanges.days[1], noNaN: true }),
        money: fc.double({ min: limitRanges.money[0], max: limitRanges.money[1], noNaN: true }),
        memory: fc.constant(true as const),
      },
      { requiredKeys: ['hardware', 'accelerators', 'mfu'] },
    ),
    backend: fc.constantFrom('auto' as const, 'webgpu' as const, 'cpu' as const),
    data: fc.record(
      {
        corpus: fc.constantFrom(...corpusIds),
        pool: fc.constantFrom(...poolIds),
        bytes: fc.double({ ...dataRanges.bytes, noNaN: true }),
        bytesPerToken: fc.double({ ...dataRanges.bytesPerToken, noNaN: true }),
        ...Object.fromEntries(funnelSteps.map((step) => [step, fc.double({ ...dataRanges.yield, noNaN: true })])),
      },
      { requiredKeys: ['corpus', 'pool'] },
    ),
    skill: fc.record(
      { dataset: fc.constantFrom(...datasetIds), tasks: fc.constantFrom(17 as const, 46 as const), length: fc.integer({ ...lengthRange }) },
      { requiredKeys: ['tasks', 'length'] },
    ),
    open: fc.subarray([...panelIds]),
    fit: fitChoices,
    growth: growthChoices,
    plan: planChoices,
    sweep: fc.record(
      {
        sweep: fc.dictionary(
          fc.string(),
          fc.jsonValue().filter((value) => !JSON.stringify(value).includes('-0')),
        ),
        picture: fc.constantFrom(...sweepPictures),
        x: columnId,
        y: columnId,
        z: columnId,
        sort: fc.record({ column: columnId, isDescending: fc.boolean() }),
        brushes: fc.array(
          fc.tuple(columnId, fc.double({ noNaN: true }), fc.double({ noNaN: true })).map(([column, a, b]) => ({
            column,
            min: Math.min(a + 0, b + 0),
            max: Math.max(a + 0, b + 0),
          })),
        ),
      },
      { requiredKeys: ['brushes'] },
    ),
    fitCharts: fc.record(
      {
        data: fc.constantFrom(...dataAxes),
        residuals: fc.constantFrom(...residualAxes),
        profile: fc.constantFrom('alpha', 'E', 'beta'),
        extrapolated: fc.constantFrom(...extrapolatedIds),
        horizontal: fc.constantFrom('log A', 'beta'),
        vertical: fc.constantFrom('alpha', 'log B'),
      },
      { requiredKeys: ['residuals', 'profile', 'extrapolated', 'horizontal', 'vertical'] },
    ),
    evidence: fc.record(
      {
        topic: fc.constantFrom(...claimTopics),
        search: fc
          .string({ maxLength: LONGEST_SEARCH, unit: 'binary' })
          .filter((text) => text.isWellFormed() && (text === '' || text.trim() !== '')),
      },
      { requiredKeys: ['search'] },
    ),
    looks: fc.dictionary(
      fc.constantFrom(...pictureIds),
      fc.record({
        turn: fc.double({ ...lookRanges.turn, noNaN: true }).map((value) => value + 0),
        tilt: fc.double({ ...lookRanges.tilt, noNaN: true }).map((value) => value + 0),
        zoom: fc.double({ ...lookRanges.zoom, noNaN: true }),
      }),
      { noNullPrototype: true },
    ),
    numbers: fc.record(
      {
        'train-13b': fc.record({ N: fc.double({ min: 1, max: 1e30, noNaN: true }) }),
        batching: fc.record({
          requests: fc.double({ min: 1e-9, max: 24, noNaN: true }),
          seconds: fc.double({ min: 11, max: 1e30, noNaN: true }),
        }),
        'memory-a10g': fc.constant({ accelerator: 'h200' }),
      },
      { requiredKeys: [] },
    ),
  },
  {
    requiredKeys: [
      'view',
      'law',
      'vs',
      'own',
      'charts',
      'C',
      'scenario',
      'limits',
      'backend',
      'data',
      'skill',
      'open',
      'fit',
      'growth',
      'plan',
      'sweep',
      'numbers',
      'fitCharts',
      'evidence',
      'looks',
    ],
  },
);

describe('the URL', () => {
  it('reads back what it wrote, to the last bit', () => {
    fc.assert(
      fc.property(choices, (given) => {
        expect(parseHash(formatHash(given))).toEqual({ choices: given, issues: [] });
      }),
    );
  });

  it('never throws, and always gives choices that the page can open with', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { choices: found } = parseHash(`#${text}`);
        expect(laws.some(({ id }) => id === found.law)).toBe(true);
        expect(found.C).toBeGreaterThanOrEqual(BUDGET_RANGE[0]);
        expect(found.C).toBeLessThanOrEqual(BUDGET_RANGE[1]);
      }),
    );
  });

  it('opens with the defaults when it says nothing', () => {
    expect(parseHash('')).toEqual({ choices: defaultChoices, issues: [] });
  });

  it('is short and readable', () => {
    expect(formatHash(defaultChoices)).toBe('#v=1&law=besiroglu-2024&C=5.76e23');
  });

  it('holds limits, and refuses what cannot be one', () => {
    const { choices: read, issues } = parseHash('#v=1&limitHardware=a100-80&limitAccelerators=64&maxDays=30&maxMoney=1M&fitsMemory=1');
    expect(issues).toEqual([]);
    expect(read.limits).toEqual({ hardware: 'a100-80', accelerators: 64, mfu: 0.4, days: 30, money: 1e6, memory: true });
    const wrong = parseHash('#v=1&limitHardware=abacus&limitAccelerators=1.5&maxDays=-1&fitsMemory=yes');
    expect(wrong.choices.limits).toEqual(defaultChoices.limits);
    expect(wrong.issues.map(({ field }) => field)).toEqual(['limitHardware', 'limitAccelerators', 'maxDays', 'fitsMemory']);
    expect(formatHash(defaultChoices)).not.toContain('imit');
  });

  it('holds a scenario, and refuses one out of the ranges of the registry', () => {
    const { choices: found, issues } = parseHash('#law=kumar-2024&granularity=8&trainingBits=0&servingBits=33');
    expect(found.scenario).toEqual({ granularity: 8 });
    expect(issues.map(({ field }) => field)).toEqual(['trainingBits', 'servingBits']);
    expect(issues[0]?.allowed).toBe('a number for training precision from 1 to 32 bit');
    expect(formatHash(found)).toBe('#v=1&law=kumar-2024&C=5.76e23&granularity=8');
  });

  it('holds what the budget pays for and the size of the model, and of two sizes the first', () => {
    const { choices: found, issues } = parseHash('#inferenceTokens=2T&flopCount=kaplan&N=7B&tokensPerParameter=20');
    expect(found.scenario).toEqual({ inferenceTokens: 2e12, flopCount: 'kaplan' });
    expect(found.size).toEqual({ N: 7e9 });
    expect(issues.map(({ field }) => field)).toEqual(['tokensPerParameter']);
    expect(formatHash(found)).toBe('#v=1&law=besiroglu-2024&C=5.76e23&inferenceTokens=2e12&flopCount=kaplan&N=7e9');
    expect(parseHash('#flopCount=mine').issues[0]?.allowed).toContain('one of 6nd, kaplan');
  });

  it.each(['', 'fine', 'NaN', '-1', '1e99', '1 bit'])('takes no scenario quantity of “%s”', (broken) => {
    for (const id of scenarioIds) expect(parseHash(`#${id}=${broken}`).issues.map(({ field }) => field)).toEqual([id]);
  });

  it('holds what the panels are set to, and refuses what they cannot take', () => {
    const { choices: found, issues } = parseHash('#corpus=own&bytes=2e12&filter=0.3&prune=2&k=7.5&tasks=46&open=skill,data&dataset=pile');
    expect(found.data).toEqual({ corpus: 'own', pool: 'few', bytes: 2e12, filtered: 0.3 });
    expect(found.skill).toEqual({ tasks: 46, length: 10 });
    expect(found.open).toEqual(['data', 'skill']);
    expect(issues.map(({ field }) => field)).toEqual(['prune', 'k', 'dataset']);
    expect(parseHash('#open=all').issues[0]?.allowed).toBe('some of data, skill, text, serve, tune, granted, separated by commas');
    expect(formatHash(found)).toBe('#v=1&law=besiroglu-2024&C=5.76e23&corpus=own&bytes=2e12&filter=0.3&tasks=46&open=data,skill');
  });

  it('names several compared laws with commas, and opens what it can of them', () => {
    const { choices: found, issues } = parseHash('#vs=hoffmann-2022,nobody,gpt3,hoffmann-2022');
    expect(found.vs).toEqual(['hoffmann-2022', 'gpt3']);
    expect(issues.map(({ field, given }) => [field, given])).toEqual([['vs', 'nobody']]);
    expect(formatHash(found)).toBe('#v=1&law=besiroglu-2024&C=5.76e23&vs=hoffmann-2022,gpt3');
  });

  it('says which two charts it takes', () => {
    expect(parseHash('#charts=loss,learning').choices.charts).toEqual(['loss', 'learning']);
    for (const broken of ['loss', 'loss,loss,loss', 'colour,N', '']) {
      expect(parseHash(`#charts=${broken}`).issues.map(({ allowed }) => allowed)).toEqual([`two of ${chartIds.join(', ')}`]);
    }
  });

  it('carries laws of the user’s own whole, where they are chosen or compared', () => {
    const [ours, theirs, idle] = [1.7, 1.8, 1.9].map((E) =>
      createOwnLaw({ form: 'chinchilla', coefficients: { E, A: 400, alpha: 0.34, B: 410, beta: 0.28 }, label: `Ours, E = ${E} & more` }),
    );
    const given = { ...defaultChoices, law: ours!.id, vs: ['gpt3', theirs!.id], own: [ours!, theirs!, idle!] };
    expect(parseHash(formatHash(given))).toEqual({ choices: { ...given, own: [ours, theirs] }, issues: [] });
    // elsewhere the same law has the same id; without it in the link or in the browser it is unknown
    expect(parseHash(`#law=${ours!.id}`).issues.map(({ field }) => field)).toEqual(['law']);
    expect(parseHash(`#law=${ours!.id}`, [ours!]).choices.law).toBe(ours!.id);
  });

  it('says what is wrong with a law in a link', () => {
    const issue = (own: string) => parseHash(`#own=${encodeURIComponent(own)}`).issues[0];
    expect(issue('{')).toEqual({ field: 'own', given: '{', allowed: 'a law as JSON' });
    expect(issue('{"form":"chinchilla","coefficients":{"E":99,"A":400,"alpha":0.34,"B":410,"beta":0.28}}')).toEqual({
      field: 'own.coefficients.E',
      given: '99',
      allowed: 'a number from 0 to 10',
    });
  });

  it('takes a growth schedule as people write it, and writes it so that it can be read', () => {
    const { choices: found, issues } = parseHash('#view=growth&stages=1B:20B,7B:140B&eta=0.5&fleet=8:4e14&saving=frontier');
    expect(issues).toEqual([]);
    expect(found.growth.stages).toEqual([
      { N: 1e9, D: 20e9 },
      { N: 7e9, D: 140e9 },
    ]);
    expect(found.growth.fleets).toEqual(Array.from({ length: 2 }, () => ({ accelerators: 8, flopPerSecond: 4e14 })));
    expect(formatHash(found)).toContain('&stages=1e9:2e10,7e9:1.4e11&eta=0.5&fleet=8:4e14,8:4e14&saving=frontier');
  });

  it.each([
    ['stages', '7B:1B,1B:1B'],
    ['stages', '16B'],
    ['eta', '0'],
    ['gm', 'magic'],
    ['fleet', '0:1e14'],
    ['fleet', '8:1e14:1:1'],
    ['shapes', '3'],
    ['x', 'N9'],
    ['gi', '__proto__:1'],
    ['relief', 'yes'],
  ])('refuses %s=%s, says what is allowed, and opens as ever', (field, given) => {
    const { choices: found, issues } = parseHash(`#${field}=${given}`);
    expect(issues).toMatchObject([{ field, given }]);
    expect(found.growth).toEqual(defaultChoices.growth);
  });

  it('takes a budget as people write it', () => {
    expect(parseHash('#C=3640+PF-days').choices.C).toBeCloseTo(3640 * 8.64e19, -10);
  });

  it('reports each broken field with what is allowed, and keeps the rest', () => {
    const { choices: found, issues } = parseHash('#v=2&law=mine&C=1e99&vs=kaplan-2020-nd&colour=red');
    expect(issues.map(({ field }) => field)).toEqual(['v', 'law', 'C', 'colour']);
    expect(issues.find(({ field }) => field === 'C')?.allowed).toContain('1e17 to 1e28 FLOP');
    expect(found).toEqual({ ...defaultChoices, vs: ['kaplan-2020-nd'] });
  });

  it('tells what a link says wrong in one notice, long lists cut short', () => {
    const store = createStore(defaultChoices, 'dark');
    reportIssues(store, []);
    expect(store.notices.value).toEqual([]);
    reportIssues(store, parseHash('#law=nobody&eta=0').issues);
    const [notice, ...others] = store.notices.value;
    expect(others).toEqual([]);
    const listed = laws.slice(0, 3).map(({ id }) => id);
    expect(notice?.message).toContain(
      `law: nobody is not allowed; expected one of ${listed.join(', ')} and ${laws.length - 3} more; eta: 0 is`,
    );
    expect(notice?.message.length).toBeLessThan(300);
  });

  it.each([
    ['a field that nobody knows, without a value', '#v=1&la', 'la: nothing is not allowed; expected only the fields v, locale, view and '],
    ['thousands of them', `#${Array.from({ length: 3000 }, (_, i) => `f${i}=1`).join('&')}`, 'and 2996 more like these'],
    ['a value of any length', `#law=${'x'.repeat(1e5)}`, `law: ${'x'.repeat(60)}… is not allowed`],
    ['a name of any length', `#${'y'.repeat(1e5)}=1`, `${'y'.repeat(60)}…: 1 is not allowed`],
    ['names that objects have of their own', '#__proto__=1&constructor=2&toString=3', '__proto__: 1 is not allowed'],
  ])('says in a few words what is wrong with %s', (_, hash, expected) => {
    const store = createStore(defaultChoices, 'dark');
    reportIssues(store, parseHash(hash).issues);
    expect(store.notices.value[0]?.message).toContain(expected);
    expect(store.notices.value[0]?.message.length).toBeLessThan(700);
  });
});
