import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certify } from '../fit/certificate';
import { fitLaw } from '../fit/fit';
import { toLawFile } from '../fit/law';
import { exampleRuns } from '../fit/runs/examples';
import { readRuns } from '../fit/runs/runs';
import { decodeRuns } from '../fit/runs/text';
import { claims } from '../model/claims';
import { facts } from '../model/facts';
import { describeIssue } from '../quantities/issue';
import * as english from '../testing/english';
import { fitRequest } from '../testing/fit-requests';
import { issuesOf } from '../testing/issues';
import type { FitPart, FitRequest } from '../worker/fit-api';
import { fitParts } from '../worker/fit-job';
import { sentences } from './ja';
import { learnSentences } from './said';

// what fits say is written in src/fit, where nothing tells a writer that a sentence wants a translation: this does

beforeAll(() => learnSentences(sentences));
afterAll(() => learnSentences({}));

/** Texts that leave English in their translation, but for what files of runs and rules about them are written with. */
const untranslated = (texts: readonly string[]) => english.untranslated(texts, ['loss', 'residual']);

/** What a fit says before it is resampled: parts by their kind. */
function firstParts(text: string, part: Partial<FitRequest> = {}): { [K in FitPart['kind']]?: Extract<FitPart, { kind: K }> } {
  const parts: FitPart[] = [];
  for (const each of fitParts({ name: 'runs.csv', text }, fitRequest(part))) {
    if (each.kind === 'draws') break;
    parts.push(each);
  }
  return Object.fromEntries(parts.map((each) => [each.kind, each]));
}

/** A table of runs of a law over sizes and token counts, with noise of a size. */
function table(count: number, noise = 0.002, sizes = 13): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const [N, D] = [1e7 * 1.4 ** (i % sizes), 1e9 * 1.5 ** (i % 7)];
    return `${N},${D},${(1.8 + 480 * N ** -0.35 + 2100 * D ** -0.37) * (1 + noise * ((i % 5) - 2))}`;
  });
  return ['N,D,loss', ...rows].join('\n');
}

describe('verdicts and certificates', async () => {
  const epoch = await exampleRuns.find(({ id }) => id === 'epoch-chinchilla')!.load();
  const published: Partial<FitRequest> = { exclude: ['outlier_top5_loss=1'] };
  test.each<readonly [string, string, Partial<FitRequest>, string]>([
    ['published runs', epoch, published, 'sound'],
    ['published runs by another objective', epoch, { ...published, objective: 'squared-loss' }, 'sound'],
    ['every published run', epoch, {}, 'doubtful'],
    ['a bound that is hit', epoch, { ...published, restrictions: { bounds: { E: [0.5, 1.2] } } }, 'doubtful'],
    ['eight runs that scatter', table(8, 0.2), {}, 'doubtful'],
    ['sizes and tokens that go together', table(60, 0.002, 7), {}, 'doubtful'],
  ])('of %s have a translation', (_, text, part, level) => {
    const { verdict, intervals, opinions } = firstParts(text, part).certificate!.certificate;
    expect(verdict.level).toBe(level);
    expect(untranslated([...verdict.reasons, intervals, ...opinions.map(({ by }) => by)])).toEqual([]);
  });

  test('of a budget far beyond the runs have one', () => {
    const runs = readRuns(epoch, { exclude: ['outlier_top5_loss=1'] });
    const { verdict } = certify(fitLaw(runs), runs, {}, 1e27);
    expect(verdict.reasons.join()).toContain('decades beyond');
    expect(untranslated(verdict.reasons)).toEqual([]);
  });

  test('of runs that leave coefficients open have one', () => {
    const runs = readRuns(table(60));
    const { verdict } = certify(fitLaw(runs, { form: 'kumar' }), runs, { form: 'kumar' });
    expect(verdict.level).toBe('unusable');
    expect(untranslated(verdict.reasons)).toEqual([]);
  });
});

