import { expect, test } from 'vitest';
import type { TableBatch, TableColumn } from '../sweep/table';
import { openTableExport } from './export';
import { type TextFormat, linesOf, readTextRows } from './text-read';

const columns: readonly TableColumn[] = [
  { id: 'law', heading: 'law', type: 'text' },
  { id: 'N', heading: 'N', type: 'f64' },
  { id: 'loss', heading: 'loss [nat/token]', type: 'f32' },
  { id: 'feasible', heading: 'feasible', type: 'boolean' },
];
const texts = ['a', '', 'a "law", of\nmine', ',', 'é\r\n"'];
const numbers = Float64Array.of(1e11, -0, Number.NaN, Infinity, 0.1);
const losses = Float32Array.of(1.8172, 2 / 3, Number.NaN, -Infinity, 1e-40);

test.each<TextFormat>(['csv', 'jsonl'])(
  'rows of %s read back to the last bit, text with commas, quotes and line feeds too',
  async (format) => {
    const pieces: Uint8Array[] = [];
    const table = await openTableExport(columns, {}, [{ format, sink: (chunk) => void pieces.push(chunk.slice()) }]);
    const flags = Float64Array.of(1, 0, 1, 0, 1);
    await table.append({ rows: 5, columns: [texts, numbers, Float64Array.from(losses), flags] });
    await table.finish();
    const bytes = Buffer.concat(pieces);
    async function* cut() {
      for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
    }
    const batches: TableBatch[] = [];
    for await (const batch of readTextRows(columns, format, linesOf(cut()))) batches.push(batch);
    expect(batches).toHaveLength(1);
    const [law, N, loss, feasible] = batches[0]!.columns;
    expect(law).toEqual(texts);
    expect(N).toEqual(numbers);
    expect(Float32Array.from(loss as Float64Array)).toEqual(losses);
    expect(feasible).toEqual(flags);
  },
);
