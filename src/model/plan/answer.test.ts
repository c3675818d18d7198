import { describe, expect, test } from 'vitest';
import { findLaw } from '../laws';
import { optimum } from '../optimum';
import { answerPlan } from './answer';
import { runShares } from './breakdown';
import { findAccelerator } from './hardware';
import { memoryParts } from './memory';
import { gigabytes } from './phrases';
import { planMarkdown } from './markdown';
import { distinguished } from './options';
import type { PlanRequest } from './request';
import { timeParts } from './time';
import { planFigures, traceFigure, traceMemory, traceTime } from './trace';
import { lifetimeTokens } from './use-tokens';

const law = findLaw('besiroglu-2024')!;
const h100 = findAccelerator('h100-sxm')!;
const month: PlanRequest = { law, accelerator: h100, accelerators: 256, days: 30 };

describe('an answer with what stands around it', () => {
  const report = answerPlan(month);
  const plan = report.plan!;

  test('has other ways to do the same work, of which none is beaten in days and money on the front', () => {
    const { options } = report;
    expect(options.length).toBeGreaterThan(20);
    const front = options.filter(({ isBest }) => isBest);
    expect(front.length).toBeGreaterThan(2);
    for (const best of front) {
      expect(options.some(({ days, acceleratorHours }) => days < best.days && acceleratorHours < best.acceleratorHours)).toBe(false);
    }
    const named = distinguished(options);
    expect(named.flatMap(({ by }) => by).sort()).toEqual(['cheapest', 'fastest', 'fewest accelerators', 'highest MFU']);
    expect(named.find(({ by }) => by.includes('fastest'))!.option.days).toBe(Math.min(...options.map(({ days }) => days)));
    expect(named.find(({ by }) => by.includes('cheapest'))!.option.cost).toBe(Math.min(...options.map(({ cost }) => cost!)));
  });

  test('divides every day of the run among its parts', () => {
    const shares = runShares(plan);
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(shares.reduce((sum, { days }) => sum + days, 0)).toBeCloseTo(plan.bill.days, 9);
    const byHand = runShares(answerPlan({ ...month, mfu: 0.4 }).plan!);
    expect(byHand.map(({ part }) => part)).toEqual(['useful', 'waiting', 'failures', 'interruptions']);
    expect(byHand.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  test('traces every figure, every byte and every second', () => {
    for (const figure of planFigures) {
      const { formula, source } = traceFigure(figure, month, plan);
      expect(formula.length * source.length).toBeGreaterThan(0);
    }
    const named = (inputs: readonly { readonly name: string }[]) => inputs.map(({ name }) => name);
    for (const part of memoryParts) expect(named(traceMemory(part, month, plan).inputs)).not.toContain(undefined);
    for (const part of timeParts) expect(traceTime(part, month, plan).inputs.every(({ text }) => text !== '')).toBe(true);
    expect(traceFigure('cost', month, plan).inputs.at(-1)!.text).toBe('$3.495');
    expect(traceFigure('cost', { ...month, pricePerHour: 2 }, plan).source).toBe('the question');
  });

  test('traces what is worked out to what was asked, and no figure to itself', () => {
    const of = (figure: 'N' | 'D' | 'C' | 'cost' | 'mfu', request: PlanRequest) => {
      const { formula, inputs, source } = traceFigure(figure, request, answerPlan(request).plan!);
      return `${formula} [${inputs.map(({ name }) => name).join()}] ${source}`;
    };
    const base = { law, accelerator: h100 };
    const use = { inferenceTokens: 1e12, serving: { accelerator: h100, pricePerHour: 2 } };
    // a budget of time is what the compute comes from
    expect(of('C', month)).toMatch(/accelerator-hours × 3600 s × peak × MFU.*the budget of the question/);
    expect(of('C', { ...base, N: 7e9, D: 1e12 })).toContain('C = 6·N·D');
    // a size alone has no compute yet
    expect(of('D', { ...base, N: 7e9 })).toMatch(/no other size has this loss for less compute \[N,E/);
    expect(of('D', { ...base, N: 7e9, use })).toMatch(/training and use \[N,tokens of use.*Sardana/);
    expect(of('D', { ...base, N: 7e9, C: 1e22 })).toBe('D = C / (6·N) [C,N] arithmetic');
    expect(of('N', { ...base, loss: 2.2 })).toMatch(/least 6·N·D that reaches the loss \[L,/);
    expect(of('N', { ...base, loss: 2.2, use })).toMatch(/least money over training and use \[L,tokens of use.*Sardana/);
    expect(of('cost', { ...month, pricePerHour: 2, isPriceAssumed: true })).toContain('our assumption: no price');
    expect(of('mfu', { ...month, mfu: 0.4, isMfuAssumed: true })).toContain('our assumption: the links');
    expect(of('mfu', { ...month, mfu: 0.4 })).toContain('set by hand');
  });

  test('carries the uncertainty of the law into what the compute decides', () => {
    const { plan: run, intervals } = answerPlan({ law, accelerator: h100, loss: 2 });
    for (const figure of ['days', 'acceleratorHours', 'cost', 'energy', 'carbon'] as const) {
      const [low, high] = intervals[figure]!;
      expect(low).toBeLessThan(run!.bill[figure]!);
      expect(high).toBeGreaterThan(run!.bill[figure]!);
      expect(high / low).toBeCloseTo(intervals.C![1] / intervals.C![0], 9);
    }
  });
});

describe('tokens for a model that is used', () => {
  test('are the compute-optimal ones where it is not', () => {
    const { N, D } = optimum(law, 1e22);
    expect(lifetimeTokens(law, N, 1) / D).toBeCloseTo(1, 6);
  });

  test('rise with its use', () => {
    const tokens = [1e9, 1e11, 1e12, 1e13].map((use) => lifetimeTokens(law, 7e9, use));
    expect(tokens).toEqual(tokens.toSorted((a, b) => a - b));
    expect(tokens[3]! / tokens[0]!).toBeGreaterThan(2);
  });
});

describe('a quotation in Markdown', () => {
  test('says the question, every figure with interval and source, layout, money, alternatives and what is taken for granted', () => {
    const text = planMarkdown(month, answerPlan(month).answer);
    expect(text).toMatch(/^# Quotation for a training run\n\n30 days on 256 × H100 SXM, under Besiroglu 2024\.\n/);
    for (const heading of ['Layout', 'Where the money goes', 'Alternatives', 'Taken for granted'])
      expect(text).toContain(`\n## ${heading}\n`);
    expect(text).toMatch(/\| parameters \| [\d.]+B \| [\d.]+B to [\d.]+B \| N of the least loss/);
    expect(text).toContain(`| in all | ${gigabytes(answerPlan(month).plan!.layout!.memory)} |`);
    // every row of a table has as many cells as its head
    const lines = text.split('\n').filter((line) => line.startsWith('|'));
    let cells = 0;
    lines.forEach((line, i) => {
      const count = line.split('|').length;
      if (lines[i + 1]?.startsWith('| ---')) cells = count;
      expect(count).toBe(cells);
    });
  });

  test('says why there is none, and gives the nearest run', () => {
    const request: PlanRequest = { law, accelerator: findAccelerator('v100-sxm2-16')!, accelerators: 1, days: 1, N: 175e9, D: 300e9 };
    const text = planMarkdown(request, answerPlan(request).answer);
    expect(text).toContain('## Not possible\n\n- memory: the smallest layout needs');
    expect(text).toMatch(/## The nearest run, with .+\n\n\|/);
  });

  test('says nothing of layouts where the utilisation was set by hand', () => {
    const request = { ...month, mfu: 0.4 };
    const text = planMarkdown(request, answerPlan(request).answer);
    expect(text).not.toContain('## Layout');
    expect(text).toContain('The utilisation was set by hand, so no layout is checked.');
  });
});
