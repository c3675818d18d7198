import { PerspectiveCamera, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { axisLabels, labelledEdge } from './labels';
import { FIELD_OF_VIEW } from './lens';
import { createSpace, HALF, type Vector } from './space';

const space = createSpace({ log10N: [7, 13], log10D: [8, 14], loss: [1.8, 6.1] });

function lookFrom(...position: Vector) {
  const camera = new PerspectiveCamera(FIELD_OF_VIEW, 4 / 3, 0.1, 60);
  camera.position.set(...position);
  camera.lookAt(0, 0, 0);
  camera.updateMatrixWorld();
  return (point: Vector) => {
    const { x, y } = new Vector3(...point).project(camera);
    return { x: (x + 1) * 400, y: (1 - y) * 300 };
  };
}

describe('labelledEdge', () => {
  it('takes the floor edges near the viewer, and the upright edge at the left', () => {
    const project = lookFrom(4, 4, 6);
    expect(labelledEdge('N', project)[0]).toEqual([-1, -HALF[1], 1]);
    expect(labelledEdge('D', project)[0]).toEqual([1, -HALF[1], -1]);
    expect(labelledEdge('loss', project)[0]).toEqual([-1, -HALF[1], 1]);
  });

  it('follows the viewer to the other side', () => {
    const project = lookFrom(-4, 4, -6);
    expect(labelledEdge('N', project)[0]).toEqual([-1, -HALF[1], -1]);
    expect(labelledEdge('D', project)[0]).toEqual([-1, -HALF[1], -1]);
  });

  it('takes edges of the top when it hides the floor', () => {
    const project = lookFrom(0, 8, 0.1);
    expect(labelledEdge('N', project)[0]).toEqual([-1, HALF[1], 1]);
    expect(labelledEdge('D', project)[0]).toEqual([-1, HALF[1], -1]);
  });
});

describe('axisLabels', () => {
  it('puts ticks beyond their edge, in order, and a title for each axis', () => {
    const project = lookFrom(4, 4, 6);
    const labels = axisLabels(space, project);
    expect(labels.filter(({ kind }) => kind === 'title').map(({ axis }) => axis)).toEqual(['N', 'D', 'loss']);
    const ticks = labels.filter(({ axis, kind }) => axis === 'N' && kind === 'tick');
    expect(ticks.map(({ value }) => value)).toEqual([7, 8, 9, 10, 11, 12, 13]);
    const nine = project(space.toScene({ log10N: 9, log10D: 14, loss: 1.8 }));
    const tick = ticks.find(({ value }) => value === 9);
    expect(Math.hypot((tick?.x ?? 0) - nine.x, (tick?.y ?? 0) - nine.y)).toBeCloseTo(9, 6);
    expect(tick?.y).toBeGreaterThan(nine.y);
  });

  it('puts titles beyond the ticks, farther out on a slanted axis', () => {
    const titleAt = (...eye: Vector) => {
      const project = lookFrom(...eye);
      const title = axisLabels(space, project).find(({ axis, kind }) => axis === 'N' && kind === 'title')!;
      const [from, to] = labelledEdge('N', project).map(project) as [{ x: number; y: number }, { x: number; y: number }];
      return Math.hypot(title.x - (from.x + to.x) / 2, title.y - (from.y + to.y) / 2) - 34;
    };
    expect(titleAt(0, 4, 6)).toBeCloseTo(0, 6);
    expect(titleAt(4, 4, 6)).toBeGreaterThan(5);
  });

  it('leaves out an axis seen end on', () => {
    const axes = new Set(axisLabels(space, lookFrom(0, 8, 0.1)).map(({ axis }) => axis));
    expect(axes).toEqual(new Set(['N', 'D']));
  });
});
