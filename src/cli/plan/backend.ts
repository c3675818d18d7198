import type { PlanAnswer, PlanRequest } from '../../model/plan/request';
import { searchLayouts, surveyLayouts } from '../../model/plan/search';
import { solvePlan } from '../../model/plan/solve';
import { BackendError } from '../../sweep/backend';
import { type LayoutEngine, solvePlanOn } from '../../sweep/layouts';
import type { BackendPreference, GpuHost } from '../backends';
import { type CliContext, CliFailure } from '../context';
import { createChromiumLayouts } from '../hosts/chromium';
import { createDawnLayouts } from '../hosts/dawn';
import type { LayoutHost } from '../layout-host';

/** Layouts of one search that the CPU is done with before a browser has started: it takes 6 to 20 ms a million, as it need not look at all. */
const WORTH_A_BROWSER = 1e8;

/** Answers a request with its layouts searched on a backend. `auto` opens a device for large searches alone, and takes a GPU alone. */
export async function solveOnBackend(
  request: PlanRequest,
  preference: BackendPreference,
  host: GpuHost,
  context: CliContext,
): Promise<PlanAnswer> {
  if (preference === 'cpu') return solvePlan(request);
  const onCpu: LayoutEngine = (job, space) => Promise.resolve(searchLayouts(job, space));
  let opened: Promise<LayoutHost | undefined> | undefined;
  const engine: LayoutEngine = async (job, space) => {
    if (preference === 'auto' && surveyLayouts(job, space).layouts < WORTH_A_BROWSER) return onCpu(job, space);
    const device = await (opened ??= openLayoutHost(preference, host, context));
    return device ? device.engine(job, space) : onCpu(job, space);
  };
  try {
    return await solvePlanOn(engine, request);
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    if (preference === 'webgpu') throw new CliFailure(`${error.message} Use --backend cpu to search on the CPU.`);
    context.stderr(`${error.message} Searching layouts on the CPU.\n`);
    return solvePlan(request);
  } finally {
    (await opened?.catch(() => undefined))?.dispose();
  }
}

/** Opens a device; undefined where `auto` finds no GPU, as an emulated one is the CPU with a detour. */
async function openLayoutHost(preference: BackendPreference, host: GpuHost, context: CliContext): Promise<LayoutHost | undefined> {
  const found = await (host === 'dawn' ? createDawnLayouts() : createChromiumLayouts(context));
  const { adapter, isSoftware } = found.info;
  if (preference === 'auto' && isSoftware) {
    found.dispose();
    context.stderr('no GPU; searching layouts on the CPU\n');
    return undefined;
  }
  context.stderr(`layouts are searched on WebGPU, ${adapter}\n`);
  return found;
}
