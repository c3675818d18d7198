import { contours } from 'd3-contour';
import type { SavingId } from '../../model/growth/savings';
import type { GrowthSurface } from '../../worker/api';
import type { Frame } from '../controls/axis';

/** Lines of equal saving on a map. */
const LEVELS = [0, 0.25, 0.5, 0.7];

/** Fine lines between them, without names. */
const FINE = Array.from({ length: 40 }, (_, i) => Math.round((i - 20) * 5) / 100).filter((level) => !LEVELS.includes(level));

/** Share of the hue of growth in the colour of what beats only the same final size. */
const SAME_SIZE = 0.3;

/** Colours of a map, as CSS. */
export interface MapColors {
  /** Beats the compute-optimal model. */
  readonly best: string;
  /** What is mixed into that where a schedule beats only a run from scratch of the same final size. */
  readonly size: string;
  /** Beats neither. */
  readonly none: string;
  readonly line: string;
  readonly text: string;
  readonly ground: string;
  readonly hatch: string;
}

/** What is painted. */
export interface MapPicture {
  readonly surface: GrowthSurface;
  readonly saving: SavingId;
  readonly frame: Frame;
  readonly colors: MapColors;
}

type Rgb = readonly [number, number, number];

/** Draws a map: regions by what a schedule beats, the infeasible part hatched, lines of equal saving with their names. */
export function paintMap(context: CanvasRenderingContext2D, { surface, saving, frame, colors }: MapPicture): void {
  const { lossMatchedSaving: matched, frontierSaving: frontier, [saving]: shown } = surface.metrics;
  const [rows, columns] = [surface.axes[0].length, surface.axes[1].length];
  if (!matched || !frontier || !shown) return;
  const width = frame.right - frame.left;
  const height = frame.bottom - frame.top;
  hatch(context, frame, colors.hatch);
  context.drawImage(regions(context, matched, frontier, shown, rows, columns, colors), frame.left, frame.top, width, height);
  const place = ([i = 0, j = 0]: readonly number[]): readonly [number, number] => [
    frame.left + ((i - 0.5) / (columns - 1)) * width,
    frame.bottom - ((j - 0.5) / (rows - 1)) * height,
  ];
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, width, height);
  context.clip();
  outline(context, frontier, columns, rows, place, colors.best);
  context.font = `600 12px ${getComputedStyle(context.canvas).fontFamily}`;
  context.strokeStyle = colors.line;
  context.lineWidth = 1;
  context.globalAlpha = 0.22;
  for (const level of FINE) {
    for (const piece of pieces(shown, columns, rows, level)) {
      trace(context, piece, place);
      context.stroke();
    }
  }
  context.globalAlpha = 1;
  for (const level of LEVELS) drawLevel(context, { values: shown, columns, rows, place, level, colors, frame });
  context.restore();
}

/** Regions as an image of one pixel for each point of the surface; what cannot be stays open. */
function regions(
  context: CanvasRenderingContext2D,
  matched: Float32Array,
  frontier: Float32Array,
  shown: Float32Array,
  rows: number,
  columns: number,
  colors: MapColors,
): OffscreenCanvas {
  const image = new OffscreenCanvas(columns, rows);
  const into = image.getContext('2d')!;
  const data = into.createImageData(columns, rows);
  const [best, dull, none] = [colors.best, colors.size, colors.none].map((color) => rgbOf(context, color)) as [Rgb, Rgb, Rgb];
  const size = dull.map((part, i) => part * (1 - SAME_SIZE) + best[i]! * SAME_SIZE) as unknown as Rgb;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = row * columns + column;
      if (Number.isNaN(shown[from]!) || Number.isNaN(matched[from]!)) continue;
      const color = frontier[from]! > 0 ? best : matched[from]! > 0 ? size : none;
      const at = ((rows - 1 - row) * columns + column) * 4;
      data.data.set(color, at);
      // more saving stands stronger: four steps between the lines
      const step = LEVELS.filter((level) => shown[from]! >= level).length;
      data.data[at + 3] = 70 + 44 * step;
    }
  }
  into.putImageData(data, 0, 0);
  return image;
}

