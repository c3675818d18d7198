import { cpus } from 'node:os';
import { type BenchCase, benchCases, findCase } from '../bench/cases';
import { EXPORTED_CELLS, type ExportMeasure, exportCases, measureExport } from '../bench/export-cases';
import { type FitCase, fitCases, measureFitBatches, measureFitCase } from '../bench/fit-cases';
import { measureCase } from '../bench/measure';
import { type PlanCase, measurePlanOn, planCases } from '../bench/plan-cases';
import { type BenchReport, type CaseReport, summarise, summariseRuns } from '../bench/report';
import type { ExportFormat } from '../export/format';
import { type BackendInfo, BackendError, type BackendKind } from '../sweep/backend';
import { createNodeCpuBackend } from '../sweep/cpu/node-pool';
import type { CliContext } from './context';
import { createDawnBackend, createDawnFits, createDawnLayouts } from './hosts/dawn';
import { openHeadlessPage, openWebGpu } from './hosts/headless-page';
import { createNativeDigest } from './sweep/native-digest';
import { version } from '../data/version';

/** Most runs of a case of writing, fitting or planning, and of a sweep that has a small form: some take a second or more. */
const MOST_FIT_RUNS = 5;

/** Where a benchmark runs. */
export const benchHosts = ['chromium', 'node', 'dawn'] as const;

/** A value of `bench --host`. */
export type BenchHost = (typeof benchHosts)[number];

/** One side of a comparison: a backend that can be timed. */
interface Contestant {
  readonly kind: BackendKind;
  readonly measure: (benchCase: BenchCase, runs: number, isQuick: boolean) => Promise<number[]>;
}

interface OpenHost {
  /** Name and version. */
  readonly name: string;
  readonly gpu: BackendInfo | undefined;
  readonly contestants: readonly Contestant[];
  /** Times a case of fitting on the device; absent where there is none. */
  readonly measureFit?: (fitCase: FitCase, runs: number) => Promise<number[]>;
  readonly measureExport: (format: ExportFormat, runs: number) => Promise<ExportMeasure>;
  /** Times a case of planning on the device; absent where there is none. */
  readonly measurePlan?: (planCase: PlanCase, runs: number) => Promise<number[]>;
  close(): Promise<void>;
}

/**
 * Runs every case on every backend of a host, one after the other; `isQuick` takes the small forms of cases. A software adapter is left
 * out of cases that are too large for it.
 */
export async function runBench(host: BenchHost, runs: number, isQuick: boolean, context: CliContext): Promise<BenchReport> {
  const open = await openHost(host, context);
  const cases: CaseReport[] = [];
  try {
    for (const { id, quick } of benchCases) {
      const benchCase = findCase(id, isQuick);
      for (const { kind, measure } of open.contestants) {
        if (quick && !isQuick && kind === 'webgpu' && open.gpu?.isSoftware) continue;
        context.signal.throwIfAborted();
        context.stderr(`${benchCase.id} on ${kind}: ${benchCase.about}\n`);
        const own = quick ? Math.min(runs, MOST_FIT_RUNS) : runs;
        cases.push(summarise(benchCase, kind, await measure(benchCase, own, isQuick)));
      }
    }
    for (const fitCase of fitCases) {
      // on a software adapter a batch is one thread that emulates many, and takes minutes
      if (!open.measureFit || !fitCase.prepareBatch || open.gpu?.isSoftware) continue;
      context.signal.throwIfAborted();
      context.stderr(`${fitCase.id} on webgpu: ${fitCase.about}\n`);
      const seconds = await open.measureFit(fitCase, Math.min(runs, MOST_FIT_RUNS));
      cases.push(summariseRuns({ id: fitCase.id, backend: 'webgpu', work: fitCase.work, unit: 'fits' }, seconds));
    }
    for (const { id, about } of exportCases) {
      context.signal.throwIfAborted();
      context.stderr(`${id} on cpu: ${about}\n`);
      const { seconds, bytes } = await open.measureExport(id, Math.min(runs, MOST_FIT_RUNS));
      cases.push({ ...summariseRuns({ id, backend: 'cpu', work: EXPORTED_CELLS, unit: 'cells' }, seconds), bytes });
    }
    for (const planCase of planCases) {
      if (!open.measurePlan) continue;
      context.signal.throwIfAborted();
      context.stderr(`${planCase.id} on webgpu: ${planCase.about}\n`);
      const seconds = await open.measurePlan(planCase, Math.min(runs, MOST_FIT_RUNS));
      cases.push(summariseRuns({ id: planCase.id, backend: 'webgpu', work: planCase.work, unit: 'layouts' }, seconds));
    }
    // on the CPU fits and layouts run in this process, whatever the host
    for (const { unit, jobs } of [
      { unit: 'fits', jobs: fitCases },
      { unit: 'layouts', jobs: planCases },
    ] as const) {
      for (const job of jobs) {
        context.signal.throwIfAborted();
        context.stderr(`${job.id} on cpu: ${job.about}\n`);
        const seconds = await measureFitCase(job, Math.min(runs, MOST_FIT_RUNS));
        cases.push(summariseRuns({ id: job.id, backend: 'cpu', work: job.work, unit }, seconds));
      }
    }
  } finally {
    await open.close();
  }
  return {
    machine: `${cpus()[0]?.model.trim() ?? 'CPU'}, ${cpus().length} threads, ${process.platform} ${process.arch}`,
    adapter: open.gpu?.adapter ?? null,
    isSoftware: open.gpu?.isSoftware ?? null,
    host: open.name,
    version,
    date: new Date().toISOString(),
    cases,
  };
}

