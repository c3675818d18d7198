import { type AnySweepFile, type AnySweepPlan, parseAny, planAny } from '../../sweep/any';
import type { Tile } from '../../sweep/backend';
import { type Gate, HoldGate, bothGates } from '../../sweep/gate';
import type { JournalFile, JournalSource } from '../../sweep/journal/file';
import { journalIdentity } from '../../sweep/journal/identity';
import { checkJournal } from '../../sweep/journal/journal';
import { replaySweep, runKept } from '../../sweep/journal/run';
import type { BackendSource, RunOptions, RunProgress, RunSummary } from '../../sweep/run';
import { cellCount } from '../../sweep/tiling';
import type { EngineEvent, Notice } from '../api';
import { failoverNotice } from '../notices';
import type { Job, JobCommand } from './job';
import { jobFailedNotice, notKeptNotice, notSavedNotice, startsAnewNotice } from './notices';
import type { JobStore } from './store';
import type { TabMessage, Tabs } from './tabs';

/** Progress is told at most this often. */
const PROGRESS_MS = 100;

/** A job that was cancelled; the reason of its abort signal. */
const CANCELLED = new DOMException('cancelled', 'AbortError');

/** Takes the tiles of a job while it runs, in order, those of its journal first. */
export interface JobConsumer {
  addTile(tile: Tile): void | Promise<void>;
  /** Every tile has been handed on. */
  finish?(summary: RunSummary): void | Promise<void>;
}

/** What a manager works with. */
export interface JobOptions {
  readonly store: JobStore;
  readonly tabs: Tabs;
  readonly source: BackendSource;
  /** Closed while sweeps run that the user waits for: jobs stand back. */
  readonly views: Gate;
  /** Hears of jobs, their progress, and notices. */
  tell(event: EngineEvent): void;
  /** Makes what takes the tiles of a job, each time that it is run. */
  consumer?(job: Job, plan: AnySweepPlan): JobConsumer | undefined;
  /** Jobs that are expected to take longer are kept in a journal. */
  readonly keepFromSeconds?: number;
}

/** A run in this tab: at work, or held by its gate. */
interface Live {
  readonly gate: HoldGate;
  readonly controller: AbortController;
  release?: (() => void) | undefined;
  /** Resolves when the run is over and its journal closed. */
  readonly over: Promise<void>;
}

/**
 * Runs jobs one after the other, in the order in which they were added. Of all tabs one leads and runs them; the others show what it
 * tells and hand on what their users do. When the one that leads is gone, by a reload or a crash, the next goes on from its journals.
 */
export class JobManager {
  private readonly options: JobOptions;
  private readonly jobs = new Map<string, Job>();
  private readonly live = new Map<string, Live>();
  private isLeading = false;
  private saving: Promise<void> = Promise.resolve();
  /** Resolves when it is known who leads. */
  private readonly ready: Promise<void>;
  private setReady!: () => void;

  constructor(options: JobOptions) {
    this.options = options;
    this.ready = new Promise((resolve) => (this.setReady = resolve));
  }

  /** Reads what is kept, tells it, and joins the other tabs. Call once. */
  async open(): Promise<void> {
    const { store, tabs } = this.options;
    for (const job of await store.list().catch(() => [])) this.jobs.set(job.id, job);
    this.options.tell({ kind: 'jobs', jobs: this.list() });
    tabs.listen((message) => this.hear(message));
    tabs.lead(() => void this.lead());
    tabs.post({ kind: 'hello' });
  }

  /** Adds a job behind the others; resolves with its id. Rejects with an InputError where the file is none. */
  async add(name: string, given: AnySweepFile): Promise<string> {
    // as it will be read back after a reload, so that its journal is known again
    const file = parseAny(given);
    const job: Job = { id: crypto.randomUUID(), name, file, status: 'queued', created: Date.now() };
    await this.ready;
    if (this.isLeading) {
      this.accept(job);
    } else {
      // saved here, so that it is not lost with a leader that goes away before it hears of it
      this.save(job);
      this.options.tabs.post({ kind: 'add', job });
    }
    await this.saving;
    return job.id;
  }

