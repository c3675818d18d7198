import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import type { FitPart, FitRequest } from '../worker/fit-api';
import type { FitClient, FitListener } from '../worker/fit-client';
import { fitParts } from '../worker/fit-job';
import { type FitHost, createFit, intervalsAt, rulesOf } from './fit';
import { type FitChoices, defaultFit } from './fit-choices';
import { MOST_KEPT, keepOwnRuns, readOwnRuns } from './own-runs';
import type { PageNotice } from './store';

/** Runs around a law without noise. */
const text = [
  'N,D,loss,odd',
  ...Array.from({ length: 40 }, (_, i) => {
    const [N, D] = [1e7 * 1.4 ** (i % 13), 1e9 * 1.5 ** (i % 7)];
    return `${N},${D},${1.8 + 480 * N ** -0.35 + 2100 * D ** -0.37},${i % 2}`;
  }),
].join('\n');

/** A client that answers at once, and remembers what it was asked. */
function createTestClient() {
  const requests: FitRequest[] = [];
  let stops = 0;
  const client: FitClient = {
    stop: () => void stops++,
    predict: () => Promise.resolve([]),
    fit(request: FitRequest, { onPart, onDone }: FitListener) {
      requests.push(request);
      if (request.source.kind !== 'text') return;
      for (const part of fitParts(request.source, request)) {
        onPart(part);
        if (part.kind === 'draws') break;
      }
      onDone();
    },
  };
  return { client, requests, stops: () => stops };
}

function createMemory(full = false): Storage {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem(key: string, value: string) {
      if (full) throw new DOMException('full', 'QuotaExceededError');
      held.set(key, value);
    },
  } as Storage;
}

function open(choices: Partial<FitChoices> = {}, storage = createMemory()) {
  const notices: PageNotice[] = [];
  const host: FitHost = { fit: signal({ ...defaultFit, ...choices }), C: signal(1e22), notify: (notice) => notices.push(notice) };
  const test = createTestClient();
  return { fit: createFit(host, test.client, storage), host, notices, ...test };
}

const paste = { kind: 'text', name: 'pasted runs', text } as const;

describe('the state of a fit', () => {
  it('opens with the published fit, and with an example’s own rules', () => {
    const { requests } = open();
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ source: { kind: 'example', id: 'epoch-chinchilla' }, exclude: ['outlier_top5_loss=1'] });
    expect(rulesOf({ ...defaultFit, rules: [] })).toEqual([]);
    expect(rulesOf({ ...defaultFit, runs: 'own' })).toEqual([]);
  });

  it('fits what is pasted, and answers for the budget of the page', () => {
    const { fit } = open();
    fit.open(paste);
    expect(fit.choices.value.runs).toBe('own');
    expect(fit.phase.value).toBe('done');
    const answer = fit.answer.value!;
    expect(answer.exponent!.value).toBeCloseTo(0.37 / 0.72, 3);
    expect(answer.N * answer.D * 6).toBeCloseTo(1e22, -17);
    expect(answer.intervals!.N[0]).toBeLessThanOrEqual(answer.N * 1.001);
    expect(answer.intervals!.N[1]).toBeGreaterThanOrEqual(answer.N * 0.999);
    expect(fit.lawFile.value).toMatchObject({ form: 'chinchilla' });
    expect(fit.useLaw).toBeUndefined();
  });

  it('fits anew with every choice, and once for several flips', () => {
    const { fit, requests } = open();
    fit.open(paste);
    const before = requests.length;
    fit.flip([3, 5]);
    fit.flip([5]);
    expect(requests).toHaveLength(before + 2);
    expect(requests.at(-1)!.flipped).toEqual([3]);
    expect(fit.runs.value!.kept).toBe(39);
    fit.change({ rules: ['odd=1'] });
    // the rule leaves out 20, line 3 among them, which is flipped
    expect(fit.runs.value!.kept).toBe(21);
  });

  it('hands the law to a page that takes laws', () => {
    const taken: unknown[] = [];
    const host: FitHost = { fit: signal(defaultFit), C: signal(1e22), notify: () => undefined, onUseLaw: (law) => taken.push(law) };
    const fit = createFit(host, createTestClient().client, createMemory());
    fit.open(paste);
    fit.useLaw!();
    expect(taken).toEqual([fit.lawFile.value]);
  });

  it('says what cannot be read, and shows nothing of the fit before', () => {
    const { fit } = open();
    fit.open(paste);
    fit.open({ ...paste, text: 'N,D\n1,2' });
    expect(fit.refused.value!.headings).toEqual(['N', 'D']);
    expect([fit.runs.value, fit.fit.value, fit.answer.value]).toEqual([undefined, undefined, undefined]);
  });

  it('finds pasted runs again after a reload', () => {
    const storage = createMemory();
    open({}, storage).fit.open(paste);
    expect(open({ runs: 'own' }, storage).fit.runs.value!.usable).toBe(40);
    expect(open({ runs: 'own' }).fit.refused.value!.issues[0]!.given).toContain('none in this browser');
  });

  it('stops and ends its worker', () => {
    const { fit, stops } = open();
    fit.stop();
    expect(fit.phase.value).toBe('stopped');
    fit.dispose();
    expect(stops()).toBe(2);
  });

  it('leaves out five hundred runs by hand and no more', () => {
    const { fit, notices } = open();
    fit.flip(Array.from({ length: 501 }, (_, i) => i + 2));
    expect(fit.choices.value.flipped).toEqual([]);
    expect(notices[0]!.hint).toContain('rule');
  });
});

describe('runs of one’s own', () => {
  it('are kept, and what cannot be kept is said', () => {
    const storage = createMemory();
    expect(keepOwnRuns(storage, paste)).toBeUndefined();
    expect(readOwnRuns(storage)).toEqual({ name: paste.name, text });
    // two tabs, each with runs of its own, loaded anew
    const [one, other] = [createMemory(), createMemory()];
    keepOwnRuns(storage, { name: 'one', text: 'a' }, one);
    keepOwnRuns(storage, { name: 'other', text: 'b' }, other);
    expect([one, other, createMemory()].map((tab) => readOwnRuns(storage, tab)?.name)).toEqual(['one', 'other', 'other']);
    expect(keepOwnRuns(storage, { name: '', text: 'x'.repeat(MOST_KEPT + 1) })).toContain('too large');
    expect(keepOwnRuns(createMemory(true), paste)).toContain('full');
    expect(keepOwnRuns(undefined, paste)).toContain('keeps nothing');
  });

  it('that are broken in the storage are none', () => {
    for (const saved of ['', '{', 'null', '{"version":2,"name":"","text":""}', '{"version":1}']) {
      expect(readOwnRuns({ getItem: () => saved })).toBeUndefined();
    }
  });
});

it('reads intervals between the budgets of a band along straight lines in logarithms', () => {
  const band: Extract<FitPart, { kind: 'draws' }>['draws']['band'] = [
    { C: 1e20, N: [1e9, 2e9], D: [1e10, 2e10], tokensPerParameter: [5, 20], loss: [2, 2.1], runLoss: [1.9, 2.2] },
    { C: 1e22, N: [1e10, 4e10], D: [1e11, 3e11], tokensPerParameter: [5, 20], loss: [1.8, 1.9], runLoss: [1.7, 2] },
  ];
  expect(intervalsAt(band, 1e20)!.N).toEqual([1e9, 2e9]);
  expect(intervalsAt(band, 1e21)!.N[0]).toBeCloseTo(10 ** 9.5, -3);
  expect(intervalsAt(band, 1e23)).toBeUndefined();
  expect(intervalsAt(band, 1e19)).toBeUndefined();
});
