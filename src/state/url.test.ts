import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laws } from '../model/laws';
import { type ScenarioId, quantities, scenarioIds } from '../quantities/registry';
import { BUDGET_RANGE } from './budget';
import { corpusIds } from '../model/corpus/corpora';
import { funnelSteps } from '../model/corpus/funnel';
import { datasetIds } from '../model/skill/skill';
import { dataRanges, poolIds } from './data';
import { panelIds } from './panels';
import { fitForms, fitObjectives } from '../worker/fit-api';
import { mostInLink, runsIds } from './fit-choices';
import { lengthRange } from './skill';
import { defaultChoices } from './store';
import { formatHash, parseHash } from './url';
import { viewIds } from './views';

const lawId = fc.constantFrom(...laws.map(({ id }) => id));
const scenarioValue = (id: ScenarioId) => fc.double({ min: quantities[id].min, max: quantities[id].max, noNaN: true });
const scenario = fc.record(Object.fromEntries(scenarioIds.map((id) => [id, scenarioValue(id)])), { requiredKeys: [] });
/** A rule or a choice of a column: one line without space at its ends. */
const ruleText = fc
  .string({ minLength: 1, maxLength: 60, unit: 'binary' })
  .filter((text) => text.trim() === text && !/[\n\r\u2028\u2029]/.test(text) && text.isWellFormed());
const choices = fc.record({
  view: fc.constantFrom(...viewIds),
  law: lawId,
  vs: fc.option(lawId, { nil: undefined }),
  C: fc.double({ min: BUDGET_RANGE[0], max: BUDGET_RANGE[1], noNaN: true }),
  scenario,
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
  fit: fc.record(
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
    },
    { requiredKeys: ['runs', 'approach', 'form', 'objective', 'columns', 'flipped', 'fixed', 'ties'] },
  ),
  open: fc.subarray([...panelIds]),
});

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
    expect(formatHash(found)).toBe('#v=1&law=besiroglu-2024&C=5.76e23&corpus=own&bytes=2e12&filter=0.3&tasks=46&open=data%2Cskill');
  });

  it('takes a budget as people write it', () => {
    expect(parseHash('#C=3640+PF-days').choices.C).toBeCloseTo(3640 * 8.64e19, -10);
  });

  it('reports each broken field with what is allowed, and keeps the rest', () => {
    const { choices: found, issues } = parseHash('#v=2&law=mine&C=1e99&vs=kaplan-2020-nd&colour=red');
    expect(issues.map(({ field }) => field)).toEqual(['v', 'law', 'C', 'colour']);
    expect(issues.find(({ field }) => field === 'C')?.allowed).toContain('1e17 to 1e28 FLOP');
    expect(found).toEqual({ ...defaultChoices, vs: 'kaplan-2020-nd' });
  });
});
