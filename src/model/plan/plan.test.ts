import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { megatronParameters } from '../flop/megatron';
import type { ModelShape } from '../flop/shape';
import { carbonKg, energyKwh, failureOverhead, youngInterval } from './cost';
import { fullFineTuning, loraFineTuning, transferredData } from './finetune';
import { accelerators, findAccelerator, latestPrice } from './hardware';
import { keptBytes } from './block';
import { type TrainingLayout, type ZeroStage, describeLayout, layoutSize, recomputations, zeroStages } from './layout';
import { classicBlock, layerActivationBytes, memoryOf, memoryParts, modelStateBytes, totalMemory } from './memory';
import { bestOf, paretoLayouts, searchLayouts } from './search';
import { trainableShape } from './shape';
import { stepTime, timeParts, totalTime, trainingFlopPerToken, utilisationOf } from './time';

const a100 = findAccelerator('a100-80')!;

const shapeOf = (heads: number, width: number, layers: number, vocabulary = 51_200): ModelShape => ({
  layers,
  width,
  heads,
  headSize: width / heads,
  feedForward: 4 * width,
  context: 2048,
  vocabulary,
});

const layoutOf = (choices: Partial<TrainingLayout>): TrainingLayout => ({
  tensor: 1,
  pipeline: 1,
  data: 1,
  zero: 0,
  microbatch: 1,
  recomputation: 'none',
  sequenceParallel: false,
  interleave: 1,
  ...choices,
});

/** Narayanan et al. 2021, arXiv 2104.04473, table 1: heads, width, layers, tensor, pipeline, accelerators, batch, TFLOP/s each. */
const weakScaling = [
  [24, 2304, 24, 1, 1, 32, 512, 137],
  [32, 3072, 30, 2, 1, 64, 512, 138],
  [32, 4096, 36, 4, 1, 128, 512, 142],
  [48, 6144, 40, 8, 1, 256, 1024, 135],
  [64, 8192, 48, 8, 2, 512, 1536, 138],
  [80, 10240, 60, 8, 4, 1024, 1792, 140],
  [96, 12288, 80, 8, 8, 1536, 2304, 148],
  [128, 16384, 96, 8, 16, 1920, 2160, 155],
  [128, 20480, 105, 8, 35, 2520, 2520, 163],
  [160, 25600, 128, 8, 64, 3072, 3072, 163],
] as const;

/** The table names neither microbatches nor chunks; these are ours, by pipeline stages. */
const assumed: Readonly<Record<number, { microbatch: number; interleave: number }>> = {
  1: { microbatch: 4, interleave: 1 },
  2: { microbatch: 2, interleave: 2 },
  4: { microbatch: 2, interleave: 3 },
  8: { microbatch: 2, interleave: 2 },
  16: { microbatch: 1, interleave: 2 },
  35: { microbatch: 1, interleave: 3 },
  64: { microbatch: 1, interleave: 2 },
};

/** Korthikanti et al. 2022, arXiv 2205.05198, tables 3 and 5: heads, width, layers, pipeline, batch, microbatch, chunks, seconds with full and with selective recomputation. */
const iterations = [
  [64, 6144, 48, 1, 4, 4, 1, 1.42, 1.1],
  [96, 12288, 96, 8, 64, 1, 3, 18.13, 13.75],
  [128, 20480, 105, 35, 280, 1, 3, 49.05, 37.83],
  [160, 25600, 128, 64, 512, 1, 1, 94.42, 71.49],
] as const;

