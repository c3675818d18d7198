import { describe, expect, test } from 'vitest';
import { isoflop } from '../../testing/cli';

/** What `isoflop optimum` prints, and its exit code. */
async function optimumOf(...flags: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly error: string }> {
  const { code, stdout: out, stderr: error } = await isoflop('optimum', ...flags);
  return { code, out, error };
}

describe('isoflop optimum', () => {
  test('buys training and serving with one budget: Sardana and Frankle’s model for 2e12 inference tokens', async () => {
    const { code, out } = await optimumOf('--law', 'sardana-2024', '--C', '4.8221e23', '--set', 'inferenceTokens=2e12', '--json');
    const found = JSON.parse(out) as Record<string, number>;
    expect(code).toBe(0);
    expect(found['N']! / 2.418e10).toBeCloseTo(1, 2);
    expect(found['D']! / 2.657e12).toBeCloseTo(1, 2);
    expect(found['loss']).toBeCloseTo(1.947, 3);
    expect(found['lifetimeCompute']! / 4.8221e23).toBeCloseTo(1, 9);
    expect(found['compute']).toBeLessThan(found['lifetimeCompute']!);
  });

  test('says what a given size costs beyond the optimum, and on what shape FLOP are counted', async () => {
    const fixed = JSON.parse((await optimumOf('--law', 'besiroglu-2024', '--C', '5.76e23', '--N', '7B', '--json')).out) as Record<
      string,
      number
    >;
    expect(fixed['N']).toBe(7e9);
    expect(fixed['extraCompute']).toBeGreaterThan(1);
    const flags = ['--law', 'besiroglu-2024', '--C', '1e23', '--tokensPerParameter', '20', '--set', 'flopCount=megatron'];
    const { out } = await optimumOf(...flags);
    expect(out).toMatch(/FLOP counted by Megatron at a context of 2048 tokens, train .* \(20 per parameter\)/);
    expect(out).toMatch(/% more compute than the compute-optimal run of the same loss/);
    expect(out).toMatch(/usual shape for its size: \d+ layers of width \d+\./);
  });

  test('says of what was set and is not read that it makes no difference, and which laws read it', async () => {
    const limited = ['--C', '1e23', '--set', 'U=25B'];
    const { out, error } = await optimumOf('--law', 'besiroglu-2024', ...limited);
    expect(error).toMatch(/Besiroglu 2024 does not read U, unique tokens: it says the same without; muennighoff-2023 does/);
    expect(out).toBe((await optimumOf('--law', 'besiroglu-2024', '--C', '1e23')).out);
    const rule = await optimumOf('--law', 'deepseek-2024,muennighoff-2023', ...limited, '--set', 'inferenceTokens=1T', '--json');
    const { notes } = JSON.parse(rule.out) as { readonly notes: readonly string[] };
    expect(notes.filter((note) => note.includes('does not read'))).toEqual([
      expect.stringMatching(/^DeepSeek LLM does not read U, .*; muennighoff-2023 does$/),
      expect.stringMatching(/^DeepSeek LLM does not read inferenceTokens, .*; laws of the loss read it$/),
    ]);
    expect((await optimumOf('--law', 'muennighoff-2023', ...limited)).error).not.toContain('does not read');
  });

  test.each([
    [['--C', '1e22', '--N', '70B', '--set', 'inferenceTokens=2T'], /--C: 1e\+22 .*more than the 2\.80e23 FLOP that serving takes/],
    [['--C', '1e22', '--N', '7B', '--tokensPerParameter', '20'], /--tokensPerParameter: 20 .*only one of --N and --tokensPerParameter/],
    [['--C', '1e22', '--set', 'rhoN=0'], /--set rhoN: 0 .*a number from 0\.01 to 100/],
    [
      ['--C', '1e22', '--N', '7B', '--law', 'besiroglu-2024,hoffmann-2022'],
      /--law: 2 laws .*one law of the loss for a run of a given size/,
    ],
  ])('refuses %j', async (flags, message) => {
    const { code, error } = await optimumOf('--law', 'besiroglu-2024', ...flags);
    expect(code).toBe(2);
    expect(error).toMatch(message);
  });
});
