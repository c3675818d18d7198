import { describe, expect, it } from 'vitest';
import { pick } from './pick';
import { createSpace, type Vector } from './space';

const space = createSpace({ log10N: [7, 13], log10D: [8, 14], loss: [1.8, 6.1] });
const lossAt = (log10N: number, log10D: number) => 1.8172 + 482.01 * 10 ** (-0.3478 * log10N) + 2085.43 * 10 ** (-0.3658 * log10D);

function towards(origin: Vector, goal: Vector) {
  const step = goal.map((value, axis) => value - (origin[axis] ?? 0));
  const length = Math.hypot(...step);
  return { origin, direction: step.map((value) => value / length) as unknown as Vector };
}

describe('pick', () => {
  it('finds the point that a ray was aimed at', () => {
    for (const [log10N, log10D] of [
      [10.8, 12.1],
      [8.2, 9.4],
      [12.9, 13.9],
    ] as const) {
      const goal = { log10N, log10D, loss: lossAt(log10N, log10D) };
      const found = pick(towards([4, 4, 5], space.toScene(goal)), space, lossAt);
      expect(found?.log10N).toBeCloseTo(log10N, 8);
      expect(found?.log10D).toBeCloseTo(log10D, 8);
      expect(found?.loss).toBeCloseTo(goal.loss, 8);
    }
  });

  it('works straight down', () => {
    const found = pick({ origin: [0, 5, 0], direction: [0, -1, 0] }, space, lossAt);
    expect(found).toMatchObject({ log10N: 10, log10D: 11 });
  });

  it('finds nothing beside the box, or past the surface within it', () => {
    expect(pick(towards([4, 4, 5], [3, 0, 0]), space, lossAt)).toBeUndefined();
    expect(pick(towards([4, -0.59, 4], [0.9, -0.59, 0.9]), space, () => 6)).toBeUndefined();
  });
});
