import { describe, expect, test, vi } from 'vitest';
import { describeIssue, InputError } from '../quantities/issue';
import { isQuantityId } from '../quantities/registry';
import { parseAny } from '../sweep/any';
import { BackendError } from '../sweep/backend';
import { issuesOf } from '../testing/issues';
import { jobFailedNotice, notKeptNotice, notSavedNotice, startsAnewNotice } from '../worker/jobs/notices';
import type { Job } from '../worker/jobs/job';
import { exportNotice, failoverNotice, failureNotice } from '../worker/notices';
import { openLocale } from './locale';
import { said } from './said';
import sentences from './sentences/ja/sweep.json';

// what the page keeps in constants is said in the language that is open when they are made
vi.stubGlobal('window', new EventTarget());
await openLocale('ja');
const { kindOf, sweepExamples } = await import('../state/sweep-kinds');

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
/** Two English words that are no ids, one after the other: a part that was left behind. */
const ENGLISH = /\b(?:at|of|the|a|an|is|or|and|only|with|nothing|no|for|to|from) [a-z]+/;

const budgets = { quantity: 'C', scale: 'log', from: 1e18, to: 1e26, steps: 5 };
const sizes = { quantity: 'N', scale: 'log', from: 1e7, to: 1e13, steps: 5 };
const plain = { version: 1, law: 'hoffmann-2022', axes: [budgets, sizes], metrics: ['loss'] };
const frontier = { ...plain, reduce: { kind: 'frontier', over: ['N'] } };
const quantiles = { ...plain, law: 'besiroglu-2024', reduce: { kind: 'quantiles', over: ['N'] } };
const general = { ...plain, metrics: ['loss', 'days'], scenario: { hardware: 'h100-sxm', accelerators: 1024 } };
const own = { form: 'chinchilla', coefficients: { E: 1.7, A: 400, B: 400, alpha: 0.34, beta: 0.28 } };
const normal = (covariance: unknown) => ({ ...own, uncertainty: { about: '', parameters: ['E', 'log A'], mean: [1.7, 6], covariance } });
const drawn = { ...own, uncertainty: { parameters: ['E'], draws: [[1.6], [1.8]] } };
const schedule = {
  version: 1,
  law: 'hoffmann-2022',
  schedule: { stages: 2, N2: 1e11, D: 3e11 },
  axes: [
    { ...sizes, quantity: 'N1', to: 1e11 },
    { quantity: 'switch1', scale: 'linear', from: 0.1, to: 0.9, steps: 5 },
  ],
  reduce: { kind: 'grid' },
};
const histogram = { kind: 'histogram', metric: 'loss', from: 1, to: 2, bins: 9 };
const best = { kind: 'best', of: 'loss' };

