import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TrainingLayout } from '../../model/plan/layout';
import { blockOf, drawLayout } from './layout-geometry';

const layout = (tensor: number, pipeline: number, data: number): TrainingLayout => ({
  tensor,
  pipeline,
  data,
  zero: 1,
  microbatch: 1,
  recomputation: 'none',
  sequenceParallel: false,
  interleave: 1,
});

describe('the drawing of a layout', () => {
  test('Llama 3 405B: 16 stages of nodes with two copies each, over and over', () => {
    const drawing = drawLayout(layout(4, 16, 256), 8, 900);
    expect(drawing.stages).toHaveLength(16);
    expect(drawing.together).toBe(2);
    expect(drawing.isAcross).toBe(true);
    expect(drawing.stages[0]!.cells).toHaveLength(8);
    expect(drawing.stages[0]!.cells.filter(({ isOwn }) => isOwn)).toHaveLength(4);
    expect(drawing.tiles).toHaveLength(128);
  });

  test('what fits into one node stands in it whole', () => {
    const drawing = drawLayout(layout(2, 2, 2), 8, 400);
    expect(drawing.isAcross).toBe(false);
    expect(drawing.together).toBe(2);
    expect(drawing.tiles).toHaveLength(0);
  });

  test('draws every accelerator once, within its width, whatever the layout', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 4, 8),
        fc.constantFrom(1, 2, 3, 4, 8, 16, 32, 64),
        fc.integer({ min: 1, max: 2048 }),
        fc.integer({ min: 320, max: 1200 }),
        (tensor, pipeline, data, width) => {
          const { stages, tiles, together, height } = drawLayout(layout(tensor, pipeline, data), 8, width);
          expect(stages).toHaveLength(pipeline);
          expect(Math.max(1, tiles.length)).toBe(Math.ceil(data / together));
          for (const box of [...stages, ...tiles]) {
            expect(box.x).toBeGreaterThanOrEqual(0);
            expect(box.x + box.width).toBeLessThanOrEqual(width + 1e-9);
            expect(box.y + box.height).toBeLessThanOrEqual(height);
          }
          for (const { x, y, width: w, height: h, cells } of stages) {
            expect(cells).toHaveLength(together * tensor);
            expect(new Set(cells.map((cell) => `${cell.x} ${cell.y}`)).size).toBe(cells.length);
            for (const cell of cells) {
              expect(cell.x >= x && cell.x + cell.width <= x + w + 1e-9 && cell.y >= y && cell.y + cell.height <= y + h + 1e-9).toBe(true);
            }
          }
        },
      ),
    );
  });

  test('blocks hold as many as they should and are never far from square', () => {
    for (let n = 1; n <= 144; n++) {
      const [columns, rows] = blockOf(n);
      expect(columns * rows).toBeGreaterThanOrEqual(n);
      expect(columns).toBeGreaterThanOrEqual(rows);
    }
    expect(blockOf(8)).toEqual([4, 2]);
    expect(blockOf(4)).toEqual([2, 2]);
  });
});
