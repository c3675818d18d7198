import { describe, expect, test } from 'vitest';
import { isoflop as cli, isoflopJson as json } from '../../testing/cli';

describe('plan', () => {
  test('as JSON: the run, and where each byte and second comes from', async () => {
    const found = await json('plan', '--gpus', '2048', '--hardware', 'a100-80', '--N', '65.2B', '--D', '1.4T', '--price', '3.93');
    expect(found).toMatchObject({
      law: 'besiroglu-2024',
      feasible: true,
      hardware: 'a100-80',
      gpus: 2048,
      N: 65.2e9,
      D: 1.4e12,
      pricePerHour: 3.93,
    });
    expect(found['days']).toBeCloseTo((found['gpuHours'] as number) / 2048 / 24, 6);
    expect(found['cost']).toBeCloseTo((found['gpuHours'] as number) * 3.93, 3);
    const memory = found['memory'] as Record<string, { bytes: number; formula: string; source: string }>;
    expect(Object.values(memory).reduce((sum, { bytes }) => sum + bytes, 0)).toBeCloseTo(found['memoryPerGpu'] as number, -1);
    for (const { formula, source } of Object.values(memory)) expect([formula, source].every((text) => text.length > 3)).toBe(true);
    const step = found['step'] as Record<string, { seconds: number }>;
    expect(Object.values(step).reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(found['stepSeconds'] as number, 9);
  });

  test('for people: question, answer, layout, memory, time and what is taken for granted', async () => {
    const { stdout } = await cli('plan', '--gpus', '256', '--days', '30');
    expect(stdout).toMatch(/^30 days on 256 × H100 SXM, under Besiroglu 2024\n\nparameters +[\d.]+B \([\d.]+B to [\d.]+B\)\n/);
    for (const part of ['tensor ', '\nmemory ', '  activations', '\nstep ', '  matrices', '\nmoney ', 'MWh', 'Taken for granted: 15 %']) {
      expect(stdout).toContain(part);
    }
  });

  test('takes what the law reads of a scenario: the optimum of the same law in the same scenario', async () => {
    const run = ['--gpus', '1024', '--days', '60', '--law', 'muennighoff-2023'];
    const given = await json('plan', ...run, '--set', 'U=500B');
    expect(given['scenario']).toEqual({ U: 5e11 });
    const same = await json('optimum', '--law', 'muennighoff-2023', '--C', String(given['C']), '--set', 'U=500B');
    // the loss is flat at its least
    expect((given['N'] as number) / (same['N'] as number)).toBeCloseTo(1, 3);
    expect(given['loss']).toBeCloseTo(same['loss'] as number, 9);
    const free = await json('plan', ...run);
    expect(free).not.toHaveProperty('scenario');
    expect(given['loss']).toBeGreaterThan(free['loss'] as number);
    // unique tokens are what is stored: two bytes each
    expect((given['storage'] as Record<string, number>)['data']).toBe(2 * 5e11);
    const efficient = await json('plan', '--N', '7B', '--D', '1T', '--set', 'rhoN=2');
    expect(efficient['loss']).toBeCloseTo((await json('plan', '--N', '14B', '--D', '1T'))['loss'] as number, 9);
    const { stdout } = await cli('plan', ...run, '--set', 'U=500B', '--set', 'rhoN=2');
    expect(stdout).toMatch(/^60 days, 500B unique tokens, ρ_N = 2, ρ_D = 1 on 1024 × H100 SXM, under Muennighoff 2023\n/);
  });

  test('takes the vocabulary, of a plausible shape and of one that is given', async () => {
    for (const shape of [[], ['--shape', '32x4096x32']]) {
      const of = (...args: string[]) => json('plan', '--N', '8B', '--D', '15T', '--gpus', '64', '--pp', '1', ...shape, ...args);
      const [usual, large] = [await of(), await of('--vocabulary', '128256')];
      expect(large['shape']).toEqual({ ...(usual['shape'] as object), vocabulary: 128_256 });
      expect((usual['shape'] as { vocabulary: number }).vocabulary).toBe(51_200);
      // ids above 65,536 take four bytes
      const data = (found: Record<string, unknown>) => (found['storage'] as Record<string, number>)['data']!;
      expect(data(large) / data(usual)).toBe(2);
    }
  });

  test('lays out a cluster of a hundred thousand', async () => {
    const found = await json('plan', '--gpus', '100000', '--days', '60', '--batch', '32768');
    expect(found).toMatchObject({ feasible: true, gpus: 100_000 });
    const { tensor, pipeline, data } = found['layout'] as Record<string, number>;
    expect(tensor! * pipeline! * data!).toBe(100_000);
  });

  test('keeps to a layout that is given', async () => {
    const fixed = [
      '--tp',
      '8',
      '--pp',
      '8',
      '--dp',
      '8',
      '--zero',
      '1',
      '--microbatch',
      '1',
      '--recompute',
      'full',
      '--sequence-parallel',
      'off',
      '--interleave',
      '3',
    ];
    const found = await json('plan', '--hardware', 'a100-80', '--N', '175B', '--D', '300B', '--gpus', '512', '--batch', '1536', ...fixed);
    expect(found['layout']).toEqual({
      tensor: 8,
      pipeline: 8,
      data: 8,
      zero: 1,
      microbatch: 1,
      recomputation: 'full',
      sequenceParallel: false,
      interleave: 3,
      fusedAttention: true,
    });
  });

  test('takes the shape of the model, and says when a layout does not divide it', async () => {
    const args = ['plan', '--N', '7B', '--D', '1T', '--hardware', 'a100-80', '--tp', '8', '--pp', '8', '--dp', '8'];
    expect((await cli(...args)).stdout).toContain('Not possible: layout: no layout with these choices divides');
    expect(await json(...args, '--shape', '32x4096x32')).toMatchObject({ feasible: true, gpus: 512 });
    expect((await cli('plan', '--N', '1e15')).stdout).toContain('No run on up to 131072 accelerators comes near');
  });

  test('says what is impossible, by how much, and what is nearest', async () => {
    const args = ['plan', '--N', '175B', '--hardware', 'v100-sxm2-16', '--gpus', '1', '--days', '1'];
    const found = await json(...args);
    expect(found).toMatchObject({ feasible: false, failures: [{ constraint: 'memory', allowed: 16e9 }] });
    expect((found['nearest'] as { gpus: number }).gpus).toBeGreaterThan(100);
    const { stdout } = await cli(...args);
    expect(stdout).toMatch(
      /Not possible: memory: the smallest layout needs 28\d\d\.\d GB on each accelerator and there are 16\.0 GB, 1[78]\d times/,
    );
    expect(stdout).toMatch(/The nearest run, with \d+ accelerators, as the \d+ that would hold the model cost more:/);
  });

  test('a loss comes with the interval of its cost', async () => {
    const { cost, cost_interval: interval } = (await json('plan', '--loss', '2')) as { cost: number; cost_interval: [number, number] };
    expect(interval[0]).toBeLessThan(cost);
    expect(interval[1]).toBeGreaterThan(cost);
    expect((await cli('plan', '--loss', '1.5')).stdout).toContain('Not possible: loss: 1.5 is below 1.8172');
  });

  test.each([
    [[], 'what is known: too little'],
    [['--hardware', 'abacus', '--N', '7B'], '--hardware: abacus is not allowed; expected one of v100-sxm2-16'],
    [['--gpus', 'many', '--days', '3'], '--gpus: many is not allowed; expected a whole number from 1'],
    [['--gpus', '8', '--days', '-3'], '--days: -3 is not allowed'],
    [['--N', '7B', '--hardware', 'tpu-v4'], '--hardware: tpu-v4 is not allowed; expected --mfu with it'],
    [['--money', '1M', '--hardware', 'l40s'], '--money: 1000000 is not allowed; expected --price with it'],
    [['--energy', '1M', '--hardware', 'tpu-v4', '--mfu', '0.4'], '--energy: 1000000 is not allowed'],
    [['--C', '1e23', '--loss', '2'], '--C, --loss: both is not allowed'],
    [['--N', '7B', '--D', '1T', '--C', '1e23'], '--N, --D, --C, --loss: N, D, C is not allowed'],
    [['--N', '7B', '--zero', '4'], '--zero: 4 is not allowed; expected one of 0, 1, 2, 3'],
    [['--N', '7B', '--shape', '32x4096x33'], '--shape: 32x4096x33 is not allowed; expected layers x width x heads'],
    [['--N', '7B', '--best', 'luck'], '--best: luck is not allowed; expected one of time, money, mfu'],
    [['--N', '7B', '--recompute', 'some'], '--recompute: some is not allowed; expected one of none, selective, full'],
    [['--N', '7B', '--vocabulary', '0'], '--vocabulary: 0 is not allowed; expected a whole number from 1'],
    [['--N', '7B', '--set', 'price=2'], '--set: price=2 is not allowed; expected quantity=value with a quantity of U, granularity'],
    [['--N', '7B', '--set', 'U=many'], '--set U: many is not allowed; expected a number'],
    [
      ['--N', '7B', '--set', 'U=25e9'],
      '--set U: 25000000000 is not allowed; expected a --law that reads it, muennighoff-2023: Besiroglu 2024 does not',
    ],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await cli('plan', ...args);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect([code, stdout]).toEqual([2, '']);
  });
});

describe('plan for use', () => {
  test('a size and its use take the tokens of that use, more than the size alone', async () => {
    const alone = await json('plan', '--N', '7B');
    const used = await json('plan', '--N', '7B', '--inference-tokens', '1T');
    expect((used['D'] as number) / (alone['D'] as number)).toBeGreaterThan(3);
    expect(used['D_interval']).toBeDefined();
  });

  test('says that a price or a power is not published where it would be missed', async () => {
    const { stdout } = await cli('plan', '--N', '7B', '--D', '140B', '--hardware', 'gh200');
    expect(stdout).toMatch(/\nmoney +unknown: no price of GH200 is published; --price sets one\n/);
    expect(stdout).toMatch(/\nenergy +unknown: the power of GH200 is not published\n/);
  });

  test('takes the blocks of the model, and says its shape', async () => {
    const args = ['plan', '--N', '70B', '--D', '1.4T', '--gpus', '512', '--tp', '8', '--pp', '4', '--recompute', 'none'];
    const activations = (found: Record<string, unknown>) =>
      (found['memory'] as { activations: { bytes: number; formula: string } }).activations;
    const [llama, gpt] = [await json(...args), await json(...args, '--blocks', 'gpt')];
    expect(llama['shape']).toMatchObject({ layers: 72, width: 9216, heads: 72, blocks: 'llama' });
    expect(activations(llama).bytes).toBeLessThan(activations(gpt).bytes);
    expect(activations(gpt).formula).toContain('10 + 24/t');
    expect((await cli(...args)).stdout).toContain('\n72 layers of 9216, 72 heads, blocks as Llama’s; steps of 2048 × 2048 tokens\n');
    expect(await cli(...args, '--blocks', 'rnn')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--blocks: rnn is not allowed; expected one of llama, gpt') as string,
    });
  });

  test('a loss at the least money over training and use, with m and what it saves', async () => {
    const args = ['plan', '--loss', '2.1', '--inference-tokens', '2T', '--serve-hardware', 'a100-40', '--serve-bits', '8'];
    const found = await json(...args);
    const life = found['life'] as Record<string, number>;
    expect(life).toMatchObject({ inferenceTokens: 2e12, formula: expect.stringMatching('u_write') as string });
    expect(life['training']! + life['reading']! + life['writing']!).toBeCloseTo(life['total']!, 3);
    expect(life['training']! / (found['cost'] as number)).toBeCloseTo(1, 6);
    expect(life['saving']).toBeGreaterThan(0);
    const { stdout } = await cli(...args);
    for (const part of ['loss 2.1, 2.00T tokens of use on', '\nlife ', 'a FLOP costs m = ', '\ninstead of ', '% saved']) {
      expect(stdout).toContain(part);
    }
  });

  test('takes prices by year, grids by name, failures and storage', async () => {
    const args = ['plan', '--N', '7B', '--D', '1T', '--gpus', '256', '--mfu', '0.4'];
    const usual = await json(...args);
    const prices = ['--price', '2024', '--grid', 'france', '--storage-price', '0.02'];
    const kept = ['--checkpoints', '10', '--storage-months', '12'];
    const found = await json(...args, ...prices, ...kept, '--mtbf', '1000', '--restart', '60');
    expect(found['pricePerHour']).toBe(2);
    expect((found['carbon'] as number) / (found['energy'] as number)).toBeCloseTo(0.056, 12);
    expect((found['reliability'] as { goodput: number }).goodput).toBeLessThan((usual['reliability'] as { goodput: number }).goodput);
    // 140 bytes for each of 7B parameters and 2 for each of 1T tokens, a year
    expect((found['storage'] as { cost: number }).cost).toBeCloseTo((140 * 7 + 2000) * 12 * 0.02, 6);
  });

  test.each([
    [['--price', '2019'], '--price: 2019 is not allowed; expected USD an hour, or a year of which a price of H100 SXM is known: 2023'],
    [['--grid', 'moon'], '--grid: moon is not allowed; expected a number from 0 to 5'],
    [['--inference-tokens', '-1'], '--inference-tokens: -1 is not allowed'],
    [['--inference-tokens', '1T', '--serve-hardware', 'l40s'], '--inference-tokens: 1T is not allowed; expected --serve-price with it'],
    [['--inference-tokens', '1T', '--serve-bits', '4'], '--serve-bits: 4 is not allowed; expected one of 16, 8'],
    [['--mtbf', '0'], '--mtbf: 0 is not allowed'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await cli('plan', '--N', '7B', ...args);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });
});

describe('finetune', () => {
  test('puts the three ways side by side, each with memory by part, time and cost', async () => {
    const { stdout } = await cli('finetune', '--N', '7B', '--D', '10M');
    for (const part of ['full', 'lora', 'qlora', 'memory of each', '  optimizer', 'hours', 'cost  ']) expect(stdout).toContain(part);
    const { methods } = (await json('finetune', '--N', '7B', '--D', '10M')) as {
      methods: {
        method: string;
        memoryPerGpu: number;
        memory: Record<string, { bytes: number; source: string }>;
        gpuHours: number;
        cost: number;
      }[];
    };
    expect(methods.map(({ method }) => method)).toEqual(['full', 'lora', 'qlora']);
    for (const { memory, memoryPerGpu, gpuHours, cost } of methods) {
      expect(Object.values(memory).reduce((sum, { bytes }) => sum + bytes, 0)).toBeCloseTo(memoryPerGpu, -1);
      expect(cost).toBeCloseTo(gpuHours * 3.495, 6);
    }
  });

  test('trains adapters of a rank on one way alone', async () => {
    const args = ['--method', 'lora', '--rank', '4', '--adapt', 'query-value', '--shape', '96x12288x96'];
    const { methods } = (await json('finetune', '--N', '175B', '--D', '1B', ...args)) as { methods: { trained: number }[] };
    expect(methods).toHaveLength(1);
    expect(methods[0]!.trained).toBe(18_874_368);
  });

  test.each([
    [[], '--N: nothing is not allowed; expected parameters, such as 7B; --D: nothing'],
    [['--N', '7B', '--D', '1M', '--method', 'prompt'], '--method: prompt is not allowed; expected one of full, lora, qlora'],
    [['--N', '7B', '--D', '1M', '--rank', '0'], '--rank: 0 is not allowed'],
    [['--N', '7B', '--D', '1M', '--shape', '3x4'], '--shape: 3x4 is not allowed'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await cli('finetune', ...args);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });
});

test('numbers, as stated and as computed', async () => {
  const { numbers } = (await json('numbers')) as { numbers: { id: string; computed?: number; agrees?: boolean }[] };
  expect(numbers.find(({ id }) => id === 'batching')).toMatchObject({ computed: 12.5, agrees: true });
  expect((await cli('numbers')).stdout).toMatch(/^prompts\nstated +computed\n0\.4 to 0\.9 +measured/);
});

describe('serve', () => {
  test('Llama 3 70B: weights, cache and accelerators', async () => {
    const found = await json('serve', '--N', '70.6B', '--layers', '80', '--heads', '64', '--batch', '32');
    // 2 · 80 layers · 8 heads · 128 · 2 bytes
    expect(found).toMatchObject({
      cacheBytesPerToken: 327_680,
      weights: 141.2e9,
      gpus: 4,
      fits: true,
      limit: 'bandwidth',
      attention: 'gqa',
    });
    expect(found['cacheBytes']).toBe(327_680 * 1500 * 32);
    // 989.5e12 / 3.35e12, two bytes a parameter and two FLOP
    expect(found['balancedBatch']).toBeCloseTo(295.4, 1);
    expect(found['costPerMillion']).toBeCloseTo((4 * 3.495 * 1e6) / (3600 * (found['tokensPerSecond'] as number)), 6);
  });

  test('fewer bits and fewer cached heads take less', async () => {
    const bytes = async (...args: string[]) => {
      const { weights, cacheBytes } = await json('serve', '--N', '70B', ...args);
      return [weights, cacheBytes] as [number, number];
    };
    const [[w16, c16], [w8], [w4]] = [await bytes(), await bytes('--bits', '8'), await bytes('--bits', '4')];
    expect([w8, w4]).toEqual([w16 / 2, w16 / 4]);
    const caches = await Promise.all(['mha', 'gqa', 'mla', 'mqa'].map(async (kind) => (await bytes('--attention', kind))[1]));
    expect(caches[1]).toBe(c16);
    expect(caches).toEqual([...caches].sort((a, b) => b - a));
  });

  test('one sequence decodes at the bandwidth over the weights', async () => {
    const found = await json('serve', '--N', '70.5B', '--gpus', '8', '--batch', '1', '--prompt', '1', '--output', '1');
    // 141 GB over 26.8 TB/s
    expect(found['tokensPerSecondOfOne']).toBeCloseTo(190, 0);
    expect(found['batchingGain']).toBe(1);
  });

  test('a mixture reads and multiplies what is active, and long training suffers from few bits', async () => {
    const one = ['serve', '--N', '671B', '--attention', 'mla', '--layers', '61', '--bits', '8', '--hardware', 'h200', '--batch', '1'];
    const [dense, mixture] = [await json(...one), await json(...one, '--active', '37B')];
    expect((mixture['tokensPerSecondOfOne'] as number) / (dense['tokensPerSecondOfOne'] as number)).toBeGreaterThan(15);
    const penalty = async (D: string) => (await json('serve', '--N', '100M', '--bits', '4', '--D', D))['quantisationPenalty'] as number;
    // Kumar et al. 2024: twice the tokens, 1.42 times the penalty
    expect((await penalty('20B')) / (await penalty('10B'))).toBeCloseTo(1.42, 2);
  });

  test('caches what its attention keeps, by the published shapes', async () => {
    const bytes = async (...args: string[]) => (await json('serve', ...args))['cacheBytesPerToken'];
    // GPT-3: 2 · 96 · 96 · 128 · 2 bytes; Llama 3 8B: 2 · 32 · 8 · 128 · 2; DeepSeek-V3: 61 · 576 · 2; one head of each
    expect(await bytes('--N', '175B', '--attention', 'mha', '--layers', '96', '--heads', '96')).toBe(4_718_592);
    expect(await bytes('--N', '8B', '--layers', '32', '--heads', '32')).toBe(131_072);
    expect(await bytes('--N', '671B', '--attention', 'mla', '--layers', '61', '--heads', '128')).toBe(70_272);
    expect(await bytes('--N', '671B', '--attention', 'mla', '--latent', '288', '--layers', '61', '--heads', '128')).toBe(35_136);
    expect(await bytes('--N', '8B', '--attention', 'mqa', '--layers', '32', '--heads', '32')).toBe(131_072 / 8);
    expect(await bytes('--N', '8B', '--kv-heads', '4', '--layers', '32', '--heads', '32')).toBe(131_072 / 2);
    expect(await bytes('--N', '8B', '--cache-bits', '8', '--layers', '32', '--heads', '32')).toBe(131_072 / 2);
  });

  test('formats: LLM.int8() about halves memory and multiplies in 8 bits, weights alone in 16', async () => {
    const of = (format: string) => json('serve', '--N', '70B', '--gpus', '4', '--format', format);
    const [bf16, llmInt8, int8, int4] = await Promise.all(['bf16', 'llm-int8', 'int8', 'int4'].map(of));
    const ratio = (found: Record<string, unknown> | undefined, key: string) => (found![key] as number) / (bf16![key] as number);
    expect(ratio(llmInt8, 'weights')).toBeCloseTo(0.5005, 10);
    expect(ratio(llmInt8, 'prefillSeconds')).toBeCloseTo(0.5, 10);
    expect([ratio(int8, 'weights'), ratio(int8, 'prefillSeconds')]).toEqual([0.5, 1]);
    expect(ratio(int4, 'weights')).toBeCloseTo(4.125 / 16, 12);
    expect(ratio(int4, 'tokensPerSecondOfOne')).toBeGreaterThan(1.5);
    const penalty = async (format: string) =>
      (await json('serve', '--N', '100M', '--D', '20B', '--format', format))['quantisationPenalty'] as number;
    // Kumar et al. 2024: 0.0598 · D^0.5068 / N^0.3439 · e^(−P/0.5907)
    expect(await penalty('int4')).toBeCloseTo(((0.0598 * 20e9 ** 0.5068) / 1e8 ** 0.3439) * Math.exp(-4 / 0.5907), 6);
    expect(await penalty('llm-int8')).toBeCloseTo(((0.0598 * 20e9 ** 0.5068) / 1e8 ** 0.3439) * Math.exp(-8 / 0.5907), 9);
  });

  test('m is what its tokens cost over those of training', async () => {
    const found = await json('serve', '--N', '70B', '--prompt', '1000', '--output', '500', '--price', '2');
    // USD for a request of 1500 tokens over 2·N FLOP of each, over 2 / (3600 · 989.5e12 · 0.4)
    const perFlop = ((found['costPerMillion'] as number) * 500) / 1e6 / (2 * 70e9 * 1500);
    expect((found['inferenceCostRatio'] as number) / (perFlop / (2 / (3600 * 989.5e12 * 0.4)))).toBeCloseTo(1, 9);
  });

  test('for people', async () => {
    const { stdout } = await cli('serve', '--N', '70B', '--gpus', '1', '--D', '15T');
    expect(stdout).toMatch(/^70\.0B parameters, 32 requests of 1000 \+ 500 tokens at once\n/);
    for (const part of ['too few', 'limited by bandwidth', 'nat/token', 'An upper bound']) expect(stdout).toContain(part);
  });

  test.each([
    [[], '--N: nothing is not allowed; expected parameters'],
    [['--N', '7B', '--bits', '3'], '--bits: 3 is not allowed; expected one of 16, 8, 4'],
    [['--N', '7B', '--format', 'int3'], '--format: int3 is not allowed; expected one of bf16, fp8, llm-int8, int8, int4, nf4'],
    [['--N', '7B', '--format', 'int8', '--bits', '8'], '--bits, --format: both is not allowed'],
    [['--N', '7B', '--attention', 'full'], '--attention: full is not allowed; expected one of mha, gqa, mqa, mla'],
    [['--N', '7B', '--active', '8B'], '--active: 8B is not allowed'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await cli('serve', ...args);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });
});

test('a flag that is refused is not missed besides', async () => {
  const { code, stderr } = await cli('plan', '--gpus', '200000', '--days', '30');
  expect(code).toBe(2);
  expect(stderr).toBe('isoflop: --gpus: 200000 is not allowed; expected a whole number from 1 to 131072\n');
});
