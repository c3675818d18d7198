import type { Frame } from './axis';
import { lettersOf } from './letters';

/** A point of a line in pixels. */
export type PixelPoint = readonly [number, number];

/** A line that wants its name at its end. */
export interface LabelledLine {
  readonly text: string;
  /** From left to right; points outside the frame are not drawn. */
  readonly points: readonly PixelPoint[];
}

/** Where a line's name stands. */
export interface EndLabel {
  /** Index of its line. */
  readonly line: number;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

/** Size of letters in pixels, as the charts set their notes. */
const LETTER = { width: 6.3, ascent: 10, descent: 3 } as const;

/** Where a name may stand beside a point of its line, best first. */
const PLACES = [
  { dx: -2, dy: -7, anchor: 'end' },
  { dx: -2, dy: 16, anchor: 'end' },
  { dx: 7, dy: 14, anchor: 'start' },
  { dx: 7, dy: -4, anchor: 'start' },
] as const;

/** How far back from its end, as a share of what is seen of a line, its name may stand. */
const STEPS_BACK = [0, 0.08, 0.16, 0.24, 0.32];

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Names for the ends of lines, each where it touches no line, no other name and no border; a line for whose name there is no such
 * place gets none.
 */
export function placeEndLabels(lines: readonly LabelledLine[], obstacles: readonly (readonly PixelPoint[])[], frame: Frame): EndLabel[] {
  const seen = [...obstacles, ...lines.map(({ points }) => points)].map((points) => points.filter(([x, y]) => holds(frame, x, y)));
  const taken: Box[] = [];
  return lines.flatMap(({ text, points }, line): EndLabel[] => {
    const own = points.filter(([x, y]) => holds(frame, x, y));
    const candidates = STEPS_BACK.flatMap((share) => {
      const end = own[Math.round((own.length - 1) * (1 - share))];
      return end ? PLACES.map((place) => ({ ...place, end })) : [];
    });
    for (const { end, dx, dy, anchor } of candidates) {
      const [x, y] = [end[0] + dx, end[1] + dy];
      const width = lettersOf(text) * LETTER.width;
      const left = anchor === 'end' ? x - width : x;
      const box = { left, right: left + width, top: y - LETTER.ascent, bottom: y + LETTER.descent };
      const isInside = box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
      if (!isInside || taken.some((other) => overlap(box, other)) || seen.some((other) => crosses(other, box))) continue;
      taken.push(box);
      return [{ line, text, x, y, anchor }];
    }
    return [];
  });
}

function holds({ left, right, top, bottom }: Box, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Whether a line of close points runs through a box: a point lies in it, or two neighbours lie on both sides of it. */
function crosses(points: readonly PixelPoint[], box: Box): boolean {
  return points.some(([x, y], i) => {
    if (holds(box, x, y)) return true;
    const next = points[i + 1];
    if (!next) return false;
    const [from, to] = [Math.min(y, next[1]), Math.max(y, next[1])];
    return x >= box.left && next[0] <= box.right && from <= box.bottom && to >= box.top;
  });
}
