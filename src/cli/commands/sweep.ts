import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { type ExportOutput, type ExportSummary, openSweepExport } from '../../export/export';
import { openShardExport } from '../../export/join';
import { formatCount, formatSize, formatTally } from '../../quantities/format';
import { InputError } from '../../quantities/issue';
import { type AnySweepFile, type AnySweepPlan, isGraphPlan, isSchedulePlan, parseAny, planAny } from '../../sweep/any';
import { mostRows } from '../../sweep/graph/plan';
import { runKept } from '../../sweep/journal/run';
import { type BackendSource, type RunOptions, type RunSummary, runSweep } from '../../sweep/run';
import { type Shard, partOf } from '../../sweep/shard';
import { cellCount } from '../../sweep/tiling';
import { type BackendPreference, type GpuHost, backendPreferences, createCliBackends, gpuHosts } from '../backends';
import type { CliContext } from '../context';
import { type CliJournal, keepBeside } from '../journal';
import { createProgressLine } from '../progress';
import { readShard, shardProvenance } from '../sweep/shard-option';
import { type Compression, type NamedOutput, compressions, openOutputs, outputTo, parseOutputs } from '../sweep/outputs';

/** Most cells that are printed where no file is named. */
const MAX_PRINTED_CELLS = 1e7;

interface SweepOptions {
  readonly backend: BackendPreference;
  readonly host: GpuHost;
  readonly out?: string;
  readonly resume?: boolean;
  readonly compression?: Compression;
  readonly shard?: string;
  readonly json?: boolean;
}

interface Finished {
  readonly run: RunSummary;
  readonly written: ExportSummary;
}

/** Adds `sweep`: runs a sweep file and writes its rows as CSV, Parquet, Arrow or JSON lines. */
export function addSweep(program: Command, context: CliContext): void {
  program
    .command('sweep')
    .description('run a sweep file and write its rows: to the files of --out, or as CSV to stdout')
    .argument('<FILE>', 'sweep file in JSON')
    .addOption(new Option('--backend <kind>', 'what computes').choices(backendPreferences).default('auto'))
    .addOption(new Option('--host <name>', 'what runs WebGPU').choices(gpuHosts).default('chromium'))
    .option('--out <files>', 'files to write, with commas between them: .csv, .parquet, .arrow, .jsonl; a sidecar .json beside each')
    .option('--resume', 'go on from what an interrupted run has left beside the first file, in file.csv.journal')
    .addOption(new Option('--compression <kind>', 'how a Parquet file is compressed (default: "snappy")').choices(compressions))
    .option('--shard <i/n>', 'compute the i-th of n parts alone, into a .csv or .jsonl; `isoflop merge` joins the parts')
    .option('--json', 'print a summary as JSON instead of the rows')
    .action((path: string, options: SweepOptions) => sweep(path, options, context));
}

async function sweep(path: string, options: SweepOptions, context: CliContext): Promise<void> {
  const plan = planAny(await readSweepFile(path));
  const shard = readShard(options);
  checkResume(options);
  if (options.out === undefined) {
    if (options.compression)
      throw new InputError([{ field: '--compression', given: options.compression, allowed: 'a file.parquet in --out' }]);
    if (!options.json) checkPrintable(plan);
    // with --json the rows are only hashed: the fingerprint of the CSV that --out would write
    const output = outputTo('csv', options.json ? () => undefined : context.stdout);
    await report(await run(plan, options, context, [output]), [], options, context);
    return;
  }
  const named = await parseOutputs(options.out, options.compression);
  const journal = await keepBeside(named[0]!.path, plan, shard, options.resume ?? false, context);
  const files = await openOutputs(named, options.compression);
  try {
    const finished = await run(plan, options, context, files.outputs, shard, journal);
    await files.commit(plan.file, finished.run.backend, finished.written, shard && shardProvenance(plan, shard, path));
    await journal.remove();
    await report(finished, named, options, context);
  } catch (error) {
    await files.discard();
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
  if (isGraphPlan(plan)) return mostRows(plan);
  if (plan.file.reduce.kind === 'grid') return cellCount(plan);
  if (!isSchedulePlan(plan)) return plan.rows;
  return plan.best ? plan.rows / plan.linesPerPixel : plan.histogram!.bins + 2;
}

async function run(
  plan: AnySweepPlan,
  options: SweepOptions,
  context: CliContext,
  outputs: readonly ExportOutput[],
  shard?: Shard,
  journal?: CliJournal,
): Promise<Finished> {
  const writer = await (shard ? openShardExport : openSweepExport)(plan, outputs);
  const part = partOf(plan, shard);
  const backends = createCliBackends(options.backend, options.host, part.to - part.from, context);
  const progress = createProgressLine(context);
  try {
    // opened before the clock starts: a rate should not depend on how long a browser takes to come up
    const first = await unlessAborted(backends.acquire(), context.signal);
    const source: BackendSource = { acquire: async () => first, replace: (failed, error) => backends.replace(failed, error) };
    const runOptions: RunOptions = {
      signal: context.signal,
      pace: PACE,
      part,
      onTile: (tile) => writer.addTile(tile),
      onProgress: (now) => progress.show(now),
      onFailover: (error, next) => context.stderr(`${error.message} Going on with ${next.kind} on ${next.adapter}.\n`),
    };
    const summary = await (journal ? runKept(plan, source, runOptions, journal) : runSweep(plan, source, runOptions));
    return { run: summary, written: await writer.finish() };
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

async function report(
  { run: { cells, seconds, cellsPerSecond, backend }, written: { rows, files, histogram } }: Finished,
  named: readonly NamedOutput[],
  { json, shard }: SweepOptions,
  context: CliContext,
) {
  if (json) {
    const { kind, adapter, isSoftware } = backend;
    const summary = {
      cells,
      seconds,
      cellsPerSecond,
      backend: kind,
      adapter,
      isSoftware,
      // of several files, those of the first
      out: named[0]?.path ?? null,
      bytes: files[0]!.bytes,
      rows,
      sha256: files[0]!.sha256,
      ...(shard !== undefined && { shard }),
      ...(named.length > 1 && { files: named.map(({ path, format }, k) => ({ out: path, format, ...files[k]! })) }),
      ...(histogram && { histogram: { ...histogram, counts: [...histogram.counts] } }),
    };
    await context.stdout(`${JSON.stringify(summary, undefined, 2)}\n`);
    return;
  }
  const names = named.map(({ path }, k) => `${path} (${formatSize(files[k]!.bytes)})`);
  const where = names.length > 0 ? `, written to ${names.join(', ')}` : '';
  const software = backend.isSoftware ? ', a software adapter' : '';
  context.stderr(
    `${formatTally(cells)} cells, ${formatTally(rows)} rows in ${seconds.toFixed(2)} s (${formatCount(cellsPerSecond)} cells/s) ` +
      `on ${backend.kind}, ${backend.adapter}${software}${where}\n`,
  );
}
