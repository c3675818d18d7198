// Every kind of law through the commands that people type.
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../model/catalogue';
import { isoflop as runCli } from '../../testing/cli';

/** Runs a command line and returns what it printed, and its exit code. */
const isoflop = (line: string) => runCli(...line.split(' '));

/** Runs a command that must succeed, with JSON. */
async function json<T = Record<string, number>>(line: string): Promise<T> {
  const { code, stdout, stderr } = await isoflop(`${line} --json`);
  expect(code, stderr).toBe(0);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as T;
}

describe('laws', () => {
  test('lists every kind, or one', async () => {
    type Listed = { id: string; kind: string; label: string; form: string; coefficients: object; source: string }[];
    const all = await json<Listed>('laws');
    expect(all.map(({ id }) => id)).toEqual(catalogue.map(({ id }) => id));
    for (const entry of all) expect(Object.keys(entry)).toEqual(expect.arrayContaining(['id', 'label', 'form', 'coefficients', 'source']));
    const trends = await json<Listed>('laws --kind trend');
    expect(trends.every(({ kind }) => kind === 'trend')).toBe(true);
    expect((await isoflop('laws --kind allocation')).stdout).toMatch(/deepseek-2024 +DeepSeek LLM +allocation +optimum of C/);
    expect(await isoflop('laws --kind forms')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('loss, allocation, trend') as unknown,
    });
  });

  test('prints the card of one', async () => {
    const { stdout } = await isoflop('laws besiroglu-2024');
    expect(stdout).toContain('L = E + A·N^-alpha + B·D^-beta');
    expect(stdout).toMatch(/A +482\.01 +nat\/token +± 130 +285 – 744 \(95 %\)/);
    expect(stdout).toMatch(/N counts +all parameters/);
    expect(await json('laws clark-2022-hash')).toMatchObject({ counted: expect.any(String) as unknown, range: { N: [0, 1.3e9] } });
    expect(await isoflop('laws nobody')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^isoflop: id: nobody .*kaplan-2020-ns/) as unknown,
    });
  });
});

