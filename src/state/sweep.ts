import { msg, str } from '@lit/localize';
import { type ReadonlySignal, type Signal, batch, computed, effect, signal } from '@preact/signals-core';
import { formatWhole } from '../locales/numbers';
import { said } from '../locales/said';
import { InputError, type Issue } from '../quantities/issue';
import { quantities, isQuantityId } from '../quantities/registry';
import { type AnySweepFile, axisLength, isGraphFile } from '../sweep/any';
import { type SweepFile, drawingOf } from '../sweep/file';
import { isScheduleFile } from '../sweep/growth/file';
import type { RowView } from '../sweep/results/result-table';
import type { TableColumn } from '../sweep/table';
import type { Answer, SweepProgress, SweepSummary } from '../worker/api';
import type { RunHandle, TableClient } from '../worker/client';
import type { Job } from '../worker/jobs/job';
import type { PageNotice, Store } from './store';
import type { Brush, SweepChoices, SweepJson } from './sweep-choices';
import { lawNamed } from './sweep-edit';
import { type SweepKind, kindOf, sweepExamples, sweptQuantity } from './sweep-kinds';
import { rowsOf } from './sweeps';

/** A sweep file as it is: one that can be run, or what is wrong with it, field by field. */
export type SweepDraft =
  | { readonly file: AnySweepFile; readonly issues?: undefined }
  | { readonly file?: undefined; readonly issues: readonly Issue[] };

/** What a sweep will take. */
export interface SweepEstimate {
  /** Cells that are computed, draws counted. */
  readonly cells: number;
  /** Rows that are kept; NaN for a Pareto front, which is as long as it turns out. */
  readonly rows: number;
  /** Columns of the rows: axes, and what is asked of each. */
  readonly width: { readonly axes: number; readonly metrics: number };
  /** NaN where the rows are not known. */
  readonly bytes: number;
  /** NaN until the backend is measured. */
  readonly seconds: number;
}

/** Where the run stands. */
export type SweepRun =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: SweepProgress | undefined; readonly isPaused?: boolean }
  | { readonly kind: 'done'; readonly summary: SweepSummary }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly notice: PageNotice };

/** Results in the worker. */
export interface SweepResult {
  readonly id: number;
  readonly kind: SweepKind;
  readonly file: AnySweepFile;
  readonly columns: readonly TableColumn[];
  /** Rows so far. */
  readonly rows: number;
  readonly isComplete: boolean;
}

/** What the sweep view shows, as signals. */
export interface SweepState {
  readonly choices: Signal<SweepChoices>;
  /** The sweep file as it is written. */
  readonly json: ReadonlySignal<SweepJson>;
  readonly kind: ReadonlySignal<SweepKind>;
  readonly draft: ReadonlySignal<SweepDraft>;
  readonly estimate: ReadonlySignal<SweepEstimate | undefined>;
  /** Why the sweep can be exported, but not be looked at; undefined where it can. */
  readonly tooLarge: ReadonlySignal<string | undefined>;
  readonly run: ReadonlySignal<SweepRun>;
  readonly result: ReadonlySignal<SweepResult | undefined>;
  /** Whether rows are on their way, or will be as soon as there is something to compute them with. */
  readonly isAwaited: ReadonlySignal<boolean>;
  /** Whether the result is that of the sweep as it is written. */
  readonly isCurrent: ReadonlySignal<boolean>;
  /** Rows that are looked at. */
  readonly view: ReadonlySignal<RowView>;
  /** The row under the pointer, by the number that it has in the table. */
  readonly hovered: Signal<number | undefined>;
  /** Changes the file; what was chosen to look at stays as far as the new result has it. */
  write(json: SweepJson): void;
  choose(choices: Partial<SweepChoices>): void;
  /** Runs the sweep as it is written. */
  start(): void;
  cancel(): void;
  /** Holds the run, or lets it go on. */
  pause(isPaused: boolean): void;
  /** Shows the sweep of a job and its rows, from what is kept of it. */
  openJob(job: Job): void;
  /** Opens the text of a sweep file. Says what is wrong where it is none. */
  open(text: string): string | undefined;
}

/** Sweeps up to this size run as soon as they are written: they take about a second. */
const AT_ONCE = { cells: 3e7, rows: 600_000 };
/** How long after the last change, in milliseconds. */
const SETTLE_MS = 250;
/** Rows that a table takes: what browsers give a page in memory. */
export const MAX_TABLE_ROWS = 20_000_000;
/** Runs something into a table. */
type Fill = (tables: TableClient, onStart: (tableId: number) => void, handle: RunHandle) => Promise<Answer<SweepSummary>>;

