import { appendFile, cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { numbersVersion, version } from '../../data/version';
import { type ExportOutput, openSweepExport } from '../../export/export';
import { formatOfName } from '../../export/format';
import { openShardExport } from '../../export/join';
import { createSidecar } from '../../export/sidecar';
import { type AnySweepFile, parseAny, planAny } from '../../sweep/any';
import { CpuWorkerState } from '../../sweep/cpu/worker-state';
import { type Shard, cellsOfShard } from '../../sweep/shard';
import { cellCount, firstCell, nextRange, workOf } from '../../sweep/tiling';
import { run } from '../cli';
import type { CliContext } from '../context';
import { shardProvenance } from '../sweep/shard-option';

const axes = [
  { quantity: 'C', scale: 'log', from: 1e19, to: 1e25, steps: 6 },
  { quantity: 'N', scale: 'log', from: 1e8, to: 1e12, steps: 5 },
];
const grid = parseAny({ version: 1, law: 'besiroglu-2024', axes, metrics: ['D', 'loss'] });
const other = parseAny({ version: 1, law: 'hoffmann-2022', axes, metrics: ['D', 'loss'] });
const top = parseAny({ version: 1, law: 'besiroglu-2024', axes, metrics: ['loss'], reduce: { kind: 'top-k', of: 'loss', k: 3 } });

let folder = '';
let stdout = '';
let stderr = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isoflop-merge-'));
  [stdout, stderr] = ['', ''];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Paths in the test's own folder. */
const at = (name: string): string => join(folder, name);

/** Writes a sweep, or a shard of it, with its sidecar, as the command line does. */
async function write(file: AnySweepFile, name: string, shard?: Shard): Promise<string> {
  const plan = planAny(file);
  const pieces: Buffer[] = [];
  const output: ExportOutput = { format: formatOfName(name)!, sink: (chunk) => void pieces.push(Buffer.from(chunk)) };
  const writer = await (shard ? openShardExport : openSweepExport)(plan, [output]);
  const { from, to } = shard ? cellsOfShard(plan, shard) : { from: 0, to: cellCount(plan) };
  const state = new CpuWorkerState();
  state.prepare(0, file);
  for (let cell = from; cell < to;) {
    const range = nextRange(plan, cell, to - cell);
    await writer.addTile(state.compute(0, range, []));
    cell = firstCell(plan, range) + workOf(plan, range);
  }
  const { rows, files } = await writer.finish();
  const backend = { kind: 'cpu', adapter: 'test', isSoftware: false } as const;
  const part = shard && { shard: shardProvenance(plan, shard, 'my sweep.json') };
  const sidecar = createSidecar({ sweep: file, version, backend, date: new Date(0), rows, ...files[0]!, ...part });
  await writeFile(at(name), Buffer.concat(pieces));
  await writeFile(at(`${name}.json`), sidecar);
  return at(name);
}

async function writeShards(file: AnySweepFile, of: number, extension = 'csv'): Promise<string[]> {
  const paths: string[] = [];
  for (let index = 1; index <= of; index++) paths.push(await write(file, `part-${index}.${extension}`, { index, of }));
  return paths;
}

/** Runs the command and returns its exit code. */
async function merge(...args: string[]): Promise<number> {
  const context: Partial<CliContext> = {
    stdout: async (text) => void (stdout += String(text)),
    stderr: (text) => void (stderr += text),
    isTerminal: false,
    signal: new AbortController().signal,
  };
  return run(['merge', ...args], context as CliContext);
}

/** Runs the command, which must refuse its input and leave nothing behind, and returns its one line. */
async function refusal(...args: string[]): Promise<string> {
  const before = await readdir(folder);
  stderr = '';
  expect(await merge(...args)).toBe(2);
  expect(stderr.split('\n')).toHaveLength(2);
  expect(await readdir(folder)).toEqual(before);
  return stderr;
}

const withoutDate = (text: string): object => ({ ...(JSON.parse(text) as object), date: '' });

describe('merge writes what the whole sweep does', () => {
  test.each([
    ['rows of CSV', grid, 'csv'],
    ['rows of JSON lines', grid, 'jsonl'],
    ['a top list', top, 'csv'],
  ])('from shards of %s in any order', async (_, file, extension) => {
    const whole = await write(file, `whole.${extension}`);
    const [first, ...others] = await writeShards(file, 4, extension);
    const out = at(`merged.${extension}`);
    expect(await merge(out, ...others.toReversed(), first!, '--json'), stderr).toBe(0);
    expect(await readFile(out, 'utf8')).toBe(await readFile(whole, 'utf8'));
    const sidecar = withoutDate(await readFile(`${out}.json`, 'utf8')) as { rows: number; bytes: number; sha256: string };
    expect(sidecar).toEqual(withoutDate(await readFile(`${whole}.json`, 'utf8')));
    const { rows, bytes, sha256 } = sidecar;
    expect(JSON.parse(stdout)).toEqual({ out, rows, bytes, sha256, shards: 4 });
    expect(await readdir(folder)).toHaveLength(2 * 6);
  });
});

test.each(['grid', 'top'] as const)('merge makes files of any format from text shards of a %s', async (kind) => {
  const file = { grid, top }[kind];
  const shards = await writeShards(file, 3, 'jsonl');
  const names = ['csv', 'parquet', 'arrow', 'jsonl'].map((format) => at(`out.${format}`));
  expect(await merge(names.join(), ...shards, '--json'), stderr).toBe(0);
  const summary = JSON.parse(stdout) as { files: { out: string; sha256: string }[] };
  expect(summary.files.map(({ out }) => out)).toEqual(names);
  for (const name of names) {
    const whole = await write(file, `whole.${formatOfName(name)}`);
    expect((await readFile(name)).equals(await readFile(whole)), name).toBe(true);
    expect(withoutDate(await readFile(`${name}.json`, 'utf8'))).toEqual(withoutDate(await readFile(`${whole}.json`, 'utf8')));
  }
});

describe('merge refuses', () => {
  test('shards that are not all there, and says how to make the others', async () => {
    const paths = await writeShards(grid, 4);
    const line = await refusal(at('out.csv'), paths[1]!, paths[3]!);
    const command = (index: number) => `isoflop sweep 'my sweep.json' --shard ${index}/4 --backend cpu --out ${at(`part-${index}.csv`)}`;
    expect(line).toContain(`2 of 4 shards is not allowed; expected all of them; missing: 1, 3; made by: ${command(1)}; ${command(3)}`);
    expect(await merge(at('out.csv'), paths[1]!, paths[3]!, '--json')).toBe(2);
    expect(JSON.parse(stdout)).toEqual({ missing: [1, 3], commands: [command(1), command(3)] });
  });

  test('names of missing shards follow those that are there', async () => {
    await write(grid, 'run2-007.csv', { index: 7, of: 8 });
    expect(await refusal(at('out.csv'), at('run2-007.csv'))).toContain(`--shard 8/8 --backend cpu --out ${at('run2-008.csv')}`);
    await write(grid, 'last.csv', { index: 2, of: 2 });
    expect(await refusal(at('out.csv'), at('last.csv'))).toContain(`--shard 1/2 --backend cpu --out ${at('last-1.csv')}`);
  });

  test('a shard twice', async () => {
    const [first, second] = await writeShards(grid, 2);
    await cp(first!, at('again.csv'));
    await cp(`${first}.json`, at('again.csv.json'));
    const line = await refusal(at('out.csv'), first!, second!, at('again.csv'));
    expect(line).toContain(`${at('again.csv')} is not allowed; expected each shard once; ${first} is shard 1/2, too`);
  });

  test('a shard of another sweep, of another cut, of another version', async () => {
    const [first, second] = await writeShards(grid, 2);
    const foreign = await write(other, 'foreign.csv', { index: 2, of: 2 });
    expect(await refusal(at('out.csv'), first!, foreign)).toContain(
      `${foreign} is not allowed; expected a shard of the same sweep as ${first}`,
    );
    const third = await write(grid, 'third.csv', { index: 3, of: 3 });
    expect(await refusal(at('out.csv'), first!, third)).toContain(`${third} is not allowed; expected one of 2 shards, as ${first} is`);
    const sidecar = await readFile(`${second}.json`, 'utf8');
    await writeFile(`${second}.json`, sidecar.replace(`"version": "${version}"`, '"version": "0.0.1"'));
    expect(await refusal(at('out.csv'), first!, second!)).toContain(
      `${second} is not allowed; expected shards written by version ${version}`,
    );
  });

  test.each([
    ['another build', `${numbersVersion + 1},`, `it was written with ${numbersVersion + 1}`],
    ['a build that stated none', undefined, 'its sidecar states none'],
  ])('a shard with the numbers of %s', async (_, stated, why) => {
    const [first, second] = await writeShards(grid, 2);
    const sidecar = await readFile(`${second}.json`, 'utf8');
    const line = `  "numbersVersion": ${numbersVersion},\n`;
    expect(sidecar).toContain(line);
    await writeFile(`${second}.json`, sidecar.replace(line, stated === undefined ? '' : `  "numbersVersion": ${stated}\n`));
    expect(await refusal(at('out.csv'), first!, second!)).toContain(
      `${second} is not allowed; expected shards written with numbersVersion ${numbersVersion}, which is this build's; ${why}`,
    );
  });

  test.each([
    ['changed', (text: string) => text.replace('e', 'E')],
    ['cut off', (text: string) => text.slice(0, -1)],
    ['grown', (text: string) => `${text}\n`],
  ])('a shard that was %s', async (_, change) => {
    const [first, second] = await writeShards(grid, 2);
    await writeFile(second!, change(await readFile(second!, 'utf8')));
    const line = await refusal(at('out.csv'), first!, second!);
    expect(line).toContain(`${second} is not allowed; expected the bytes whose sha256 its sidecar states`);
    expect(line).toContain('--shard 2/2');
  });

  test('what is no shard', async () => {
    const [first] = await writeShards(grid, 2);
    const whole = await write(grid, 'whole.csv');
    expect(await refusal(at('out.csv'), first!, whole)).toContain(`${whole} is not allowed; expected a shard, written with --shard`);
    expect(await refusal(at('out.csv'), at('none.csv'))).toContain(`${at('none.csv')} is not allowed; expected a shard with its sidecar`);
    await appendFile(`${first}.json`, '}');
    expect(await refusal(at('out.csv'), first!)).toContain('does not describe one');
  });

  test('an OUT that shards cannot be merged into', async () => {
    const [first, second] = await writeShards(grid, 2);
    expect(await refusal(at('out.txt'), first!, second!)).toContain('OUT: ');
    expect(await refusal(at('out.csv,'), first!, second!)).toContain('OUT: an empty name is not allowed');
    expect(await refusal(at('out.csv'), first!, at('part-2.jsonl'))).toContain('expected a shard that ends in .csv, as');
    expect(await refusal(at('out.csv'), at('part-1.parquet'))).toContain('expected a shard, which ends in .csv or .jsonl');
    expect(await refusal(at('out.csv'), first!, second!, '--compression', 'gzip')).toContain('expected a file.parquet among those of OUT');
    expect(await refusal(first!, first!, second!)).toContain('OUT: ');
    expect(await refusal(at('none/out.csv'), first!, second!)).toContain('OUT: ');
    await mkdir(at('folder.csv'));
    expect(await refusal(at('folder.csv'), first!, second!)).toContain('OUT: ');
  });
});
