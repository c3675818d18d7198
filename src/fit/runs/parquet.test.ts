import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { exampleRuns } from './examples';
import { loadTable } from './load';
import { readRuns } from './runs';
import { parseTable } from './table';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A Parquet file of the rows of a CSV. */
function toParquet(text: string, numbers: readonly string[]): Uint8Array {
  const { headings, rows } = parseTable(text, 'runs');
  const columnData = headings.map((name, k) => {
    const cells = rows.map((row) => row[k] ?? '');
    return numbers.includes(name)
      ? { name, data: cells.map(Number), type: 'DOUBLE' as const }
      : { name, data: cells, type: 'STRING' as const };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

describe('Parquet', () => {
  test.each([
    ['epoch-chinchilla', ['N', 'D', 'C', 'loss']],
    ['datablations', ['N', 'D', 'U', 'loss']],
  ])('gives the runs of %s that CSV gives', async (id, numbers) => {
    const text = await exampleRuns.find((known) => known.id === id)!.load();
    const fromCsv = readRuns(text);
    const table = await loadTable(toParquet(text, numbers), 'runs.parquet');
    expect(table.format).toBe('Parquet');
    const fromParquet = readRuns(table);
    for (const column of ['N', 'D', 'C', 'loss', 'weight'] as const) expect(fromParquet[column], column).toEqual(fromCsv[column]);
    expect(fromParquet.scenario).toEqual(fromCsv.scenario);
    expect(fromParquet.columns).toEqual(fromCsv.columns);
    expect([...fromParquet.line]).toEqual([...fromCsv.line.keys()].map((i) => i + 1));
  });

  test('holds whole numbers of 64 bits, truth values and gaps', async () => {
    const columnData = [
      { name: 'N', data: [70_000_000n, 9_007_199_254_740_993n], type: 'INT64' as const },
      { name: 'tokens', data: [1e9, 2e9], type: 'DOUBLE' as const },
      { name: 'loss', data: [3.25, null], type: 'DOUBLE' as const, nullable: true },
      { name: 'bad', data: [true, false], type: 'BOOLEAN' as const },
    ];
    const table = await loadTable(new Uint8Array(parquetWriteBuffer({ columnData })), 'runs');
    expect(table.rows).toEqual([
      ['70000000', '1000000000', '3.25', 'true'],
      ['9007199254740993', '2000000000', '', 'false'],
    ]);
    expect(readRuns(table).rejected).toEqual([{ line: 2, reason: 'loss: empty' }]);
  });

  test('that is broken or empty is refused with the reason', async () => {
    const whole = toParquet('N,D,loss\n1e8,1e9,3', ['N', 'D', 'loss']);
    await expect(loadTable(whole.slice(0, 40), 'cut.parquet')).rejects.toThrow('a Parquet file that cannot be read');
    await expect(loadTable(bytesOf('PAR1'), 'four.parquet')).rejects.toThrow('a Parquet file that cannot be read');
    await expect(loadTable(new Uint8Array(), 'nothing')).rejects.toThrow('an empty file');
  });
});

describe('files as people have them', () => {
  const load = async (bytes: Uint8Array) => readRuns(await loadTable(bytes, 'runs'));

  test('with semicolons and decimal commas', async () => {
    const runs = await load(bytesOf('params;tokens;loss\n7B;140B;2,1034\n"1.234.567";1e9;3\n70000000;1,4e9;3,5\n70,000;1e9;3'));
    expect([...runs.loss]).toEqual([2.1034, 3.5]);
    expect(runs.D[1]).toBe(1.4e9);
    expect(runs.rejected.map(({ line }) => line)).toEqual([3, 5]);
  });

  test('with thousands apart, in quotes', async () => {
    const runs = await load(bytesOf('N,D,loss\n"70,000,000","1,400,000,000",3.5\n"1 000 000",1e9,"3,5"'));
    expect([...runs.N]).toEqual([7e7]);
    expect([...runs.D]).toEqual([1.4e9]);
    expect(runs.rejected).toEqual([{ line: 3, reason: 'loss: "3,5" is not a number (write it without commas)' }]);
  });

  test('in UTF-16 and with a byte order mark', async () => {
    const text = '\uFEFFN,D,loss\r\n1e8,1e9,3\r\n';
    const wide = Uint8Array.from({ length: 2 * text.length }, (_, i) => (text.charCodeAt(i >> 1) >> (8 * (i & 1))) & 255);
    expect([...(await load(wide)).loss]).toEqual([3]);
    expect([...(await load(bytesOf(text))).loss]).toEqual([3]);
  });
});