/**
 * How often a growing table is looked at: in milliseconds at most, and as a share of the time that it has grown. Each look goes over all
 * rows in the worker that makes them, so that many of them would cost more than the sweep.
 */
const LOOK = { ms: 300, share: 0.25 };
/** Seconds that a row takes to be kept, for each of its columns; measured on the CPU of a small machine. */
const SECONDS_PER_VALUE = 6e-8;

/** What the sweep view shows; it runs small sweeps on its own while the view is open. */
export function createSweep(store: Store): SweepState {
  const choices = store.sweep;
  const fallback = sweepExamples[0]!.create(lawNamed(store.law.peek(), store.own.peek()));
  const json = computed(() => choices.value.sweep ?? fallback);
  const kind = computed(() => kindOf(json.value));
  const draft = computed(() => draftOf(kind.value, json.value));
  /** Cells a second of what was run before, by what it was. */
  const rates = signal<Readonly<Record<string, number>>>({});
  const estimate = computed(() => {
    const { file } = draft.value;
    const choice = store.choice.value;
    // general sweeps run on the CPU
    const measured = file && isGraphFile(file) ? choice?.measured.cpu : choice?.measured[choice.info.kind];
    return file && estimateOf(file, rates.value[rateKey(file)] ?? measured ?? Number.NaN);
  });
  const tooLarge = computed(() => {
    const rows = estimate.value?.rows ?? 0;
    if (!(rows > MAX_TABLE_ROWS)) return undefined;
    const most = formatWhole(MAX_TABLE_ROWS);
    return msg(
      str`A table holds up to ${most} rows. Take fewer steps or reduce an axis; an export and a run in the background have no such limit.`,
    );
  });
  const run = signal<SweepRun>({ kind: 'idle' });
  const result = signal<SweepResult | undefined>(undefined);
  const ran = signal('');
  const view = computed((): RowView => viewOf(choices.value, result.value));
  const hovered = signal<number | undefined>(undefined);
  let running: AbortController | undefined;
  /** Shows what the run has swept, once it goes on no more. */
  let showSwept = async (): Promise<void> => undefined;
  /** The table that the run fills. */
  let tableId = 0;

  /** Fills a table with the rows of a file, by a run or from a job. */
  const fill = (file: AnySweepFile, of: SweepKind, rows: Fill): void => {
    const tables = store.tables.peek();
    if (!tables) return;
    running?.abort();
    const controller = new AbortController();
    running = controller;
    const { signal: aborted } = controller;
    batch(() => {
      run.value = { kind: 'running', progress: undefined };
      ran.value = JSON.stringify(file);
      hovered.value = undefined;
    });
    const started = performance.now();
    // what is done sooner is looked at once, when it is
    let looked = started;
    tableId = 0;
    const look = async (isComplete: boolean): Promise<void> => {
      const id = tableId;
      const state = await tables.tableState(id);
      if (aborted.aborted || !state) return;
      // the rows before stand until there are some
      if (isComplete || state.rows > 0) result.value = { id, kind: of, file, isComplete, ...state };
    };
    showSwept = async (): Promise<void> => {
      const last = result.peek();
      const [state, before] = await Promise.all([tables.tableState(tableId), last && tables.tableState(last.id)]);
      if (running !== controller) return;
      if (state && state.rows > 0) result.value = { id: tableId, kind: of, file, isComplete: false, ...state };
      // the worker gave up the rows before for those that did not come
      else if (!before) result.value = undefined;
    };
    const onProgress = (progress: SweepProgress): void => {
      const { value } = run;
      if (aborted.aborted || value.kind !== 'running') return;
      run.value = { ...value, progress };
      const now = performance.now();
      if (now - looked < Math.max(LOOK.ms, (now - started) * LOOK.share)) return;
      looked = now;
      void look(false);
    };
    const work = async (): Promise<void> => {
      const answer = await rows(tables, (id) => (tableId = id), { signal: aborted, onProgress });
      if (aborted.aborted) return;
      if (answer.ok) {
        await look(true);
        run.value = { kind: 'done', summary: answer.value };
        store.summary.value = answer.value;
        rates.value = { ...rates.value, [rateKey(file)]: answer.value.cellsPerSecond };
      } else {
        run.value = answer.error.kind === 'failed' ? { kind: 'failed', notice: answer.error.notice } : { kind: 'stopped' };
        await showSwept();
      }
    };
    work().catch((error: unknown) => {
      if (aborted.aborted) return;
      const why = said(error instanceof Error ? error.message : String(error));
      const hint = msg('Reload the page to try again; the sweep is in its address.');
      run.value = { kind: 'failed', notice: { message: msg(str`The sweep failed: ${why}`), hint } };
    });
  };
  const start = (): void => {
    const { file } = draft.peek();
    if (!file || tooLarge.peek() !== undefined) return;
    fill(file, kind.peek(), (tables, onStart, handle) => tables.run(file, onStart, handle));
  };

  let settling: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const { file } = draft.value;
    const size = estimate.value;
    const isReady = store.view.value === 'sweep' && store.tables.value !== undefined && store.choice.value !== undefined;
    clearTimeout(settling);
    if (!isReady || !file || !size || JSON.stringify(file) === ran.value) return;
    if (!isAtOnce(size)) return;
    settling = setTimeout(start, result.peek() ? SETTLE_MS : 0);
  });
  effect(() => {
    const stopped = store.stopped.value;
    if (stopped && run.peek().kind === 'running') run.value = { kind: 'failed', notice: stopped };
  });

  const write = (next: SweepJson): void => {
    choices.value = { ...choices.value, sweep: next, brushes: [] };
  };
  return {
    choices,
    json,
    kind,
    draft,
    estimate,
    tooLarge,
    run,
    result,
    isAwaited: computed(() => {
      const { kind: stage } = run.value;
      const size = estimate.value;
      return stage === 'running' || (stage === 'idle' && size !== undefined && isAtOnce(size));
    }),
    isCurrent: computed(() => draft.value.file !== undefined && JSON.stringify(draft.value.file) === ran.value),
    view,
    hovered,
    write,
    choose: (change) => (choices.value = { ...choices.value, ...change }),
    start,
    cancel: () => {
      running?.abort();
      run.value = { kind: 'stopped' };
      void showSwept();
    },
    pause: (isPaused) => {
      const { value } = run;
      if (value.kind !== 'running') return;
      run.value = { ...value, isPaused };
      void store.tables.peek()?.pause(tableId, isPaused);
    },
    openJob: ({ id, file }) => {
      const next = withoutDefaults(file);
      batch(() => {
        choices.value = { sweep: next, brushes: [] };
        fill(file, kindOf(next), (tables, onStart, handle) => tables.open(id, onStart, handle));
        // what is shown is what the job ran, whose defaults are filled in alike
        ran.value = JSON.stringify(draft.value.file);
      });
    },
    open: (text) => {
      try {
        const next: unknown = JSON.parse(text);
        if (typeof next !== 'object' || next === null || Array.isArray(next)) return msg('A sweep file is a JSON object.');
        choices.value = { sweep: withoutVersion(next as SweepJson), brushes: [] };
        return undefined;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return msg(str`This is no JSON: ${why}`);
      }
    },
  };
}

