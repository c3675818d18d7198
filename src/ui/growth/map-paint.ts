import { contours } from 'd3-contour';
import type { SavingId } from '../../model/growth/savings';
import type { GrowthSurface } from '../../worker/api';
import type { Frame } from '../controls/axis';
import { cutAtEdges, drawHatch, strokePiece } from '../controls/map-lines';

/** Lines of equal saving on a map. */
const LEVELS = [0, 0.25, 0.5, 0.7];

/** Fine lines between them, without names. */
const FINE = Array.from({ length: 26 }, (_, i) => Math.round((i - 6) * 5) / 100).filter((level) => !LEVELS.includes(level));

/** Share of the hue of growth in the colour of what beats only the same final size. */
const SAME_SIZE = 0.3;

/** How strongly a region is coloured below the first line, and how much more with each line. */
const STRENGTH = { least: 0.27, step: 0.17 };

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
  drawHatch(context, frame, colors.hatch, 0.4);
  context.drawImage(regions(context, matched, frontier, shown, rows, columns, colors), frame.left, frame.top, width, height);
  const lines = linesOf(shown, columns, rows);
  const place = ([i = 0, j = 0]: readonly number[]): readonly [number, number] => [
    frame.left + ((i - 0.5) / (lines.columns - 1)) * width,
    frame.bottom - ((j - 0.5) / (lines.rows - 1)) * height,
  ];
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, width, height);
  context.clip();
  outline(context, linesOf(frontier, columns, rows), place, colors.best);
  context.font = `600 12px ${getComputedStyle(context.canvas).fontFamily}`;
  context.strokeStyle = colors.line;
  context.lineWidth = 1;
  context.globalAlpha = 0.22;
  for (const piece of FINE.flatMap((level) => pieces(lines, level))) strokePiece(context, piece, place);
  context.globalAlpha = 1;
  for (const level of LEVELS) drawLevel(context, { lines, place, level, colors, frame });
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
  const [best, dull, none, ground] = [colors.best, colors.size, colors.none, colors.ground].map((color) => rgbOf(context, color)) as [
    Rgb,
    Rgb,
    Rgb,
    Rgb,
  ];
  const size = dull.map((part, i) => part * (1 - SAME_SIZE) + best[i]! * SAME_SIZE) as unknown as Rgb;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = row * columns + column;
      if (Number.isNaN(shown[from]!) || Number.isNaN(matched[from]!)) continue;
      const color = frontier[from]! > 0 ? best : matched[from]! > 0 ? size : none;
      const at = ((rows - 1 - row) * columns + column) * 4;
      // more saving stands stronger: a step at each line
      let strength = STRENGTH.least;
      for (const level of LEVELS) if (shown[from]! >= level) strength += STRENGTH.step;
      // opaque, so that no hatching shows through
      for (let k = 0; k < 3; k++) data.data[at + k] = ground[k]! + (color[k]! - ground[k]!) * strength;
      data.data[at + 3] = 255;
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

/** A surface whose lines are drawn: every second point of a large one, for lines run smoothly between them. */
interface Lines {
  readonly values: Float32Array;
  readonly columns: number;
  readonly rows: number;
  /** The values with what cannot be far below every level. */
  readonly filled: number[];
  readonly least: number;
  readonly most: number;
}

/** Most points along a side of what lines are drawn from. */
const LINE_SIDE = 129;

function linesOf(values: Float32Array, columns: number, rows: number): Lines {
  const [across, up] = [Math.min(columns, LINE_SIDE), Math.min(rows, LINE_SIDE)];
  const thin = new Float32Array(across * up);
  const scale = [(columns - 1) / (across - 1), (rows - 1) / (up - 1)] as const;
  let [least, most] = [Infinity, -Infinity];
  for (let j = 0; j < up; j++) {
    for (let i = 0; i < across; i++) {
      const value = values[Math.round(j * scale[1]) * columns + Math.round(i * scale[0])]!;
      thin[j * across + i] = value;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return {
    values: thin,
    columns: across,
    rows: up,
    filled: Array.from(thin, (value) => (Number.isNaN(value) ? -1e9 : value)),
    least,
    most,
  };
}

/** Whether a point of a ring lies where the surface ends, or beside what cannot be: there the ring is no line of equal saving. */
function isEdge({ values, columns, rows }: Lines, [x = 0, y = 0]: readonly number[]): boolean {
  if (x < 0.6 || y < 0.6 || x > columns - 0.6 || y > rows - 0.6) return true;
  const at = Math.floor(y - 0.5) * columns + Math.floor(x - 0.5);
  const right = x < columns - 0.5 ? 1 : 0;
  const above = y < rows - 0.5 ? columns : 0;
  return [at, at + right, at + above, at + right + above].some((index) => Number.isNaN(values[index]!));
}

/** The pieces of the lines at a level that lie within the surface. */
function pieces(lines: Lines, level: number): readonly (readonly (readonly number[])[])[] {
  if (level < lines.least || level > lines.most) return [];
  const rings = contours().size([lines.columns, lines.rows]).contour(lines.filled, level).coordinates.flat();
  return cutAtEdges(rings, (point) => isEdge(lines, point)).filter(({ length }) => length > 1);
}

type Place = (point: readonly number[]) => readonly [number, number];

/** A strong border around where growth beats the compute-optimal model. */
function outline(context: CanvasRenderingContext2D, lines: Lines, place: Place, color: string): void {
  context.strokeStyle = color;
  context.lineWidth = 2.5;
  for (const piece of pieces(lines, 0)) strokePiece(context, piece, place);
}

interface Level {
  readonly lines: Lines;
  readonly place: Place;
  readonly level: number;
  readonly colors: MapColors;
  readonly frame: Frame;
}

/** A line of equal saving, with its name where there is room for it. */
function drawLevel(context: CanvasRenderingContext2D, { lines, place, level, colors, frame }: Level): void {
  context.strokeStyle = colors.line;
  context.lineWidth = level === 0 ? 2 : 1.25;
  const all = pieces(lines, level);
  for (const piece of all) strokePiece(context, piece, place);
  const longest = all.toSorted((a, b) => b.length - a.length)[0];
  if (!longest || longest.length < 16) return;
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
