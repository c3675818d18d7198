import { type BatchEngine, bootstrapInBatch, fitLawInBatch } from '../fit/batch';
import { bootstrapFit } from '../fit/bootstrap';
import { fitLaw } from '../fit/fit';
import { exampleRuns } from '../fit/runs/examples';
import { readRuns } from '../fit/runs/runs';

/** A benchmark of fitting, or of planning. Ids and work are fixed, so that figures compare over time. */
export interface FitCase {
  readonly id: string;
  /** One line for people. */
  readonly about: string;
  /** Fits or layouts of one run. */
  readonly work: number;
  /** Reads what it needs, and returns what is timed. */
  readonly prepare: () => Promise<() => void>;
  /** The same work in batches on a device; absent where nothing runs there. */
  readonly prepareBatch?: (engine: BatchEngine) => Promise<() => Promise<unknown>>;
}

const RESAMPLES = 4000;

async function epochRuns() {
  const text = await exampleRuns.find(({ id }) => id === 'epoch-chinchilla')!.load();
  return readRuns(text, { exclude: ['outlier_top5_loss=1'] });
}

/** Every case of fitting, in the order in which they run, on the 240 runs of Besiroglu et al.; one thread on the CPU. */
export const fitCases: readonly FitCase[] = [
  {
    id: 'fit',
    about: '4500 starts of Hoffmann et al. on 240 runs',
    work: 4500,
    prepare: async () => {
      const runs = await epochRuns();
      return () => void fitLaw(runs, { starts: 'grid' });
    },
    prepareBatch: async (engine) => {
      const runs = await epochRuns();
      return () => fitLawInBatch(engine, runs, { starts: 'grid' });
    },
  },
  {
    id: 'fit-bootstrap',
    about: '4000 resamples of 240 runs',
    work: RESAMPLES,
    prepare: async () => {
      const fit = fitLaw(await epochRuns());
      return () => void bootstrapFit(fit, { draws: RESAMPLES, seed: 0 });
    },
    prepareBatch: async (engine) => {
      const fit = fitLaw(await epochRuns());
      return () => bootstrapInBatch(engine, fit, { draws: RESAMPLES, seed: 0 });
    },
  },
];

/** Seconds of each of `runs` runs of a case, after one that warms up. */
export async function measureFitCase({ prepare }: FitCase, runs: number): Promise<number[]> {
  const job = await prepare();
  job();
  return Array.from({ length: runs }, () => {
    const started = performance.now();
    job();
    return (performance.now() - started) / 1000;
  });
}

/** A case of fitting by its id. */
export function findFitCase(id: string): FitCase {
  const found = fitCases.find((known) => known.id === id);
  if (!found) throw new Error(`no benchmark case ${id}`);
  return found;
}

/** The same on a device. Throws where the case has nothing that runs there. */
export async function measureFitBatches(engine: BatchEngine, { id, prepareBatch }: FitCase, runs: number): Promise<number[]> {
  if (!prepareBatch) throw new Error(`the benchmark case ${id} runs on the CPU alone`);
  const job = await prepareBatch(engine);
  await job();
  const seconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    await job();
    seconds.push((performance.now() - started) / 1000);
  }
  return seconds;
}
