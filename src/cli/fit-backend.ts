import { BackendError } from '../sweep/backend';
import { InputError } from '../quantities/issue';
import type { BackendPreference, GpuHost } from './backends';
import { type CliContext, CliFailure } from './context';
import type { FitHost } from './fit-host';
import { createChromiumFits } from './hosts/chromium';
import { createDawnFits } from './hosts/dawn';

/** Descents times runs that the CPU does before a browser has started: some ten seconds of one thread. */
const WORTH_A_BROWSER = 1.5e7;

/** What a fit asks of a backend. */
export interface FitWork {
  /** Starts and resamples times runs. */
  readonly size: number;
  /** Why it cannot run in batches; undefined where it can. */
  readonly refusal: string | undefined;
}

/**
 * The device for the descents of a fit; undefined for the CPU. `auto` takes a device only where the work is worth a browser and the
 * adapter is a GPU: an emulated one is the CPU with a detour.
 */
export async function openFitHost(
  preference: BackendPreference,
  host: GpuHost,
  { size, refusal }: FitWork,
  context: CliContext,
): Promise<FitHost | undefined> {
  if (preference === 'cpu' || (preference === 'auto' && (refusal !== undefined || size < WORTH_A_BROWSER))) return undefined;
  if (refusal !== undefined) {
    throw new InputError([{ field: '--backend', given: `webgpu with ${refusal}`, allowed: 'cpu or auto' }]);
  }
  const open = (): Promise<FitHost> => (host === 'dawn' ? createDawnFits() : createChromiumFits(context));
  if (preference === 'webgpu') {
    return open().catch((error: Error) => {
      throw error instanceof BackendError ? new CliFailure(`${error.message} Use --backend cpu to fit on the CPU.`) : error;
    });
  }
  const found = await open().catch((error: Error) => {
    context.stderr(`no WebGPU: ${error.message}\n`);
    return undefined;
  });
  if (!found?.info.isSoftware) return found;
  found.dispose();
  context.stderr('no GPU; fitting on the CPU\n');
  return undefined;
}