describe('refusals', () => {
  test.each([
    ['one size', table(60, 0.002, 1)],
    ['four runs', table(4)],
    ['one token count', ['N,D,loss', ...Array.from({ length: 9 }, (_, i) => `${i + 1}e8,1e9,${4 - i / 10}`)].join('\n')],
    ['one loss', ['N,D,loss', ...Array.from({ length: 9 }, (_, i) => `${i + 1}e8,${i + 2}e9,3`)].join('\n')],
  ])('of %s by every approach have a translation', (_, text) => {
    const { refusals } = firstParts(text).fit!.fit;
    const issues = Object.values(refusals).flatMap((each) => each.map(describeIssue));
    expect(issues).toHaveLength(3);
    expect(untranslated(issues)).toEqual([]);
  });

  test('of a law that cannot be a file have one', () => {
    const runs = readRuns(table(60));
    const found = fitLaw(runs);
    const coefficients = { ...found.coefficients, E: -1, A: -1 };
    const issues = issuesOf(() => toLawFile({ ...found, coefficients }, undefined, { label: '', source: '' })).map(describeIssue);
    expect(issues).toHaveLength(2);
    expect(untranslated([...issues, issues.join('; ')])).toEqual([]);
  });

  test.each<readonly [string, string, Partial<FitRequest>]>([
    ['an empty text', '', {}],
    ['a list', '[1]', {}],
    ['no loss', 'N,D\n1e8,1e9', {}],
    ['one quantity', 'N,loss\n1e8,3', {}],
    ['no quantity', 'loss\n3', {}],
    ['no usable row', 'N,D,loss\na,b,c', {}],
    ['a role that is none', table(9), { columns: ['X=N'] }],
    ['a role of two columns', table(9), { columns: ['N=N', 'N=D'] }],
    ['a column of two roles', table(9), { columns: ['N=D', 'D=D'] }],
    ['a column that is none', table(9), { columns: ['N=X'] }],
    ['a unit that is none', table(9), { columns: ['N=N:x'] }],
    ['a rule about no column', table(9), { exclude: ['X=1'] }],
    ['a rule without a number', table(9), { exclude: ['N<x'] }],
    ['a rule that leaves out nothing', table(9), { exclude: ['residual > 0 MAD'] }],
    ['a column to resample by that is none', table(9), { bootstrapBy: 'X' }],
    ['too many columns', 'a,'.repeat(2000), {}],
  ])('of files and columns have one: %s', (_, text, part) => {
    const issues = firstParts(text, part).refused!.issues.map((issue) => describeIssue({ ...issue, field: issue.field.replace('--', '') }));
    expect(issues.length).toBeGreaterThan(0);
    expect(untranslated(issues)).toEqual([]);
  });

  test.each([
    ['fixed and tied', { fixed: { A: 1, x: 2 }, ties: [['A', 'B']] }],
    ['tied across kinds', { ties: [['A', 'alpha']] }],
    ['tied alone', { ties: [['alpha']] }],
    [
      'tied twice',
      {
        ties: [
          ['alpha', 'beta'],
          ['beta', 'alpha'],
        ],
      },
    ],
    ['tied with bounds apart', { ties: [['alpha', 'beta']], bounds: { alpha: [0.1, 0.2] as const, beta: [0.3, 0.4] as const } }],
    ['fixed and bounded', { fixed: { E: 1 }, bounds: { E: [1, 2] as const } }],
    ['bounded the wrong way', { bounds: { E: [2, 1] as const } }],
    ['fixed below nothing', { fixed: { alpha: -1 } }],
  ])('of coefficients have one: %s', (_, restrictions) => {
    const issues = firstParts(table(60), { restrictions }).fit!.fit.refusals['3']!.map(describeIssue);
    expect(untranslated(issues)).toEqual([]);
  });

  test.each([
    [Uint8Array.of(0x4e, 0xe9, 0x0a)],
    [Uint8Array.of(0x50, 0x4b, 3, 4)],
    [Uint8Array.of(0x1f, 0x8b, 8)],
    [Uint8Array.of(0x4e, 0, 0x2c, 0)],
  ])('of bytes that are no text have one: %s', (bytes) => {
    expect(untranslated(issuesOf(() => decodeRuns(bytes, 'runs.csv')).map(describeIssue))).toEqual([]);
  });
});

test('rows that cannot be used say why, in the language of the page', () => {
  const bad = [
    '7O,1e9,3',
    '"1,2,3",1e9,3',
    '-1,1e9,3',
    '=A1,1e9,3',
    ',1e9,3',
    '1e8,1e9,3,4',
    `1e8,1e9,${'9'.repeat(20_000)}`,
    '1e8,1e9,"3',
  ];
  const reasons = readRuns(['N,D,loss', '1e8,1e9,3', ...bad].join('\n')).rejected.map(({ reason }) => reason);
  expect(reasons).toHaveLength(bad.length);
  const lines = readRuns(['{"N": 1e8, "D": 1e9, "loss": 3}', '{', '3'].join('\n')).rejected.map(({ reason }) => reason);
  expect(untranslated([...reasons, ...lines])).toEqual([]);
});

test('examples have a name and a description in it', () => {
  expect(untranslated(exampleRuns.flatMap(({ label, about }) => [label, about]))).toEqual([]);
});

test('so does how claims and facts were checked', () => {
  expect(untranslated([...claims, ...facts].map(({ status }) => status))).toEqual([]);
});
