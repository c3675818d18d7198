import type { Frame } from './axis';

/** A point of a line, in whatever the line is measured. */
type Point = readonly number[];

/** Hatches a frame, for what a map has no value for. */
export function drawHatch(context: CanvasRenderingContext2D, { left, right, top, bottom }: Frame, color: string, opacity: number): void {
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  context.strokeStyle = color;
  context.globalAlpha = opacity;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = left - (bottom - top); x < right; x += 9) {
    context.moveTo(x, bottom);
    context.lineTo(x + (bottom - top), top);
  }
  context.stroke();
  context.restore();
}

/** The pieces of a contour's rings between points of the map's edge, where a ring closes and is no line of equal value. */
export function cutAtEdges(rings: readonly (readonly Point[])[], isEdge: (point: Point) => boolean): readonly (readonly Point[])[] {
  const pieces: Point[][] = [];
  for (const ring of rings) {
    let piece: Point[] = [];
    for (const point of ring) {
      if (!isEdge(point)) piece.push(point);
      else if (piece.length > 0) {
        pieces.push(piece);
        piece = [];
      }
    }
    if (piece.length > 0) pieces.push(piece);
  }
  return pieces;
}

/** Draws a piece of a line; `place` says where on the canvas a point of it is. */
export function strokePiece(
  context: CanvasRenderingContext2D,
  piece: readonly Point[],
  place: (point: Point) => readonly [number, number],
): void {
  context.beginPath();
  for (const point of piece) context.lineTo(...place(point));
  context.stroke();
}
