import { megatronParameters } from '../model/flop/megatron';
import { findAccelerator } from '../model/plan/hardware';
import { searchLayouts } from '../model/plan/search';
import type { FitCase } from './fit-cases';

const MOST_ACCELERATORS = 512;
/** As the search counts them; its tests hold it to that. */
const LAYOUTS = 984_228;
const gpt3 = { layers: 96, width: 12_288, heads: 96, headSize: 128, feedForward: 49_152, context: 2048, vocabulary: 51_200 };

function search() {
  const job = { N: megatronParameters(gpt3), shape: gpt3, batch: 1536 };
  return searchLayouts(job, { accelerator: findAccelerator('a100-80')!, from: 1, to: MOST_ACCELERATORS });
}

/** Every case of planning; on one thread of the CPU. */
export const planCases: readonly FitCase[] = [
  {
    id: 'plan',
    about: 'all layouts of GPT-3 175B on 1 to 512 A100-80GB, the fastest for each number of them, one thread',
    work: LAYOUTS,
    prepare: () => Promise.resolve(() => void search()),
  },
];
