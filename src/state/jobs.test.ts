import { expect, test } from 'vitest';
import { surface } from '../testing/sweeps';
import type { EngineEvent } from '../worker/api';
import type { EngineClient } from '../worker/client';
import type { Job } from '../worker/jobs/job';
import { createJobs } from './jobs';

const job: Job = { id: 'a', name: 'a sweep', file: surface(8, 8), status: 'running', created: 1 };
const progress = { cellsDone: 32, cells: 64, cellsPerSecond: 1e6, secondsLeft: 1 };
const stopped = { failure: 'worker-crashed', message: 'The engine stopped.', hint: '' } as const;

test('jobs are what the engine tells; without an engine there is nothing to ask', async () => {
  let tell: (event: EngineEvent) => void = () => undefined;
  const asked: string[] = [];
  const engine = {
    onEvent: (listener: typeof tell) => void (tell = listener),
    jobs: {
      add: async (name: string) => (asked.push(`add ${name}`), 'a'),
      command: async (command: string, id: string) => void asked.push(`${command} ${id}`),
    },
  } as unknown as EngineClient;
  const jobs = createJobs();
  expect(await jobs.add('a sweep', job.file)).toBeUndefined();
  jobs.connect(engine);
  expect(await jobs.add('a sweep', job.file)).toBe('a');
  await jobs.command('pause', 'a');
  expect(asked).toEqual(['add a sweep', 'pause a']);
  tell({ kind: 'jobs', jobs: [job] });
  tell({ kind: 'job-progress', id: 'a', progress });
  expect(jobs.all.value).toEqual([{ ...job, progress }]);

  tell({ kind: 'stopped', notice: stopped });
  expect(jobs.isReady.value).toBe(false);
  expect(jobs.all.value).toEqual([{ ...job, progress, status: 'queued' }]);
  await jobs.command('resume', 'a');
  expect(asked).toHaveLength(2);
});
