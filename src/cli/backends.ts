import { BackendError, type SweepBackend } from '../sweep/backend';
import { chooseBackend } from '../sweep/choose';
import { createNodeCpuBackend } from '../sweep/cpu/node-pool';
import type { BackendSource } from '../sweep/run';
import { type CliContext, CliFailure } from './context';
import { createChromiumBackend } from './hosts/chromium';
import { createDawnBackend } from './hosts/dawn';

/** Values of `--backend`. */
export const backendPreferences = ['auto', 'webgpu', 'cpu'] as const;

/** A value of `--backend`. */
export type BackendPreference = (typeof backendPreferences)[number];

/** Values of `--host`: what runs the WebGPU backend. */
export const gpuHosts = ['chromium', 'dawn'] as const;

/** A value of `--host`. */
export type GpuHost = (typeof gpuHosts)[number];

/** Fewer cells than this are done on the CPU before a browser has started. */
const WORTH_A_BROWSER_CELLS = 1e8;

/** Backends of one command, opened when they are wanted. */
export interface CliBackends extends BackendSource {
  /** Ends workers, device and browser. */
  dispose(): void;
}

/** Opens the WebGPU backend on a host. */
function openGpuHost(host: GpuHost, context: CliContext): Promise<SweepBackend> {
  return host === 'dawn' ? createDawnBackend() : createChromiumBackend(context);
}

/**
 * The backends for a sweep of so many cells. `auto` measures both where there is an adapter and the sweep is worth it. After a
 * failure of WebGPU the sweep goes on with a fresh device, once, and then on the CPU.
 */
export function createCliBackends(preference: BackendPreference, host: GpuHost, cells: number, context: CliContext): CliBackends {
  const open: SweepBackend[] = [];
  const keep = (backend: SweepBackend): SweepBackend => {
    open.push(backend);
    return backend;
  };
  const openCpu = (): SweepBackend => keep(createNodeCpuBackend(context.cpuWorker));
  const openGpu = async (): Promise<SweepBackend> => keep(await openGpuHost(host, context));
  const tryGpu = (): Promise<SweepBackend | undefined> =>
    openGpu().catch((error: Error) => {
      context.stderr(`no WebGPU: ${error.message}\n`);
      return undefined;
    });
  let hasReopened = false;

  return {
    acquire: async () => {
      if (preference === 'cpu' || (preference === 'auto' && cells < WORTH_A_BROWSER_CELLS)) return openCpu();
      if (preference === 'webgpu') {
        return openGpu().catch((error: Error) => {
          throw error instanceof BackendError ? new CliFailure(`${error.message} Use --backend cpu to compute on the CPU.`) : error;
        });
      }
      const gpu = await tryGpu();
      const cpu = openCpu();
      if (!gpu) return cpu;
      const { backend, reason } = await chooseBackend(cpu, gpu);
      context.stderr(`${reason}\n`);
      return backend;
    },
    replace: async (failed: SweepBackend, error: BackendError) => {
      if (failed.info.kind === 'cpu') return undefined;
      failed.dispose();
      const isLasting = error.failure === 'shader-rejected' || error.failure === 'not-supported';
      const fresh = hasReopened || isLasting ? undefined : await tryGpu();
      hasReopened = true;
      return fresh ?? openCpu();
    },
    dispose: () => open.forEach((backend) => backend.dispose()),
  };
}
