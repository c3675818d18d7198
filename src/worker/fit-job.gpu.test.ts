import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFitEngine } from '../gpu/fits';
import type { Gpu } from '../gpu/device';
import { fitRequest } from '../testing/fit-requests';
import { gatherAll } from '../testing/gather';
import { openTestGpu } from '../testing/gpu';
import type { FitPart } from './fit-api';
import { fitParts, fitPartsOn } from './fit-job';

let gpu: Gpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.close());

/** Twenty runs around a law: software adapters are slow. */
const text = [
  'N,D,loss',
  ...Array.from({ length: 20 }, (_, i) => {
    const [N, D] = [1e7 * 1.7 ** (i % 7), 1e9 * 1.9 ** (i % 5)];
    return `${N},${D},${1.8 + 480 * N ** -0.35 + 2100 * D ** -0.37 + 0.002 * ((i % 4) - 1.5)}`;
  }),
].join('\n');

/** The law and the last resamples. */
function lastOf(parts: readonly FitPart[]) {
  const fit = parts.find((part) => part.kind === 'fit')!.fit.law!;
  return { fit, draws: parts.findLast((part) => part.kind === 'draws')!.draws };
}

it('a device gives the law of the CPU from 4500 starts, and its resamples as far as single precision goes', async () => {
  const device = { adapter: gpu.info.adapter, engine: createFitEngine(gpu) };
  const on = lastOf(await gatherAll(fitPartsOn(device, { name: 'r', text }, fitRequest())));
  const own = lastOf([...fitParts({ name: 'r', text }, fitRequest())]);
  expect([on.fit.device, on.draws.device, own.fit.device]).toEqual([device.adapter, device.adapter, undefined]);
  expect(on.fit.starts.count).toBe(4500);
  expect(on.fit.value / own.fit.value - 1).toBeCloseTo(0, 9);
  for (const [name, value] of Object.entries(own.fit.coefficients)) expect(on.fit.coefficients[name]! / value - 1, name).toBeCloseTo(0, 4);
  expect(on.draws.done).toBe(1000);
  for (const name of ['alpha', 'beta', 'E'])
    expect(on.draws.spreads[name]!.standardError / own.draws.spreads[name]!.standardError - 1, name).toBeCloseTo(0, 1);
});

it('a device that is lost leaves the parts of the CPU', async () => {
  const lost = await openTestGpu();
  lost.close();
  const parts = await gatherAll(fitPartsOn({ adapter: 'lost', engine: createFitEngine(lost) }, { name: 'r', text }, fitRequest()));
  const { fit, draws } = lastOf(parts);
  const own = lastOf([...fitParts({ name: 'r', text }, fitRequest())]);
  expect([fit.device, draws.device]).toEqual([undefined, undefined]);
  expect(fit.coefficients).toEqual(own.fit.coefficients);
  expect(draws.draws).toEqual(own.draws.draws);
});
