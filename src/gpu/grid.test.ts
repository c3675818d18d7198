import { describe, expect, it } from 'vitest';
import { copyCells, layoutOf } from './grid';

describe('layoutOf', () => {
  it('rounds a range out to whole vectors', () => {
    expect(layoutOf({ row: 2, rows: 1, column: 6, columns: 7 })).toEqual({ rows: 1, firstVector: 1, vectors: 3, skip: 2, bytes: 48 });
    expect(layoutOf({ row: 0, rows: 3, column: 0, columns: 8 })).toEqual({ rows: 3, firstVector: 0, vectors: 2, skip: 0, bytes: 96 });
  });
});

describe('copyCells', () => {
  it('takes the range out of padded rows', () => {
    const range = { row: 0, rows: 2, column: 1, columns: 5 };
    const cells = new Float32Array(5 * 2);
    copyCells(
      range,
      layoutOf(range),
      Float32Array.from({ length: 16 }, (_, i) => i),
      cells,
    );
    expect([...cells]).toEqual([1, 2, 3, 4, 5, 9, 10, 11, 12, 13]);
  });
});
