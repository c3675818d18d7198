import { afterEach, describe, expect, test, vi } from 'vitest';
import { createInlineBackend } from '../testing/backends';
import { stopClock } from '../testing/clock';
import { frontier, surface } from '../testing/sweeps';
import { BackendError, type SweepBackend, type Tile, tileArrays } from './backend';
import { CpuWorkerState } from './cpu/worker-state';
import type { SweepFile } from './file';
import { HoldGate, bothGates } from './gate';
import { planSweep } from './plan';
import { type BackendSource, type RunOptions, type RunProgress, runSweep } from './run';
import { cellsOf } from './tiling';

/** A source that goes from one backend to the next. */
function inTurn(...backends: readonly SweepBackend[]): BackendSource {
  const left = [...backends];
  return { acquire: async () => left.shift()!, replace: async () => left.shift() };
}

/** The values of a whole sweep, computed in one piece. */
function reference(file: SweepFile): number[] {
  const plan = planSweep(file);
  const state = new CpuWorkerState();
  state.prepare(0, file);
  return valuesOf(state.compute(0, { row: 0, rows: plan.rows, column: 0, columns: plan.columns }, []));
}

const valuesOf = (tile: Tile): number[] => [...tileArrays(tile)[0]!];

async function collect(file: SweepFile, source: BackendSource, options: Partial<RunOptions> = {}) {
  const values: number[] = [];
  const onTile = (tile: Tile) => {
    for (const value of valuesOf(tile)) values.push(value);
  };
  const summary = await runSweep(planSweep(file), source, { ...options, onTile });
  return { values, summary };
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const failure = (kind: BackendError['failure']) => new BackendError(kind, `injected ${kind}`);

describe('a run', () => {
  test.each([surface(700, 1100), frontier(40, 300), surface(1, 1), surface(5000, 1)])(
    'hands on every cell once and in order',
    async (file) => {
      const { values, summary } = await collect(file, inTurn(createInlineBackend()));
      expect(values).toEqual(reference(file));
      expect(summary.cells).toBe(file.axes.reduce((cells, { steps }) => cells * steps, 1));
    },
  );

  test('keeps the order when tiles finish out of order', async () => {
    let n = 0;
    const late = createInlineBackend(() => (n++ % 2 === 0 ? new Promise((resolve) => setTimeout(resolve, 5)) : undefined));
    const file = surface(900, 900);
    expect((await collect(file, inTurn(late))).values).toEqual(reference(file));
  });

  test('goes on from its last finished tile on the next backend when the device is lost', async () => {
    let tiles = 0;
    const lost = createInlineBackend(
      () => {
        if (++tiles > 3) throw failure('gpu-lost');
      },
      { kind: 'webgpu', adapter: 'flaky' },
    );
    const seen: string[] = [];
    const cells: number[] = [];
    const file = surface(1024, 2048);
    const { values, summary } = await collect(file, inTurn(lost, createInlineBackend()), {
      onFailover: (error, next) => seen.push(`${error.failure} → ${next.adapter}`),
      onProgress: ({ cellsDone }) => cells.push(cellsDone),
    });
    expect(values).toEqual(reference(file));
    expect(seen).toEqual(['gpu-lost → inline']);
    expect(summary.backend.adapter).toBe('inline');
    expect(lost.disposed).toBe(1);
    expect(cells).toEqual(cells.toSorted((a, b) => a - b));
    expect(cells.at(-1)).toBe(1024 * 2048);
  });

  test('survives several losses in a row', async () => {
    const lossy = () => {
      let tiles = 0;
      return createInlineBackend(() => {
        if (++tiles > 1) throw failure('gpu-lost');
      });
    };
    const file = surface(1024, 1024);
    expect((await collect(file, inTurn(lossy(), lossy(), lossy(), createInlineBackend()))).values).toEqual(reference(file));
  });

  test('halves tiles when memory runs out, on the same backend', async () => {
    const refused: number[] = [];
    const tight = createInlineBackend((range) => {
      if (cellsOf(range) <= 20_000) return;
      refused.push(cellsOf(range));
      throw failure('out-of-memory');
    });
    const file = surface(500, 1000);
    expect((await collect(file, inTurn(tight))).values).toEqual(reference(file));
    const first = refused.filter((cells, i) => i === 0 || cells < refused[i - 1]!).slice(0, 3);
    expect(first).toHaveLength(3);
    first.slice(1).forEach((cells, i) => expect(Math.abs(cells / first[i]! - 0.5)).toBeLessThan(0.01));
  });

  test('fails over when a tile that cannot be halved any more still takes too much memory', async () => {
    const full = createInlineBackend(() => {
      throw failure('out-of-memory');
    });
    const file = frontier(40, 3000);
    const { values, summary } = await collect(file, inTurn(full, createInlineBackend(undefined, { adapter: 'next' })));
    expect(values).toEqual(reference(file));
    expect(summary.backend.adapter).toBe('next');
  });

  test('fails with the last error when nothing is left', async () => {
    const dead = createInlineBackend(() => {
      throw failure('gpu-lost');
    });
    await expect(collect(surface(64, 64), inTurn(dead))).rejects.toMatchObject({ failure: 'gpu-lost' });
  });

  test('passes programming errors on instead of hiding them behind another backend', async () => {
    const wrong = createInlineBackend(() => {
      throw new RangeError('a bug');
    });
    await expect(collect(surface(64, 64), inTurn(wrong, createInlineBackend()))).rejects.toThrow('a bug');
  });

  test('stops at once when cancelled, even while a tile hangs, and hands on nothing afterwards', async () => {
    const cancel = new AbortController();
    let tiles = 0;
    const hanging = createInlineBackend(() => (++tiles > 2 ? new Promise(() => undefined) : undefined));
    let handedOn = 0;
    const run = runSweep(planSweep(surface(1024, 4096)), inTurn(hanging), {
      signal: cancel.signal,
      onTile: () => {
        handedOn += 1;
        if (handedOn === 2) cancel.abort(new Error('cancelled'));
      },
    });
    await expect(run).rejects.toThrow('cancelled');
    expect(handedOn).toBe(2);
    expect(hanging.disposed).toBe(1);
  });

  test('does not start when already cancelled', async () => {
    await expect(collect(surface(8, 8), inTurn(createInlineBackend()), { signal: AbortSignal.abort(new Error('early')) })).rejects.toThrow(
      'early',
    );
  });
});

describe('a held run', () => {
  test('has nothing in flight, and goes on to the same result when it is let go', async () => {
    const gate = new HoldGate();
    const file = surface(1024, 900);
    let inFlight = 0;
    const counting = createInlineBackend(async () => {
      inFlight += 1;
      await Promise.resolve();
      inFlight -= 1;
    });
    let tiles = 0;
    let held = 0;
    let release = () => {};
    const { values } = await collect(file, inTurn(counting), {
      gate,
      onProgress: () => {
        if (++tiles === 2) release = gate.hold();
      },
      onHeld: async () => {
        const before = tiles;
        expect(inFlight).toBe(0);
        // a long pause, in which nothing may happen
        for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
        expect(tiles).toBe(before);
        held += 1;
        release();
      },
    });
    expect(held).toBe(1);
    expect(values).toEqual(reference(file));
  });

  test('leaves the time that it was held out of rate and time left', async () => {
    const clock = stopClock();
    const gate = new HoldGate();
    const slow = createInlineBackend(() => clock.advance(20));
    const progress: RunProgress[] = [];
    let release = () => {};
    const file = surface(1024, 900);
    const { summary } = await collect(file, inTurn(slow), {
      gate,
      onProgress: (now) => {
        progress.push(now);
        if (progress.length === 2) release = gate.hold();
      },
      onHeld: () => {
        clock.advance(3_600_000);
        release();
      },
    });
    expect(progress.length).toBeGreaterThan(3);
    for (const { cellsPerSecond, secondsLeft } of progress) {
      // 20 ms a tile, of which none has few cells before the rest is shared out: far from an hour for all of it
      expect(cellsPerSecond).toBeGreaterThan(1e6);
      expect(secondsLeft).toBeLessThan(2);
    }
    expect(summary.seconds).toBeLessThan(2);
  });

  test('that loses its device meanwhile goes on on the next one', async () => {
    const gate = new HoldGate();
    let isLost = false;
    const lost = createInlineBackend(() => {
      if (isLost) throw failure('gpu-lost');
    });
    let tiles = 0;
    let release = () => {};
    const file = surface(1024, 900);
    const { values, summary } = await collect(file, inTurn(lost, createInlineBackend(undefined, { adapter: 'next' })), {
      gate,
      onProgress: () => {
        if (++tiles === 2) release = gate.hold();
      },
      onHeld: () => {
        isLost = true;
        release();
      },
    });
    expect(values).toEqual(reference(file));
    expect(summary.backend.adapter).toBe('next');
  });

  test('can be cancelled', async () => {
    const gate = new HoldGate();
    const cancel = new AbortController();
    gate.hold();
    const options = { gate, signal: cancel.signal, onHeld: () => cancel.abort(new Error('cancelled')) };
    await expect(collect(surface(64, 64), inTurn(createInlineBackend()), options)).rejects.toThrow('cancelled');
  });

  test('waits for both of two gates', async () => {
    const [user, views] = [new HoldGate(), new HoldGate()];
    const both = bothGates(user, views);
    const releases = [user.hold(), views.hold()];
    let isOpen = false;
    const opened = both.opened().then(() => (isOpen = true));
    releases[1]!();
    await new Promise(setImmediate);
    expect([isOpen, both.isClosed]).toEqual([false, true]);
    releases[0]!();
    releases[0]!(); // a hold is given up once
    await opened;
    expect(both.isClosed).toBe(false);
  });
});

describe('a hidden tab', () => {
  test('needs no timer and no frame: a sweep completes while the clock stands still and no timer fires', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'setImmediate', 'performance', 'Date'] });
    vi.stubGlobal('requestAnimationFrame', () => expect.fail('a hidden tab draws no frame'));
    const progress: RunProgress[] = [];
    const file = surface(1024, 700);
    const { values, summary } = await collect(file, inTurn(createInlineBackend()), { onProgress: (now) => progress.push(now) });
    expect(values).toEqual(reference(file));
    // not one is infinite or no number: people read them
    for (const { cellsPerSecond, secondsLeft } of [...progress, { ...summary, secondsLeft: 0 }]) {
      expect(Number.isFinite(cellsPerSecond)).toBe(true);
      expect(Number.isFinite(secondsLeft)).toBe(true);
    }
    vi.unstubAllGlobals();
  });

  test('that slept for an hour in the middle of a tile goes on, with small tiles at first', async () => {
    const clock = stopClock();
    let tiles = 0;
    const sizes: number[] = [];
    const sleepy = createInlineBackend((range) => {
      sizes.push(cellsOf(range));
      clock.advance(++tiles === 3 ? 3_600_000 : 5);
    });
    const file = surface(1024, 1600);
    expect((await collect(file, inTurn(sleepy))).values).toEqual(reference(file));
    const smallest = sizes.findIndex((cells) => cells < 2048);
    expect(smallest).toBeGreaterThan(2);
    expect(Math.max(...sizes.slice(smallest))).toBeGreaterThan(50_000);
  });
});
