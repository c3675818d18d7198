import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laws } from '../model/laws';
import { type QuantityId, flopCountIds, quantities, scenarioIds } from '../quantities/registry';
import { BUDGET_RANGE } from './budget';
import { corpusIds } from '../model/corpus/corpora';
import { funnelSteps } from '../model/corpus/funnel';
import { datasetIds } from '../model/skill/skill';
import { dataRanges, poolIds } from './data';
import { panelIds } from './panels';
import { lengthRange } from './skill';
import { chartIds } from './charts';
import { createOwnLaw } from './own-laws';
import { defaultChoices } from './store';
import { formatHash, parseHash } from './url';
import { viewIds } from './views';

const lawId = fc.constantFrom(...laws.map(({ id }) => id));
const valueOf = (id: QuantityId) => fc.double({ min: quantities[id].min, max: quantities[id].max, noNaN: true });
const scenario = fc.record(
  { ...Object.fromEntries(scenarioIds.map((id) => [id, valueOf(id)])), flopCount: fc.constantFrom(...flopCountIds) },
  { requiredKeys: [] },
);
const size = fc.oneof(fc.record({ N: valueOf('N') }), fc.record({ tokensPerParameter: valueOf('tokensPerParameter') }));
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
  },
  { requiredKeys: ['view', 'law', 'vs', 'own', 'charts', 'C', 'scenario', 'backend', 'data', 'skill', 'open'] },
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
    expect(parseHash('#open=all').issues[0]?.allowed).toBe('some of data, skill, separated by commas');
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

  it('takes a budget as people write it', () => {
    expect(parseHash('#C=3640+PF-days').choices.C).toBeCloseTo(3640 * 8.64e19, -10);
  });

  it('reports each broken field with what is allowed, and keeps the rest', () => {
    const { choices: found, issues } = parseHash('#v=2&law=mine&C=1e99&vs=kaplan-2020-nd&colour=red');
    expect(issues.map(({ field }) => field)).toEqual(['v', 'law', 'C', 'colour']);
    expect(issues.find(({ field }) => field === 'C')?.allowed).toContain('1e17 to 1e28 FLOP');
    expect(found).toEqual({ ...defaultChoices, vs: ['kaplan-2020-nd'] });
  });
});
