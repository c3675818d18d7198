import { describe, expect, test } from 'vitest';
import type { Law } from '../../model/laws';
import { loss } from '../../model/loss';
import { optimum } from '../../model/optimum';
import { InputError } from '../../quantities/issue';
import { exampleRuns } from '../runs/examples';
import { readRuns } from '../runs/runs';
import { isoflopBias } from './bias';
import { fitEnvelope } from './envelope';
import { fitIsoflops } from './isoflop';

const lawOf = (coefficients: Record<string, number>): Law => ({
  id: 'test',
  label: '',
  about: '',
  form: 'chinchilla',
  coefficients,
  source: '',
  status: '',
  validity: '',
});

const symmetric = lawOf({ E: 1.69, A: 400, B: 400, alpha: 0.31, beta: 0.31 });
const hoffmann = lawOf({ E: 1.69, A: 406.4, B: 410.7, alpha: 0.34, beta: 0.28 });

/** Noise-free runs of a law: 15 sizes from 1/width to width times the optimum at each of five budgets. */
function design(law: Law, width: number) {
  const runs = [1e17, 1e18, 1e19, 1e20, 1e21].flatMap((C) =>
    Array.from({ length: 15 }, (_, i) => {
      const N = optimum(law, C).N * width ** (i / 7 - 1);
      return { N, C, D: C / (6 * N) };
    }),
  );
  const column = (value: (run: (typeof runs)[number]) => number) => Float64Array.from(runs, value);
  return {
    count: runs.length,
    N: column(({ N }) => N),
    C: column(({ C }) => C),
    D: column(({ D }) => D),
    loss: column(({ N, D }) => loss(law, N, D)),
  };
}

describe('approach 2', () => {
  test('on a symmetric surface is exact, also on a wide grid', () => {
    const { D } = fitIsoflops(design(symmetric, 16), 15);
    expect(D.a).toBeCloseTo(0.5, 6);
    expect(Math.abs(Math.log10(D.k) - -0.389076)).toBeLessThan(5e-6);
  });

  test('elsewhere has an exact exponent and a biased intercept, which grows with the width of the grid', () => {
    const misses = [2, 4, 16].map((width) => isoflopBias(hoffmann, design(hoffmann, width), 15)!);
    for (const { exponent } of misses) expect(exponent).toBeCloseTo(0, 6);
    const [narrow, middle, wide] = misses.map(({ N }) => Math.abs(N)) as [number, number, number];
    expect(narrow).toBeGreaterThan(0.001);
    expect(narrow).toBeLessThan(0.01);
    expect(middle).toBeGreaterThan(narrow);
    expect(wide).toBeGreaterThan(0.02);
    expect(wide).toBeLessThan(0.1);
    expect(isoflopBias(symmetric, design(symmetric, 16), 15)!.N).toBeCloseTo(0, 6);
  });

  test('on the tuned RefinedWeb runs of Porian et al. gives an exponent of 0.502', async () => {
    const text = await exampleRuns.find(({ id }) => id === 'porian-isoflop')!.load();
    const fit = fitIsoflops(readRuns(text, { exclude: ['dataset!=rw', 'hparams!=tuned'] }));
    expect(Math.abs(fit.N.a / 0.502 - 1)).toBeLessThan(0.02);
    for (const { reason } of fit.skipped) expect(reason).not.toBe('');
  });

  test('leaves out budgets whose best run is at an edge, and refuses runs without two minima', () => {
    const runs = design(hoffmann, 4);
    // the last budget keeps its small models alone
    const kept = Array.from({ length: 15 * 4 + 5 }, (_, i) => i);
    const part = { ...runs, count: kept.length, ...pick(runs, kept) };
    const fit = fitIsoflops(part);
    expect(fit.minima).toHaveLength(4);
    expect(fit.skipped).toMatchObject([{ runs: 5, reason: expect.stringContaining('largest model is the best') as string }]);
    const one = Array.from({ length: 15 }, (_, i) => i);
    expect(() => fitIsoflops({ ...runs, count: 15, ...pick(runs, one) })).toThrow(InputError);
  });
});

describe('approach 1', () => {
  test('finds the exponent of the law whose learning curves it is given', () => {
    const sizes = Array.from({ length: 25 }, (_, i) => 1e7 * 10 ** (i / 6));
    const runs = sizes.flatMap((N) => Array.from({ length: 60 }, (_, i) => ({ N, D: N * 10 ** (i / 15 - 1) })));
    const column = (value: (run: { N: number; D: number }) => number) => Float64Array.from(runs, value);
    const fit = fitEnvelope({
      count: runs.length,
      N: column(({ N }) => N),
      C: column(({ N, D }) => 6 * N * D),
      loss: column(({ N, D }) => loss(hoffmann, N, D)),
    });
    expect(fit.N.a).toBeCloseTo(0.28 / 0.62, 1);
    expect(fit.N.a + fit.D.a).toBeCloseTo(1, 9);
    expect(fit.curves).toBe(25);
  });

  test('refuses runs that are no curves', () => {
    const runs = design(hoffmann, 4);
    expect(() => fitEnvelope({ ...runs, N: runs.N.map((N, i) => N * (1 + i * 1e-6)) })).toThrow('learning curves');
  });
});

function pick(runs: { N: Float64Array; C: Float64Array; D: Float64Array; loss: Float64Array }, indices: readonly number[]) {
  const of = (column: Float64Array) => Float64Array.from(indices, (i) => column[i]!);
  return { N: of(runs.N), C: of(runs.C), D: of(runs.D), loss: of(runs.loss) };
}