/** A link need not say what every file says. */
function withoutVersion(json: SweepJson): SweepJson {
  if (json['version'] !== 1) return json;
  return Object.fromEntries(Object.entries(json).filter(([field]) => field !== 'version' && field !== '$schema'));
}

/** A sweep file as people write it: without what follows from leaving it out. */
function withoutDefaults(file: AnySweepFile): SweepJson {
  const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  const entries = Object.entries(file).filter(([, value]) => value !== undefined && value !== false && !isEmpty(value));
  return withoutVersion(Object.fromEntries(entries));
}

/** The sweep file as the command line reads it. */
export function sweepText(json: SweepJson): string {
  return `${JSON.stringify({ version: 1, ...json }, undefined, 2)}\n`;
}

function draftOf(kind: SweepKind, json: SweepJson): SweepDraft {
  try {
    return { file: kind.parse({ version: 1, ...json }) };
  } catch (error) {
    if (error instanceof InputError) return { issues: error.issues };
    throw error;
  }
}

function estimateOf(file: AnySweepFile, cellsPerSecond: number): SweepEstimate {
  const axes: readonly AnySweepFile['axes'][number][] = file.axes;
  const cells = axes.reduce((product, axis) => product * axisLength(axis), drawsOf(file));
  const rows = rowsKept(file, cells);
  const levels = file.reduce.kind === 'quantiles' ? file.reduce.levels.length : 1;
  const width = { axes: keptAxes(file).length, metrics: file.metrics.length * levels };
  const known = Number.isNaN(rows) ? 0 : rows;
  return {
    cells,
    rows,
    width,
    bytes: rows * (8 * width.axes + (file.reduce.kind === 'grid' ? 4 : 8) * width.metrics),
    seconds: cells / cellsPerSecond + known * (width.axes + width.metrics) * SECONDS_PER_VALUE,
  };
}

