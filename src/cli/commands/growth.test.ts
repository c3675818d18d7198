import { Command } from 'commander';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CliContext } from '../context';
import { addGrowth } from './growth';

const FLM = '16e9:245.37e9,51e9:39.64e9,101e9:26.54e9';

let printed = '';
beforeEach(() => {
  printed = '';
});

function runGrowth(...args: string[]): Promise<unknown> {
  const program = new Command().exitOverride();
  const context: Partial<CliContext> = { stdout: async (text) => void (printed += String(text)) };
  addGrowth(program, context as CliContext);
  return program.parseAsync(['growth', ...args], { from: 'user' });
}

type Json = Record<string, unknown> & { stages: Record<string, number | null>[]; warnings: { id: string }[] };
async function json(...args: string[]): Promise<Json> {
  await runGrowth(...args, '--json');
  return JSON.parse(printed) as Json;
}

describe('a schedule', () => {
  test('has the published numbers of FLM-101B under lossless growth', async () => {
    const result = await json('--law', 'hoffmann-2022', '--stages', FLM);
    expect(result).toMatchObject({ law: 'hoffmann-2022', model: 'lossless', eta: 1, tokens: 3.1155e11, days: null, cost: null });
    expect(result['loss']).toBeCloseTo(2.058325, 5);
    expect(Number(result['compute']) / 5.17686e22).toBeCloseTo(1, 10);
    expect(result['areaSaving']).toBeCloseTo(0.7258, 4);
    expect(result['lossMatchedSaving']).toBeCloseTo(0.4964, 3);
    expect(result['frontierSaving']).toBeCloseTo(-0.4332, 3);
    expect(Object.keys(result.stages[0]!)).toEqual(['N', 'D', 'effectiveTokens', 'loss', 'compute', 'days', 'cost']);
    expect(result.stages.map(({ effectiveTokens }) => Math.round(effectiveTokens! / 1e8))).toEqual([0, 1405, 1431]);
    expect(result.warnings.map(({ id }) => id)).toContain('models-disagree');
  });

  test('may be shares of the tokens in all', async () => {
    const result = await json('--law', 'hoffmann-2022', '--stages', '16B:75%,51B:25%', '--tokens', '400B');
    expect(result.stages.map(({ D }) => D)).toEqual([3e11, 1e11]);
  });

  test('costs days and money on hardware', async () => {
    const byRate = await json('--law', 'hoffmann-2022', '--stages', FLM, '--gpus', '192', '--tflops', '156', '--price', '2');
    printed = '';
    const byShare = await json('--law', 'hoffmann-2022', '--stages', FLM, '--gpus', '192', '--peak', '312', '--mfu', '0.5', '--price', '2');
    expect(byShare.stages).toEqual(byRate.stages);
    expect(Number(byRate['days'])).toBeCloseTo(5.17686e22 / (192 * 156e12 * 86400), 6);
    expect(Number(byRate['cost'])).toBeCloseTo(Number(byRate['days']) * 24 * 192 * 2, 3);
  });

  test('takes hardware of its own in each stage', async () => {
    const hardware = ['--gpus', '64,128,192', '--peak', '312', '--mfu', '0.5,0.4,0.45'];
    const result = await json('--law', 'hoffmann-2022', '--stages', FLM, ...hardware);
    const rates = [64 * 0.5, 128 * 0.4, 192 * 0.45].map((rate) => rate * 312e12);
    result.stages.forEach(({ days, compute }, i) => expect(days).toBeCloseTo(compute! / rates[i]! / 86400, 6));
  });

  test('of a preset brings its hardware, which flags change', async () => {
    const preset = await json('--law', 'hoffmann-2022', '--preset', 'flm-101b');
    expect(preset).toMatchObject({ preset: 'flm-101b', published: { days: 21.54, scratchDays: 76.74 }, cost: null });
    printed = '';
    const twice = await json('--law', 'hoffmann-2022', '--preset', 'flm-101b', '--gpus', '384', '--price', '1');
    expect(Number(preset['days']) / Number(twice['days'])).toBeCloseTo(2, 10);
    expect(twice['cost']).toBeGreaterThan(0);
    expect(preset.warnings.map(({ id }) => id)).toContain('no-control');
  });

  test('is told as a table, with the three savings, the limit and the warnings', async () => {
    await runGrowth('--law', 'hoffmann-2022', '--preset', 'flm-101b');
    expect(printed).toMatch(/3 +101B +26\.54B +143\.1B +2\.0583 +1\.61e22 +5\.88\n/);
    expect(printed).toMatch(/area saving +72\.6 %.*\nloss-matched saving +49\.6 %.*\nfrontier saving +-43\.3 %/);
    expect(printed).toContain('lossless growth can reach 94.6 % at best');
    expect(printed).toContain('76.74 days from scratch');
    expect(printed).toContain('The growth models disagree');
  });

  test('loses by a transfer that is not lossless, also by inputs of the model', async () => {
    const lossOf = async (...args: string[]) => {
      printed = '';
      return (await json('--law', 'hoffmann-2022', '--stages', FLM, ...args))['loss'] as number;
    };
    const lossless = await lossOf();
    expect(await lossOf('--eta', '0.5')).toBeGreaterThan(lossless);
    expect(await lossOf('--input', 'eta=0.5')).toBe(await lossOf('--eta', '0.5'));
    expect(await lossOf('--input', 'lossBump=0.05', '--input', 'rewarmTokens=1B')).toBeGreaterThan(lossless);
  });

  test('reads the scenario', async () => {
    const plenty = await json('--law', 'muennighoff-2023', '--stages', FLM);
    printed = '';
    const scarce = await json('--law', 'muennighoff-2023', '--stages', FLM, '--set', 'U=20B');
    expect(scarce['loss']).toBeGreaterThan(plenty['loss'] as number);
  });
});