describe('the time of a step', () => {
  test.each(weakScaling)('of %d heads, width %d and %d layers on %d × %d of %d, batch %d, is %d TFLOP/s within 7 %%', (...row) => {
    const [heads, width, layers, tensor, pipeline, count, batch, stated] = row;
    const shape = shapeOf(heads, width, layers);
    const N = megatronParameters(shape);
    const data = count / tensor / pipeline;
    const layout = layoutOf({ tensor, pipeline, data, recomputation: 'full', ...assumed[pipeline] });
    const seconds = totalTime(stepTime(N, shape, layout, batch, a100, a100.links!));
    const { hfu } = utilisationOf(N, shape, layout, batch, seconds, a100);
    expect((hfu * a100.peak) / 1e12 / stated).toBeGreaterThan(0.93);
    expect((hfu * a100.peak) / 1e12 / stated).toBeLessThan(1.07);
  });

  test.each(iterations)('of %d heads, width %d and %d layers in %d stages is as measured within 7.5 %%', (...row) => {
    const [heads, width, layers, pipeline, batch, microbatch, interleave, full, selective] = row;
    const shape = shapeOf(heads, width, layers);
    const N = megatronParameters(shape);
    const seconds = (choices: Partial<TrainingLayout>) =>
      totalTime(stepTime(N, shape, layoutOf({ tensor: 8, pipeline, microbatch, interleave, ...choices }), batch, a100, a100.links!));
    expect(Math.abs(seconds({ recomputation: 'full' }) / full - 1)).toBeLessThan(0.075);
    expect(Math.abs(seconds({ recomputation: 'selective', sequenceParallel: true }) / selective - 1)).toBeLessThan(0.075);
  });

  // utilisation as printed; ours is of a steady state without stragglers, so above what most runs reach
  test.each([
    [
      'MT-NLG 530B',
      529.6e9,
      shapeOf(128, 20480, 105),
      'a100-80',
      { tensor: 8, pipeline: 35, data: 8, recomputation: 'full', interleave: 3 },
      1920,
      0.302,
    ],
    [
      'GLM-130B',
      130e9,
      shapeOf(96, 12288, 72, 150_528),
      'a100-40',
      { tensor: 4, pipeline: 8, data: 24, recomputation: 'full' },
      4224,
      0.325,
    ],
    [
      'FLM-101B, last stage',
      101e9,
      shapeOf(80, 10240, 80, 100_256),
      'a800-80',
      { tensor: 4, pipeline: 4, data: 12, recomputation: 'selective' },
      2160,
      0.5288,
    ],
    [
      'BLOOM-176B',
      176.247e9,
      shapeOf(112, 14336, 72, 250_880),
      'a100-80',
      { tensor: 4, pipeline: 12, data: 8, recomputation: 'full', microbatch: 2 },
      2048,
      0.3182,
    ],
  ] as const)('%s: the published utilisation within 36 %%', (_, N, shape, id, choices, batch, stated) => {
    const accelerator = findAccelerator(id)!;
    const layout = layoutOf({ zero: 1, ...choices });
    const seconds = totalTime(stepTime(N, shape, layout, batch, accelerator, accelerator.links!));
    const { mfu } = utilisationOf(N, shape, layout, batch, seconds, accelerator);
    expect(mfu / stated).toBeGreaterThan(0.9);
    expect(mfu / stated).toBeLessThan(1.36);
  });

  test('counts FLOP as Megatron does', () => {
    const shape = shapeOf(96, 12288, 96);
    const N = megatronParameters(shape);
    const { model, hardware } = trainingFlopPerToken(N, shape, 'full');
    // 72·l·h²·(1 + s/6h + V/12lh), and a forward pass of the layers on top
    const blocks = 72 * 96 * 12288 * 12288;
    expect(model / (blocks * (1 + 2048 / (6 * 12288) + 51_200 / (12 * 96 * 12288)))).toBeCloseTo(1, 3);
    expect(hardware / model).toBeCloseTo(4 / 3, 2);
  });
});

