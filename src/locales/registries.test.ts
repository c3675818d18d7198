import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGpu } from '../gpu/device';
import { type CatalogueEntry, catalogue, lossEntry } from '../model/catalogue';
import { describeEntry, kindNames } from '../model/card/describe';
import { createCustomLaw, toCustomLaw } from '../model/custom-law';
import { findForm, formIds } from '../model/forms';
import { defaultLaw } from '../model/laws';
import { grids } from '../model/plan/grids';
import { type Excursion, describeExcursions } from '../model/validity';
import { flopCounts, quantities, quantityIds } from '../quantities/registry';
import { charts } from '../state/charts';
import { limitAllowed, limitRanges } from '../state/limits';
import { parseHash } from '../state/url';
import { views } from '../state/views';
import { BackendError, type BackendFailure, type BackendInfo } from '../sweep/backend';
import { englishWords, untranslated } from '../testing/english';
import type { Notice } from '../worker/api';
import type { Job } from '../worker/jobs/job';
import { jobFailedNotice, notKeptNotice, notSavedNotice, startsAnewNotice } from '../worker/jobs/notices';
import { exportNotice, failoverNotice, failureNotice } from '../worker/notices';
import { type Sentences, learnSentences, said } from './said';
import xliff from './xliff/ja.xlf?raw';

const files = import.meta.glob<Sentences>('./sentences/ja/*.json', { eager: true, import: 'default' });

beforeAll(() => learnSentences(Object.assign({}, ...Object.values(files)) as Sentences));
afterAll(() => learnSentences({}));

function wordsOfCard(entry: CatalogueEntry): string[] {
  const { label, kind, about, facts, numbers } = describeEntry(entry);
  return [
    label,
    kind,
    about,
    entry.family,
    ...entry.answers,
    ...facts.flatMap(({ name, text }) => [name, text]),
    ...numbers.flatMap(({ about: meaning, unit }) => [meaning, unit]),
  ];
}

/** Everything that a user's law may be outside of at once, and one after the other. */
const excursions = (['above', 'below'] as const).flatMap((side) => {
  const of = (quantity: Excursion['quantity']): Excursion => ({ quantity, side, value: 7e23, end: 2e20, factor: 3500 });
  const [C, N, D] = [of('C'), of('N'), of('D')];
  return [[C], [N], [D], [C, N], [C, D], [N, D], [C, N, D]];
});

const failures: Readonly<Record<BackendFailure, true>> = {
  'not-supported': true,
  'gpu-lost': true,
  'out-of-memory': true,
  'shader-rejected': true,
  'worker-crashed': true,
  'no-adapter': true,
};

const adapter: BackendInfo = { kind: 'webgpu', adapter: 'SwiftShader', isSoftware: true };
const cpu: BackendInfo = { kind: 'cpu', adapter: '2 cores', isSoftware: false };
const job = { name: 'Losses' } as Job;
const full = new DOMException('', 'QuotaExceededError');

function notices(): Notice[] {
  const errors = (Object.keys(failures) as BackendFailure[]).map((failure) => new BackendError(failure, 'The GPU device was closed.'));
  const problems = (['full', 'failed'] as const).flatMap((kind) => [0, 40].map((cells) => ({ kind, cells, cause: new Error('E7') })));
  return [
    ...errors.flatMap((error) => [
      failureNotice(error),
      failoverNotice(error, adapter),
      failoverNotice(error, cpu),
      jobFailedNotice(job, error),
    ]),
    exportNotice(full),
    exportNotice(new Error('E7')),
    jobFailedNotice(job, new Error('E7')),
    notSavedNotice(new Error('E7')),
    ...problems.map((problem) => notKeptNotice(job, problem, 100)),
    startsAnewNotice(job, { kind: 'other-version', version: '3' }),
    startsAnewNotice(job, { kind: 'other-sweep' }),
  ];
}

/** What each field of a link may be, as the page says it of one that is none. */
function allowedInLinks(): string[] {
  const [unknown] = parseHash('#nothing=1').issues;
  const fields = unknown!.allowed.replace('only the fields ', '').split(', ');
  return [unknown!.allowed, ...fields.flatMap((field) => parseHash(`#${field}=!`).issues.map(({ allowed }) => allowed))];
}