/** Sweep files with something wrong in each. */
const wrong: readonly unknown[] = [
  [],
  {},
  { ...plain, extra: 1 },
  { ...plain, law: 'nobody' },
  { ...plain, law: 7 },
  { ...plain, law: {} },
  { ...plain, law: { ...own, form: 'none' } },
  { ...plain, law: { ...own, label: 'a'.repeat(99) } },
  { ...plain, law: { ...own, label: 7 } },
  { ...plain, law: { ...own, coefficients: { ...own.coefficients, E: -1, A: 'x', B: Infinity } } },
  { ...plain, law: { ...own, uncertainty: {} } },
  { ...plain, law: { ...own, uncertainty: { parameters: [], mean: [], covariance: [] } } },
  { ...plain, law: { ...own, uncertainty: { parameters: ['F'], mean: ['x'], covariance: 7 } } },
  { ...plain, law: { ...own, uncertainty: { parameters: ['E'], draws: [[1]] } } },
  { ...plain, law: { ...own, uncertainty: { parameters: 7, draws: [[1], [2, 3]] } } },
  { ...plain, law: normal([[1]]) },
  { ...plain, law: normal([1, 2].map((a) => [a, 3 - a])) },
  { ...plain, law: normal(7) },
  { ...plain, axes: [] },
  { ...plain, axes: 7 },
  { ...plain, axes: [{ ...budgets, scale: 'square', from: 'x', to: null, steps: 0 }] },
  { ...plain, axes: [{ ...budgets, quantity: 'X' }] },
  { ...plain, axes: [{ ...budgets, from: 1e27, to: 1e2 }, sizes] },
  { ...plain, axes: [budgets] },
  { ...plain, axes: [budgets, { ...budgets, quantity: 'D' }], scenario: { inferenceTokens: 1e12 } },
  { ...plain, scenario: { U: -1, flopCount: 'none' } },
  { ...plain, metrics: [] },
  { ...plain, metrics: 7 },
  { ...plain, metrics: ['nothing'] },
  { ...plain, constraints: 7 },
  { ...plain, constraints: [{ quantity: 'loss' }, { quantity: 'loss', min: 3, max: 2 }] },
  { ...plain, keepInfeasible: 'yes' },
  { ...plain, reduce: { kind: 'none' } },
  { ...plain, draws: 10, seed: 3 },
  { ...plain, draws: 1 },
  { ...frontier, law: 'kaplan-2020-n', reduce: { kind: 'frontier', over: ['D'] } },
  { ...frontier, reduce: { kind: 'frontier', over: [] } },
  { ...frontier, reduce: { kind: 'frontier', over: 7 } },
  { ...quantiles, law: 'kaplan-2020-nd' },
  { ...quantiles, scenario: { inferenceTokens: 1e12 }, constraints: [{ quantity: 'loss', max: 3 }] },
  { ...quantiles, law: drawn, draws: 9 },
  { ...quantiles, reduce: { ...quantiles.reduce, levels: [0.5, 0.5] } },
  { ...quantiles, reduce: { ...quantiles.reduce, levels: [7] } },
  { ...general, law: undefined },
  { ...general, law: 'nobody' },
  { ...general, axes: [...general.axes, { quantity: 'law', values: ['hoffmann-2022', 'nobody'] }] },
  { ...general, axes: [...general.axes, { quantity: 'law', values: [] }] },
  { ...general, axes: [budgets, budgets, sizes] },
  { ...general, axes: [budgets, sizes, { quantity: 'accelerators', values: [8, 16] }] },
  { ...general, axes: [budgets, { ...sizes, values: [1e9] }] },
  { ...general, axes: [budgets, { quantity: 'N' }] },
  { ...general, axes: [budgets, { quantity: 'N', values: Array.from({ length: 10_001 }, (_, i) => 1e9 + i) }] },
  { ...general, axes: [{ ...budgets, from: 0 }, sizes] },
  { ...general, axes: [{ quantity: 'none', values: [1] }] },
  { ...general, axes: [7] },
  { ...general, axes: Array.from({ length: 9 }, () => sizes) },
  { ...general, axes: ['C', 'D', 'U'].map((quantity) => ({ ...sizes, quantity, to: 1e12, steps: 1e6 })) },
  { ...general, axes: [{ ...budgets, quantity: 'U' }] },
  { ...general, axes: [budgets, sizes, { quantity: 'coefficient.gamma', values: [1] }] },
  { ...general, axes: [budgets, sizes, { quantity: 'coefficient.alpha', values: [-5, 1e5] }] },
  { ...general, law: 'kaplan-2020-nd', axes: [budgets, sizes, { quantity: 'draw', count: 10 }] },
  { ...general, law: drawn, axes: [budgets, sizes, { quantity: 'draw', count: 9 }] },
  { ...general, seed: 3 },
  { ...general, constraints: [{ quantity: 'days' }, { quantity: 'days', min: 3, max: 2 }] },
  { ...general, scenario: {} },
  { ...general, scenario: { accelerators: 8 } },
  { ...general, metrics: ['cost', 'epochs'], scenario: { hardware: 'h800', accelerators: 8 } },
  { ...general, metrics: ['epochs'] },
  { ...general, law: 'kaplan-2020-n', metrics: ['days', 'optimalN'] },
  { ...general, reduce: { kind: 'frontier', over: ['D', 'N'] } },
  { ...general, reduce: { kind: 'frontier', over: [] } },
  { ...general, reduce: { kind: 'frontier', over: ['N', 'N'], goal: 'most' } },
  { ...general, reduce: { kind: 'frontier', over: [7] } },
  { ...general, reduce: { kind: 'frontier', over: ['N', 'N'] } },
  { ...general, reduce: { kind: 'pareto', of: ['loss'] } },
  { ...general, reduce: { kind: 'pareto', of: 7 } },
  { ...general, reduce: { kind: 'pareto', of: ['loss', 'days'], goals: 7 } },
  { ...general, reduce: { kind: 'pareto', of: ['loss', 'loss'], goals: ['least'] } },
  { ...general, reduce: { kind: 'histogram', of: 'loss', bins: 9, from: 3, to: 2 } },
  { ...general, reduce: { kind: 'histogram', of: 'loss', bins: 9, from: -3, to: 2, scale: 'log' } },
  { ...general, reduce: { kind: 'quantiles', across: ['C', 'N'] }, axes: [budgets, sizes].map((axis) => ({ ...axis, steps: 9999 })) },
  { ...general, reduce: { kind: 'most' } },
  { ...schedule, law: 'nobody' },
  { ...schedule, law: 'muennighoff-2023' },
  { ...schedule, law: 'kaplan-2020-nd', schedule: { ...schedule.schedule, bump: 0.1 } },
  { ...schedule, metrics: [] },
  { ...schedule, metrics: 7 },
  { ...schedule, reduce: {} },
  { ...schedule, reduce: histogram, axes: [{ ...sizes, quantity: 'N1', from: 1e12, to: 1e3 }] },
  { ...schedule, axes: Array.from({ length: 3 }, (_, i) => ({ ...sizes, quantity: `N${i + 1}`, steps: 1e6 })) },
  { ...schedule, axes: [...schedule.axes, ...schedule.axes, ...schedule.axes, ...schedule.axes] },
  { ...schedule, axes: [schedule.axes[0], { ...schedule.axes[1], from: 0, scale: 'log' }] },
  { ...schedule, axes: [schedule.axes[1]] },
  { ...schedule, schedule: { stages: 3, N3: 1e11 } },
  { ...schedule, schedule: { ...schedule.schedule, N1: 1e9 } },
  { ...schedule, schedule: { ...schedule.schedule, share3: 0.1 } },
  {
    ...schedule,
    schedule: { stages: 3, N3: 1e11, N2: 1e10, D: 3e11 },
    axes: [...schedule.axes, { ...schedule.axes[1], quantity: 'switch2' }],
  },
  { ...schedule, reduce: { ...histogram, to: 0 } },
  { ...schedule, reduce: { ...best, histogram: { metric: 'loss', from: 3, to: 2, bins: 9 } } },
  { ...schedule, reduce: { ...best, keep: ['N1'], histogram: { metric: 'loss', from: 1, to: 2, bins: 9 } } },
  { ...schedule, reduce: { ...best, keep: ['N2'] } },
  { ...schedule, reduce: { ...best, keep: ['N1', 'N1'] } },
  { ...schedule, reduce: { ...best, keep: ['N1', 'switch1', 'N1'] } },
];