describe('memory', () => {
  test('has every part, and falls with each stage of ZeRO', () => {
    const shape = shapeOf(32, 4096, 32);
    const bytes = zeroStages.map((zero) => totalMemory(memoryOf(7e9, shape, layoutOf({ data: 8, zero }))));
    expect(bytes).toEqual([...bytes].sort((a, b) => b - a));
    expect(new Set(bytes).size).toBe(4);
    const memory = memoryOf(7e9, shape, layoutOf({ data: 8 }));
    for (const part of memoryParts) expect(memory[part]).toBeGreaterThan(0);
    expect(memory.weights + memory.gradients + memory.optimizer).toBe(modelStateBytes(7e9, 0, 8));
  });

  test('of attention in one kernel is that with selective recomputation', () => {
    const shape = shapeOf(96, 12288, 96);
    const bytes = (choices: Partial<TrainingLayout>) =>
      memoryOf(175e9, shape, layoutOf({ tensor: 8, pipeline: 8, ...choices })).activations;
    expect(bytes({ fusedAttention: true })).toBe(bytes({ recomputation: 'selective' }));
    const job = { N: 175e9, shape, batch: 64, fusedAttention: true };
    const { best } = searchLayouts(job, { accelerator: a100, from: 64, to: 64 });
    expect(best[0]!.layout).toMatchObject({ fusedAttention: true });
    expect(totalTime(stepTime(175e9, shape, best[0]!.layout, 64, a100, a100.links!)) / best[0]!.stepSeconds).toBeCloseTo(1, 12);
    expect(totalMemory(memoryOf(175e9, shape, best[0]!.layout)) / best[0]!.memory).toBeCloseTo(1, 12);
  });

  test('falls with recomputation and with parallelism', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 4, 8),
        fc.constantFrom(1, 2, 4, 8),
        fc.constantFrom(...zeroStages),
        fc.integer({ min: 1, max: 8 }),
        (tensor, pipeline, zero, microbatch) => {
          const shape = shapeOf(32, 4096, 32);
          const choices = { tensor, pipeline, zero, microbatch, data: 4 };
          const bytes = (more: Partial<TrainingLayout>) => memoryOf(7e9, shape, layoutOf({ ...choices, ...more })).activations;
          const [none, selective, full] = recomputations.map((recomputation) => bytes({ recomputation }));
          expect(none).toBeGreaterThan(selective!);
          expect(selective).toBeGreaterThan(full!);
          expect(bytes({ sequenceParallel: true })).toBeLessThanOrEqual(none!);
        },
      ),
    );
  });
});

describe('blocks', () => {
  // Llama 3, arXiv 2407.21783, table 3: layers, width, heads, inner width, vocabulary; 8 heads of keys and values each
  test.each([
    ['8B', 32, 4096, 32, 14_336],
    ['70B', 80, 8192, 64, 28_672],
    ['405B', 126, 16_384, 128, 53_248],
  ])('of Llama 3 %s keep what an itemised count of them keeps', (_, layers, width, heads, inner) => {
    const shape = { ...shapeOf(heads, width, layers, 128_256), feedForward: inner };
    const ofLayer = 2 * width * width * (1 + 8 / heads) + 3 * width * inner;
    const kept = keptBytes(ofLayer, shape, 'llama')!;
    // two bytes of each value that is kept, over s·b·h: two norms' inputs, and what goes into the matrices of attention and feed-forward
    expect(kept.between).toBe(2 * (1 + 1 + 1 + 1));
    // queries, what attention gives, keys, values; gate, up and their product
    const within = 2 * (1 + 1 + (2 * 8) / heads + (3 * inner) / width);
    expect(kept.within / within).toBeCloseTo(1, 12);
    // what norms give, and the product
    expect(kept.light.between).toBe(2 * (1 + 1));
    expect(kept.light.within / ((2 * inner) / width)).toBeCloseTo(1, 12);
  });

  test('with every head of its own and a plain feed-forward block of 4·h keep what GPT-3’s keep, but for two masks', () => {
    const shape = shapeOf(96, 12_288, 96);
    // fewer heads of keys and values leave as many parameters, and bytes, to the feed-forward block
    const kept = keptBytes(12 * 12_288 ** 2, shape, 'llama')!;
    expect(kept.between).toBe(classicBlock.between - 2);
    expect(kept.within).toBeCloseTo(classicBlock.within, 12);
    expect(keptBytes(12 * 12_288 ** 2, shape, 'gpt')).toBeUndefined();
  });

  test('need less memory with each kind of recomputation, and more time', () => {
    const shape = { ...shapeOf(64, 8192, 80), kept: keptBytes(12 * 8192 ** 2, shapeOf(64, 8192, 80), 'llama') };
    const of = recomputations.map((recomputation) => {
      const layout = layoutOf({ tensor: 8, pipeline: 4, data: 2, recomputation, fusedAttention: true });
      return {
        bytes: memoryOf(70e9, shape, layout).activations,
        seconds: totalTime(stepTime(70e9, shape, layout, 64, a100, a100.links!)),
      };
    });
    expect(of.map(({ bytes }) => bytes)).toEqual(of.map(({ bytes }) => bytes).toSorted((a, b) => b - a));
    expect(of.map(({ seconds }) => seconds)).toEqual(of.map(({ seconds }) => seconds).toSorted((a, b) => a - b));
    expect(new Set(of.map(({ bytes }) => bytes)).size).toBe(3);
  });
});