  /** Does what a user asks of a job, in whichever tab it runs. What makes no sense in the job's state does nothing. */
  async command(command: JobCommand, id: string): Promise<void> {
    await this.ready;
    if (this.isLeading) await this.obey(command, id);
    else this.options.tabs.post({ kind: 'command', command, id });
  }

  /**
   * Hands every tile of a job to a consumer, in order: from its journal, and computes what is not in it, which is everything where the
   * sweep was too short to be kept. For tables and files of a finished job. Rejects as `runSweep`.
   */
  async replay(id: string, options: RunOptions): Promise<RunSummary> {
    const job = this.find(id);
    const journal = await this.readOurs(job);
    try {
      const summary = await replaySweep(planAny(job.file), this.options.source, options, journal);
      return job.summary ?? summary;
    } finally {
      await journal?.close();
    }
  }

  /** The sweep of a job. Throws for an unknown one. */
  fileOf(id: string): AnySweepFile {
    return this.find(id).file;
  }

  private find(id: string): Job {
    const job = this.jobs.get(id);
    if (!job) throw new Error(`there is no job ${id}`);
    return job;
  }

  private list(): readonly Job[] {
    return [...this.jobs.values()].toSorted((a, b) => a.created - b.created);
  }

  private async lead(): Promise<void> {
    this.isLeading = true;
    for (const job of await this.options.store.list().catch(() => [])) if (!this.jobs.has(job.id)) this.jobs.set(job.id, job);
    // what ran them is gone
    for (const job of this.jobs.values()) if (job.status === 'running') this.jobs.set(job.id, { ...job, status: 'queued' });
    this.publish();
    this.setReady();
    this.runNext();
  }

  private hear(message: TabMessage): void {
    if (this.isLeading) {
      if (message.kind === 'hello') this.publish();
      if (message.kind === 'add') this.accept(message.job);
      if (message.kind === 'command') void this.obey(message.command, message.id);
      return;
    }
    if (message.kind === 'jobs') {
      this.jobs.clear();
      for (const job of message.jobs) this.jobs.set(job.id, job);
      this.options.tell({ kind: 'jobs', jobs: this.list() });
      this.setReady();
    }
    if (message.kind === 'progress') this.progress(message.id, message.progress);
  }

  private accept(job: Job): void {
    this.jobs.set(job.id, job);
    this.save(job);
    this.publish();
    this.runNext();
  }

  private async obey(command: JobCommand, id: string): Promise<void> {
    const job = this.jobs.get(id);
    if (!job) return;
    const live = this.live.get(id);
    const isOpen = job.status === 'queued' || job.status === 'running';
    if (command === 'pause' && isOpen) {
      if (live) live.release ??= live.gate.hold();
      this.update(id, { status: 'paused' });
    } else if (command === 'resume' && !isOpen && job.status !== 'done') {
      // a run that was ended may still be closing its journal; a paused one is only held
      if (job.status !== 'paused') await live?.over;
      this.update(id, { status: 'queued', notice: undefined });
    } else if (command === 'cancel' && (isOpen || job.status === 'paused')) {
      this.update(id, { status: 'cancelled', progress: undefined });
      live?.controller.abort(CANCELLED);
      await live?.over;
      await this.options.store.removeJournal(id).catch(() => undefined);
    } else if (command === 'remove') {
      this.jobs.delete(id);
      this.publish();
      live?.controller.abort(CANCELLED);
      await live?.over;
      await this.saving;
      await this.options.store.remove(id).catch((error: unknown) => this.notify(notSavedNotice(error)));
    }
    this.runNext();
  }

  /** Lets the next job run, where none does. */
  private runNext(): void {
    const jobs = this.list();
    const next = jobs.find(({ status }) => status === 'queued');
    if (!this.isLeading || !next || jobs.some(({ status }) => status === 'running')) return;
    const live = this.live.get(next.id);
    this.update(next.id, { status: 'running' });
    if (live) {
      live.release?.();
      live.release = undefined;
      return;
    }
    const [gate, controller] = [new HoldGate(), new AbortController()];
    const over = this.run(next, gate, controller.signal);
    this.live.set(next.id, { gate, controller, over });
  }

