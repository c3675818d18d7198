import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLaw } from '../model/laws';
import { blockKinds, keptBytes } from '../model/plan/block';
import { accelerators, findAccelerator } from '../model/plan/hardware';
import { recomputations, zeroStages } from '../model/plan/layout';
import { bestOf, objectives, searchLayouts } from '../model/plan/search';
import { trainableShape } from '../model/plan/shape';
import { layerParameters } from '../model/plan/time';
import { solvePlan } from '../model/plan/solve';
import { type LayoutEngine, solvePlanOn } from '../sweep/layouts';
import { openTestGpu } from '../testing/gpu';
import type { Gpu } from './device';
import { createLayoutEngine } from './layouts';

const TIMEOUT_MS = 120_000;

let gpu: Gpu;
let engine: LayoutEngine;
beforeAll(async () => {
  gpu = await openTestGpu();
  engine = createLayoutEngine(gpu);
});
afterAll(() => gpu.close());

const linked = accelerators.filter(({ links }) => links);

const anyFixed = fc.record(
  {
    tensor: fc.constantFrom(1, 2, 4, 8, 3),
    pipeline: fc.constantFrom(1, 2, 4, 8),
    data: fc.integer({ min: 1, max: 40 }),
    zero: fc.constantFrom(...zeroStages),
    microbatch: fc.constantFrom(1, 2, 3),
    recomputation: fc.constantFrom(...recomputations),
    sequenceParallel: fc.boolean(),
    interleave: fc.constantFrom(1, 2, 3),
  },
  { requiredKeys: [] },
);

/** A model from 1B to 1T, any accelerator whose links are known, some number of accelerators up to 4096, whatever is fixed. */
const anySearch = fc
  .record({
    exponent: fc.double({ min: 9, max: 12, noNaN: true }),
    accelerator: fc.constantFrom(...linked),
    tokens: fc.constantFrom(2 ** 18, 2 ** 20, 2 ** 22, 2 ** 24),
    context: fc.constantFrom(512, 2048, 8192, 131_072),
    isFused: fc.boolean(),
    blocks: fc.constantFrom(...blockKinds),
    isOdd: fc.boolean(),
    from: fc.oneof(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 65, max: 4050 })),
    more: fc.integer({ min: 0, max: 46 }),
    fixed: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, anyFixed),
    memoryOf: fc.constantFrom(1, 1, 0.5, 4),
  })
  .map(({ exponent, accelerator, tokens, context, isFused, blocks, isOdd, from, more, fixed, memoryOf }) => {
    const N = 10 ** exponent;
    const usual = trainableShape(N, context, 51_200);
    // stages divide the layers, or those and two places more
    const shape = isOdd ? { ...usual, layers: usual.layers + 6 } : usual;
    return {
      job: {
        N,
        shape: { ...shape, kept: keptBytes(layerParameters(N, shape), shape, blocks) },
        batch: Math.max(1, Math.round(tokens / context)),
        fusedAttention: isFused,
      },
      space: { accelerator: { ...accelerator, memory: accelerator.memory * memoryOf }, from, to: from + more, fixed },
    };
  });

describe('the search of layouts on the GPU', () => {
  it(
    'answers as the CPU does, to the last bit',
    async () => {
      let fitting = 0;
      await fc.assert(
        fc.asyncProperty(anySearch, async ({ job, space }) => {
          const expected = searchLayouts(job, space);
          const found = await engine(job, space);
          expect(found).toEqual(expected);
          for (const goal of objectives) expect(bestOf(found.best, goal)).toEqual(bestOf(expected.best, goal));
          fitting += found.feasible;
        }),
        { numRuns: 150 },
      );
      expect(fitting).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  it(
    'decides in f64 what fits to the byte',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anySearch.filter(({ job, space }) => searchLayouts(job, space).best.length > 0),
          fc.constantFrom(-1, 0, 1),
          async ({ job, space }, byte) => {
            // as much memory as the best layout needs, or a byte less or more
            const { memory } = bestOf(searchLayouts(job, space).best, 'time')!;
            const tight = { ...space, accelerator: { ...space.accelerator, memory: memory + byte } };
            expect(await engine(job, tight)).toEqual(searchLayouts(job, tight));
          },
        ),
        { numRuns: 40 },
      );
    },
    TIMEOUT_MS,
  );

  it('looks through all numbers of accelerators at once', async () => {
    const accelerator = findAccelerator('h100-sxm')!;
    const job = { N: 70e9, shape: trainableShape(70e9, 2048, 51_200), batch: 2048, fusedAttention: true };
    for (const to of [1, 64, 512]) {
      const space = { accelerator, from: 1, to };
      expect(await engine(job, space)).toEqual(searchLayouts(job, space));
    }
  });

  it('gives a plan the same answer', async () => {
    const law = findLaw('besiroglu-2024')!;
    const accelerator = findAccelerator('h100-sxm')!;
    for (const request of [
      { law, accelerator, accelerators: 64, days: 10 },
      { law, accelerator, accelerators: 64, N: 30e9, D: 600e9, days: 5 },
      { law, accelerator: findAccelerator('v100-sxm2-16')!, accelerators: 1, N: 20e9, days: 1 },
    ]) {
      expect(await solvePlanOn(engine, request)).toEqual(solvePlan(request));
    }
  });
});
