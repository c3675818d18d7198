import { describe, expect, it, vi } from 'vitest';
import type { EngineEvent, ExportResult, FrontierResult, QuantilesResult, SweepSummary } from '../worker/api';
import type { EngineClient } from '../worker/client';
import { sweepAgreement } from './agreement';
import { connectEngine } from './engine';
import { createExporter, exportName } from './export';
import type { OpenStage, Stage } from './stage';
import { createStore, defaultChoices } from './store';

const info = { kind: 'cpu', adapter: '2 CPU threads', isSoftware: false } as const;
const summary: SweepSummary = { cells: 2, seconds: 1, cellsPerSecond: 2, backend: info };
const swept: FrontierResult = { summary, rows: Float64Array.of(1e20), best: Float64Array.of(1e9) };
const band: QuantilesResult = { summary, rows: Float64Array.of(1e20), values: Float64Array.of(1e9, 2e9, 1e10, 2e10, 2.1, 2.2, 9, 11) };
const exported: ExportResult = { summary, bytes: 10, sha256: 'ab', sidecar: '{}' };

/** An engine that answers at once; single methods can be replaced. */
function fakeEngine(replaced: Partial<EngineClient> = {}): EngineClient & { tell(event: EngineEvent): void } {
  let listener: ((event: EngineEvent) => void) | undefined;
  return {
    start: () => Promise.resolve({ info, reason: 'There is no WebGPU.', measured: { cpu: 1e8 } }),
    onEvent: (added) => void (listener = added),
    tell: (event) => listener?.(event),
    frontier: () => Promise.resolve({ ok: true, value: swept }),
    quantiles: () => Promise.resolve({ ok: true, value: band }),
    growthSurface: () => Promise.resolve({ ok: false, error: { kind: 'cancelled' } }),
    exportSweep: () => Promise.resolve({ ok: true, value: exported }),
    jobs: {} as EngineClient['jobs'],
    stage: {} as EngineClient['stage'],
    relief: {} as EngineClient['relief'],
    tables: {} as EngineClient['tables'],
    fits: {} as EngineClient['fits'],
    ...replaced,
  };
}

describe('the engine', () => {
  it('fills in backend and frontier, and sweeps again when the law changes', async () => {
    const store = createStore(defaultChoices, 'dark');
    const frontier = vi.fn<EngineClient['frontier']>(fakeEngine().frontier);
    connectEngine(store, fakeEngine({ frontier }));
    await vi.waitFor(() => expect(store.summary.value).toEqual(summary));
    expect(store.choice.value?.info.kind).toBe('cpu');
    expect(store.spread.band.value).toEqual([{ C: 1e20, N: [1e9, 2e9], D: [1e10, 2e10], loss: [2.1, 2.2], tokensPerParameter: [9, 11] }]);
    store.law.value = 'hoffmann-2022';
    expect(store.swept.value).toBeUndefined();
    await vi.waitFor(() => expect(store.swept.value).toEqual(swept));
    expect(frontier.mock.calls.map(([file]) => file.law)).toEqual(['besiroglu-2024', 'hoffmann-2022']);
  });

  it('does not start again while only the budget moves', async () => {
    const store = createStore(defaultChoices, 'dark');
    const start = vi.fn<EngineClient['start']>(fakeEngine().start);
    connectEngine(store, fakeEngine({ start }));
    store.C.value = 1e20;
    await vi.waitFor(() => expect(store.swept.value).toEqual(swept));
    expect(start).toHaveBeenCalledTimes(1);
  });

  it('passes notices on, and says when it fails', async () => {
    const store = createStore(defaultChoices, 'dark');
    const engine = fakeEngine({ start: () => Promise.reject(new Error('no worker')) });
    connectEngine(store, engine);
    engine.tell({ kind: 'notice', notice: { failure: 'gpu-lost', message: 'The GPU was lost.', hint: '' } });
    await vi.waitFor(() =>
      expect(store.notices.value.map(({ message }) => message)).toEqual(['The GPU was lost.', 'The sweep failed: no worker']),
    );
  });
});