describe('the best schedule', () => {
  test('reaches a loss', async () => {
    const best = await json('--law', 'besiroglu-2024', '--best', '3', '--loss', '2.1');
    expect(best.stages).toHaveLength(3);
    expect(best['loss']).toBeCloseTo(2.1, 10);
    expect(best['idealComputeRatio']).toBeCloseTo(0.923409, 6);
    expect(best['computeRatio']).toBeCloseTo(0.936853, 6);
    expect(1 - Number(best['frontierSaving'])).toBeCloseTo(Number(best['computeRatio']), 9);
  });

  test('spends a budget', async () => {
    const best = await json('--law', 'besiroglu-2024', '--best', '2', '--C', '1e23', '--eta', '0.8');
    expect(Number(best['compute']) / 1e23).toBeCloseTo(1, 10);
  });
});

describe('a published growth law', () => {
  test('answers from its inputs, without a loss law', async () => {
    expect(await json('--model', 'gstack', '--input', 'N=7B', '--input', 'C=8.4e22')).toMatchObject({
      model: 'gstack',
      inputs: { N: 7e9, C: 8.4e22, growthFactor: 4 },
      results: { bestBaseTokens: expect.closeTo(1.1113e10, -7) as number },
    });
  });

  test('reads what it can from a schedule, and says where it does not hold', async () => {
    await runGrowth('--model', 'gstack', '--stages', FLM);
    expect(printed).toMatch(/baseOverAdvised +1\.8112/);
    expect(printed).toContain('Outside the fitted range (N is 101B, fitted from 4.1e8 to 3e9');
  });
});