describe('the sweep view in Japanese', () => {
  test('names every kind, reduction, field, stage quantity and example', () => {
    const kinds = sweepExamples.map(({ create }) => kindOf(create('besiroglu-2024')));
    const texts = [...new Set(kinds)].flatMap(({ id: kind, label, reductions, axes, fixed, metrics }) => [
      label,
      ...reductions.flatMap((each) => [each.label, each.about, ...each.fields.map((field) => field.label)]),
      // those of the registry are named for every view
      ...[...axes, ...fixed, ...metrics]
        .filter(({ id }) => kind === 'schedules' || !isQuantityId(id))
        .flatMap((quantity) => [quantity.label, quantity.about]),
    ]);
    const examples = sweepExamples.flatMap(({ label, about }) => [label, about]);
    expect(new Set(kinds).size).toBe(2);
    expect([...texts, ...examples].filter((text) => !JAPANESE.test(text))).toEqual([]);
  });

  test.each(wrong.map((json) => [JSON.stringify(json)?.slice(0, 200) ?? '', json] as const))('says what is wrong with %s', (_, json) => {
    for (const issue of issuesOf(() => parseAny(json))) {
      const whole = said(`${describeIssue(issue)}.`);
      // a bare number needs no words
      if (/[a-z]{2}/.test(issue.allowed)) expect(said(issue.allowed)).toMatch(JAPANESE);
      expect(whole).toMatch(JAPANESE);
      expect(whole).not.toMatch(ENGLISH);
    }
  });

  test('says an input error as a whole, of one field or of two', () => {
    expect(said(new InputError(issuesOf(() => parseAny({ ...plain, draws: 1 }))).message)).toBe(
      'draws: 1 は使えません。使えるもの: 2 から 100000 までの整数',
    );
    const two = issuesOf(() => parseAny({ ...plain, draws: 10, seed: 3 }));
    expect(said(new InputError(two).message)).not.toMatch(ENGLISH);
  });

  test('says what became of jobs, runs and files', () => {
    const job = { name: 'N × D' } as Job;
    const problem = { kind: 'full', cells: 3, cause: new Error('QuotaExceededError') } as const;
    const failure = new BackendError('worker-crashed', 'No CPU worker stays alive.');
    const notices = [
      notKeptNotice(job, problem, 10),
      notKeptNotice(job, { ...problem, cells: 0 }, 10),
      notKeptNotice(job, { ...problem, kind: 'failed' }, 10),
      notKeptNotice(job, { ...problem, kind: 'failed', cells: 0 }, 10),
      startsAnewNotice(job, { kind: 'other-version', version: '0.0.1' }),
      startsAnewNotice(job, { kind: 'other-sweep' }),
      notSavedNotice(new Error('QuotaExceededError')),
      jobFailedNotice(job, failure),
      jobFailedNotice(job, new Error('QuotaExceededError')),
      failoverNotice(failure, { kind: 'cpu', adapter: '8 CPU threads', isSoftware: false }),
      failoverNotice(failure, { kind: 'webgpu', adapter: 'M3', isSoftware: false }),
      failureNotice(failure),
      exportNotice(new Error('QuotaExceededError')),
      exportNotice(new DOMException('', 'QuotaExceededError')),
    ];
    for (const text of notices.flatMap(({ message, hint }) => [message, hint])) {
      expect(said(text)).toMatch(JAPANESE);
      expect(said(text)).not.toMatch(ENGLISH);
    }
  });

  test('puts each part of a sentence in one place of its translation', () => {
    const holes = (text: string) => (text.match(/\{\d\}/g) ?? []).toSorted();
    for (const [english, japanese] of Object.entries(sentences)) expect(holes(japanese), english).toEqual(holes(english));
  });
});
