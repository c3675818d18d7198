import { BufferAttribute, BufferGeometry } from 'three/webgpu';
import type { Vector } from './space';

function distance(a: Vector, b: Vector): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
}

/** The point as far beyond `end` as `inner` lies before it: gives a line's ends a direction. */
function beyond(end: Vector, inner: Vector): Vector {
  return [2 * end[0] - inner[0], 2 * end[1] - inner[1], 2 * end[2] - inner[2]];
}

/** Lines without the points that repeat the one before, which would have no direction. */
function withoutRepeats(line: readonly Vector[]): Vector[] {
  return line.filter((point, k) => k === 0 || distance(point, line[k - 1] as Vector) > 1e-7);
}

/**
 * Strips of two vertices a point, for vertex code that moves them apart on screen. Each vertex knows its neighbours along the
 * line (`before`, `after`), its side (−1 or 1) and how far along the line it lies (`along`, scene units).
 */
export function ribbonGeometry(lines: readonly (readonly Vector[])[]): BufferGeometry {
  const position: number[] = [];
  const before: number[] = [];
  const after: number[] = [];
  const side: number[] = [];
  const along: number[] = [];
  const index: number[] = [];
  for (const line of lines.map(withoutRepeats).filter(({ length }) => length > 1)) {
    let travelled = 0;
    for (const [k, point] of line.entries()) {
      const previous = line[k - 1] ?? beyond(point, line[k + 1] as Vector);
      const next = line[k + 1] ?? beyond(point, previous);
      if (k > 0) {
        const vertex = side.length;
        index.push(vertex - 2, vertex - 1, vertex, vertex, vertex - 1, vertex + 1);
        travelled += distance(previous, point);
      }
      position.push(...point, ...point);
      before.push(...previous, ...previous);
      after.push(...next, ...next);
      side.push(-1, 1);
      along.push(travelled, travelled);
    }
  }
  const geometry = new BufferGeometry();
  const set = (name: string, values: number[], size: number) =>
    geometry.setAttribute(name, new BufferAttribute(new Float32Array(values), size));
  set('position', position, 3);
  set('before', before, 3);
  set('after', after, 3);
  set('side', side, 1);
  set('along', along, 1);
  geometry.setIndex(new BufferAttribute(new Uint32Array(index), 1));
  return geometry;
}