function isAtOnce({ cells, rows }: SweepEstimate): boolean {
  return !(cells > AT_ONCE.cells || rows > AT_ONCE.rows);
}

/** Draws of the law that each cell is computed for; an axis over draws counts by itself. */
function drawsOf(file: AnySweepFile): number {
  if (isScheduleFile(file) || isGraphFile(file) || file.reduce.kind !== 'quantiles') return 1;
  return drawingOf(file as SweepFile).draws;
}

/** Rows that a sweep of so many cells leaves, NaN where that depends on their values. */
function rowsKept(file: AnySweepFile, cells: number): number {
  const { reduce } = file;
  switch (reduce.kind) {
    case 'histogram':
      return reduce.bins + 2;
    case 'top-k':
      return Math.min(reduce.k, cells);
    case 'pareto':
      return Number.NaN;
    case 'best': {
      const all: readonly AnySweepFile['axes'][number][] = file.axes;
      const kept: readonly string[] = reduce.keep;
      return all.filter(({ quantity }) => kept.includes(quantity)).reduce((rows, axis) => rows * axisLength(axis), 1);
    }
    default:
      return rowsOf(file);
  }
}

/** What a sweep's speed goes by: what it evaluates, and how it is reduced. */
function rateKey(file: AnySweepFile): string {
  const of = isScheduleFile(file) ? 'schedules' : isGraphFile(file) ? 'anything' : 'configurations';
  return `${of} ${file.reduce.kind}`;
}

function viewOf({ brushes, sort }: SweepChoices, result: SweepResult | undefined): RowView {
  if (!result) return { ranges: [] };
  const at = (id: string): number => result.columns.findIndex((column) => column.id === id);
  const ranges = brushes.filter(({ column }) => at(column) >= 0).map(({ column, min, max }) => ({ column: at(column), min, max }));
  // while rows come, they are listed as they come
  const isSorted = sort !== undefined && at(sort.column) >= 0 && result.isComplete;
  return { ranges, ...(isSorted && { sort: { column: at(sort.column), isDescending: sort.isDescending } }) };
}

/** Brushes with another range for a column; without one where there is none. */
export function withBrush(brushes: readonly Brush[], column: string, range: readonly [number, number] | undefined): readonly Brush[] {
  const others = brushes.filter((brush) => brush.column !== column);
  return range ? [...others, { column, min: range[0], max: range[1] }] : others;
}

/** Columns of a result that lie along the sides of its picture, and the one that it shows; `y` is absent where one axis is left. */
export interface PictureColumns {
  readonly x: number;
  readonly y?: number;
  readonly z: number;
}

/** The columns of the picture: those that were chosen, else the first two that are axes and the first that is a metric. */
export function pictureColumns({ columns, file }: Pick<SweepResult, 'columns' | 'file'>, { x, y, z }: SweepChoices): PictureColumns {
  const at = (id: string | undefined): number => columns.findIndex((column) => column.id === id);
  const left = picturedAxes(file).filter((id) => at(id) >= 0);
  // a histogram has no axis: its bins are
  const axes = left.length > 0 ? left : columns.slice(0, 1).map(({ id }) => id);
  const across = at(x) >= 0 ? at(x) : at(axes[0]);
  const rest = axes.map(at).filter((k) => k !== across);
  const chosen = at(y);
  const up = chosen >= 0 && chosen !== across ? chosen : rest[0];
  const taken = new Set([across, up]);
  const metrics = columns.map((_, k) => k).filter((k) => !taken.has(k) && columns[k]!.type !== 'text' && !axes.includes(columns[k]!.id));
  const wished = at(z);
  const main = mainMetric(file);
  const shown = wished >= 0 && !taken.has(wished) ? wished : (metrics.find((k) => columns[k]!.id === main) ?? metrics[0]);
  return { x: across, ...(up !== undefined && { y: up }), z: shown ?? columns.length - 1 };
}