  private async run(job: Job, gate: Gate, signal: AbortSignal): Promise<void> {
    const { source, views, store, keepFromSeconds } = this.options;
    const { id } = job;
    // so that it stands among the live ones before anything of it happens
    await Promise.resolve();
    try {
      const plan = planAny(job.file);
      const found = await this.findJournal(job);
      const consumer = this.options.consumer?.(job, plan);
      const cells = cellCount(plan);
      const summary = await runKept(
        plan,
        source,
        {
          signal,
          gate: bothGates(gate, views),
          onTile: (tile) => consumer?.addTile(tile),
          onProgress: this.reporter(id),
          onFailover: (error, next) => {
            // the loss of the device is told once, by its owner
            if (error.failure !== 'gpu-lost') this.notify(failoverNotice(error, next));
          },
        },
        {
          identity: await journalIdentity(job.file),
          found,
          create: () => store.openJournal(id),
          onProblem: (problem) => this.warn(job, notKeptNotice(job, problem, cells)),
          ...(keepFromSeconds !== undefined && { fromSeconds: keepFromSeconds }),
        },
      );
      await consumer?.finish?.(summary);
      this.update(id, { status: 'done', summary });
    } catch (error) {
      if (!signal.aborted) {
        const notice = jobFailedNotice(job, error);
        this.update(id, { status: 'failed', notice });
        this.notify(notice);
      }
    } finally {
      this.live.delete(id);
      this.runNext();
    }
  }

  /**
   * The journal that a job goes on from; one that is of no use is told and put away. Rejects where it cannot be opened, for a run
   * without it would write over it.
   */
  private async findJournal(job: Job): Promise<JournalFile | undefined> {
    const { store } = this.options;
    const source = await store.readJournal(job.id);
    if (!source) return undefined;
    const check = await checkJournal(source, await journalIdentity(job.file));
    await source.close();
    if (check.kind === 'ours') return store.openJournal(job.id);
    await store.removeJournal(job.id);
    if (check.kind !== 'empty') this.warn(job, startsAnewNotice(job, check));
    return undefined;
  }

  private async readOurs(job: Job): Promise<JournalSource | undefined> {
    const source = await this.options.store.readJournal(job.id);
    if (source && (await checkJournal(source, await journalIdentity(job.file))).kind === 'ours') return source;
    await source?.close();
    return undefined;
  }

  private reporter(id: string): (progress: RunProgress) => void {
    let told = 0;
    return (progress) => {
      const now = performance.now();
      if (now - told < PROGRESS_MS && progress.cellsDone < progress.cells) return;
      told = now;
      this.progress(id, progress);
      this.options.tabs.post({ kind: 'progress', id, progress });
    };
  }

  private progress(id: string, progress: RunProgress): void {
    const job = this.jobs.get(id);
    if (!job) return;
    this.jobs.set(id, { ...job, progress });
    this.options.tell({ kind: 'job-progress', id, progress });
  }

  /** Changes a job, unless it was removed; saves and tells it. */
  private update(id: string, change: Partial<Job>): void {
    const job = this.jobs.get(id);
    if (!job) return;
    const changed = { ...job, ...change };
    this.jobs.set(id, changed);
    this.save(changed);
    this.publish();
  }

  private warn({ id }: Job, notice: Notice): void {
    this.update(id, { notice });
    this.notify(notice);
  }

  private notify(notice: Notice): void {
    this.options.tell({ kind: 'notice', notice });
  }

  private publish(): void {
    const jobs = this.list();
    this.options.tell({ kind: 'jobs', jobs });
    if (this.isLeading) this.options.tabs.post({ kind: 'jobs', jobs });
  }

  /** Saves jobs one after the other, so that the last state is what stays. */
  private save(job: Job): void {
    this.saving = this.saving.then(() => this.options.store.save(job)).catch((error: unknown) => this.notify(notSavedNotice(error)));
  }
}
