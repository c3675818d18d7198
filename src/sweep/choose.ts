import type { BackendInfo, BackendKind, PreparedSweep, SweepBackend } from './backend';
import { type SweepFileInput, parseSweepFile } from './file';

/** The backend to use, and why. */
export interface ChosenBackend {
  readonly backend: SweepBackend;
  /** One sentence for people. */
  readonly reason: string;
  /** Cells a second of each backend that was measured. */
  readonly measured: { readonly [K in BackendKind]?: number };
}

/** Measuring stops growing once a run takes this long, or has this many rows. */
const ENOUGH_MS = 12;
const PROBE_COLUMNS = 4096;
const MAX_PROBE_ROWS = 4096;

const probe: SweepFileInput = {
  version: 1,
  law: 'besiroglu-2024',
  axes: [
    { quantity: 'C', scale: 'log', from: 1e18, to: 1e28, steps: MAX_PROBE_ROWS },
    { quantity: 'N', scale: 'log', from: 1e7, to: 1e14, steps: PROBE_COLUMNS },
  ],
  metrics: ['N'],
  reduce: { kind: 'frontier', over: ['N'] },
};

/**
 * Cells a second of a backend, by a frontier sweep that grows until it takes long enough to be timed; every lane is used.
 * The first run, which compiles and warms up, does not count.
 */
export async function measureRate(backend: SweepBackend): Promise<number> {
  const sweep = await backend.prepare(parseSweepFile(probe));
  try {
    await timeRows(sweep, backend.lanes, 64);
    for (let rows = 128; ; rows *= 2) {
      const milliseconds = await timeRows(sweep, backend.lanes, rows);
      if (milliseconds < ENOUGH_MS && rows < MAX_PROBE_ROWS) continue;
      // the best of a few: what else runs on the machine only ever makes it slower
      const again = Math.min(await timeRows(sweep, backend.lanes, rows), await timeRows(sweep, backend.lanes, rows));
      return ((rows * PROBE_COLUMNS) / Math.min(milliseconds, again)) * 1000;
    }
  } finally {
    sweep.dispose();
  }
}

/** Milliseconds that a number of rows take. */
async function timeRows(sweep: PreparedSweep, lanes: number, rows: number): Promise<number> {
  const started = performance.now();
  const share = Math.ceil(rows / lanes);
  const starts = Array.from({ length: lanes }, (_, lane) => lane * share).filter((row) => row < rows);
  await Promise.all(starts.map((row) => sweep.compute({ row, rows: Math.min(share, rows - row), column: 0, columns: PROBE_COLUMNS })));
  return performance.now() - started;
}

/**
 * Chooses between a GPU backend and the CPU backend by measuring both on the same sweep. A software adapter runs on the same
 * processor and is never chosen, whatever a noisy measurement says.
 */
export async function chooseBackend(cpu: SweepBackend, gpu: SweepBackend): Promise<ChosenBackend> {
  // one after the other: side by side they would slow each other down
  const measured = { webgpu: await measureRate(gpu), cpu: await measureRate(cpu) };
  const backend = measured.webgpu >= measured.cpu && !gpu.info.isSoftware ? gpu : cpu;
  return { backend, reason: explain(gpu.info, measured), measured };
}

function explain(gpu: BackendInfo, { webgpu, cpu }: { readonly webgpu: number; readonly cpu: number }): string {
  const faster = Math.max(webgpu, cpu) / Math.min(webgpu, cpu);
  const ratio = `${faster.toPrecision(2)} times as fast`;
  const name = gpu.isSoftware ? `${gpu.adapter}, a software adapter` : gpu.adapter;
  if (webgpu >= cpu && gpu.isSoftware) return `WebGPU here is ${name}, which runs on the CPU itself; sweeps run on the CPU directly.`;
  if (webgpu >= cpu) return `The GPU (${name}) is ${ratio} as the CPU here.`;
  return `The CPU is ${ratio} as WebGPU on ${name}.`;
}