describe('what ZeRO gathers', () => {
  test('is the weights of two layers and the gradients of one under ZeRO 3, as each accelerator works on them whole', () => {
    const shape = shapeOf(64, 8192, 80);
    const buffers = (zero: ZeroStage, data: number) => memoryOf(80e9, shape, layoutOf({ tensor: 2, data, zero })).buffers;
    const ofLayer = 80e9 / 80 / 2;
    for (const zero of zeroStages) expect(buffers(zero, 1)).toBe(buffers(0, 1));
    expect(buffers(1, 8)).toBe(buffers(0, 8));
    expect(buffers(2, 8) - buffers(0, 8)).toBe(2 * ofLayer);
    expect(buffers(3, 8) - buffers(0, 8)).toBe(6 * ofLayer);
  });

  test('makes ZeRO 0 the smallest where two copies of few layers share them', () => {
    // 2 layers on 2 accelerators: gathering three halves of the weights is more than half the state that ZeRO 3 saves
    const job = { N: 1e9, shape: shapeOf(16, 2048, 2), batch: 8 };
    const { smallest } = searchLayouts(job, { accelerator: a100, from: 2, to: 2, fixed: { tensor: 1, pipeline: 1, data: 2 } });
    const least = Math.min(...zeroStages.map((zero) => totalMemory(memoryOf(job.N, job.shape, { ...smallest!.layout, zero }))));
    expect(smallest!.memory / least).toBeCloseTo(1, 12);
  });
});

describe('stages that do not divide the layers', () => {
  test('leave a place each to the embedding and the logits, as Llama 3’s 16 stages of 126 layers do', () => {
    const shape = { ...shapeOf(128, 16_384, 126, 128_256), context: 8192 };
    const job = { N: 405e9, shape, batch: 2048, fusedAttention: true };
    const h100 = findAccelerator('h100-sxm')!;
    const fixed = { tensor: 8, pipeline: 16, data: 128, recomputation: 'full', interleave: 8 } as const;
    const { best } = searchLayouts(job, { accelerator: h100, from: 16_384, to: 16_384, fixed });
    expect(best).toHaveLength(1);
    const { layout } = best[0]!;
    // as 128 layers would take it, with logits that are no more than a layer
    const even = { ...shape, layers: 128 };
    const layers = (of: typeof shape) => memoryOf(405e9, of, layout).activations / layerActivationBytes(of, layout);
    expect(layers(shape)).toBe(layers(even));
    expect(layers(shape)).toBe(128 * (1 + 15 / 128));
    const time = stepTime(405e9, shape, layout, 2048, h100, h100.links!);
    expect(time.bubble / (time.matrices + time.elementwise + time.tensor + time.pipeline)).toBeCloseTo(15 / (8 * 16), 12);
    expect(searchLayouts(job, { accelerator: h100, from: 8 * 5, to: 8 * 5, fixed: { tensor: 8, pipeline: 5 } }).layouts).toBe(0);
  });
});

