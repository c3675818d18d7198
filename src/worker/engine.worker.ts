import { expose, transfer } from 'comlink';
import { BackendError } from '../sweep/backend';
import { HoldGate } from '../sweep/gate';
import type { Gpu } from '../gpu/device';
import type { Answer, EngineApi, EngineEvent } from './api';
import { Backends } from './backends';
import type { JobManager } from './jobs/manager';
import { Picture } from './picture';
import { ReliefPicture } from './relief-picture';
import { Runs } from './runs';
import { createTables } from './tables';

let listener: ((event: EngineEvent) => void) | undefined;
const tell = (event: EngineEvent): void => listener?.(event);
const backends = new Backends({ onDeviceReplaced: (error, next) => void replaceDevice(error, next) });
/** Closed while the user waits for a sweep, and until a backend is chosen: the jobs stand back. */
const views = new HoldGate();
const started = views.hold();
const runs = new Runs(backends, tell, views);
let jobs: Promise<JobManager> | undefined;
let picture: Picture | undefined;
/** Reliefs by the ids that the page gave them. */
const reliefs = new Map<number, ReliefPicture>();

/** Tells about a lost device. A canvas that presented its frames presents no others, so the picture wants a new one. */
async function replaceDevice(error: BackendError, next: Gpu | undefined): Promise<void> {
  const lost = picture;
  picture = undefined;
  await lost?.close();
  await Promise.all([...reliefs.values()].map((relief) => relief.close()));
  reliefs.clear();
  const outcome = next ? 'It was started again.' : 'Sweeps go on on the CPU.';
  const hint = 'If it happens often, update the graphics driver or choose the CPU.';
  const notice = { failure: 'gpu-lost', message: `${error.message} ${outcome} Nothing is lost.`, hint } as const;
  tell(lost ? { kind: 'picture-lost', notice } : { kind: 'notice', notice });
}

/** Opens the jobs, once. Their code loads beside the worker's own, which need not wait for it. */
function openJobs(): Promise<JobManager> {
  jobs ??= import('./jobs/open').then(({ openManager }) => openManager({ source: backends, views, tell }));
  return jobs;
}

function noRenderer(): Extract<Answer<never>, { ok: false }> {
  const message = 'This browser offers neither WebGPU nor WebGL, so there is no 3D picture.';
  const hint =
    'Numbers and charts are complete without it. Turn on hardware acceleration, or use a current Chrome, Edge, Firefox or Safari.';
  return { ok: false, error: { kind: 'failed', notice: { failure: 'no-renderer', message, hint } } };
}

/** What was drawn; nothing where WebGPU breaks it off with its device, whose loss is told once, by its owner. */
async function unlessLost<T>(drawing: T | Promise<T>): Promise<T | undefined> {
  try {
    return await drawing;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    console.warn(error);
    return undefined;
  }
}

// three.js leaves promises of its device to themselves; one that a loss breaks off says nothing that the owner has not told
self.addEventListener('unhandledrejection', (event) => {
  if (!(event.reason instanceof DOMException)) return;
  event.preventDefault();
  console.warn(event.reason);
});

const api: EngineApi = {
  start: async (preference) => {
    const release = views.hold();
    try {
      return await backends.start(preference);
    } finally {
      release();
      started();
    }
  },
  listen: async (hear) => {
    listener = hear;
    // what the user looks at does not wait for them
    openJobs().catch((error: unknown) => console.warn(error));
  },
  frontier: (runId, file) => runs.frontier(runId, file),
  quantiles: (runId, file) => runs.quantiles(runId, file),
  growthSurface: (runId, file) => runs.growthSurface(runId, file),
  exportSweep: (runId, file, format, target) => runs.exportSweep(runId, file, format, target),
  addJob: async (name, file) => (await openJobs()).add(name, file),
  commandJob: async (command, id) => (await openJobs()).command(command, id),
  exportJob: async (runId, id, format, target) => runs.exportJob(runId, await openJobs(), id, format, target),
  cancel: async (runId) => runs.cancel(runId),
  pause: async (runId, isPaused) => runs.pause(runId, isPaused),
  fitAdapter: async () => (await backends.gpuForFits())?.info.adapter,
  descend: async (batch) => {
    const gpu = await backends.gpuForFits();
    if (!gpu) throw new BackendError('gpu-lost', 'There is no GPU any more.');
    const { createFitEngine } = await import('../gpu/fits');
    const { points, isConverged } = await createFitEngine(gpu)(batch);
    return transfer({ points, isConverged }, [points.buffer, isConverged.buffer]);
  },
  openStage: async (canvas, size, theme) => {
    const state = await backends.gpu();
    const opening = new Picture(canvas, size, theme);
    try {
      const info = await opening.open(state.kind === 'open' ? state.gpu : undefined);
      picture = opening;
      return { ok: true, value: info };
    } catch (error) {
      console.warn(error);
      return noRenderer();
    }
  },
  showSurface: (request) => unlessLost(picture?.showSurface(request)),
  showContent: (content) => unlessLost(picture?.showContent(content)),
  showBudget: (budget) => unlessLost(picture?.showBudget(budget)),
  setPose: (pose) => unlessLost(picture?.setPose(pose)),
  resize: (size) => unlessLost(picture?.resize(size)),
  capture: (size) => unlessLost(picture?.capture(size)),
  setTheme: (theme) => unlessLost(picture?.setTheme(theme)),
  openRelief: async (id, canvas, size, theme) => {
    const state = await backends.gpu();
    const opening = new ReliefPicture(canvas);
    try {
      const info = await opening.open(state.kind === 'open' ? state.gpu : undefined, size, theme);
      reliefs.set(id, opening);
      return { ok: true, value: info };
    } catch (error) {
      console.warn(error);
      return noRenderer();
    }
  },
  showRelief: (id, request) => unlessLost(reliefs.get(id)?.show(request)),
  setReliefPose: (id, pose) => unlessLost(reliefs.get(id)?.setPose(pose)),
  resizeRelief: (id, size) => unlessLost(reliefs.get(id)?.resize(size)),
  setReliefTheme: (id, theme) => unlessLost(reliefs.get(id)?.setTheme(theme)),
  closeRelief: async (id) => {
    await reliefs.get(id)?.close();
    reliefs.delete(id);
  },
  ...createTables(runs, openJobs),
};
expose(api);
