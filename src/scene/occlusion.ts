import { HALF } from './space';

/** Directions in which the surface around a point is looked at: along the axes and between them, [x, z]. */
const DIRECTIONS = [-1, 0, 1].flatMap((z) => [-1, 0, 1].map((x) => ({ x, z }))).filter(({ x, z }) => x !== 0 || z !== 0);

/** How far the surface is looked at, scene units; also at a half and a quarter of it. */
export const REACH = 0.6;

const DISTANCES = [REACH, REACH / 2, REACH / 4];

/** Most steps along a side between the grid points for which it is computed; between them it is interpolated. A hollow is much wider than a step. */
const STEPS = 64;

/** Grid points along a side from one for which it is computed to the next; the last one is among them in any case. */
export function strideOf(count: number): number {
  return Math.ceil((count - 1) / STEPS);
}

/** Every so many points along a side, its ends among them, and for each point of the side its place between those. */
function thinned(count: number) {
  const every = strideOf(count);
  const points: number[] = [];
  for (let at = 0; at < count - 1; at += every) points.push(at);
  points.push(count - 1);
  const places = Array.from({ length: count }, (_, at) => {
    const left = Math.min(Math.floor(at / every), points.length - 2);
    return { left, share: (at - points[left]!) / (points[left + 1]! - points[left]!) };
  });
  return { points, places };
}

/**
 * Ambient occlusion of a surface, [rows · columns]: the mean, over directions and distances, of the sine of the angle at which the
 * surface there stands over the plane that touches it here. 0 on a plane, a slope or a ridge; in a hollow it grows with its curvature.
 * `heights` run from 0 to 1, row by row over the box. What lies over or under the box is not drawn, and hides nothing. Twin of
 * shaders/scene/occlusion.wgsl and surface-occlusion.wgsl.
 */
export function occlusionOf(heights: Float32Array, columns: number, rows: number): Float32Array<ArrayBuffer> {
  const across = thinned(columns);
  const along = thinned(rows);
  const occlusionAt = occluder(heights, columns, rows);
  const side = across.points.length;
  const coarse = Float32Array.from({ length: side * along.points.length }, (_, k) =>
    occlusionAt(across.points[k % side]!, along.points[Math.floor(k / side)]!),
  );
  const occlusion = new Float32Array(columns * rows);
  for (const [row, { left: back, share: down }] of along.places.entries()) {
    for (const [column, { left, share }] of across.places.entries()) {
      const at = back * side + left;
      const behind = coarse[at]! + (coarse[at + 1]! - coarse[at]!) * share;
      const before = coarse[at + side]! + (coarse[at + side + 1]! - coarse[at + side]!) * share;
      occlusion[row * columns + column] = behind + (before - behind) * down;
    }
  }
  return occlusion;
}

/** What works out the occlusion of a grid point. */
function occluder(heights: Float32Array, columns: number, rows: number): (column: number, row: number) => number {
  const [halfX, halfY, halfZ] = HALF;
  const [cellX, cellZ, rise] = [(2 * halfX) / (columns - 1), (2 * halfZ) / (rows - 1), 2 * halfY];
  const heightAt = (column: number, row: number) => Math.min(heights[row * columns + column]!, 1);
  const rays = DIRECTIONS.map(({ x, z }) => ({ x: x / Math.hypot(x, z) / cellX, z: z / Math.hypot(x, z) / cellZ }));
  return (column, row) => {
    const here = heightAt(column, row);
    const [left, right] = [Math.max(column - 1, 0), Math.min(column + 1, columns - 1)];
    const [back, front] = [Math.max(row - 1, 0), Math.min(row + 1, rows - 1)];
    const slopeX = (rise * (heightAt(right, row) - heightAt(left, row))) / ((right - left) * cellX);
    const slopeZ = (rise * (heightAt(column, front) - heightAt(column, back))) / ((front - back) * cellZ);
    let sum = 0;
    for (const ray of rays) {
      // a ray ends at the border
      const roomX = ray.x === 0 ? REACH : (ray.x > 0 ? columns - 1 - column : column) / Math.abs(ray.x);
      const roomZ = ray.z === 0 ? REACH : (ray.z > 0 ? rows - 1 - row : row) / Math.abs(ray.z);
      for (const distance of DISTANCES) {
        const far = Math.min(distance, roomX, roomZ);
        const stepX = Math.floor(ray.x * far + 0.5);
        const stepZ = Math.floor(ray.z * far + 0.5);
        const there = heightAt(column + stepX, row + stepZ);
        if ((stepX === 0 && stepZ === 0) || there <= 0) continue;
        const x = stepX * cellX;
        const y = rise * (there - here);
        const z = stepZ * cellZ;
        sum += Math.max(y - slopeX * x - slopeZ * z, 0) / Math.sqrt(x * x + y * y + z * z);
      }
    }
    return sum / (DIRECTIONS.length * DISTANCES.length * Math.sqrt(1 + slopeX * slopeX + slopeZ * slopeZ));
  };
}
