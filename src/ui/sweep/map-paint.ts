import { contours } from 'd3-contour';
import type { TableGrid } from '../../sweep/results/result-table';
import type { Frame } from '../controls/axis';
import { cutAtEdges, drawHatch, strokePiece } from '../controls/map-lines';
import { type ColorScale, contourLevels } from './scales';

/** What is painted. */
export interface HeatPicture {
  readonly grid: TableGrid;
  readonly scale: ColorScale;
  readonly frame: Frame;
  /** Colours from the least value to the most, evenly spaced, as CSS `#rrggbb`. */
  readonly colors: readonly string[];
  /** What is drawn where there is no row. */
  readonly hatch: string;
  /** A value at a line. */
  format(value: number): string;
}

/** Most points along a side of what lines are drawn from. */
const LINE_SIDE = 160;

/**
 * The context of a canvas that the processor draws, not the GPU: a canvas on a GPU that is busy with the sweep itself makes the page's
 * thread wait for it, for seconds on a software adapter.
 */
export function heatContext(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  return canvas.getContext('2d', ON_PROCESSOR);
}

/** Browsers keep what is read often out of the GPU. */
const ON_PROCESSOR: CanvasRenderingContext2DSettings = { willReadFrequently: true };

/** Draws a surface as a heat map with lines of equal value; where there is no row it is hatched. */
export function paintHeat(context: CanvasRenderingContext2D, picture: HeatPicture): void {
  const { grid, frame, hatch } = picture;
  const [columns, rows] = [grid.x.values.length, grid.y?.values.length ?? 1];
  const [width, height] = [frame.right - frame.left, frame.bottom - frame.top];
  drawHatch(context, frame, hatch, 0.35);
  // few cells stand as cells, many as a smooth surface
  context.imageSmoothingEnabled = Math.min(columns, rows) > 48 && !grid.values.some((value) => Number.isNaN(value));
  context.drawImage(cells(picture, columns, rows), frame.left, frame.top, width, height);
  if (Math.min(columns, rows) < 4) return;
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, width, height);
  context.clip();
  drawLines(context, picture, columns, rows);
  context.restore();
}

function cells({ grid, scale, colors }: HeatPicture, columns: number, rows: number): OffscreenCanvas {
  const image = new OffscreenCanvas(columns, rows);
  const into = image.getContext('2d', ON_PROCESSOR)!;
  const data = into.createImageData(columns, rows);
  const map = colorTable(colors);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = grid.values[row * columns + column]!;
      if (Number.isNaN(value)) continue;
      const at = ((rows - 1 - row) * columns + column) * 4;
      const step = Math.round(scale.place(value) * (TABLE - 1)) * 3;
      for (let k = 0; k < 3; k++) data.data[at + k] = map[step + k]!;
      data.data[at + 3] = 255;
    }
  }
  into.putImageData(data, 0, 0);
  return image;
}

/** Colours of the table between the given ones. */
const TABLE = 256;

function colorTable(colors: readonly string[]): Uint8ClampedArray {
  const parsed = colors.map((color) => [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16)));
  const table = new Uint8ClampedArray(TABLE * 3);
  for (let i = 0; i < TABLE; i++) {
    const position = (i / (TABLE - 1)) * (parsed.length - 1);
    const below = Math.min(Math.floor(position), parsed.length - 2);
    for (let k = 0; k < 3; k++) {
      table[i * 3 + k] = parsed[below]![k]! + (parsed[below + 1]![k]! - parsed[below]![k]!) * (position - below);
    }
  }
  return table;
}

/** The cells along a side that lines are drawn from: all, or about every so many. */
function thinned(cells: number): readonly number[] {
  const most = Math.min(cells, LINE_SIDE);
  return Array.from({ length: most }, (_, i) => Math.round((i * (cells - 1)) / Math.max(most - 1, 1)));
}

/**
 * Where along a side (0 to 1) a coordinate of a contour lies, whose picks stand at 0.5, 1.5 and so on. Picks are whole cells, so they are not
 * evenly far from each other: a line that took them for even would tremble.
 */
export function shareOfSide(picks: readonly number[], cells: number, coordinate: number): number {
  const at = Math.min(Math.max(coordinate - 0.5, 0), picks.length - 1);
  const [before, after] = [picks[Math.floor(at)]!, picks[Math.ceil(at)]!];
  return (before + (after - before) * (at - Math.floor(at)) + 0.5) / cells;
}

/** Lines of equal value on a surface that is thinned to what lines need; each names its value once. */
function drawLines(context: CanvasRenderingContext2D, { grid, scale, frame, format }: HeatPicture, columns: number, rows: number): void {
  const [sideways, upwards] = [thinned(columns), thinned(rows)];
  const [across, up] = [sideways.length, upwards.length];
  const values = upwards.flatMap((row) => sideways.map((column) => grid.values[row * columns + column]!));
  const isMissing = (x: number, y: number) => {
    const [i, j] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
    return [0, 1, across, across + 1].some((step) => Number.isNaN(values[j * across + i + step] ?? Number.NaN));
  };
  const isEdge = ([x = 0, y = 0]: readonly number[]) => x < 0.6 || y < 0.6 || x > across - 0.6 || y > up - 0.6 || isMissing(x, y);
  const place = ([x = 0, y = 0]: readonly number[]): readonly [number, number] => [
    frame.left + shareOfSide(sideways, columns, x) * (frame.right - frame.left),
    frame.bottom - shareOfSide(upwards, rows, y) * (frame.bottom - frame.top),
  ];
  const filled = values.map((value) => (Number.isNaN(value) ? -1e300 : value));
  const taken: (readonly [number, number])[] = [];
  context.font = `600 12px ${getComputedStyle(context.canvas).fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  for (const level of contourLevels(scale)) {
    const pieces = cutAtEdges(contours().size([across, up]).contour(filled, level).coordinates.flat(), isEdge);
    context.strokeStyle = 'rgb(255 255 255 / 0.55)';
    context.lineWidth = 1;
    for (const piece of pieces) strokePiece(context, piece, place);
    nameLine(context, (pieces.toSorted((a, b) => b.length - a.length)[0] ?? []).map(place), format(level), taken, frame);
  }
}

/** Writes the name of a line where it keeps clear of the border and of other names; nowhere where it cannot. */
function nameLine(
  context: CanvasRenderingContext2D,
  line: readonly (readonly [number, number])[],
  text: string,
  taken: (readonly [number, number])[],
  { left, right, top, bottom }: Frame,
): void {
  const half = context.measureText(text).width / 2 + 6;
  if (line.length < 12) return;
  const middle = Math.floor(line.length / 2);
  const tried = [0, 0.12, -0.12, 0.24, -0.24, 0.36, -0.36].map((share) => line[middle + Math.round(share * line.length)]);
  const spot = tried.find(
    (point) =>
      point &&
      point[0] > left + half &&
      point[0] < right - half &&
      point[1] > top + 12 &&
      point[1] < bottom - 12 &&
      taken.every(([x, y]) => Math.abs(x - point[0]) > half * 2 || Math.abs(y - point[1]) > 18),
  );
  if (!spot) return;
  taken.push(spot);
  context.lineWidth = 3.5;
  context.strokeStyle = 'rgb(11 16 32 / 0.75)';
  context.strokeText(text, ...spot);
  context.fillStyle = '#ffffff';
  context.fillText(text, ...spot);
}
