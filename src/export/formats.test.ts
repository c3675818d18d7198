import { tableFromIPC } from '@uwdata/flechette';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { CpuWorkerState } from '../sweep/cpu/worker-state';
import { type AnySweepFile, planAny } from '../sweep/any';
import { parseSweepFile } from '../sweep/file';
import { parseScheduleFile } from '../sweep/growth/file';
import type { ColumnValues, TableBatch, TableColumn } from '../sweep/table';
import { firstCell, nextRange, workOf, cellCount } from '../sweep/tiling';
import { BATCH_ROWS } from './batch-builder';
import { type ExportOutput, openSweepExport, openTableExport } from './export';
import { type ExportFormat, exportFormats } from './format';

type Value = number | string | boolean;
type Row = Readonly<Record<string, Value>>;

/** Outputs that keep their bytes. */
function memoryOutputs(formats: readonly ExportFormat[], more: Partial<ExportOutput> = {}) {
  const pieces: Buffer[][] = formats.map(() => []);
  const outputs = formats.map((format, k): ExportOutput => ({
    ...more,
    format,
    sink: (chunk) => void pieces[k]!.push(Buffer.from(chunk)),
  }));
  return { outputs, bytes: () => pieces.map((list) => Buffer.concat(list)) };
}

/** Reads a file with a library that did not write it. */
async function readBack(format: ExportFormat, bytes: Buffer, columns: readonly TableColumn[]): Promise<Row[]> {
  const typed = (texts: readonly string[]): Row => Object.fromEntries(columns.map(({ id, type }, k) => [id, fromText(texts[k]!, type)]));
  switch (format) {
    case 'csv':
      return Papa.parse<string[]>(bytes.toString('utf8'), { newline: '\n' })
        .data.slice(1, -1) // behind the last line feed it finds an empty row
        .map(typed);
    case 'jsonl':
      return bytes
        .toString('utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => {
          const row = JSON.parse(line) as Record<string, Value | null>;
          return Object.fromEntries(
            columns.map(({ id, type }) => [id, type === 'f32' ? Math.fround((row[id] ?? Number.NaN) as number) : (row[id] ?? Number.NaN)]),
          );
        });
    case 'parquet':
      return (await parquetReadObjects({
        file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
        compressors: { GZIP: (page) => new Uint8Array(gunzipSync(page)) },
      })) as Row[];
    case 'arrow':
      return tableFromIPC(new Uint8Array(bytes)).toArray() as Row[];
  }
}

function fromText(text: string, type: TableColumn['type']): Value {
  if (type === 'text') return text;
  if (type === 'boolean') return text === 'true';
  return type === 'f32' ? Math.fround(Number(text)) : Number(text);
}

/** Rows of a batch as objects. */
function rowsOf(columns: readonly TableColumn[], { rows, columns: values }: TableBatch): Row[] {
  return Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(columns.map(({ id, type }, k) => [id, type === 'boolean' ? values[k]![i] === 1 : values[k]![i]!])),
  );
}

/** The first difference of two tables; equal numbers have the same bits, but for NaN, which is one. */
function difference(read: readonly Row[], written: readonly Row[]): string {
  if (read.length !== written.length) return `${read.length} rows instead of ${written.length}`;
  for (const [i, row] of written.entries()) {
    for (const [id, value] of Object.entries(row)) {
      if (!Object.is(read[i]![id], value)) return `row ${i}, ${id}: ${String(read[i]![id])} instead of ${String(value)}`;
    }
  }
  return '';
}

const SPECIAL = [Number.NaN, Infinity, -Infinity, 0, -0, 5e-324, -5e-324, 2 ** -1074, 1.7976931348623157e308, 0.1];
const f64 = fc.oneof(fc.double(), fc.constantFrom(...SPECIAL));
const f32 = fc.oneof(fc.float(), fc.constantFrom(...SPECIAL.map(Math.fround), 2 ** -149, 2 ** -126));
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'a "quoted" one', 'two\nlines', 'a,b', '\r\n', 'é 模型 🧮', 'NaN'),
);