describe('the search', () => {
  const gpt3 = { N: 174.6e9, shape: shapeOf(96, 12288, 96), batch: 1536 };

  test('looks at about a million layouts of GPT-3 175B on up to 512 accelerators', () => {
    const { layouts, feasible, best } = searchLayouts(gpt3, { accelerator: a100, from: 1, to: 512 });
    expect(layouts).toBe(1_047_528);
    expect(feasible).toBeGreaterThan(1e4);
    expect(feasible).toBeLessThan(layouts);
    expect(best.at(-1)?.accelerators).toBe(512);
  });

  test('tells the same time and memory as the formulas, and nothing that does not fit', () => {
    const { best } = searchLayouts(gpt3, { accelerator: a100, from: 1, to: 512 });
    for (const { layout, accelerators: count, stepSeconds, memory } of best) {
      expect(layoutSize(layout)).toBe(count);
      expect(memory).toBeLessThanOrEqual(a100.memory);
      expect(totalMemory(memoryOf(gpt3.N, gpt3.shape, layout)) / memory).toBeCloseTo(1, 12);
      expect(totalTime(stepTime(gpt3.N, gpt3.shape, layout, gpt3.batch, a100, a100.links!)) / stepSeconds).toBeCloseTo(1, 12);
    }
  });

  test('finds what trying every layout of a small model one by one finds', () => {
    // 12 layers: 7 stages hold two places each, the first and the last one layer and the embedding or the logits
    const job = { N: 1.3e9, shape: shapeOf(8, 2048, 12), batch: 32 };
    const accelerator = { ...a100, memory: 14e9 };
    const { best, layouts, feasible } = searchLayouts(job, { accelerator, from: 1, to: 16 });
    const all = everyLayout(job.shape.layers, job.batch, 16);
    expect(layouts).toBe(all.length);
    const allowed = all.filter(
      ({ interleave, pipeline, data, microbatch }) => interleave === 1 || Math.ceil(32 / (data * microbatch)) % pipeline === 0,
    );
    const fitting = allowed.filter((layout) => totalMemory(memoryOf(job.N, job.shape, layout)) <= accelerator.memory);
    expect(feasible).toBe(fitting.length);
    for (let count = 1; count <= 16; count++) {
      const times = fitting
        .filter((layout) => layoutSize(layout) === count)
        .map((layout) => totalTime(stepTime(job.N, job.shape, layout, job.batch, accelerator, accelerator.links!)));
      const found = best.find((each) => each.accelerators === count);
      if (times.length === 0) expect(found).toBeUndefined();
      else expect(found!.stepSeconds / Math.min(...times)).toBeCloseTo(1, 12);
    }
  });

  test('keeps to what is fixed', () => {
    const fixed = {
      tensor: 8,
      pipeline: 8,
      data: 8,
      zero: 1,
      microbatch: 1,
      recomputation: 'full',
      sequenceParallel: false,
      interleave: 3,
    } as const;
    const { best, layouts } = searchLayouts(gpt3, { accelerator: a100, from: 1, to: 512, fixed });
    expect(layouts).toBe(1);
    expect(best.map(({ layout }) => layout)).toEqual([fixed]);
    expect(describeLayout(best[0]!.layout)).toBe(
      'tensor 8 × pipeline 8 × data 8, ZeRO 1, microbatch 1, full recomputation, 3 chunks a stage',
    );
  });

  test('says what the smallest layout needs where none fits', () => {
    const { best, smallest } = searchLayouts(gpt3, { accelerator: findAccelerator('v100-sxm2-16')!, from: 1, to: 1 });
    expect(best).toEqual([]);
    expect(smallest!.memory).toBeGreaterThan(16 * gpt3.N);
  });

  test('trades days against money: each next layout is slower and cheaper', () => {
    const { best } = searchLayouts(gpt3, { accelerator: a100, from: 1, to: 512 });
    const front = paretoLayouts(best);
    const spent = front.map(({ stepSeconds, accelerators: count }) => stepSeconds * count);
    expect(front[0]).toEqual(bestOf(best, 'time'));
    expect(front.at(-1)!.stepSeconds * front.at(-1)!.accelerators).toBe(
      bestOf(best, 'money')!.stepSeconds * bestOf(best, 'money')!.accelerators,
    );
    expect(spent).toEqual([...spent].sort((a, b) => b - a));
    expect(front.length).toBeGreaterThan(1);
  });
});

/** Layouts of 8 heads in a node of eight, one by one. */
function everyLayout(layers: number, batch: number, most: number): TrainingLayout[] {
  const found: TrainingLayout[] = [];
  for (const tensor of [1, 2, 4, 8])
    for (let pipeline = 1; pipeline <= layers + 2; pipeline++)
      for (let interleave = 1; interleave <= (layers + 2) / pipeline; interleave++)
        for (const microbatch of [1, 2, 4, 8, 16])
          for (let data = 1; data * tensor * pipeline <= most && data <= batch / microbatch; data++)
            for (const recomputation of recomputations)
              for (const sequenceParallel of tensor > 1 ? [false, true] : [false])
                for (const zero of zeroStages) {
                  const places = layers % pipeline === 0 ? layers : layers + 2;
                  if (places % (pipeline * interleave) !== 0 || (pipeline === 1 && interleave > 1)) continue;
                  found.push({ tensor, pipeline, data, zero, microbatch, recomputation, sequenceParallel, interleave });
                }
  return found;
}