/** The axes of a picture: those that are left, longest ones first where a sweep has many; of a Pareto front what it weighs. */
function picturedAxes(file: AnySweepFile): readonly string[] {
  const { reduce } = file;
  if (reduce.kind === 'pareto') return reduce.of.slice(1, 2);
  const kept = keptAxes(file);
  if (kept.length < 3) return kept;
  const all: readonly AnySweepFile['axes'][number][] = file.axes;
  const lengths = new Map<string, number>(all.map((axis) => [axis.quantity, axisLength(axis)]));
  return kept.toSorted((a, b) => lengths.get(b)! - lengths.get(a)!);
}

/** What a sweep is about: what its best is the best of, the size that a frontier finds, else its loss. */
function mainMetric({ reduce, metrics }: AnySweepFile): string | undefined {
  const ids: readonly string[] = metrics;
  switch (reduce.kind) {
    case 'best':
    case 'top-k':
      return reduce.of;
    case 'pareto':
      return reduce.of[0];
    case 'histogram':
      return 'of' in reduce ? 'cells' : 'schedules';
    case 'frontier': {
      if (!('of' in reduce)) return reduce.over.find((id) => ids.includes(id)) ?? lossOf(ids);
      return ids.includes(reduce.of) ? reduce.of : lossOf(ids);
    }
    case 'quantiles': {
      const main = 'over' in reduce ? reduce.over[0] : lossOf(ids);
      return `${main}_p${middlePercent(reduce.levels)}`;
    }
    case 'grid':
      return lossOf(ids);
  }
}

/** The loss, else the first of some metrics. */
function lossOf(ids: readonly string[]): string | undefined {
  return ids.find((id) => id === 'loss') ?? ids[0];
}

/** The middle one of some quantiles, in percent as columns name it. */
function middlePercent(levels: readonly number[]): number {
  return Number((levels.toSorted((a, b) => a - b)[levels.length >> 1]! * 100).toPrecision(12));
}

/** Columns of which a least or a largest value is something to look for: losses and savings. */
const GOAL = /^(loss|reducibleLoss)(_p50)?$|Saving$|^(schedules|cells)$/;

/** The column whose best row answers: that of the picture where it has a best, else the first that has. */
export function answerColumn({ columns, file }: Pick<SweepResult, 'columns' | 'file'>, { z }: PictureColumns): number {
  const of = soughtOf(file);
  const isGoal = (id: string): boolean => GOAL.test(id) || of.includes(id);
  if (isGoal(columns[z]!.id)) return z;
  const goal = columns.findIndex(({ id }) => isGoal(id));
  return goal < 0 ? z : goal;
}

/** What a reduction looks for the best of. */
function soughtOf({ reduce }: AnySweepFile): readonly string[] {
  if (!('of' in reduce) || reduce.kind === 'histogram') return [];
  return typeof reduce.of === 'string' ? [reduce.of] : reduce.of;
}

/** Axes that a reduction leaves; every axis where it keeps rows of cells. */
function keptAxes({ axes, reduce }: AnySweepFile): readonly string[] {
  const ids: readonly string[] = axes.map(({ quantity }) => quantity);
  if (reduce.kind === 'histogram') return [];
  if (reduce.kind === 'best') return reduce.keep;
  const gone: readonly string[] = 'over' in reduce ? reduce.over : 'across' in reduce ? reduce.across : [];
  return ids.filter((id) => !gone.includes(id));
}

/** Whether less of a column is better: of losses and costs, not of savings; the goal of the sweep comes first. */
export function isLessBetter({ kind, file: { reduce } }: Pick<SweepResult, 'kind' | 'file'>, id: string): boolean {
  if ('goal' in reduce && reduce.goal && reduce.of === id) return reduce.goal === 'least';
  if (reduce.kind === 'pareto') {
    const goal = reduce.goals?.[(reduce.of as readonly string[]).indexOf(id)];
    if (goal) return goal === 'least';
  }
  const [, quantity = id] = /^(.*)_p[\d.]+$/.exec(id) ?? [];
  if (isQuantityId(quantity) && 'isBenefit' in quantities[quantity]) return false;
  return !/Saving$|^(schedules|cells)$/.test(sweptQuantity(kind, id)?.id ?? id);
}
