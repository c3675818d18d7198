import { BufferAttribute } from 'three/webgpu';

/** Two triangles for each cell of a grid, [(rows − 1) · (columns − 1) · 6], vertices numbered row by row. */
export function gridTriangles(columns: number, rows: number): Uint32Array<ArrayBuffer> {
  const index = new Uint32Array((rows - 1) * (columns - 1) * 6);
  let at = 0;
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      const corner = row * columns + column;
      index[at++] = corner;
      index[at++] = corner + columns;
      index[at++] = corner + 1;
      index[at++] = corner + 1;
      index[at++] = corner + columns;
      index[at++] = corner + columns + 1;
    }
  }
  return index;
}

/** Hands out one index for surfaces of the same size: at 1024² it holds 25 MB, so it is made once. */
export class GridIndex {
  private columns = 0;
  private rows = 0;
  private attribute: BufferAttribute | undefined;

  /** Index for a grid; the last one again when the size has not changed. */
  of(columns: number, rows: number): BufferAttribute {
    if (!this.attribute || columns !== this.columns || rows !== this.rows) {
      this.attribute = new BufferAttribute(gridTriangles(columns, rows), 1);
      this.columns = columns;
      this.rows = rows;
    }
    return this.attribute;
  }
}