const registries: readonly (readonly [name: string, file: string, texts: () => Iterable<string>])[] = [
  ['quantity', 'quantities.json', () => quantityIds.flatMap((id) => [quantities[id].label, quantities[id].about, quantities[id].unit])],
  ['count of FLOP', 'quantities.json', () => Object.values(flopCounts).flatMap((name) => [name, name.replace(/:.*/, '')])],
  ['law, rule and trend', 'laws.json', () => [...Object.values(kindNames), ...catalogue.flatMap(wordsOfCard)]],
  ['law of the user’s own', 'laws.json', () => wordsOfCard(lossEntry(createCustomLaw({ ...toCustomLaw(defaultLaw), label: undefined })))],
  [
    'form',
    'laws.json',
    () =>
      formIds.flatMap((id) => [
        findForm(id).source,
        ...Object.values(findForm(id).coefficients).flatMap(({ about, unit }) => [about, unit]),
      ]),
  ],
  ['grid', 'laws.json', () => grids.flatMap(({ label, source }) => [label, source])],
  [
    'warning of an extrapolation',
    'laws.json',
    () => excursions.flatMap((all) => [describeExcursions(all), describeExcursions(all, 'Kaplan 2020')]),
  ],
  ['notice', 'notices.json', () => notices().flatMap(({ message, hint }) => [message, hint])],
];

describe('what can be listed at run time', () => {
  test.each(registries)('every %s has its Japanese in src/locales/sentences/ja/%s', (_, file, texts) => {
    expect(untranslated(texts()), `these need an entry in src/locales/sentences/ja/${file}`).toEqual([]);
  });

  test('what is allowed in a link or as a limit is said in Japanese, with the ids as they are', () => {
    const limits = (Object.keys(limitRanges) as (keyof typeof limitRanges)[]).map(limitAllowed);
    const texts = [...allowedInLinks(), ...limits].filter((text) => /[a-z]/.test(text));
    expect(texts.length).toBeGreaterThan(100);
    expect(
      texts.filter((text) => said(text) === text),
      'these need an entry in src/locales/sentences/ja/notices.json',
    ).toEqual([]);
  });

  test('a name of a thing that is one word has its Japanese as well', () => {
    const names = [
      ...quantityIds.map((id) => quantities[id].label),
      ...grids.map(({ label }) => label),
      ...Object.values(kindNames),
      ...catalogue.flatMap((entry) => describeEntry(entry).facts.map(({ name }) => name)),
      ...catalogue.map(({ family }) => family).filter((family) => family !== 'Chinchilla' && family !== 'Kaplan'),
    ];
    expect(names.filter((name) => said(name) === name)).toEqual([]);
  });

  test('a browser without a GPU is told so', async () => {
    const states = [await openGpu(undefined), await openGpu({ requestAdapter: () => Promise.resolve(null) } as unknown as GPU)];
    const reasons = states.map((state) => (state.kind === 'absent' ? state.reason : ''));
    expect(reasons).not.toContain('');
    expect(untranslated(reasons.flatMap((reason) => [reason, `${reason} Sweeps run on the CPU.`]))).toEqual([]);
  });

  test('every chart and every view is a message of the page, with its translation', () => {
    const translated = new Set(
      [...xliff.matchAll(/<source>([^<]*)<\/source>\s*<target>[^<]+<\/target>/g)].map(([, source]) => source!.replaceAll('&amp;', '&')),
    );
    const labels = [...Object.values(charts), ...views].map(({ label }) => label);
    expect(
      labels.filter((label) => !translated.has(label)),
      'wrap these in msg, then npm run locales',
    ).toEqual([]);
  });
});

test.each(Object.entries(files))('%s has a place for every part that changes', (_, sentences) => {
  const holes = (text: string): string[] => [...new Set(text.match(/\{\d\}/g))].toSorted();
  const wrong = Object.entries(sentences).filter(([english, japanese]) => holes(english).join() !== holes(japanese).join());
  expect(wrong).toEqual([]);
});

test('no sentence has two translations', () => {
  const all = Object.values(files).flatMap((sentences) => Object.keys(sentences));
  expect(all.filter((english, i) => all.indexOf(english) !== i)).toEqual([]);
});

test('what is left of English in a text is found', () => {
  expect(englishWords('Hoffmann et al. 2022, arXiv 2203.15556, Open-Athena/scaling-law-analysis, 表 3')).toEqual([]);
  expect(englishWords('Llama 3, one digit more')).toEqual(['one', 'digit', 'more']);
});