function openHost(host: BenchHost, context: CliContext): Promise<OpenHost> {
  return host === 'chromium' ? openChromium(context) : openNode(host, context);
}

async function openChromium(context: CliContext): Promise<OpenHost> {
  const page = await openHeadlessPage(context);
  const contestant = (kind: BackendKind): Contestant => ({
    kind,
    measure: ({ id }, runs, isQuick) => page.call('measure', id, kind, runs, isQuick),
  });
  const gpu = await openWebGpu(page, context).catch((error: Error) => {
    if (!(error instanceof BackendError)) throw error;
    context.stderr(`no WebGPU: ${error.message}\n`);
    return undefined;
  });
  const contestants = gpu ? [contestant('webgpu'), contestant('cpu')] : [contestant('cpu')];
  return {
    name: page.browser,
    gpu: gpu?.info,
    contestants,
    ...(gpu && { measureFit: ({ id }: FitCase, runs: number) => page.call('measureFit', id, runs) }),
    measureExport: (format, runs) => page.call('measureExport', format, runs),
    ...(gpu && { measurePlan: ({ id }: PlanCase, runs: number) => page.call('measurePlan', id, runs) }),
    close: () => page.close(),
  };
}

async function openNode(host: 'node' | 'dawn', context: CliContext): Promise<OpenHost> {
  const gpu = host === 'dawn' ? await createDawnBackend() : undefined;
  const fits = host === 'dawn' ? await createDawnFits() : undefined;
  const layouts = host === 'dawn' ? await createDawnLayouts() : undefined;
  const cpu = createNodeCpuBackend(context.cpuWorker);
  const backends = gpu ? [gpu, cpu] : [cpu];
  return {
    name: `${host === 'dawn' ? 'Dawn in ' : ''}Node ${process.version}`,
    gpu: gpu?.info,
    contestants: backends.map((backend) => ({
      kind: backend.info.kind,
      measure: (benchCase, runs) => measureCase(backend, benchCase, runs),
    })),
    ...(fits && { measureFit: (fitCase: FitCase, runs: number) => measureFitBatches(fits.engine, fitCase, runs) }),
    measureExport: (format, runs) => measureExport(format, runs, createNativeDigest),
    ...(layouts && { measurePlan: (planCase: PlanCase, runs: number) => measurePlanOn(layouts.engine, planCase, runs) }),
    close: async () => [...backends, ...(fits ? [fits] : []), ...(layouts ? [layouts] : [])].forEach((each) => each.dispose()),
  };
}
