import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Selection, selectPareto, selectTop } from './best';

/** Lines of few different values, so that many are equal, with cells that do not count. */
const anyLines = (width: number) => {
  const value = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 6 }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) });
  const point = fc.array(value, { minLength: width, maxLength: width });
  return fc.array(fc.array(point, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 12 });
};

/** Shows lines to a selection, numbered so that neighbours of a line are 3 apart, with a `take` in between; the cells that are left. */
function cellsOf(selection: Selection, final: Selection, lines: readonly (readonly (readonly number[])[])[], width: number): number[] {
  lines.forEach((line, i) => {
    const columns = Array.from({ length: width }, (_, k) => Float64Array.from(line, (point) => point[k]!));
    selection.offerLine(1000 * i, 3, columns);
    if (i % 2 === 1 || i === lines.length - 1) {
      const { cells, values } = selection.take();
      cells.forEach((cell, j) => final.offer(cell, values.subarray(j * width, (j + 1) * width)));
    }
  });
  return [...final.take().cells].toSorted((a, b) => a - b);
}

const numbered = (lines: readonly (readonly (readonly number[])[])[]) =>
  lines.flatMap((line, i) => line.map((point, j) => ({ cell: 1000 * i + 3 * j, point }))).filter(({ point }) => !point.some(Number.isNaN));

test('a Pareto front of lines is what no cell beats, and of equals the lowest', () => {
  for (const width of [2, 3]) {
    fc.assert(
      fc.property(anyLines(width), (lines) => {
        const all = numbered(lines);
        const beats = (a: (typeof all)[number], b: (typeof all)[number]): boolean =>
          a.point.every((x, k) => x <= b.point[k]!) && (a.point.some((x, k) => x < b.point[k]!) || a.cell < b.cell);
        const front = all.filter((b) => !all.some((a) => beats(a, b))).map(({ cell }) => cell);
        expect(cellsOf(selectPareto(width), selectPareto(width), lines, width)).toEqual(front);
      }),
      { numRuns: 200 },
    );
  }
});

test('a top list of lines is the least values, and of equals the lowest', () => {
  fc.assert(
    fc.property(anyLines(1), fc.integer({ min: 1, max: 40 }), (lines, k) => {
      const sorted = numbered(lines).toSorted((a, b) => a.point[0]! - b.point[0]! || a.cell - b.cell);
      const best = sorted.slice(0, k).map(({ cell }) => cell);
      expect(cellsOf(selectTop(k), selectTop(k), lines, 1)).toEqual(best.toSorted((a, b) => a - b));
    }),
    { numRuns: 200 },
  );
});
