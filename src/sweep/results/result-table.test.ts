import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TableColumn } from '../table';
import { orderBy } from './order';
import { ResultTable } from './result-table';

const column = (id: string, type: TableColumn['type'] = 'f64'): TableColumn => ({ id, heading: id, type });

/** A table over x × y with z = (x − 2)² + y, in two batches; one z is missing. */
function planeTable(): ResultTable {
  const table = new ResultTable([column('x'), column('y', 'f32'), column('z'), column('law', 'text')]);
  for (const y of [10, 20]) {
    const x = [1, 2, 3, 4];
    const z = x.map((value) => (y === 20 && value === 4 ? Number.NaN : (value - 2) ** 2 + y));
    table.append({
      rows: 4,
      columns: [Float64Array.from(x), new Float32Array(4).fill(y), Float64Array.from(z), x.map((value) => (value > 2 ? 'large' : 'small'))],
    });
  }
  return table;
}

const anyNumber = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, 0, 1, -1, Infinity, -Infinity, 5e-324));

describe('order', () => {
  for (const type of [Float64Array, Float32Array]) {
    test(`sorts ${type.name} as a stable comparison does, missing values last`, () => {
      fc.assert(
        fc.property(fc.array(anyNumber, { maxLength: 200 }), fc.boolean(), (numbers, isDescending) => {
          // one zero: its two signs are equal, and may stand in either order
          const values = type.from(numbers).map((value) => value + 0);
          const rows = Uint32Array.from(values, (_, i) => i);
          const sign = isDescending ? -1 : 1;
          const expected = Array.from(rows).toSorted((a, b) => {
            const [u, v] = [values[a]!, values[b]!];
            if (Number.isNaN(u) || Number.isNaN(v)) return Number(Number.isNaN(u)) - Number(Number.isNaN(v));
            return u === v ? 0 : (u < v ? -1 : 1) * sign;
          });
          expect(Array.from(orderBy(values, rows, isDescending))).toEqual(expected);
        }),
      );
    });
  }
});

describe('rows', () => {
  test('come in windows, in the order in which they were added', () => {
    const { total, rows, columns } = planeTable().window({ ranges: [] }, 3, 2);
    expect(total).toBe(8);
    expect(Array.from(rows)).toEqual([3, 4]);
    expect(columns.map((values) => [...values])).toEqual([
      [4, 1],
      [10, 20],
      [14, 21],
      ['large', 'small'],
    ]);
  });

  test('come sorted, and filtered by ranges with their ends', () => {
    const table = planeTable();
    const sorted = table.window({ ranges: [], sort: { column: 2, isDescending: true } }, 0, 3);
    expect([...sorted.columns[2]!]).toEqual([21, 21, 20]);
    expect(Array.from(sorted.rows)).toEqual([4, 6, 5]);
    const filtered = table.window(
      {
        ranges: [
          { column: 2, min: 11, max: 20 },
          { column: 0, min: 2, max: 9 },
        ],
      },
      0,
      9,
    );
    expect(Array.from(filtered.rows)).toEqual([2, 3, 5]);
  });

  test('are filtered by categories, in the order in which these came', () => {
    const { rows } = planeTable().window({ ranges: [{ column: 3, min: 1, max: 1 }] }, 0, 9);
    expect(Array.from(rows)).toEqual([2, 3, 6, 7]);
  });

  test('that are added after a look are seen at the next', () => {
    const table = planeTable();
    expect(table.window({ ranges: [] }, 0, 1).total).toBe(8);
    table.append({ rows: 1, columns: [Float64Array.of(9), Float32Array.of(9), Float64Array.of(9), ['large']] });
    expect(table.window({ ranges: [] }, 8, 5).total).toBe(9);
  });

  test('of a filter are those that a plain filter keeps, however many batches they came in', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyNumber, { maxLength: 30 }), { maxLength: 6 }), anyNumber, anyNumber, (batches, min, max) => {
        const table = new ResultTable([column('v')]);
        for (const batch of batches) table.append({ rows: batch.length, columns: [Float64Array.from(batch)] });
        const kept = [...table.batches({ ranges: [{ column: 0, min, max }] }, 7)].flatMap(({ columns }) =>
          Array.from(columns[0] as Float64Array),
        );
        expect(kept).toEqual(batches.flat().filter((value) => value >= min && value <= max));
      }),
    );
  });

  test('are sampled evenly', () => {
    const table = new ResultTable([column('v')]);
    table.append({ rows: 1000, columns: [Float64Array.from({ length: 1000 }, (_, i) => i)] });
    expect(Array.from(table.sample({ ranges: [] }, 4).rows)).toEqual([125, 375, 625, 875]);
    expect(table.sample({ ranges: [] }, 5000).rows.length).toBe(1000);
  });
});

describe('statistics', () => {
  test('of a column: extremes with their rows, mean, quantiles, what is missing, a histogram of everything', () => {
    const found = planeTable().statistics(2);
    expect(found).toMatchObject({ count: 7, missing: 1, least: 10, most: 21, leastRow: 1, mostRow: 4 });
    expect(found.mean).toBeCloseTo((11 + 10 + 11 + 14 + 21 + 20 + 21) / 7, 12);
    expect(found.quantiles[2]).toBe(14);
    expect(found.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(7);
    expect(found.histogram.isLog).toBe(false);
  });

  test('of a column without values are none', () => {
    const table = new ResultTable([column('v')]);
    table.append({ rows: 2, columns: [Float64Array.of(Number.NaN, Number.NaN)] });
    expect(table.statistics(0)).toMatchObject({ count: 0, missing: 2, least: Number.NaN, leastRow: -1 });
  });
});

describe('surfaces', () => {
  test('hold the value at each point', () => {
    const { x, y, values, deciles } = planeTable().grid({ x: 0, y: 1, z: 2, best: 'least' });
    expect(Array.from(x.values)).toEqual([1, 2, 3, 4]);
    expect(Array.from(y!.values)).toEqual([10, 20]);
    expect(Array.from(values)).toEqual([11, 10, 11, 14, 21, 20, 21, Number.NaN]);
    expect([0, 5, 10].map((i) => deciles[i])).toEqual([10, 14, 21]);
  });

  test('hold the best over what is no axis, and the row that it comes from', () => {
    const table = planeTable();
    expect(Array.from(table.grid({ x: 1, z: 2, best: 'least' }).rows)).toEqual([1, 5]);
    const most = table.grid({ x: 3, z: 2, best: 'most' });
    expect(most.x.texts).toEqual(['small', 'large']);
    expect(Array.from(most.values)).toEqual([21, 21]);
  });

  test('put a column of many values into bins, each with its best', () => {
    const table = new ResultTable([column('v'), column('z')]);
    const values = Float64Array.from({ length: 5000 }, (_, i) => 1 + i);
    table.append({ rows: 5000, columns: [values, values.map((value) => -value)] });
    const { x, values: best } = table.grid({ x: 0, z: 1, best: 'most' });
    expect(x.isBinned).toBe(true);
    expect(x.isLog).toBe(true);
    expect(x.values.length).toBe(256);
    expect(best[0]).toBe(-1);
  });
});
