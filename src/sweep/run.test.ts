import { describe, expect, test } from 'vitest';
import { createInlineBackend } from '../testing/backends';
import { frontier, surface } from '../testing/sweeps';
import { BackendError, type SweepBackend, type Tile } from './backend';
import { CpuWorkerState } from './cpu/worker-state';
import type { SweepFile } from './file';
import { planSweep } from './plan';
import { type BackendSource, type RunOptions, runSweep } from './run';
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

const valuesOf = (tile: Tile): number[] =>
  tile.kind === 'frontier' ? [...tile.best] : [...('schedules' in tile ? tile.values : tile.values[0]!)];

async function collect(file: SweepFile, source: BackendSource, options: Partial<RunOptions> = {}) {
  const values: number[] = [];
  const onTile = (tile: Tile) => {
    for (const value of valuesOf(tile)) values.push(value);
  };
  const summary = await runSweep(planSweep(file), source, { ...options, onTile });
  return { values, summary };
}

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

  test('makes tiles smaller when memory runs out, on the same backend', async () => {
    const tight = createInlineBackend((range) => {
      if (cellsOf(range) > 20_000) throw failure('out-of-memory');
    });
    const file = surface(500, 1000);
    expect((await collect(file, inTurn(tight))).values).toEqual(reference(file));
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
