import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantilesOf } from '../../model/math/quantile';
import type { QuantityId } from '../../quantities/registry';
import { type NaiveCell, anyGraph, graphTable, naiveCells } from '../../testing/graphs';
import { parseGraphFile } from './file';
import type { GraphFile, GraphFileInput } from './schema';

const RUNS = { numRuns: 60 };

/** Nodes and model differ by rounding alone. */
const near = (value: number, expected: number, tolerance = 1e-9): void => {
  if (Number.isNaN(expected)) expect(value).toBeNaN();
  else expect(Math.abs(value - expected)).toBeLessThanOrEqual(Math.abs(expected) * tolerance);
};

/** A random file with a constraint on its first metric at one of its own values, a little beside it so that rounding decides nothing. */
const constrained = fc.tuple(anyGraph, fc.option(fc.nat())).map(([input, pick]) => {
  const file = parseGraphFile(input);
  const cells = naiveCells(file);
  const id = file.metrics[0]!;
  const bound = pick === null ? Number.NaN : cells[pick % cells.length]!.value(id);
  return Number.isFinite(bound) ? { ...input, constraints: [{ quantity: id, max: bound + Math.abs(bound) * 1e-6 }] } : input;
});

const isFeasible = (file: GraphFile, cell: NaiveCell): boolean =>
  !Number.isNaN(cell.value('D')) &&
  file.constraints.every(({ quantity, max = Infinity, min = -Infinity }) => cell.value(quantity) >= min && cell.value(quantity) <= max);

const feasibleCells = (file: GraphFile): readonly NaiveCell[] => naiveCells(file).filter((cell) => isFeasible(file, cell));

const reduced = (input: GraphFileInput, reduce: GraphFileInput['reduce']): GraphFile => parseGraphFile({ ...input, reduce });

/** Cells by their values on the axes that are kept. */
function groups(cells: readonly NaiveCell[], file: GraphFile, gone: readonly string[]): ReadonlyMap<string, readonly NaiveCell[]> {
  const found = new Map<string, NaiveCell[]>();
  for (const cell of cells) {
    const key = JSON.stringify(cell.axes.filter((_, i) => !gone.includes(file.axes[i]!.quantity)));
    found.set(key, [...(found.get(key) ?? []), cell]);
  }
  return found;
}

const axisNames = (input: GraphFileInput): string[] => input.axes.map(({ quantity }) => quantity as string);

