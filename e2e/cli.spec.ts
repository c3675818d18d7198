// The command line's contract: JSON keys, exit codes, one clear line for bad input, files that are whole or absent.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { expect, test } from 'playwright/test';

const entry = fileURLToPath(new URL('../bin/isoflop.mjs', import.meta.url));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: string;

// a folder of its own: the command must not depend on where it is called
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isoflop-cli-'));
  await isoflop('laws'); // builds what is missing
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

function isoflop(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, ...args], { cwd: folder, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });
}

/** Runs a command that must succeed and print JSON, and nothing else, on stdout. */
async function json<T = Record<string, number>>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await isoflop(...args, '--json');
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as T;
}

/** Runs a command that must refuse its input, and returns its one line. */
async function refusal(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await isoflop(...args);
  expect(code, stderr).toBe(2);
  expect(stdout).toBe('');
  expect(stderr.trimEnd().split('\n'), stderr).toHaveLength(1);
  return stderr;
}

async function file(name: string, content: unknown): Promise<string> {
  await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

const law = { E: 1.8172, A: 482.01, B: 2085.43, alpha: 0.3478, beta: 0.3658 };
const lossAt = (N: number, D: number) => law.E + law.A * N ** -law.alpha + law.B * D ** -law.beta;

const axes = [
  { quantity: 'N', scale: 'log', from: 1e8, to: 1e12, steps: 200 },
  { quantity: 'D', scale: 'log', from: 1e9, to: 1e14, steps: 301 },
];
const grid = { version: 1, law: 'besiroglu-2024', axes, metrics: ['loss', 'compute'] };
const frontier = {
  version: 1,
  law: 'besiroglu-2024',
  axes: [
    { quantity: 'C', scale: 'log', from: 1e18, to: 1e28, steps: 50 },
    { quantity: 'N', scale: 'log', from: 1e6, to: 1e15, steps: 4096 },
  ],
  metrics: ['D', 'loss'],
  reduce: { kind: 'frontier', over: ['N'] },
};

function rowsOf(csv: string): number[][] {
  return csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
}

const relative = (value: number, expected: number) => Math.abs(value / expected - 1);

test.describe('answers', () => {
  test('laws lists every law with its coefficients and source', async () => {
    const list = await json<{ id: string; label: string; form: string; coefficients: Record<string, number>; source: string }[]>('laws');
    const found = list.find(({ id }) => id === 'besiroglu-2024');
    expect(found).toMatchObject({ form: 'chinchilla', coefficients: law, source: expect.stringContaining('2404.10102') as unknown });
    for (const entryOfList of list)
      expect(Object.keys(entryOfList)).toEqual(expect.arrayContaining(['id', 'label', 'form', 'coefficients', 'source']));
    expect((await isoflop('laws')).stdout).toContain('besiroglu-2024');
  });

  test('eval gives every metric of a point, however the point is given', async () => {
    const point = await json('eval', '--law', 'besiroglu-2024', '--N', '70e9', '--D', '1.4e12');
    expect(point).toMatchObject({ N: 70e9, D: 1.4e12, compute: 5.88e23, tokensPerParameter: 20, irreducibleLoss: law.E });
    expect(relative(point['loss']!, lossAt(70e9, 1.4e12))).toBeLessThan(1e-12);
    for (const args of [
      ['--N', '70B', '--D', '1.4T'],
      ['--N', '70B', '--C', '5.88e23'],
      ['--set', 'tokensPerParameter=20', '--set', 'C=5.88e23'],
      ['--D', '1.4T', '--set', 'tokensPerParameter=20'],
    ]) {
      const same = await json('eval', '--law', 'besiroglu-2024', ...args);
      for (const [id, value] of Object.entries(point))
        if (typeof value === 'number') expect(relative(same[id]!, value), id).toBeLessThan(1e-9);
    }
    expect((await isoflop('eval', '--law', 'besiroglu-2024', '--N', '70B', '--D', '1.4T')).stdout).toContain('1.97388  nat/token');
  });

  test('claims recomputes the published numbers of a topic', async () => {
    const { pass, claims } = await json<{ pass: boolean; claims: Record<string, unknown>[] }>('claims', '--topic', 'compute');
    expect(pass).toBe(true);
    expect(claims.find(({ id }) => id === 'c-gpt3-6nd')).toMatchObject({
      topic: 'compute',
      source: expect.stringContaining('2005.14165') as unknown,
      status: expect.stringContaining('verified') as unknown,
    });
    for (const claim of claims) {
      expect(claim).toMatchObject({ topic: 'compute', pass: true });
      for (const check of claim['checks'] as Record<string, unknown>[])
        expect(Object.keys(check)).toEqual(
          expect.arrayContaining(['quantity', 'unit', 'stated', 'ours', 'difference', 'tolerance', 'pass']),
        );
    }
    expect((await isoflop('claims', '--topic', 'compute')).stdout).toMatch(/c-gpt3-6nd +GPT-3 175B .*\n[^]*numbers within tolerance\n$/);
  });

  test('optimum agrees with the closed form', async () => {
    const C = 5.76e23;
    const found = await json('optimum', '--law', 'besiroglu-2024', '--C', String(C));
    const { alpha, beta } = law;
    const N = ((alpha * law.A) / (beta * law.B)) ** (1 / (alpha + beta)) * (C / 6) ** (beta / (alpha + beta));
    expect(relative(found['N']!, N)).toBeLessThan(1e-6);
    expect(relative(found['D']!, C / 6 / N)).toBeLessThan(1e-6);
    expect(relative(found['loss']!, lossAt(N, C / 6 / N))).toBeLessThan(1e-6);
    expect(found['C']).toBe(C);
    expect((await isoflop('optimum', '--law', 'besiroglu-2024', '--C', '5.76e23')).stdout).toMatch(
      /train 72\.2B parameters on 1\.33T tokens/,
    );
  });
});

test.describe('bad input exits with 2 and one line that names the field and what is allowed', () => {
  const besiroglu = ['--law', 'besiroglu-2024'];
  const cases: [string, string[], RegExp][] = [
    ['no command', [], /command: nothing .*laws, eval, optimum, growth, fit, sweep, merge, claims, bench/],
    ['unknown command', ['evaluate'], /command: evaluate .*laws, eval, optimum, growth, fit, sweep, merge, claims, bench/],
    ['unknown option', ['laws', '--yaml'], /--yaml.*--json/],
    ['missing argument', ['sweep'], /FILE/],
    ['missing value', ['optimum', ...besiroglu, '--C'], /--C/],
    ['missing law', ['eval', '--N', '1e9', '--D', '1e10'], /--law: nothing .*besiroglu-2024/],
    ['unknown law', ['eval', '--law', 'besi', '--N', '1e9', '--D', '1e10'], /--law: besi .*besiroglu-2024/],
    ['negative parameters', ['eval', ...besiroglu, '--N', '-1', '--D', '1e10'], /--N: -1 .*from 1e5 to 1e15/],
    ['no number', ['eval', ...besiroglu, '--N', 'abc', '--D', '1e10'], /--N: abc .*from 1e5 to 1e15/],
    ['several at once', ['eval', ...besiroglu, '--N', 'abc', '--D', '1'], /--N: abc .*--D: 1 /],
    ['one quantity only', ['eval', ...besiroglu, '--N', '1e9'], /N is not allowed.*exactly two of N, D, C, tokensPerParameter/],
    ['three quantities', ['eval', ...besiroglu, '--N', '1e9', '--D', '1e10', '--C', '6e19'], /exactly two of/],
    ['a quantity twice', ['eval', ...besiroglu, '--N', '1e9', '--set', 'N=2e9'], /--set N: 2e9 .*once/],
    ['unknown quantity', ['eval', ...besiroglu, '--N', '1e9', '--set', 'gpus=8'], /--set: gpus=8 .*N, D, C, tokensPerParameter/],
    ['a point out of range', ['eval', ...besiroglu, '--N', '1e15', '--C', '1e15'], /D from N and C: .*from 1e6 to 1e17/],
    ['budget out of range', ['optimum', ...besiroglu, '--C', '1e40'], /--C: 1e40 .*from 1e15 to 1e32/],
    ['no budget', ['optimum', ...besiroglu], /--C: nothing .*from 1e15 to 1e32/],
    ['unknown backend', ['sweep', 'x.json', '--backend', 'gpu'], /--backend.*gpu.*auto, webgpu, cpu/],
    ['unknown topic', ['claims', '--topic', 'gpus'], /--topic: gpus .*one of compute, loss, frontier/],
    ['no such file', ['sweep', 'absent.json'], /FILE: absent\.json/],
  ];
  for (const [name, args, line] of cases) {
    test(name, async () => {
      expect(await refusal(...args)).toMatch(line);
    });
  }

  const files: [string, unknown, RegExp][] = [
    ['no JSON', '{"version": 1,', /FILE: .*JSON/],
    ['no steps', { ...grid, axes: [{ ...axes[0], steps: 0 }, axes[1]] }, /axes\[0\]\.steps: 0 .*from 1 to 1000000/],
    ['from above to', { ...grid, axes: [{ ...axes[0], from: 1e12, to: 1e9 }, axes[1]] }, /axes\[0\]\.from: 1000000000000 .*at most/],
    ['unknown axis', { ...grid, axes: [{ ...axes[0], quantity: 'gpus' }, axes[1]] }, /axes\[0\]\.quantity: "gpus" .*N, D, C/],
    ['unknown metric', { ...grid, metrics: ['gpus'] }, /metrics\[0\]: "gpus" .*loss/],
    ['unknown law', { ...grid, law: 'x' }, /law: "x" .*besiroglu-2024/],
    ['1e12 cells without --out', { ...grid, axes: axes.map((axis) => ({ ...axis, steps: 1e6 })) }, /--out: nothing .*10\.0M rows/],
  ];
  for (const [name, content, line] of files) {
    test(`sweep file: ${name}`, async () => {
      expect(await refusal('sweep', await file('bad.json', content))).toMatch(line);
    });
  }

  test('--out in another format, or in a folder that is not there', async () => {
    const sweep = await file('grid.json', grid);
    expect(await refusal('sweep', sweep, '--out', 'x.csv,x.xlsx')).toMatch(/--out: x\.xlsx .*\.csv, \.parquet, \.arrow, \.jsonl/);
    expect(await refusal('sweep', sweep, '--out', 'x.csv,./x.csv')).toMatch(/--out: \.\/x\.csv .*each file once/);
    expect(await refusal('sweep', sweep, '--out', 'x.csv', '--compression', 'gzip')).toMatch(/--compression: gzip .*\.parquet/);
    expect(await refusal('sweep', sweep, '--out', join('absent', 'x.csv'))).toMatch(/--out: .*absent.*folder/);
  });
});

test.describe('sweep', () => {
  test('writes a grid whose numbers are right, with a sidecar that tells how to make it again', async () => {
    const summary = await json<Record<string, unknown>>('sweep', await file('grid.json', grid), '--backend', 'cpu', '--out', 'grid.csv');
    const csv = await readFile(join(folder, 'grid.csv'));
    const sha256 = createHash('sha256').update(csv).digest('hex');
    expect(summary).toMatchObject({ cells: 60_200, rows: 60_200, backend: 'cpu', out: 'grid.csv', sha256, bytes: csv.length });
    expect(summary['seconds']).toBeGreaterThan(0);
    expect(summary['cellsPerSecond']).toBeGreaterThan(0);
    expect(csv.toString().split('\n')[0]).toBe('N,D,loss [nat/token],compute [FLOP]');
    const rows = rowsOf(csv.toString());
    expect(rows).toHaveLength(60_200);
    const worst = Math.max(
      ...rows.map(([N, D, loss, compute]) => Math.max(relative(loss!, lossAt(N!, D!)), relative(compute!, 6 * N! * D!))),
    );
    expect(worst).toBeLessThan(1e-6);
    const sidecar = JSON.parse(await readFile(join(folder, 'grid.csv.json'), 'utf8')) as Record<string, unknown>;
    expect(sidecar).toMatchObject({ sweep: grid, backend: 'cpu', adapter: summary['adapter'], sha256, rows: 60_200 });
    expect(Date.parse(String(sidecar['date']))).toBeGreaterThan(0);
    await file('again.json', sidecar['sweep']);
    expect(await json('sweep', 'again.json', '--backend', 'cpu')).toMatchObject({ sha256, out: null });
  });

  test('writes several formats at once, each with its sidecar, and the CSV that it writes alone', async () => {
    const sweep = await file('grid.json', grid);
    const alone = await json<Record<string, unknown>>('sweep', sweep, '--backend', 'cpu', '--out', 'alone.csv');
    const out = 'all.csv,all.parquet,all.arrow,all.jsonl';
    const summary = await json<Record<string, unknown>>('sweep', sweep, '--backend', 'cpu', '--out', out, '--compression', 'gzip');
    expect(summary).toMatchObject({ out: 'all.csv', rows: 60_200, bytes: alone['bytes'], sha256: alone['sha256'] });
    const files = await Promise.all(
      ['csv', 'parquet', 'arrow', 'jsonl'].map(async (format) => {
        const bytes = await readFile(join(folder, `all.${format}`));
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        expect(JSON.parse(await readFile(join(folder, `all.${format}.json`), 'utf8'))).toMatchObject({ sweep: grid, rows: 60_200, sha256 });
        return { out: `all.${format}`, format, bytes: bytes.length, sha256 };
      }),
    );
    expect(summary['files']).toEqual(files);

    const rows = await parquetReadObjects({
      file: await asyncBufferFromFile(join(folder, 'all.parquet')),
      compressors: { GZIP: (page) => new Uint8Array(gunzipSync(page)) },
    });
    expect(rows).toHaveLength(60_200);
    const cells = rows as { N: number; D: number; loss: number; compute: number }[];
    const worst = Math.max(...cells.map(({ N, D, loss, compute }) => Math.max(relative(loss, lossAt(N, D)), relative(compute, 6 * N * D))));
    expect(worst).toBeLessThan(1e-6);
  });

  test('cuts a sweep into shards, which merge to the bytes of the whole', async () => {
    const sweep = await file('frontier.json', frontier);
    const whole = await json<Record<string, unknown>>('sweep', sweep, '--backend', 'cpu', '--out', 'uncut.csv');
    const shard = (i: number) => json('sweep', sweep, '--backend', 'cpu', '--shard', `${i}/3`, '--out', `part-${i}.csv`);
    expect(await shard(3)).toMatchObject({ shard: '3/3', rows: 16, cells: 16 * 4096 });
    await shard(1);
    const { code, stdout } = await isoflop('merge', 'merged.csv', 'part-3.csv', 'part-1.csv', '--json');
    expect(code).toBe(2);
    const command = 'isoflop sweep frontier.json --shard 2/3 --backend cpu --out part-2.csv';
    expect(JSON.parse(stdout)).toEqual({ missing: [2], commands: [command] });
    expect((await isoflop(...command.split(' ').slice(1))).code).toBe(0);
    const { bytes, sha256 } = whole;
    const merged = { out: 'merged.csv', rows: 50, bytes, sha256, shards: 3 };
    expect(await json('merge', 'merged.csv', 'part-3.csv', 'part-1.csv', 'part-2.csv')).toEqual(merged);
    expect(await readFile(join(folder, 'merged.csv'), 'utf8')).toBe(await readFile(join(folder, 'uncut.csv'), 'utf8'));
    expect(await refusal('sweep', sweep, '--shard', '4/3', '--out', 'part-4.csv')).toContain('--shard: 4/3');
    expect(await refusal('sweep', sweep, '--shard', '1/3', '--out', 'part-1.parquet')).toContain('--out: part-1.parquet');
    expect(await refusal('sweep', sweep, '--shard', '1/3')).toContain('--out: nothing');
  });

  test('prints the rows where no file is named', async () => {
    const { code, stdout } = await isoflop('sweep', await file('frontier.json', frontier), '--backend', 'cpu');
    expect(code).toBe(0);
    const rows = rowsOf(stdout);
    expect(rows).toHaveLength(50);
    for (const [C, N, D, loss] of rows) {
      const { alpha, beta } = law;
      const best = ((alpha * law.A) / (beta * law.B)) ** (1 / (alpha + beta)) * (C! / 6) ** (beta / (alpha + beta));
      expect(relative(N!, best)).toBeLessThan(1e-6);
      expect(relative(6 * N! * D!, C!)).toBeLessThan(1e-9);
      expect(relative(loss!, lossAt(N!, D!))).toBeLessThan(1e-9);
    }
  });

  test('leaves infeasible rows out, or flags them', async () => {
    const constrained = { ...grid, constraints: [{ quantity: 'compute', max: 1e22 }] };
    const kept = await json('sweep', await file('kept.json', constrained), '--backend', 'cpu', '--out', 'kept.csv');
    const rows = rowsOf(await readFile(join(folder, 'kept.csv'), 'utf8'));
    expect(rows).toHaveLength(kept['rows']!);
    expect(Math.max(...rows.map((row) => row[3]!))).toBeLessThanOrEqual(1e22 * (1 + 1e-6));
    const all = await json(
      'sweep',
      await file('flagged.json', { ...constrained, keepInfeasible: true }),
      '--backend',
      'cpu',
      '--out',
      'flagged.csv',
    );
    expect(all['rows']).toBe(60_200);
    const lines = (await readFile(join(folder, 'flagged.csv'), 'utf8')).trimEnd().split('\n');
    expect(lines[0]).toMatch(/,feasible$/);
    expect(lines.filter((line) => line.endsWith(',true'))).toHaveLength(kept['rows']!);
  });

  test('on WebGPU gives the numbers of the CPU', async () => {
    const sweep = await file('grid.json', grid);
    const gpu = await json<Record<string, unknown>>('sweep', sweep, '--backend', 'webgpu', '--out', 'gpu.csv');
    expect(gpu).toMatchObject({ backend: 'webgpu', rows: 60_200, adapter: expect.stringMatching(/./) as unknown });
    await json('sweep', sweep, '--backend', 'cpu', '--out', 'cpu.csv');
    const [ours, theirs] = await Promise.all(
      ['gpu.csv', 'cpu.csv'].map(async (name) => rowsOf(await readFile(join(folder, name), 'utf8'))),
    );
    const worst = Math.max(...ours!.map((row, i) => Math.max(...row.map((value, k) => relative(value, theirs![i]![k]!)))));
    expect(worst).toBeLessThan(1e-5);

    const curve = await file('frontier.json', frontier);
    const printed = await Promise.all(
      ['webgpu', 'cpu'].map(async (kind) => rowsOf((await isoflop('sweep', curve, '--backend', kind)).stdout)),
    );
    expect(printed[0]).toHaveLength(50);
    expect(Math.max(...printed[0]!.map((row, i) => relative(row[1]!, printed[1]![i]![1]!)))).toBeLessThan(1e-6);
  });

  test('takes quantiles over draws to the same bytes on both backends', async () => {
    const sizes = { quantity: 'N', scale: 'log', from: 1e6, to: 1e15, steps: 64 };
    const reduce = { kind: 'quantiles', over: ['N'], levels: [0.1, 0.9] };
    const sweep = await file('quantiles.json', { ...frontier, axes: [{ ...frontier.axes[0]!, steps: 5 }, sizes], reduce, draws: 500 });
    const [gpu, cpu] = await Promise.all(['webgpu', 'cpu'].map(async (kind) => (await isoflop('sweep', sweep, '--backend', kind)).stdout));
    expect(gpu).toBe(cpu);
    expect(gpu!.split('\n')[0]).toBe('C [FLOP],N_p10,N_p90,D_p10,D_p90,loss_p10 [nat/token],loss_p90 [nat/token]');
    for (const [, from, to] of rowsOf(gpu!)) expect(from!).toBeLessThan(to!);
    expect(rowsOf(gpu!)).toHaveLength(5);
  });

  test('removes the partial files and exits with 130 when interrupted', async () => {
    test.skip(process.platform === 'win32', 'there is no SIGINT to send');
    await file('large.json', { ...grid, axes: axes.map((axis) => ({ ...axis, steps: 50_000 })) });
    const child = spawn(process.execPath, [entry, 'sweep', 'large.json', '--backend', 'cpu', '--out', 'large.csv,large.parquet'], {
      cwd: folder,
    });
    // it may last long enough for a journal, which stays for --resume
    const written = async () => (await readdir(folder)).filter((name) => /large\.(csv|parquet)(?!\.journal)/.test(name));
    await expect.poll(written).toHaveLength(2);
    child.kill('SIGINT');
    expect(await exitOf(child)).toBe(130);
    expect(await written()).toEqual([]);
  });
});

test('bench prints figures of every case', async () => {
  interface Report {
    readonly machine: string;
    readonly adapter: string;
    readonly version: string;
    readonly cases: readonly Record<string, unknown>[];
  }
  const report = await json<Report>('bench', '--quick', '--host', 'node');
  expect(report.machine).toMatch(/\d+ threads/);
  expect(report.adapter).toBeNull();
  expect(report.version).toMatch(/^\d+\.\d+\.\d+/);
  const units: Readonly<Record<string, string>> = { growth3: 'schedules', fit: 'fits', 'fit-bootstrap': 'fits', plan: 'layouts' };
  const sweeps = ['grid', 'grid-readback', 'frontier', 'data-limited', 'ensemble', 'growth3', 'reduce'];
  expect(report.cases.map(({ id, backend }) => `${String(id)} ${String(backend)}`)).toEqual(
    [...sweeps, 'csv', 'parquet', 'fit', 'fit-bootstrap', 'plan'].map((id) => `${id} cpu`),
  );
  for (const { id, work, unit, seconds, spread, rate, runs } of report.cases) {
    expect(unit).toBe(units[String(id)] ?? 'cells');
    expect(runs).toBe(3);
    expect(rate).toBeCloseTo(Number(work) / Number(seconds), 3);
    expect(spread).toBeGreaterThanOrEqual(0);
  }
});

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve));
}