/** Any table: its columns, and batches of any length. */
const anyTable = fc.array(fc.constantFrom('f64', 'f32', 'text', 'boolean'), { minLength: 1, maxLength: 5 }).chain((types) => {
  const columns = types.map((type, k): TableColumn => ({ id: `${type}_${k}`, heading: `${type} ${k} [nat/"token"]`, type }));
  const row = fc.tuple(...types.map((type): fc.Arbitrary<Value> => ({ f64, f32, text, boolean: fc.boolean() })[type]));
  const batch = fc.array(row, { maxLength: 20 }).map((rows): TableBatch => ({
    rows: rows.length,
    columns: types.map((type, k): ColumnValues => {
      const values = rows.map((each) => each[k]!);
      if (type === 'text') return values as string[];
      if (type === 'boolean') return Uint8Array.from(values, Number);
      return type === 'f32' ? Float32Array.from(values as number[]) : Float64Array.from(values as number[]);
    }),
  }));
  return fc.record({ columns: fc.constant(columns), batches: fc.array(batch, { maxLength: 4 }) });
});

test.each(exportFormats)('any table reads back from %s as it was, bit for bit', async (format) => {
  await fc.assert(
    fc.asyncProperty(anyTable, async ({ columns, batches }) => {
      const { outputs, bytes } = memoryOutputs([format]);
      const table = await openTableExport(columns, { version: 1 }, outputs);
      for (const batch of batches) await table.append(batch);
      const { rows, files } = await table.finish();
      const [file] = bytes();
      expect(files).toEqual([{ bytes: file!.length, sha256: createHash('sha256').update(file!).digest('hex') }]);
      const written = batches
        .flatMap((batch) => rowsOf(columns, batch))
        // an infinity and NaN are the only numbers that JSON lacks; text of lone surrogates has no UTF-8
        .map((row) =>
          Object.fromEntries(Object.entries(row).map(([id, value]) => [id, typeof value === 'string' ? value.toWellFormed() : value])),
        );
      expect(rows).toBe(written.length);
      expect(difference(await readBack(format, file!, columns), written)).toBe('');
    }),
    { numRuns: 150, seed: 11 },
  );
});

const GRID = parseSweepFile({
  version: 1,
  law: 'besiroglu-2024',
  axes: [
    { quantity: 'C', scale: 'log', from: 1e18, to: 1e24, steps: 401 },
    { quantity: 'N', scale: 'log', from: 1e8, to: 1e12, steps: 700 },
  ],
  metrics: ['loss', 'D'],
  constraints: [{ quantity: 'loss', max: 3 }],
  keepInfeasible: true,
});
const FRONTIER = parseSweepFile({
  version: 1,
  law: 'besiroglu-2024',
  axes: [
    { quantity: 'C', scale: 'log', from: 1e16, to: 1e26, steps: 33 },
    { quantity: 'N', scale: 'log', from: 1e9, to: 1e14, steps: 64 },
  ],
  metrics: ['D', 'loss'],
  constraints: [{ quantity: 'D', min: 1e9 }],
  reduce: { kind: 'frontier', over: ['N'] },
  keepInfeasible: true,
});
const QUANTILES = parseSweepFile({
  version: 1,
  law: 'besiroglu-2024',
  axes: [
    { quantity: 'C', scale: 'log', from: 1e18, to: 1e24, steps: 5 },
    { quantity: 'N', scale: 'log', from: 1e7, to: 1e13, steps: 64 },
  ],
  metrics: ['loss'],
  reduce: { kind: 'quantiles', over: ['N'], levels: [0.1, 0.9] },
  draws: 50,
  seed: 1,
});
const SCHEDULES = parseScheduleFile({
  version: 1,
  law: 'hoffmann-2022',
  schedule: { stages: 2, N2: 4e10, D: 3e11 },
  axes: [
    { quantity: 'N1', scale: 'linear', from: 1e10, to: 7e10, steps: 30 },
    { quantity: 'switch1', scale: 'linear', from: 0.25, to: 0.75, steps: 20 },
  ],
  metrics: ['areaSaving', 'loss'],
  reduce: { kind: 'best', of: 'areaSaving', keep: ['N1'] },
  keepInfeasible: true,
});
const HISTOGRAM = parseScheduleFile({
  ...SCHEDULES,
  reduce: { kind: 'histogram', metric: 'areaSaving', from: 0.125, to: 0.5, bins: 7 },
});

