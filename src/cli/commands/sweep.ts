import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import type { ChunkSink } from '../../export/chunk';
import { createCsvWriter } from '../../export/csv';
import { type ScheduleCsvSummary, createScheduleCsvWriter } from '../../export/csv-schedules';
import type { Digest } from '../../export/digest';
import { createSidecar } from '../../export/sidecar';
import { formatCount } from '../../quantities/format';
import { InputError } from '../../quantities/issue';
import { type AnySweepFile, type AnySweepPlan, isSchedulePlan, parseAny, planAny } from '../../sweep/any';
import { runKept } from '../../sweep/journal/run';
import { type BackendSource, type RunOptions, type RunSummary, runSweep } from '../../sweep/run';
import { cellCount } from '../../sweep/tiling';
import { type BackendPreference, type GpuHost, backendPreferences, createCliBackends, gpuHosts } from '../backends';
import type { CliContext } from '../context';
import { openCsvFile } from '../csv-file';
import { type CliJournal, keepBeside } from '../journal';
import { checkOutput } from '../output-path';
import { createProgressLine } from '../progress';
import { version } from '../../data/version';

/** Most cells that are printed where no file is named. */
const MAX_PRINTED_CELLS = 1e7;

interface SweepOptions {
  readonly backend: BackendPreference;
  readonly host: GpuHost;
  readonly out?: string;
  readonly resume?: boolean;
  readonly json?: boolean;
}

interface Finished {
  readonly run: RunSummary;
  readonly csv: ScheduleCsvSummary;
}

/** Adds `sweep`: runs a sweep file and writes its rows as CSV. */
export function addSweep(program: Command, context: CliContext): void {
  program
    .command('sweep')
    .description('run a sweep file and write its rows as CSV, to --out or to stdout')
    .argument('<FILE>', 'sweep file in JSON')
    .addOption(new Option('--backend <kind>', 'what computes').choices(backendPreferences).default('auto'))
    .addOption(new Option('--host <name>', 'what runs WebGPU').choices(gpuHosts).default('chromium'))
    .option('--out <file.csv>', 'CSV file to write, with a sidecar file.csv.json beside it')
    .option('--resume', 'go on from what an interrupted run has left in file.csv.journal')
    .option('--json', 'print a summary as JSON instead of the rows')
    .action((path: string, options: SweepOptions) => sweep(path, options, context));
}

async function sweep(path: string, options: SweepOptions, context: CliContext): Promise<void> {
  const plan = planAny(await readSweepFile(path));
  checkResume(options);
  if (options.out !== undefined) await checkOutput(options.out, '.csv');
  else if (!options.json) checkPrintable(plan);
  if (options.out === undefined) {
    // with --json the rows are only hashed: the fingerprint of the CSV that --out would write
    await report(await run(plan, options, context, options.json ? () => undefined : context.stdout), options, context);
    return;
  }
  const journal = await keepBeside(options.out, plan, options.resume ?? false, context);
  const file = await openCsvFile(options.out);
  try {
    const finished = await run(plan, options, context, file.sink, journal);
    const { backend } = finished.run;
    await file.commit(createSidecar({ sweep: plan.file, version, backend, date: new Date(), ...finished.csv }));
    await journal.remove();
    await report(finished, options, context);
  } catch (error) {
    await file.discard();
    throw error;
  }
}

async function readSweepFile(path: string): Promise<AnySweepFile> {
  const refuse = (allowed: string): never => {
    throw new InputError([{ field: 'FILE', given: path, allowed }]);
  };
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) =>
    refuse(`a sweep file that can be read (${error.code})`),
  );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    refuse(`a sweep file in JSON (${(error as Error).message.replaceAll('\n', ' ')})`);
  }
  return parseAny(json);
}

/** Nothing is drawn here, and a tile of the browser's costs a round trip whatever its size. */
const PACE = { computeMs: 250, consumeMs: 250 };

function checkResume({ resume, out }: SweepOptions): void {
  if (!resume || out !== undefined) return;
  throw new InputError([{ field: '--resume', given: 'no --out', allowed: 'the --out of the run that was interrupted' }]);
}

function checkPrintable(plan: AnySweepPlan): void {
  const rows = rowsOf(plan);
  if (rows <= MAX_PRINTED_CELLS) return;
  const allowed = `a file.csv for more than ${formatCount(MAX_PRINTED_CELLS)} rows; this sweep has ${formatCount(rows)}`;
  throw new InputError([{ field: '--out', given: 'nothing', allowed }]);
}

/** Rows of the CSV of a sweep, infeasible ones included. */
function rowsOf(plan: AnySweepPlan): number {
  if (plan.file.reduce.kind === 'grid') return cellCount(plan);
  if (!isSchedulePlan(plan)) return plan.rows;
  return plan.best ? plan.rows / plan.linesPerPixel : plan.histogram!.bins + 2;
}

async function run(
  plan: AnySweepPlan,
  options: SweepOptions,
  context: CliContext,
  sink: ChunkSink,
  journal?: CliJournal,
): Promise<Finished> {
  const writer = isSchedulePlan(plan)
    ? createScheduleCsvWriter(plan, sink, createNativeDigest())
    : createCsvWriter(plan, sink, createNativeDigest());
  const backends = createCliBackends(options.backend, options.host, cellCount(plan), context);
  const progress = createProgressLine(context);
  try {
    // opened before the clock starts: a rate should not depend on how long a browser takes to come up
    const first = await unlessAborted(backends.acquire(), context.signal);
    const source: BackendSource = { acquire: async () => first, replace: (failed, error) => backends.replace(failed, error) };
    const runOptions: RunOptions = {
      signal: context.signal,
      pace: PACE,
      onTile: (tile) => writer.addTile(tile),
      onProgress: (now) => progress.show(now),
      onFailover: (error, next) => context.stderr(`${error.message} Going on with ${next.kind} on ${next.adapter}.\n`),
    };
    const summary = await (journal ? runKept(plan, source, runOptions, journal) : runSweep(plan, source, runOptions));
    return { run: summary, csv: await writer.finish() };
  } finally {
    progress.clear();
    backends.dispose();
  }
}

/** A promise's result, unless the signal is aborted first. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    promise.then(resolve, reject);
  });
}

/** Node's own SHA-256 is several times as fast as the one that the page uses. */
function createNativeDigest(): Digest {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
}

async function report(
  { run: { cells, seconds, cellsPerSecond, backend }, csv }: Finished,
  { out, json }: SweepOptions,
  context: CliContext,
) {
  if (json) {
    const { kind, adapter, isSoftware } = backend;
    const histogram = csv.histogram && { ...csv.histogram, counts: [...csv.histogram.counts] };
    const summary = {
      cells,
      seconds,
      cellsPerSecond,
      backend: kind,
      adapter,
      isSoftware,
      out: out ?? null,
      ...csv,
      ...(histogram && { histogram }),
    };
    await context.stdout(`${JSON.stringify(summary, undefined, 2)}\n`);
    return;
  }
  const where = out === undefined ? '' : `, written to ${out} (${formatCount(csv.bytes)}B)`;
  const software = backend.isSoftware ? ', a software adapter' : '';
  context.stderr(
    `${formatCount(cells)} cells, ${formatCount(csv.rows)} rows in ${seconds.toFixed(2)} s (${formatCount(cellsPerSecond)} cells/s) ` +
      `on ${backend.kind}, ${backend.adapter}${software}${where}\n`,
  );
}
