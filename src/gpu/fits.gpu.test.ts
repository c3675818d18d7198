import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BatchEngine, bootstrapInBatch, fitLawInBatch } from '../fit/batch';
import { bootstrapFit } from '../fit/bootstrap';
import { fitLaw } from '../fit/fit';
import { exampleRuns } from '../fit/runs/examples';
import { type Runs, readRuns } from '../fit/runs/runs';
import { coefficientSpreads } from '../fit/uncertainty';
import { openTestGpu } from '../testing/gpu';
import type { Gpu } from './device';
import { createFitEngine } from './fits';

let gpu: Gpu;
let engine: BatchEngine;
let epoch: Runs;
beforeAll(async () => {
  gpu = await openTestGpu();
  engine = createFitEngine(gpu);
  epoch = readRuns(await exampleRuns.find(({ id }) => id === 'epoch-chinchilla')!.load(), { exclude: ['outlier_top5_loss=1'] });
});
afterAll(() => gpu.close());

describe('fits in batches', () => {
  it.each(['projection', 'random'] as const)('reach the reference optimum from the strategy %s', async (starts) => {
    const fit = await fitLawInBatch(engine, epoch, { starts });
    expect(fit.value).toBeLessThanOrEqual(1.01828e-3);
    expect(fit.value).toBeCloseTo(1.018274e-3, 8);
    expect(fit.starts.agreeing / fit.starts.count).toBeGreaterThan(0.95);
  });

  it.each(['squared', 'asymmetric'] as const)('have the optimum of one thread for the objective %s', async (objective) => {
    const [batch, thread] = [await fitLawInBatch(engine, epoch, { objective }), fitLaw(epoch, { objective })];
    expect(batch.value / thread.value - 1).toBeCloseTo(0, 9);
    for (const [name, value] of Object.entries(thread.coefficients)) expect(batch.coefficients[name]! / value - 1, name).toBeCloseTo(0, 4);
  });

  it('have the optimum of one thread for another delta', async () => {
    const options = { delta: 0.01 };
    const [batch, thread] = [await fitLawInBatch(engine, epoch, options), fitLaw(epoch, options)];
    expect(batch.objective).toEqual(thread.objective);
    expect(batch.value / thread.value - 1).toBeCloseTo(0, 9);
  });

  it('run on one thread where single precision or the kernel cannot', async () => {
    const never: BatchEngine = () => Promise.reject(new Error('not asked'));
    const fit = await fitLawInBatch(never, epoch, { restrictions: { ties: [['alpha', 'beta']] } });
    expect(fit.coefficients['alpha']).toBe(fit.coefficients['beta']);
    expect((await fitLawInBatch(never, epoch, { form: 'gadre' })).form).toBe('gadre');
    expect((await fitLawInBatch(never, epoch, { delta: 1e-5 })).objective.delta).toBe(1e-5);
  });
});

describe('resamples in batches', () => {
  it('are those of one thread, draw by draw, as far as single precision goes', async () => {
    const fit = fitLaw(epoch);
    const options = { draws: 256, seed: 3 };
    const [batch, thread] = [await bootstrapInBatch(engine, fit, options), bootstrapFit(fit, options)];
    expect(batch.unconverged).toBe(0);
    expect({ ...batch, draws: [] }).toEqual({ ...thread, draws: [] });
    const [ours, theirs] = [coefficientSpreads(batch), coefficientSpreads(thread)];
    for (const name of Object.keys(theirs)) expect(ours[name]!.standardError / theirs[name]!.standardError - 1, name).toBeCloseTo(0, 1);
    // where runs lie on the law a draw may have two optima that single precision cannot tell apart
    const near = batch.draws.filter(({ alpha }, i) => Math.abs(alpha! - thread.draws[i]!['alpha']!) < 0.1 * theirs['alpha']!.standardError);
    expect(near.length / batch.draws.length).toBeGreaterThan(0.95);
  });
});
