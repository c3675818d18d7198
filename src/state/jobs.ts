import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { AnySweepFile } from '../sweep/any';
import type { ExportFormat } from '../worker/api';
import type { Answer, ExportResult, ExportTarget, SweepProgress } from '../worker/api';
import type { EngineClient } from '../worker/client';
import type { Job, JobCommand } from '../worker/jobs/job';

/** Sweeps in the background, one after the other, that outlive the page. Failures reach the page's notices through the engine. */
export interface Jobs {
  /** Every job of this browser, in the order in which they were added. */
  readonly all: ReadonlySignal<readonly Job[]>;
  /** Whether there is an engine to run them. */
  readonly isReady: ReadonlySignal<boolean>;
  /** Adds a sweep behind the others; resolves with its id, undefined where there is no engine. */
  add(name: string, file: AnySweepFile): Promise<string | undefined>;
  /** Pauses, resumes, cancels or removes a job. */
  command(command: JobCommand, id: string): Promise<void>;
  /** Writes the rows of a job in a format from what is kept of it; undefined where there is no engine. */
  export(
    id: string,
    format: ExportFormat,
    target: ExportTarget,
    options: { readonly signal: AbortSignal; onProgress(progress: SweepProgress): void },
  ): Promise<Answer<ExportResult> | undefined>;
  /** Gives the jobs their engine. */
  connect(engine: EngineClient): void;
}

/** Creates the list of jobs, which fills when the engine has told of them. */
export function createJobs(): Jobs {
  const all = signal<readonly Job[]>([]);
  const isReady = signal(false);
  let engine: EngineClient | undefined;
  return {
    all,
    isReady,
    add: async (name, file) => engine?.jobs.add(name, file),
    command: async (command, id) => engine?.jobs.command(command, id),
    export: async (id, format, target, options) => engine?.jobs.export(id, format, target, options),
    connect(client) {
      engine = client;
      isReady.value = true;
      client.onEvent((event) => {
        if (event.kind === 'jobs') all.value = event.jobs;
        if (event.kind === 'job-progress') {
          all.value = all.value.map((job) => (job.id === event.id ? { ...job, progress: event.progress } : job));
        }
        if (event.kind === 'stopped') {
          engine = undefined;
          isReady.value = false;
          // what ran goes on from its journal when the page is loaded again
          all.value = all.value.map((job) => (job.status === 'running' ? { ...job, status: 'queued' } : job));
        }
      });
    },
  };
}
