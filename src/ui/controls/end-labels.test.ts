import { describe, expect, it } from 'vitest';
import { type PixelPoint, placeEndLabels } from './end-labels';

const frame = { left: 40, right: 260, top: 10, bottom: 160 };
const line = (from: number, to: number): readonly PixelPoint[] =>
  Array.from({ length: 111 }, (_, i) => [40 + 2 * i, from + ((to - from) * i) / 110] as const);

describe('names at the ends of lines', () => {
  it('stand above the end where there is room', () => {
    expect(placeEndLabels([{ text: 'GPT-3', points: line(100, 100) }], [], frame)).toEqual([
      { line: 0, text: 'GPT-3', x: 258, y: 93, anchor: 'end' },
    ]);
  });

  it('touch no line and no other name, and stay in the frame', () => {
    const lines = [60, 80, 100, 120].map((y, i) => ({ text: `law ${i}`, points: line(y, y - 40) }));
    const placed = placeEndLabels(lines, [line(150, 20)], frame);
    expect(placed.length).toBeGreaterThan(1);
    for (const { x, y, text, anchor } of placed) {
      const left = anchor === 'end' ? x - text.length * 6.3 : x;
      expect(left).toBeGreaterThanOrEqual(frame.left);
      expect(left + text.length * 6.3).toBeLessThanOrEqual(frame.right);
      for (const { points } of lines) {
        expect(points.some(([px, py]) => px >= left && px <= left + text.length * 6.3 && py >= y - 10 && py <= y + 3)).toBe(false);
      }
    }
  });

  it('are left out where there is no room', () => {
    expect(
      placeEndLabels([{ text: 'a name that is far too long for a chart as narrow as this', points: line(100, 100) }], [], frame),
    ).toEqual([]);
    expect(placeEndLabels([{ text: 'outside', points: line(300, 400) }], [], frame)).toEqual([]);
  });
});