describe('general sweeps equal what the model says of each cell', () => {
  test('as a grid', () => {
    fc.assert(
      fc.property(constrained, (input) => {
        const file = reduced(input, { kind: 'grid' });
        const { columns, rows } = graphTable(file);
        const cells = feasibleCells(file);
        expect(rows.map((row) => row.slice(0, file.axes.length))).toEqual(cells.map(({ axes }) => [...axes]));
        rows.forEach((row, i) =>
          columns.slice(file.axes.length).forEach((id, k) => {
            near(Number(row[file.axes.length + k]), Math.fround(cells[i]!.value(id as QuantityId)), 2e-7);
          }),
        );
      }),
      RUNS,
    );
  });

  test('as a frontier over any axes', () => {
    fc.assert(
      fc.property(constrained, fc.nat(), fc.constantFrom('least', 'greatest'), (input, pick, goal) => {
        const names = axisNames(input);
        const over = names.filter((_, i) => ((pick % (2 ** names.length - 1)) + 1) & (1 << i));
        const of = input.metrics[0]!;
        const file = reduced(input, { kind: 'frontier', of, goal: goal as 'least', over });
        const { columns, rows } = graphTable(file);
        const cells = feasibleCells(file);
        const byPoint = groups(cells, file, over);
        const some = [...byPoint].filter(([, group]) => group.some((cell) => !Number.isNaN(cell.value(of))));
        expect(rows.length).toBe(some.length);
        const place = columns.indexOf(of);
        for (const row of rows) {
          const key = JSON.stringify(row.slice(0, names.length).filter((_, i) => !over.includes(names[i]!)));
          const values = byPoint
            .get(key)!
            .map((cell) => cell.value(of))
            .filter((value) => !Number.isNaN(value));
          const best = goal === 'least' ? Math.min(...values) : Math.max(...values);
          near(Number(row[place]), best);
          // the cell that is named has the values that are stated
          const cell = cells.find(({ axes }) => axes.every((value, i) => value === row[i]))!;
          columns.slice(names.length).forEach((id, k) => near(Number(row[names.length + k]), cell.value(id as QuantityId)));
        }
      }),
      RUNS,
    );
  });

  test('as a top list', () => {
    fc.assert(
      fc.property(constrained, fc.integer({ min: 1, max: 40 }), (input, k) => {
        const of = input.metrics[0]!;
        const file = reduced({ ...input, metrics: [of] }, { kind: 'top-k', of, k, goal: 'least' });
        const { columns, rows } = graphTable(file);
        const values = feasibleCells(file)
          .map((cell) => cell.value(of))
          .filter((value) => !Number.isNaN(value))
          .toSorted((a, b) => a - b);
        expect(rows.length).toBe(Math.min(k, values.length));
        rows.forEach((row, i) => near(Number(row[columns.indexOf(of)]), values[i]!));
      }),
      RUNS,
    );
  });

  test('as a Pareto front', () => {
    fc.assert(
      fc.property(constrained, fc.constantFrom(2, 3), (input, count) => {
        const of = (['loss', 'cost', 'days'] as const).slice(0, count);
        const file = reduced({ ...input, metrics: [...of] }, { kind: 'pareto', of: [...of] });
        const { columns, rows } = graphTable(file);
        const front = rows.map((row) => of.map((id) => Number(row[columns.indexOf(id)])));
        const all = feasibleCells(file)
          .map((cell) => of.map((id) => cell.value(id)))
          .filter((point) => !point.some(Number.isNaN));
        const margin = 1e-9;
        // no cell beats one of the front by more than rounding, and the front beats or equals every cell
        for (const point of all) {
          expect(front.some((each) => each.every((value, k) => value <= point[k]! * (1 + margin)))).toBe(true);
          expect(front.every((each) => each.some((value, k) => value <= point[k]! * (1 + margin)))).toBe(true);
        }
        if (all.length === 0) expect(rows).toEqual([]);
      }),
      RUNS,
    );
  });

  test('as quantiles across any axes', () => {
    fc.assert(
      fc.property(constrained, fc.nat(), (input, pick) => {
        const names = axisNames(input);
        const across = names.filter((_, i) => ((pick % (2 ** names.length - 1)) + 1) & (1 << i));
        const of = input.metrics[0]!;
        const levels = [0, 0.25, 0.5, 1];
        const file = reduced({ ...input, metrics: [of] }, { kind: 'quantiles', across, levels });
        if (file.axes.some(({ quantity }) => quantity === of)) return;
        const { rows } = graphTable(file);
        const byPoint = groups(feasibleCells(file), file, across);
        const some = [...byPoint.values()].filter((group) => group.every((cell) => !Number.isNaN(cell.value(of))));
        expect(rows.length).toBe(some.length);
        const kept = names.length - across.length;
        for (const row of rows) {
          const sample = Float64Array.from(byPoint.get(JSON.stringify(row.slice(0, kept)))!, (cell) => cell.value(of));
          quantilesOf(sample, levels).forEach((value, k) => near(Number(row[kept + k]), value));
        }
      }),
      RUNS,
    );
  });

  test('as a histogram', () => {
    fc.assert(
      fc.property(constrained, fc.integer({ min: 1, max: 12 }), fc.constantFrom('log', 'linear'), (input, bins, scale) => {
        const of = input.metrics[0]!;
        const file = reduced({ ...input, metrics: [of] }, { kind: 'histogram', of, bins, scale: scale as 'log' });
        const { rows } = graphTable(file);
        const values = feasibleCells(file)
          .map((cell) => cell.value(of))
          .filter((value) => !Number.isNaN(value));
        expect(rows.reduce((sum, row) => sum + Number(row[2]), 0)).toBe(values.length);
        // an edge may fall to either side by rounding
        for (const [from, to, count] of rows as [number, number, number][]) {
          const inside = (slack: number) =>
            values.filter((value) => value >= from - Math.abs(from) * slack && value < to + Math.abs(to) * slack).length;
          expect(count).toBeLessThanOrEqual(inside(1e-8));
          expect(count).toBeGreaterThanOrEqual(inside(-1e-8));
        }
      }),
      RUNS,
    );
  });
});

test('how a sweep is cut into tiles, and how many workers there are, changes no bit', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(constrained, sizes, fc.integer({ min: 1, max: 3 }), fc.nat(), (input, tiles, workers, pick) => {
      const names = axisNames(input);
      const of = input.metrics[0]!;
      const some = names.filter((_, i) => ((pick % (2 ** names.length - 1)) + 1) & (1 << i));
      const reductions: readonly GraphFileInput['reduce'][] = [
        { kind: 'grid' },
        { kind: 'frontier', of, over: some },
        { kind: 'top-k', of, k: 1 + (pick % 20) },
        { kind: 'pareto', of: ['loss', 'compute'] },
        { kind: 'quantiles', across: some },
        { kind: 'histogram', of, bins: 7 },
      ];
      for (const reduce of reductions) {
        const file = reduced({ ...input, keepInfeasible: pick % 2 === 0 }, reduce);
        expect(graphTable(file, tiles, workers)).toEqual(graphTable(file));
      }
    }),
    RUNS,
  );
});

test('of cells that are equally good the first in the file’s order is the best', () => {
  const input: GraphFileInput = {
    version: 1,
    law: 'besiroglu-2024',
    axes: [
      { quantity: 'pue', values: [1.2, 1.1] },
      { quantity: 'N', scale: 'log', from: 1e8, to: 1e12, steps: 50 },
      { quantity: 'price', values: [3, 1, 2] },
      { quantity: 'C', values: [1e22] },
    ],
    metrics: ['loss'],
  };
  const { rows } = graphTable(reduced(input, { kind: 'frontier', over: ['pue', 'N', 'price'] }));
  expect(rows[0]![0]).toBe(1.2);
  expect(rows[0]![2]).toBe(3);
  const top = graphTable(reduced(input, { kind: 'top-k', of: 'loss', k: 6 })).rows;
  expect(top.map((row) => [row[0], row[2]])).toEqual([
    [1.2, 3],
    [1.2, 1],
    [1.2, 2],
    [1.1, 3],
    [1.1, 1],
    [1.1, 2],
  ]);
});
