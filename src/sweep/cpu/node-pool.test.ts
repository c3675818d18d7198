import { beforeAll, describe, expect, test } from 'vitest';
import { buildWorkerEntry } from '../../testing/worker-entry';
import { frontier, surface } from '../../testing/sweeps';
import { planSweep } from '../plan';
import { runSweep } from '../run';
import { chooseBackend } from '../choose';
import { createInlineBackend } from '../../testing/backends';
import { createNodeCpuBackend, spawnNodeWorker } from './node-pool';
import { createCpuPool } from './pool';
import { CpuWorkerState } from './worker-state';

let entry: URL;
beforeAll(async () => {
  entry = await buildWorkerEntry('src/sweep/cpu/cpu.node-worker.ts');
});

describe('the pool of CPU workers', () => {
  test('computes what one thread computes', async () => {
    const backend = createNodeCpuBackend(entry, 2);
    const file = surface(1000, 1000);
    const expected = new CpuWorkerState();
    expected.prepare(0, file);
    const whole = expected.compute(0, { row: 0, rows: 1000, column: 0, columns: 1000 }, []);
    const values = new Float32Array(1e6);
    await runSweep(
      planSweep(file),
      { acquire: async () => backend, replace: async () => undefined },
      {
        onTile: (tile) => {
          if (tile.kind === 'grid') values.set(tile.values[0]!, tile.range.row * 1000 + tile.range.column);
        },
      },
    );
    expect(whole.kind === 'grid' && values.every((value, i) => value === whole.values[0]![i])).toBe(true);
    backend.dispose();
  });

  test('replaces a worker that is killed in the middle of a sweep, and loses nothing', async () => {
    const threads: ReturnType<typeof spawnNodeWorker>[] = [];
    const backend = createCpuPool({
      size: 2,
      adapter: 'test',
      spawn: () => {
        const worker = spawnNodeWorker(entry);
        threads.push(worker);
        return worker;
      },
    });
    const file = frontier(3000, 4096);
    const best: number[] = [];
    let kills = 0;
    await runSweep(
      planSweep(file),
      { acquire: async () => backend, replace: async () => undefined },
      {
        onTile: (tile) => {
          if (tile.kind === 'frontier') best.push(...tile.best);
          // kills whichever worker computes next, three times over
          if (kills < 3) void threads[threads.length - 1 - (kills++ % 2)]!.thread.terminate();
        },
      },
    );
    expect(kills).toBe(3);
    expect(threads.length).toBeGreaterThanOrEqual(4);
    const state = new CpuWorkerState();
    state.prepare(0, file);
    const expected = state.compute(0, { row: 0, rows: 3000, column: 0, columns: 4096 }, []);
    expect(expected.kind === 'frontier' && best).toEqual(expected.kind === 'frontier' && [...expected.best]);
    backend.dispose();
  });

  test('gives up with a clear failure when no worker stays alive', async () => {
    const backend = createNodeCpuBackend(new URL('missing.js', entry), 2);
    const sweep = await backend.prepare(surface(8, 8));
    await expect(sweep.compute({ row: 0, rows: 8, column: 0, columns: 8 })).rejects.toMatchObject({ failure: 'worker-crashed' });
    backend.dispose();
  });

  test('is chosen over a slower GPU backend, with the reason in words', async () => {
    const cpu = createNodeCpuBackend(entry, 2);
    const slow = createInlineBackend(() => new Promise((resolve) => setTimeout(resolve, 40)), {
      kind: 'webgpu',
      adapter: 'SwiftShader',
      isSoftware: true,
    });
    const choice = await chooseBackend(cpu, slow);
    expect(choice.backend).toBe(cpu);
    expect(choice.reason).toMatch(/^The CPU is \d.* times as fast as WebGPU on SwiftShader, a software adapter\.$/);
    expect(choice.measured.cpu).toBeGreaterThan(choice.measured.webgpu!);
    cpu.dispose();
  });
});
