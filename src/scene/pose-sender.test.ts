import { describe, expect, it } from 'vitest';
import type { CameraPose } from './content';
import { createPoseSender } from './pose-sender';

const pose = (x: number): CameraPose => ({ position: [x, 0, 0], quaternion: [0, 0, 0, 1] });
const tick = () => new Promise((resolve) => setTimeout(resolve));

describe('createPoseSender', () => {
  it('keeps one pose in flight and sends only the newest next', async () => {
    const sent: number[] = [];
    const settle: (() => void)[] = [];
    const send = createPoseSender(({ position }) => {
      sent.push(position[0]);
      return new Promise((resolve) => settle.push(resolve));
    });
    for (const x of [1, 2, 3]) send(pose(x));
    expect(sent).toEqual([1]);
    settle[0]?.();
    await tick();
    expect(sent).toEqual([1, 3]);
  });

  it('goes on after a failure', async () => {
    const sent: number[] = [];
    const send = createPoseSender(({ position }) => {
      sent.push(position[0]);
      return Promise.reject(new Error('worker gone'));
    });
    send(pose(1));
    await tick();
    send(pose(2));
    expect(sent).toEqual([1, 2]);
  });
});