describe('a plausible shape', () => {
  test('of GPT-3 is that of GPT-3', () => {
    expect(trainableShape(174.6e9, 2048, 51_200)).toMatchObject({ layers: 96, width: 12_288, heads: 96 });
  });

  test('can be laid out, and has about the size', () => {
    fc.assert(
      fc.property(fc.double({ min: 9.3, max: 12.5, noNaN: true }), (exponent) => {
        const N = 10 ** exponent;
        const { heads, layers, width, headSize } = trainableShape(N, 2048, 51_200);
        expect(heads % 8).toBe(0);
        expect(layers % 4).toBe(0);
        expect(heads * headSize).toBe(width);
        expect(Math.abs(Math.log((12 * layers * width * width) / N))).toBeLessThan(0.25);
      }),
    );
  });
});

describe('accelerators', () => {
  test('have each id once, and figures that hold together', () => {
    expect(new Set(accelerators.map(({ id }) => id)).size).toBe(accelerators.length);
    for (const { matrixShare, links, prices } of accelerators) {
      expect(matrixShare).toBeGreaterThan(0.7);
      expect(matrixShare).toBeLessThan(1);
      if (links) expect(links.insideNode).toBeGreaterThanOrEqual(links.betweenNodes / 2);
      for (const { low, high } of prices) expect(low).toBeLessThanOrEqual(high);
      expect(prices.map(({ when }) => when)).toEqual(prices.map(({ when }) => when).sort());
    }
  });

  test('have the latest price in the middle of what is asked', () => {
    expect(latestPrice(a100)).toMatchObject({ when: '2026', middle: 2.05 });
    expect(latestPrice(findAccelerator('tpu-v4')!)).toBeUndefined();
  });
});

describe('bills', () => {
  test('LLaMA-65B: 449 MWh and 173 t', () => {
    expect(energyKwh(1_022_362, 400) / 1000).toBeCloseTo(449, -0.5);
    expect(carbonKg(energyKwh(1_022_362, 400)) / 1000).toBeCloseTo(173, 0);
  });

  test('Young’s interval loses no more than intervals beside it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.1, noNaN: true }), fc.double({ min: 1, max: 1000, noNaN: true }), (write, between) => {
        const lost = (interval: number) => write / interval + interval / 2 / between;
        const best = youngInterval(write, between);
        expect(lost(best)).toBeLessThanOrEqual(lost(best * 1.1));
        expect(lost(best)).toBeLessThanOrEqual(lost(best / 1.1));
      }),
    );
  });

  test('failures cost Llama 3 less than the tenth that it reports', () => {
    const { share, hoursBetweenFailures } = failureOverhead(405e9, 16_384);
    expect(hoursBetweenFailures).toBeCloseTo(3.09, 2);
    expect(share).toBeLessThan(0.1);
  });
});

describe('fine-tuning', () => {
  test('of GPT-3 by LoRA trains ten thousand times fewer parameters in a third of the memory', () => {
    // Hu et al. 2021: rank 4 beside queries and values is 18.9M; 1.2 TB become 350 GB
    const lora = loraFineTuning(175e9, 1e9, { layers: 96, width: 12_288, feedForward: 49_152 }, { rank: 4 });
    expect(lora.trained).toBe(18_874_368);
    expect(lora.stateBytes / 350e9).toBeCloseTo(1, 2);
    const full = fullFineTuning(175e9, 1e9);
    expect(full.stateBytes).toBe(16 * 175e9);
    expect(full.compute).toBe(6 * 175e18);
    expect(lora.compute / full.compute).toBeCloseTo(2 / 3, 3);
  });

  test('transfers less with each doubling of the data', () => {
    expect(transferredData(2e6, 1e9) / transferredData(1e6, 1e9)).toBeCloseTo(2 ** 0.18, 12);
    expect(transferredData(1e6, 2e9) / transferredData(1e6, 1e9)).toBeCloseTo(2 ** 0.38, 12);
  });
});

test('every part of a step is time', () => {
  const time = stepTime(70e9, shapeOf(64, 8192, 80), layoutOf({ tensor: 8, pipeline: 4, data: 8 }), 512, a100, a100.links!);
  for (const part of timeParts) expect(time[part]).toBeGreaterThan(0);
});