/** A CSS colour in numbers, as the canvas understands it. */
function rgbOf(context: CanvasRenderingContext2D, color: string): Rgb {
  context.save();
  context.fillStyle = color;
  const hex = String(context.fillStyle);
  context.restore();
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16)) as unknown as Rgb;
}

function hatch(context: CanvasRenderingContext2D, { left, right, top, bottom }: Frame, color: string): void {
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  context.strokeStyle = color;
  context.globalAlpha = 0.4;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = left - (bottom - top); x < right; x += 9) {
    context.moveTo(x, bottom);
    context.lineTo(x + (bottom - top), top);
  }
  context.stroke();
  context.restore();
}

/** Rings along which values pass a level; what cannot be counts as far below. */
function rings(values: Float32Array, columns: number, rows: number, level: number): readonly (readonly (readonly number[])[])[] {
  const filled = Array.from(values, (value) => (Number.isNaN(value) ? -1e9 : value));
  return contours().size([columns, rows]).contour(filled, level).coordinates.flat();
}

/** Whether a point of a ring lies where the surface ends, or beside what cannot be: there the ring is no line of equal saving. */
function isEdge(values: Float32Array, columns: number, rows: number, [x = 0, y = 0]: readonly number[]): boolean {
  if (x < 0.6 || y < 0.6 || x > columns - 0.6 || y > rows - 0.6) return true;
  const [i, j] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  for (const [di, dj] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    const at = Math.min(j + dj, rows - 1) * columns + Math.min(i + di, columns - 1);
    if (Number.isNaN(values[at]!)) return true;
  }
  return false;
}

/** The pieces of the lines at a level that lie within the surface. */
function pieces(values: Float32Array, columns: number, rows: number, level: number): readonly (readonly (readonly number[])[])[] {
  const found: (readonly number[])[][] = [];
  for (const ring of rings(values, columns, rows, level)) {
    let piece: (readonly number[])[] = [];
    for (const point of ring) {
      if (!isEdge(values, columns, rows, point)) piece.push(point);
      else if (piece.length > 0) {
        found.push(piece);
        piece = [];
      }
    }
    if (piece.length > 1) found.push(piece);
  }
  return found.filter(({ length }) => length > 1);
}

type Place = (point: readonly number[]) => readonly [number, number];

function trace(context: CanvasRenderingContext2D, piece: readonly (readonly number[])[], place: Place): void {
  context.beginPath();
  piece.forEach((point, k) => (k === 0 ? context.moveTo(...place(point)) : context.lineTo(...place(point))));
}

/** A strong border around where growth beats the compute-optimal model. */
function outline(
  context: CanvasRenderingContext2D,
  frontier: Float32Array,
  columns: number,
  rows: number,
  place: Place,
  color: string,
): void {
  context.strokeStyle = color;
  context.lineWidth = 2.5;
  for (const piece of pieces(frontier, columns, rows, 0)) {
    trace(context, piece, place);
    context.stroke();
  }
}

interface Level {
  readonly values: Float32Array;
  readonly columns: number;
  readonly rows: number;
  readonly place: Place;
  readonly level: number;
  readonly colors: MapColors;
  readonly frame: Frame;
}

/** A line of equal saving, with its name where there is room for it. */
function drawLevel(context: CanvasRenderingContext2D, { values, columns, rows, place, level, colors, frame }: Level): void {
  context.strokeStyle = colors.line;
  context.lineWidth = level === 0 ? 2 : 1.25;
  const all = pieces(values, columns, rows, level);
  for (const piece of all) {
    trace(context, piece, place);
    context.stroke();
  }
  const longest = all.toSorted((a, b) => b.length - a.length)[0];
  if (!longest || longest.length < 24) return;
  const [x, y] = place(longest[Math.floor(longest.length / 2)]!);
  const text = `${Math.round(level * 100)} %`;
  const half = context.measureText(text).width / 2;
  const at = [
    Math.min(Math.max(x, frame.left + half + 4), frame.right - half - 4),
    Math.min(Math.max(y, frame.top + 12), frame.bottom - 8),
  ] as const;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.strokeStyle = colors.ground;
  context.strokeText(text, ...at);
  context.fillStyle = colors.text;
  context.fillText(text, ...at);
}