/** Every format of a sweep, computed on the CPU in tiles of about `wanted` cells. */
async function exportSweep(file: AnySweepFile, wanted: number, formats: readonly ExportFormat[] = exportFormats) {
  const plan = planAny(file);
  const state = new CpuWorkerState();
  state.prepare(0, plan.file);
  const { outputs, bytes } = memoryOutputs(formats);
  const writing = await openSweepExport(plan, outputs);
  for (let cell = 0; cell < cellCount(plan);) {
    const range = nextRange(plan, cell, wanted);
    await writing.addTile(state.compute(0, range, []));
    cell = firstCell(plan, range) + workOf(plan, range);
  }
  const summary = await writing.finish();
  return { summary, bytes: bytes() };
}

/** The columns that a file of Arrow names. */
function columnsOf(arrow: Buffer): TableColumn[] {
  return tableFromIPC(new Uint8Array(arrow)).schema.fields.map(({ name, type, metadata }) => ({
    id: name,
    heading: metadata?.get('heading') ?? '',
    type: 'precision' in type ? (type.precision === 1 ? 'f32' : 'f64') : 'boolean',
  }));
}

describe.each([
  ['a grid', GRID, 401 * 700],
  ['a frontier', FRONTIER, 33],
  ['quantiles', QUANTILES, 5],
  ['the best schedules', SCHEDULES, 30],
  ['a histogram of schedules', HISTOGRAM, 9],
] as const)('%s', (_, file, rows) => {
  test('holds the same rows in every format, however it is cut into tiles', async () => {
    const whole = await exportSweep(file, 1e9);
    const cut = await exportSweep(file, 997);
    expect(cut.summary).toEqual(whole.summary);
    expect(whole.summary.rows).toBe(rows);
    const [csv, ...others] = whole.bytes;
    const columns = columnsOf(whole.bytes[exportFormats.indexOf('arrow')]!);
    expect(csv!.toString('utf8').split('\n', 1)[0]).toBe(columns.map(({ heading }) => heading).join(','));
    const expected = await readBack('csv', csv!, columns);
    for (const [k, bytes] of others.entries()) {
      const format = exportFormats[k + 1]!;
      expect([format, difference(await readBack(format, bytes, columns), expected)]).toEqual([format, '']);
    }
  });
});

test('Parquet and Arrow carry the sweep from which they can be made again', async () => {
  const { bytes } = await exportSweep(GRID, 1e9, ['parquet', 'arrow']);
  const [parquet, arrow] = bytes;
  const metadata = parquetMetadata(new Uint8Array(parquet!).buffer);
  const pairs = new Map(metadata.key_value_metadata?.map(({ key, value }) => [key, value]));
  expect(parseSweepFile(JSON.parse(pairs.get('isoflop.sweep')!))).toEqual(GRID);
  expect(metadata.row_groups.map((group) => Number(group.num_rows))).toEqual([BATCH_ROWS, BATCH_ROWS, 401 * 700 - 2 * BATCH_ROWS]);
  const { schema } = tableFromIPC(new Uint8Array(arrow!));
  expect(parseSweepFile(JSON.parse(schema.metadata!.get('isoflop.sweep')!))).toEqual(GRID);
  expect(schema.metadata!.get('isoflop.version')).toBe(pairs.get('isoflop.version'));
});

test('a Parquet file may be compressed with gzip, or not at all', async () => {
  const columns: TableColumn[] = [{ id: 'N', heading: 'N', type: 'f64' }];
  const values = Float64Array.from({ length: 1000 }, (_, i) => i / 7);
  const compressions = [{ codec: 'UNCOMPRESSED' }, { codec: 'GZIP', compress: gzipSync }] as const;
  for (const compression of compressions) {
    const { outputs, bytes } = memoryOutputs(['parquet'], { compression });
    const table = await openTableExport(columns, {}, outputs);
    await table.append({ rows: 1000, columns: [values] });
    await table.finish();
    expect(parquetMetadata(new Uint8Array(bytes()[0]!).buffer).row_groups[0]!.columns[0]!.meta_data!.codec).toBe(compression.codec);
    expect((await readBack('parquet', bytes()[0]!, columns)).map(({ N }) => N)).toEqual([...values]);
  }
});