test.each([
  ['no law', ['--stages', FLM], /^--law: nothing /],
  ['no schedule', ['--law', 'hoffmann-2022'], /^--stages: nothing /],
  ['two schedules', ['--law', 'hoffmann-2022', '--stages', FLM, '--best', '2'], /--stages, --preset or --best: 2 of them/],
  ['a falling schedule', ['--law', 'hoffmann-2022', '--stages', '2B:1B,1B:1B'], /^--stages\[1\]\.N: 1000000000 /],
  ['shares without tokens', ['--law', 'hoffmann-2022', '--stages', '1B:100%'], /^--stages: shares without/],
  ['tokens without stages', ['--law', 'hoffmann-2022', '--preset', 'flm-101b', '--tokens', '1B'], /^--tokens: 1B .*beside --stages/],
  ['unknown preset', ['--law', 'hoffmann-2022', '--preset', 'x'], /^--preset: x .*one of flm-101b/],
  ['unknown model', ['--model', 'x'], /^--model: x .*one of lossless, gstack/],
  ['an input that is none', ['--model', 'gstack', '--input', 'N=7B', '--input', 'g=4'], /^--input g: 4 .*; --input C: nothing /],
  ['an input without a number', ['--model', 'gstack', '--input', 'N'], /^--input: N .*name=number/],
  ['an input set twice', ['--model', 'gstack', '--input', 'N=1B', '--input', 'N=2B'], /^--input N: 2B .*set once/],
  ['eta set twice', ['--law', 'hoffmann-2022', '--stages', FLM, '--eta', '1', '--input', 'eta=1'], /^--eta: 1 .*set once/],
  ['eta beside another model', ['--model', 'gstack', '--eta', '1'], /^--eta: 1 .*the model lossless/],
  ['eta that is none', ['--law', 'hoffmann-2022', '--stages', FLM, '--eta', 'x'], /^--eta: x .*from 1e-6 to 1e3$/],
  ['hardware beside another model', ['--model', 'chen', '--input', 'C=1e20', '--gpus', '8'], /^--gpus: 8 .*the model lossless/],
  ['a rate without accelerators', ['--law', 'hoffmann-2022', '--stages', FLM, '--tflops', '100'], /^--gpus: nothing /],
  ['accelerators without a rate', ['--law', 'hoffmann-2022', '--stages', FLM, '--gpus', '8'], /^--tflops: nothing /],
  ['a peak without a share', ['--law', 'hoffmann-2022', '--stages', FLM, '--gpus', '8', '--peak', '312'], /^--mfu: nothing /],
  ['two rates', ['--law', 'hoffmann-2022', '--stages', FLM, '--tflops', '9', '--peak', '312', '--mfu', '1'], /^--tflops: 9 .*alone/],
  ['hardware of another number of stages', ['--law', 'hoffmann-2022', '--stages', FLM, '--gpus', '8,9'], /^--gpus: 2 numbers .*one, or 3$/],
  ['no target', ['--law', 'hoffmann-2022', '--best', '2'], /^--loss or --C: nothing /],
  ['two targets', ['--law', 'hoffmann-2022', '--best', '2', '--loss', '2', '--C', '1e22'], /^--loss or --C: both /],
  ['a target without best', ['--law', 'hoffmann-2022', '--stages', FLM, '--loss', '2'], /^--loss: 2 .*beside --best/],
  ['a loss below the floor', ['--law', 'hoffmann-2022', '--best', '2', '--loss', '1.6'], /^--loss: 1\.6 .*floor of 1\.69 /],
  [
    'a target of no real run',
    ['--law', 'hoffmann-2022', '--best', '2', '--loss', '300'],
    /^--best: stage\[0\]\.N: 12\..* from 1e5 to 1e15/,
  ],
  ['too many stages', ['--law', 'hoffmann-2022', '--best', '11', '--C', '1e22'], /^--best: 11 .*from 1 to 10$/],
  ['an efficiency above 1 for the best', ['--law', 'hoffmann-2022', '--best', '2', '--C', '1e22', '--eta', '2'], /^--eta: 2 /],
  ['an efficiency that is none for the best', ['--law', 'hoffmann-2022', '--best', '2', '--C', '1e22', '--eta', 'x'], /^--eta: x /],
  ['inputs beside best', ['--law', 'hoffmann-2022', '--best', '2', '--C', '1e22', '--input', 'lossBump=1'], /^--input: lossBump=1 /],
  ['a law without two powers', ['--law', 'kumar-2024', '--best', '2', '--C', '1e22'], /^--law: kumar-2024 .*one power of parameters/],
  ['best with another model', ['--model', 'gstack', '--law', 'hoffmann-2022', '--best', '2', '--C', '1e22'], /^--best: 2 .*lossless/],
])('refuses %s', async (_, args, message) => {
  await expect(runGrowth(...args)).rejects.toThrow(message);
  expect(printed).toBe('');
});
