import { signal } from '@preact/signals-core';
import { describe, expect, test } from 'vitest';
import { findCorpus } from '../model/corpus/corpora';
import { DEFAULT_BYTES_PER_TOKEN } from '../model/corpus/funnel';
import { defaultLaw } from '../model/laws';
import { answerPlan } from '../model/plan/answer';
import type { PlanRequest } from '../model/plan/request';
import { cacheBytesPerToken, writingUtilisation } from '../model/plan/serve';
import type { PlanClient, PlanListener } from '../worker/plan-client';
import { createPlan } from './plan';
import { type PlanChoices, defaultPlan, readPlan, writePlan } from './plan-choices';

const corpus = findCorpus('common-crawl');

/** A view whose client answers at once, or when it is told to. */
function createView(choices: Partial<PlanChoices> = {}, isLate = false) {
  const asked: { readonly request: PlanRequest; readonly listener: PlanListener }[] = [];
  const client: PlanClient = {
    ask(request, listener) {
      asked.push({ request, listener });
      if (!isLate) listener.onReport(answerPlan(request));
    },
  };
  const isOpen = signal(true);
  const host = {
    plan: signal<PlanChoices>({ ...defaultPlan, ...choices }),
    shownLaw: signal(defaultLaw),
    data: { corpus: signal(corpus), yields: signal(corpus.yields), bytesPerToken: signal(DEFAULT_BYTES_PER_TOKEN) },
  };
  return { plan: createPlan(host, () => isOpen.value, client), host, asked, isOpen };
}

describe('the plan view', () => {
  test('answers the question that it opens with', () => {
    const { plan } = createView();
    const run = plan.plan.value!;
    expect(run.accelerators).toBe(256);
    expect(run.bill.days).toBeCloseTo(30, 6);
    expect(plan.report.value!.intervals.N![0]).toBeLessThan(run.N);
    expect(plan.report.value!.intervals.N![1]).toBeGreaterThan(run.N);
    expect(plan.supply.value!.epochs).toBeCloseTo(run.D / plan.supply.value!.funnel.unique, 9);
    expect(JSON.parse(plan.json()!)).toMatchObject({ feasible: true, gpus: 256, N: run.N });
    expect(plan.markdown()).toContain('# Quotation for a training run');
  });

  test('carries the utilisation of the service over to the cost of a life, and takes it back', () => {
    const { plan } = createView({ ask: 'use', given: { N: 7e9, use: 1e12 } });
    const life = () => plan.plan.value!.life!;
    const { service, found } = plan.serving.value!;
    expect(life().prices.utilisation).toEqual({ reading: 0.5, writing: 0.01 });
    const before = life().bill;
    const utilisation = writingUtilisation(service, found);
    // 2·N FLOP for each of 32 sequences, while N weights of 2 bytes and what is cached are read
    const seconds = (found.weights + 32 * cacheBytesPerToken(service.cache) * (1000 + 500 / 2)) / service.accelerator.bandwidth;
    expect(utilisation / ((2 * 7e9 * 32) / (seconds * service.accelerator.peak))).toBeCloseTo(1, 9);
    expect(utilisation).toBeGreaterThan(0.05);
    expect(plan.set('writing', utilisation)).toBe(true);
    expect(life().prices.utilisation.writing).toBe(utilisation);
    expect(life().bill.total).toBeLessThan(before.total);
    expect(plan.set('writing', 2)).toBe(false);
    expect(readPlan(writePlan(plan.choices.value)).settings.writing).toBe(utilisation);
    plan.set('writing', undefined);
    expect(life().bill).toEqual(before);
  });

  test('asks nothing while it is hidden, and nothing twice', () => {
    const { plan, asked, isOpen } = createView();
    expect(asked).toHaveLength(1);
    isOpen.value = false;
    plan.ask('money');
    expect(asked).toHaveLength(1);
    isOpen.value = true;
    expect(asked).toHaveLength(2);
    isOpen.value = false;
    isOpen.value = true;
    expect(asked).toHaveLength(2);
  });

  test('keeps the last answer while the next one is searched, and says why a search failed', () => {
    const { plan, asked } = createView({}, true);
    expect(plan.isSearching.value).toBe(true);
    asked[0]!.listener.onReport(answerPlan(asked[0]!.request));
    const first = plan.plan.value;
    plan.give('days', 10);
    expect(plan.isSearching.value).toBe(true);
    expect(plan.plan.value).toBe(first);
    asked[1]!.listener.onError('out of memory');
    expect(plan.isSearching.value).toBe(false);
    expect(plan.failure.value).toBe('out of memory');
  });

  test('gives and takes conditions, but none that the question needs or that contradicts it', () => {
    const { plan } = createView();
    expect(plan.give('days', undefined)).toBe(false);
    expect(plan.give('gpus', 2.5)).toBe(false);
    expect(plan.give('N', 7e9)).toBe(true);
    expect(plan.plan.value!.N).toBe(7e9);
    expect(plan.give('D', 1e12)).toBe(true);
    expect(plan.give('loss', 2)).toBe(false);
    expect(plan.offers.value).not.toContain('loss');
    expect(plan.give('D', undefined)).toBe(true);
    expect(plan.choices.value.given).toEqual({ gpus: 256, days: 30, N: 7e9 });
  });

  test('adopting another way to do the work gives that very layout, time and money', () => {
    const { plan } = createView();
    const { N, D } = plan.plan.value!;
    const option = plan.report.value!.options.find(({ accelerators, isBest }) => isBest && accelerators !== 256)!;
    plan.adopt(option);
    const adopted = plan.plan.value!;
    expect([adopted.N, adopted.D, adopted.accelerators]).toEqual([N, D, option.accelerators]);
    expect(adopted.layout!.layout).toEqual(option.layout);
    expect(adopted.bill.days).toBeCloseTo(option.days, 9);
    expect(adopted.bill.cost).toBeCloseTo(option.cost!, 3);
  });

  test('an impossible question keeps its nearest run, which can be asked for instead', () => {
    const { plan } = createView({ ask: 'model', hardware: 'v100-sxm2-16', given: { N: 175e9, D: 300e9, gpus: 1, days: 1 } });
    expect(plan.report.value!.answer.isFeasible).toBe(false);
    const nearest = plan.plan.value!;
    plan.use(nearest);
    expect(plan.report.value!.answer.isFeasible).toBe(true);
    expect(plan.plan.value!.accelerators).toBe(nearest.accelerators);
    expect(plan.plan.value!.bill.days).toBeCloseTo(nearest.bill.days, 9);
  });

  test('hardware without links takes a utilisation by hand, and without a price an assumed one', () => {
    const { plan } = createView({ hardware: 'tpu-v5p' });
    expect(plan.mfu.value).toBe(0.4);
    expect(plan.price.value.isAssumed).toBe(true);
    expect(plan.plan.value!.layout).toBeUndefined();
    expect(plan.plan.value!.mfu).toBeCloseTo(0.4, 9);
    expect(plan.offers.value).not.toContain('kwh');
  });

  test('a model for use trains on more tokens than its size alone asks for', () => {
    const { plan } = createView({ ask: 'use', given: { N: 7e9, use: 1e12 } });
    const used = plan.plan.value!;
    plan.begin({ ask: 'use', given: { N: 7e9, use: 1e6 } });
    expect(used.D).toBeGreaterThan(1.2 * plan.plan.value!.D);
    expect(used.life!.bill.total).toBeGreaterThan(used.bill.cost!);
  });
});