describe('an engine that fails', () => {
  const notice = { failure: 'worker-crashed', message: 'The engine stopped.', hint: 'Reload.' } as const;

  it('is named as stopped, and the picture is taken away', () => {
    const store = createStore(defaultChoices, 'dark');
    const engine = fakeEngine();
    const dispose = vi.fn<() => void>();
    store.stage.value = { kind: 'open', stage: { dispose } as unknown as Stage, reopen: vi.fn<OpenStage>() };
    connectEngine(store, engine);
    engine.tell({ kind: 'stopped', notice });
    expect(store.stopped.value).toEqual(notice);
    expect(store.stage.value).toEqual({ kind: 'unavailable', notice });
    expect(dispose).toHaveBeenCalledOnce();
  });

  it('asks for another picture when the device that drew it is lost', () => {
    const store = createStore(defaultChoices, 'dark');
    const engine = fakeEngine();
    const dispose = vi.fn<() => void>();
    const reopen = vi.fn<OpenStage>();
    store.stage.value = { kind: 'open', stage: { dispose } as unknown as Stage, reopen };
    connectEngine(store, engine);
    engine.tell({ kind: 'picture-lost', notice: { ...notice, failure: 'gpu-lost' } });
    expect(store.stopped.value).toBeUndefined();
    expect(store.stage.value).toEqual({ kind: 'ready', open: reopen });
    expect(dispose).toHaveBeenCalledOnce();
    expect(store.notices.value.map(({ message }) => message)).toEqual([notice.message]);
  });

  it('counts as stopped when it never started', async () => {
    const store = createStore(defaultChoices, 'dark');
    connectEngine(store, fakeEngine({ start: () => Promise.reject(new Error('no worker')) }));
    await vi.waitFor(() => expect(store.stopped.value?.message).toBe('The sweep failed: no worker'));
  });
});

describe('the exporter', () => {
  const target = { kind: 'private', name: 'x.csv' } as const;

  it('goes from idle over progress to done', async () => {
    const store = createStore(defaultChoices, 'dark');
    const exporter = createExporter(store);
    const progress = { cellsDone: 1, cells: 2, cellsPerSecond: 1, secondsLeft: 1 };
    const states: string[] = [];
    exporter.connect(
      fakeEngine({
        exportSweep: (_file, _format, _target, { onProgress }) => {
          onProgress(progress);
          states.push(exporter.state.value.kind);
          return Promise.resolve({ ok: true, value: exported });
        },
      }),
    );
    await exporter.start(store.surfaceSweep.value, 'csv', 'x.csv', target);
    expect(states).toEqual(['running']);
    expect(exporter.state.value).toEqual({ kind: 'done', name: 'x.csv', result: exported, target });
    exporter.reset();
    expect(exporter.state.value.kind).toBe('idle');
  });

  it('shows nothing when it is cancelled, and the notice when it fails', async () => {
    const store = createStore(defaultChoices, 'dark');
    const exporter = createExporter(store);
    exporter.connect(
      fakeEngine({
        exportSweep: (_file, _format, _target, { signal }) =>
          new Promise((resolve) => signal.addEventListener('abort', () => resolve({ ok: false, error: { kind: 'cancelled' } }))),
      }),
    );
    const running = exporter.start(store.surfaceSweep.value, 'csv', 'x.csv', target);
    expect(exporter.state.value.kind).toBe('running');
    exporter.cancel();
    await running;
    expect(exporter.state.value.kind).toBe('idle');

    exporter.connect(fakeEngine({ exportSweep: () => Promise.reject(new Error('DataCloneError')) }));
    await exporter.start(store.surfaceSweep.value, 'csv', 'x.csv', target);
    expect(exporter.state.value).toMatchObject({ kind: 'failed', notice: { message: 'The export failed: DataCloneError' } });
  });

  it('fails instead of waiting for an engine that is gone', async () => {
    const store = createStore(defaultChoices, 'dark');
    const exporter = createExporter(store);
    const engine = fakeEngine({ exportSweep: () => new Promise(() => undefined) });
    exporter.connect(engine);
    const running = exporter.start(store.surfaceSweep.value, 'csv', 'x.csv', target);
    engine.tell({ kind: 'stopped', notice: { failure: 'worker-crashed', message: 'The engine stopped.', hint: 'Reload.' } });
    await running;
    expect(exporter.state.value).toMatchObject({ kind: 'failed', notice: { message: 'The engine stopped.' } });
    expect(exporter.isReady.value).toBe(false);
  });

  it('names files by what they hold', () => {
    const file = createStore(defaultChoices, 'dark').frontierSweep.value;
    expect(exportName('frontier', file, 'csv')).toBe('isoflop-frontier-besiroglu-2024.csv');
    expect(exportName('frontier', file, 'parquet')).toBe('isoflop-frontier-besiroglu-2024.parquet');
  });
});

describe('sweepAgreement', () => {
  it('is the largest relative difference, without rows that have no feasible cell', () => {
    const { law, optimum } = createStore(defaultChoices, 'dark').answer.value;
    const result = { summary, rows: Float64Array.of(optimum.C, 1e20), best: Float64Array.of(optimum.N * 1.001, Number.NaN) };
    expect(sweepAgreement(law, result)).toBeCloseTo(0.001, 10);
  });
});