describe('optimum', () => {
  test('of an allocation rule has N, D and C, and no loss', async () => {
    const found = await json('optimum --law kaplan-2020 --C 8.64e19');
    expect(found).toMatchObject({ N: 1.3e9, C: 8.64e19 });
    expect(found['D']! / (8.64e19 / 6 / 1.3e9)).toBeCloseTo(1, 12);
    expect(found).not.toHaveProperty('loss');
    expect((await isoflop('optimum --law deepseek-2024 --C 1e20')).stdout).toMatch(
      /^With 1\.00e20 FLOP under DeepSeek LLM, train .*knows no loss\.\n$/,
    );
  });

  test('compares rules with laws; what is true must be a law of the loss', async () => {
    const { costOfBeingWrong, laws, notes } = await json<{
      costOfBeingWrong: (number | null)[][];
      laws: { law: string }[];
      notes: string[];
    }>('optimum --law besiroglu-2024,kaplan-2020,hoffmann-2022 --C 5.76e23');
    expect(laws.map(({ law }) => law)).toEqual(['besiroglu-2024', 'kaplan-2020', 'hoffmann-2022']);
    expect(costOfBeingWrong.map((row) => row[1])).toEqual([null, null, null]);
    expect(costOfBeingWrong[0]![0]).toBe(0);
    expect(costOfBeingWrong[1]![0]).toBeCloseTo(5.56, 2);
    expect(costOfBeingWrong[2]![0]).toBeCloseTo(0.257, 3);
    expect(notes).toEqual([expect.stringMatching(/^N counts all parameters.*parameters without embeddings \(Kaplan/)]);
  });

  test('names what it leaves, as a note and not as a refusal', async () => {
    const { notes } = await json<{ notes: string[] }>('optimum --law besiroglu-2024 --C 5.76e23');
    expect(notes[0]).toContain('72.2B parameters are 4.5× beyond its largest model, 16B');
    const { code, stdout, stderr } = await isoflop('optimum --law besiroglu-2024 --C 5.76e23');
    expect(code).toBe(0);
    expect(stdout).not.toContain('beyond');
    expect(stderr).toMatch(/^Note: 5\.76e23 FLOP is 192× beyond the largest run that it was fitted on, 3e21; .*\n$/);
    expect(await json('optimum --law besiroglu-2024 --C 1e20')).not.toHaveProperty('notes');
  });

  test.each(['clark-2022-s-base', 'gpt3', 'kaplan-2020-ns', 'steplaw-2025', 'minicpm-2024'])(
    'is nothing that %s answers, and says what can',
    async (id) => {
      const { code, stdout, stderr } = await isoflop(`optimum --law ${id} --C 1e21`);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(
        new RegExp(
          `^isoflop: --law: ${id} \\(.*\\) is not allowed; expected a law that allots a budget, one of besiroglu-2024, .*kaplan-2020`,
        ),
      );
      expect(stderr.trimEnd()).not.toContain('\n');
    },
  );
});

describe('eval', () => {
  test.each([
    ['kaplan-n', '--N 1.5e9', 2.30355],
    ['kaplan-d', '--D 1e9', 2.81564],
    ['kaplan-cmin', '--C 8.64e19', 2.65808],
    ['gpt3', '--C 3.14496e23', 1.7338],
    ['gpt3', '--N 174.72e9 --D 300e9', 1.7338],
    ['clark-2022-s-base', '--N 1.3e9', 2.237357],
    ['clark-2022-s-base', '--N 1.3e9 --set experts=64', 2.049779],
    ['clark-2022-s-base', '--N 1.3e9 --D 130e9 --set experts=64', 2.049779],
    ['kaplan-2020-ns', '--N 1e9 --steps 1e5', (6.5e13 / 1e9) ** 0.077 + (2100 / 1e5) ** 0.76],
  ])('%s at %s is %s nat/token', async (law, at, published) => {
    expect((await json(`eval --law ${law} ${at}`))['loss']! / published).toBeCloseTo(1, 4);
  });

  test('of learning rates and batches', async () => {
    expect((await json('eval --law steplaw-2025 --N 1e9 --D 1e11'))['learningRate']).toBeCloseTo(0.001638883478, 10);
    expect((await json('eval --law deepseek-2024-hyperparameters --C 1e22'))['batch']! / 4587571.6).toBeCloseTo(1, 6);
  });

  test('says what a law without tokens is of, and how far a point is outside', async () => {
    const { notes } = await json<{ notes: string[] }>('eval --law clark-2022-hash --N 13e9 --D 260e9');
    expect(notes).toEqual([
      '13B parameters are 10× beyond the largest model that it was fitted on, 1.3B; 260B tokens are 2× beyond its longest run, 130B',
      'the loss is that after 130B tokens, whatever D is',
    ]);
  });

  test.each([
    ['eval --law kaplan-2020-ns --N 1e9', /--N with --steps/],
    ['eval --law kaplan-2020-ns --N 1e9 --steps none', /--steps: none .*a number from 1/],
    ['eval --law kaplan-2020-ns --N 1e9 --D 1e10 --steps 5', /--N with --steps/],
    ['eval --law gpt3 --N 1e9', /N is not allowed; expected C, or two of/],
    ['eval --law besiroglu-2024 --N 1e9 --D 1e10 --batch 1e6', /no steps and no batch/],
    ['eval --law steplaw-2025 --N 1e9', /N is not allowed; expected exactly two/],
    [
      'eval --law kaplan-2020 --N 1e9 --D 1e10',
      /kaplan-2020 \(allocation rule: optimum of C\) .*can be evaluated at a point, one of .*gpt3/,
    ],
    ['eval --law minicpm-2024 --N 1e9 --D 1e10', /no factors are published/],
  ])('%s is refused', async (line, message) => {
    const { code, stderr } = await isoflop(line);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
