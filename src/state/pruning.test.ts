import { describe, expect, it } from 'vitest';
import { PRUNING, type PruningPoint, pruningPoints } from '../worker/pruning-api';
import type { PruningListener } from '../worker/pruning-client';
import { createPruningRun, meanCurves } from './pruning';

/** A worker that says what it is told to. */
function fakeWorker() {
  const started: number[] = [];
  let listener: PruningListener | undefined;
  let stopped = 0;
  const run = createPruningRun(({ examplesPerDimension }, heard) => {
    started.push(examplesPerDimension);
    listener = heard;
    return () => void (stopped += 1);
  });
  const tell = (error: number, seed = 1): void => listener?.onPoint({ seed, rule: 'hard', kept: 0.5, error });
  return { run, started, tell, fail: (message: string) => listener?.onError(message), stopped: () => stopped };
}

describe('a pruning run', () => {
  it('settles as seeds come in, and can be stopped and started anew', () => {
    const { run, started, tell, stopped } = fakeWorker();
    run.start('few');
    tell(0.2, 1);
    tell(0.4, 2);
    expect(run.state.value.curves.find(({ rule }) => rule === 'hard')?.points).toEqual([
      { kept: 0.5, error: expect.closeTo(0.3, 12) as number },
    ]);
    expect(run.state.value.isRunning).toBe(true);
    run.stop();
    expect(run.state.value).toMatchObject({ isRunning: false, done: expect.closeTo(2 / 220, 12) as number });
    run.start('many');
    expect(run.state.value).toEqual({ curves: [], done: 0, isRunning: true });
    expect([started, stopped()]).toEqual([[2, 30], 1]);
  });

  it('is done when every experiment is', () => {
    const { run, tell, stopped } = fakeWorker();
    run.start('few');
    for (let i = 0; i < 220; i++) tell(0.1);
    expect(run.state.value).toMatchObject({ isRunning: false, done: 1 });
    expect(stopped()).toBe(1);
  });

  it('says why it failed', () => {
    const { run, fail } = fakeWorker();
    run.start('few');
    fail('no worker');
    expect(run.state.value).toMatchObject({ isRunning: false, failure: 'no worker' });
  });
});

it('a first round of experiments has all curves, which meet where nothing is pruned', () => {
  const points: PruningPoint[] = [];
  const count = PRUNING.rules.length * (PRUNING.kept.length - 1) + 1;
  for (const point of pruningPoints({ examplesPerDimension: 2 })) {
    points.push(point);
    if (points.length === count) break;
  }
  expect(new Set(points.map(({ seed }) => seed))).toEqual(new Set([1]));
  const curves = meanCurves(points);
  expect(curves.map(({ points: of }) => of.length)).toEqual([8, 8, 8]);
  const [any, easy, hard] = curves.map(({ points: of }) => of.find(({ kept }) => kept === 0.3)?.error ?? Number.NaN) as [
    number,
    number,
    number,
  ];
  expect(easy).toBeLessThan(any);
  expect(any).toBeLessThan(hard);
  expect(new Set(curves.map(({ points: of }) => of.at(-1)?.error)).size).toBe(1);
});
