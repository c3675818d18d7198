import { HALF, type Space } from './space';

/** Vertices of a surface for backends without storage buffers: positions and normals, [rows · columns, 3], scene units; heights from 0 to 1. */
interface SurfacePoints {
  readonly heights: Float32Array<ArrayBuffer>;
  readonly position: Float32Array<ArrayBuffer>;
  readonly normal: Float32Array<ArrayBuffer>;
}

/** Heights from which a surface moves on, [rows · columns] from 0 to 1, and how far it has come, 0 to 1. */
interface Moving {
  readonly heights: Float32Array;
  readonly share: number;
}

/** The heights that a surface shows, to move on from. Twin of shaders/scene/keep-heights.wgsl. */
export function keptHeights(values: Float32Array, space: Space, before: Float32Array | undefined, share: number): Float32Array {
  return values.map((loss, i) => {
    const height = space.heightOf(loss);
    return before ? before[i]! + (height - before[i]!) * share : height;
  });
}

/** Places losses, [rows, columns] in nat/token, in the box. Twin of shaders/scene/surface-position.wgsl and surface-normal.wgsl. */
export function surfacePoints(values: Float32Array, columns: number, rows: number, space: Space, moving?: Moving): SurfacePoints {
  const [halfX, halfY, halfZ] = HALF;
  const { floor, steepness, scale } = space.height;
  const lossAt = (row: number, column: number) => values[row * columns + column] ?? Number.NaN;
  const keptAt = (row: number, column: number) => moving!.heights[row * columns + column] ?? Number.NaN;
  const towards = (from: number, to: number) => from + (to - from) * moving!.share;
  const heights = new Float32Array(rows * columns);
  const position = new Float32Array(rows * columns * 3);
  const normal = new Float32Array(rows * columns * 3);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = (row * columns + column) * 3;
      const loss = lossAt(row, column);
      const rise = (scale * steepness) / (1 + Math.max(loss - floor, 0) * steepness);
      position[at] = ((column / (columns - 1)) * 2 - 1) * halfX;
      const height = moving ? towards(keptAt(row, column), space.heightOf(loss)) : space.heightOf(loss);
      heights[row * columns + column] = height;
      position[at + 1] = (height * 2 - 1) * halfY;
      position[at + 2] = ((row / (rows - 1)) * 2 - 1) * halfZ;
      const left = Math.max(column - 1, 0);
      const right = Math.min(column + 1, columns - 1);
      const back = Math.max(row - 1, 0);
      const front = Math.min(row + 1, rows - 1);
      const stepN = rise * (lossAt(row, right) - lossAt(row, left));
      const stepD = rise * (lossAt(front, column) - lossAt(back, column));
      const movedN = moving ? towards(keptAt(row, right) - keptAt(row, left), stepN) : stepN;
      const movedD = moving ? towards(keptAt(front, column) - keptAt(back, column), stepD) : stepD;
      const slopeN = (movedN * (columns - 1) * halfY) / ((right - left) * halfX);
      const slopeD = (movedD * (rows - 1) * halfY) / ((front - back) * halfZ);
      const length = Math.hypot(slopeN, 1, slopeD);
      normal[at] = -slopeN / length;
      normal[at + 1] = 1 / length;
      normal[at + 2] = -slopeD / length;
    }
  }
  return { heights, position, normal };
}
