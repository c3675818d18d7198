import { megatronParameters } from '../model/flop/megatron';
import { findAccelerator } from '../model/plan/hardware';
import { type Job, type SearchSpace, searchLayouts } from '../model/plan/search';
import type { LayoutEngine } from '../sweep/layouts';
import type { FitCase } from './fit-cases';

const MOST_ACCELERATORS = 512;
/** As the search counts them; its tests hold it to that. */
const LAYOUTS = 984_228;
const gpt3 = { layers: 96, width: 12_288, heads: 96, headSize: 128, feedForward: 49_152, context: 2048, vocabulary: 51_200 };

/** A benchmark of planning: on one thread of the CPU, and on a device. */
export interface PlanCase extends FitCase {
  readonly job: Job;
  readonly space: SearchSpace;
}

const job: Job = { N: megatronParameters(gpt3), shape: gpt3, batch: 1536 };
const space: SearchSpace = { accelerator: findAccelerator('a100-80')!, from: 1, to: MOST_ACCELERATORS };

/** Every case of planning. */
export const planCases: readonly PlanCase[] = [
  {
    id: 'plan',
    about: 'all layouts of GPT-3 175B on 1 to 512 A100-80GB, the fastest for each number of them',
    work: LAYOUTS,
    job,
    space,
    prepare: () => Promise.resolve(() => void searchLayouts(job, space)),
  },
];

/** A case of planning by its id. */
export function findPlanCase(id: string): PlanCase {
  const found = planCases.find((known) => known.id === id);
  if (!found) throw new Error(`no benchmark case ${id}`);
  return found;
}

/** Seconds of each of `runs` runs of a case on a device, after one that compiles. */
export async function measurePlanOn(engine: LayoutEngine, { job: of, space: over }: PlanCase, runs: number): Promise<number[]> {
  await engine(of, over);
  const seconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    await engine(of, over);
    seconds.push((performance.now() - started) / 1000);
  }
  return seconds;
}
