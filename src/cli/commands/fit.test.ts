import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isoflop } from '../../testing/cli';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isoflop-fit-'));
});
afterAll(() => rm(folder, { recursive: true }));

const EPOCH = ['fit', 'example:epoch-chinchilla', '--exclude', 'outlier_top5_loss=1', '--bootstrap', '20'];

describe('isoflop fit', () => {
  test('prints the contract as JSON and writes a law that optimum reads', async () => {
    const out = join(folder, 'law.json');
    const { code, stdout } = await isoflop(...EPOCH, '--C', '1e21', '--out', out, '--json');
    expect(code).toBe(0);
    const json = JSON.parse(stdout) as Record<string, unknown>;
    expect(json).toMatchObject({ runs: 240, inits: 64, agreeing: 64, bootstraps: 20, certificate: { verdict: { level: 'sound' } } });
    expect(Object.keys(json)).toEqual(expect.arrayContaining(['coefficients', 'intervals', 'objective', 'seconds', 'optimum']));
    expect(json['objective']).toBeLessThan(1.01828e-3);
    expect(await readFile(out, 'utf8')).toContain('"log A"');
    const optimum = await isoflop('optimum', '--law-file', out, '--C', '1e21', '--json');
    expect(JSON.parse(optimum.stdout)).toMatchObject({ N_interval: [expect.any(Number), expect.any(Number)] });
  });

  test('answers in words', async () => {
    const { code, stdout } = await isoflop(...EPOCH, '--approach', '2,3', '--C', '1e21', '--predict', '70B:1.4T');
    expect(code).toBe(0);
    expect(stdout).toContain('240 runs (N from N, D from D, C from C, loss from loss); 5 left out by rule');
    expect(stdout).toContain('64 of 64 starts agree');
    expect(stdout).toContain('Verdict: sound.');
    expect(stdout).toContain('Approach 2: N* = ');
    expect(stdout).toMatch(/A run of 70\.0B parameters on 1\.40T tokens: loss 1\.97/);
  });

  test('lists rows that it cannot use', async () => {
    const path = join(folder, 'runs.csv');
    const rows = Array.from({ length: 9 }, (_, i) => `${i + 1}e8,${(i % 4) + 1}e9,${3 - i / 20}`);
    await writeFile(path, ['N,D,loss', ...rows, '1e9,=A1,2'].join('\n'));
    const { code, stdout } = await isoflop('fit', path, '--bootstrap', '0');
    expect(code).toBe(0);
    expect(stdout).toContain('line 11: D: "=A1" is a formula; it is not executed');
    expect(stdout).toContain('Verdict: doubtful.');
  });

  test('says what it found before it says that no law file can hold it', async () => {
    const out = join(folder, 'beyond.json');
    const { code, stdout, stderr } = await isoflop(...EPOCH, '--fix', 'alpha=7', '--out', out, '--json');
    expect(code).toBe(2);
    expect(stderr).toContain('coefficient alpha of the fit: 7.00000 is not allowed; expected from 0.01 to 1 in a law file');
    expect(JSON.parse(stdout)).toMatchObject({ coefficients: { alpha: 7 }, bootstraps: 20 });
    await expect(readFile(out)).rejects.toThrow('ENOENT');
  });

  test.each([
    [['fit', 'none.csv'], 'runs: none.csv is not allowed'],
    [['fit', 'example:none'], 'example:epoch-chinchilla'],
    [[...EPOCH, '--approach', '4'], '--approach: 4 is not allowed'],
    [[...EPOCH, '--fix', 'gamma=1'], 'fix: gamma is not allowed'],
    [[...EPOCH, '--tie', 'alpha'], 'tie: alpha is not allowed; expected two or more coefficients'],
    [[...EPOCH, '--fix', 'E=1', '--bound', 'E=1:2'], 'bound E: 1:2 is not allowed; expected no bound of a coefficient that is fixed'],
    [[...EPOCH, '--columns', 'N=D,D=D'], 'column D as N, D is not allowed; expected a column of its own for each of N, D, C and loss'],
    [[...EPOCH, '--columns', 'N=N,N=D'], '--columns: N=D is not allowed; expected one column for N'],
    [[...EPOCH, '--predict', '70B'], '--predict: 70B is not allowed; expected N:D, such as 70B:1.4T'],
    [[...EPOCH, '--exclude', 'top x loss'], 'expected "top 5 loss", "residual > 5 MAD", or COLUMN=VALUE'],
    [[...EPOCH, '--exclude', 'N>1'], 'no usable rows of 245; 245 left out by rule is not allowed'],
    [[...EPOCH, '--bound', 'beta=1'], '--bound: beta=1 is not allowed'],
    [[...EPOCH, '--bootstrap', '-1'], '--bootstrap: -1 is not allowed'],
    [[...EPOCH, '--by-group'], '--by-group: no column of groups'],
    [[...EPOCH, '--exclude', 'x=1'], '--exclude: x=1 is not allowed'],
    [[...EPOCH, '--starts', 'grid', '--form', 'gadre'], 'starts: grid is not allowed; expected projection or random for the form gadre'],
    [[...EPOCH, '--backend', 'webgpu', '--fix', 'alpha=0.34'], '--backend: webgpu with coefficients that are fixed, tied or bounded'],
    [[...EPOCH, '--form', 'clark', '--C', '1e21'], '--C: 1e21 is not allowed; expected a form other than clark'],
    [[...EPOCH, '--backend', 'webgpu', '--form', 'gadre'], '--backend: webgpu with the form gadre'],
    [[...EPOCH, '--approach', '2', '--out', 'x.json'], '--out: x.json is not allowed'],
  ])('exits 2 with one line: %j', async (argv, message) => {
    const { code, stdout, stderr } = await isoflop(...argv);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
