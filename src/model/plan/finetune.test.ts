import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FineTuningMethod, adapterParameters, fineTuningMethods, planFineTuning } from './finetune';
import { findAccelerator } from './hardware';
import { memoryParts, totalMemory } from './memory';

const l40s = findAccelerator('l40s')!;
const h100 = findAccelerator('h100-sxm')!;

/** LLaMA-65B. */
const llama = { layers: 80, width: 8192, heads: 64, headSize: 128, feedForward: 22_016, context: 512, vocabulary: 32_000 };

describe('fine-tuning', () => {
  test('65B by QLoRA fits into one GPU of 48 GB, in full takes more than 780 GB', () => {
    // Dettmers et al. 2023, arXiv 2305.14314, abstract
    const request = { N: 65.2e9, D: 1e7, accelerator: l40s, shape: llama };
    const qlora = planFineTuning({ ...request, method: 'qlora' });
    expect([qlora.accelerators, qlora.fits]).toEqual([1, true]);
    expect(totalMemory(qlora.memory)).toBeLessThan(48e9);
    expect(planFineTuning({ ...request, method: 'full' }).stateBytes).toBeGreaterThan(780e9);
  });

  test('double quantisation leaves 4.127 bits a parameter', () => {
    // 8/64 + 32/(64·256) = 0.127; Dettmers et al. 2023, section 3
    const { memory, trained } = planFineTuning({ method: 'qlora', N: 65e9, D: 1e6, accelerator: l40s, shape: llama });
    expect((8 * (memory.weights - 2 * trained)) / 65e9).toBeCloseTo(4.127, 3);
  });

  test('adapters of rank 1 beside queries and values of GPT-3 are 4.7M, of rank 8 37.7M', () => {
    // Hu et al. 2021, arXiv 2106.09685, tables 5 and 15
    const gpt3 = { layers: 96, width: 12_288, feedForward: 49_152 };
    expect(adapterParameters(gpt3, 1, 'query-value')).toBe(4_718_592);
    expect(adapterParameters(gpt3, 8, 'query-value')).toBe(37_748_736);
    // all four of attention with rank 2: as many
    expect(adapterParameters(gpt3, 2, 'all') - 2 * 96 * 2 * (12_288 + 49_152)).toBe(18_874_368);
  });

  test('holds less the fewer weights it trains and the fewer bits it keeps, and fits where it says so', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 8.5, max: 11.5, noNaN: true }),
        fc.integer({ min: 1, max: 64 }),
        fc.constantFrom('l40s', 'h100-sxm', 'a100-40'),
        (exponent, rank, id) => {
          const accelerator = findAccelerator(id)!;
          const of = (method: FineTuningMethod) => planFineTuning({ method, N: 10 ** exponent, D: 1e8, rank, accelerator });
          const plans = fineTuningMethods.map(of);
          const state = plans.map(({ stateBytes }) => stateBytes);
          expect(state).toEqual([...state].sort((a, b) => b - a));
          const counts = plans.map(({ accelerators }) => accelerators);
          expect(counts).toEqual([...counts].sort((a, b) => b - a));
          for (const { memory, fits } of plans) {
            expect(fits).toBe(totalMemory(memory) <= accelerator.memory);
            for (const part of memoryParts) expect(memory[part]).toBeGreaterThan(0);
          }
        },
      ),
    );
  });

  test('takes time by FLOP, with one forward pass more, and money by time', () => {
    const { compute, hardwareCompute, hours, bill } = planFineTuning({
      method: 'full',
      N: 7e9,
      D: 1e9,
      accelerator: h100,
      accelerators: 8,
      utilisation: 0.5,
      pricePerHour: 2,
    });
    expect(compute).toBe(6 * 7e18);
    expect(hardwareCompute).toBe(8 * 7e18);
    expect(hours).toBeCloseTo((8 * 7e18) / (8 * 989.5e12 * 0.5) / 3600, 9);
    expect(bill.cost).toBeCloseTo(hours * 8 * 2, 9);
  });

  test('says where it does not fit', () => {
    const { fits, zero } = planFineTuning({ method: 'full', N: 70e9, D: 1e6, accelerator: h100, accelerators: 1 });
    expect([fits, zero]).toEqual([false, 3]);
  });
});
