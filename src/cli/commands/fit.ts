import { readFile, stat, writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { fitEnvelope } from '../../fit/approaches/envelope';
import { isoflopBias } from '../../fit/approaches/bias';
import { type IsoflopFit, fitIsoflops } from '../../fit/approaches/isoflop';
import { batchRefusal, bootstrapInBatch, fitLawInBatch } from '../../fit/batch';
import { type Bootstrap, bootstrapFit } from '../../fit/bootstrap';
import { type Certificate, certify } from '../../fit/certificate';
import { type FitOptions, type ParametricFit, fitLaw } from '../../fit/fit';
import { lawOfFit, toLawFile } from '../../fit/law';
import { type NoiseKind, fitNoise, noiseKinds, reportNoise } from '../../fit/noise';
import { type ObjectiveId, deltaIds, objectiveIds } from '../../fit/objective';
import { markOutliers, splitRules } from '../../fit/outliers';
import { profileAll } from '../../fit/profile';
import { exampleRuns } from '../../fit/runs/examples';
import { splitOnce } from '../../fit/runs/columns';
import { type Runs, readRuns } from '../../fit/runs/runs';
import { loadTable } from '../../fit/runs/load';
import { type Table, parseTable } from '../../fit/runs/table';
import { MAX_BYTES } from '../../fit/runs/text';
import type { Restrictions } from '../../fit/space';
import { type StartStrategy, startStrategies } from '../../fit/starts';
import { coefficientSpreads, correlations, fittedOptimum, predict, predictLoss, relativeResiduals } from '../../fit/uncertainty';
import { selectRows, validateByBudget, validateHeldOut } from '../../fit/validation';
import { type FormId, formIds } from '../../model/forms';
import { hasOptimum } from '../../model/laws';
import { INTERVAL_LEVEL } from '../../model/uncertainty';
import type { BackendInfo } from '../../sweep/backend';
import { formatCount, formatQuantity, formatScientific } from '../../quantities/format';
import { InputError } from '../../quantities/issue';
import { parseNumber } from '../../quantities/parse';
import { type BackendPreference, type GpuHost, backendPreferences, gpuHosts } from '../backends';
import type { CliContext } from '../context';
import { openFitHost } from '../fit-backend';
import { collect } from '../input';
import { checkOutput } from '../output-path';
import { formatTable } from '../table';

/**
 * Resamples when nobody says how many: fewer for forms that take longer, and for very many runs, where each resample takes seconds and
 * intervals are narrow.
 */
const RESAMPLES = { chinchilla: 1000, others: 200, least: 20, runs: 2e7 };
const MOST_RESAMPLES = 100_000;
/** Starts of the grid of Hoffmann et al. */
const GRID_STARTS = 4500;
/** Share of the runs that a check holds out. */
const HELD_OUT = 0.2;
/** Rejected rows that are listed for people; JSON has all. */
const LISTED = 10;

interface FitFlags {
  readonly approach: string;
  readonly exclude?: readonly string[];
  readonly columns?: string;
  readonly form: FormId;
  readonly objective: ObjectiveId;
  readonly starts?: StartStrategy;
  readonly fix?: readonly string[];
  readonly tie?: readonly string[];
  readonly bound?: readonly string[];
  readonly bootstrap?: string;
  readonly byGroup?: boolean;
  readonly bootstrapBy?: string;
  readonly delta?: string;
  readonly noise: NoiseKind;
  readonly profile?: boolean;
  readonly seed: string;
  readonly C?: string;
  readonly predict?: string;
  readonly validate?: boolean;
  readonly backend: BackendPreference;
  readonly host: GpuHost;
  readonly out?: string;
  readonly json?: boolean;
}

/** Adds `fit`: from a table of training runs to a law, with its certificate. */
export function addFit(program: Command, context: CliContext): void {
  program
    .command('fit')
    .description('fit a law to training runs, and say how far it can be trusted')
    .argument('<runs>', `CSV, TSV, JSON lines or Parquet; or one of ${exampleRuns.map(({ id }) => `example:${id}`).join(', ')}`)
    .option('--approach <list>', '1 (envelope), 2 (IsoFLOP parabolas), 3 (one form through all runs); separated by commas', '3')
    .option(
      '--exclude <rule>',
      'leave rows out: COLUMN=VALUE, or !=, <, <=, >, >=; "top 5 loss"; "residual > 5 MAD"; may be repeated',
      collect,
    )
    .option('--columns <list>', 'columns by role, such as N=params,D=tokens:billion,loss=val_loss')
    .addOption(new Option('--form <id>', 'form of the law').choices(formIds).default('chinchilla'))
    .addOption(new Option('--objective <id>', 'what is minimised').choices(objectiveIds).default('huber'))
    .option('--delta <number>', "where Huber's function turns straight; default 1e-3")
    .addOption(new Option('--starts <strategy>', 'where descents begin; grid is the 4500 of Hoffmann et al.').choices(startStrategies))
    .option('--fix <name=value>', 'keep a coefficient at a value; may be repeated', collect)
    .option('--tie <name=name>', 'let coefficients share one value, such as alpha=beta; may be repeated', collect)
    .option('--bound <name=low:high>', 'keep a coefficient in an interval; may be repeated', collect)
    .option(
      '--bootstrap <n>',
      `resamples; default ${RESAMPLES.chinchilla}, for forms other than chinchilla ${RESAMPLES.others}, fewer for more than 20,000 runs`,
    )
    .option('--by-group', 'resample whole groups, those of --columns group=COLUMN')
    .option('--bootstrap-by <column>', 'resample the runs of one value of a column together, such as those of one model')
    .addOption(new Option('--noise <kind>', 'what the scatter of runs follows in predictions').choices(noiseKinds).default('constant'))
    .option('--profile', 'profile likelihood of each free coefficient, with its interval')
    .option('--seed <n>', 'seed of resamples and random starts', '0')
    .addOption(
      new Option('--backend <name>', 'where starts and resamples descend; auto takes a GPU where there is one and much to do')
        .choices(backendPreferences)
        .default('auto'),
    )
    .addOption(new Option('--host <name>', 'what runs WebGPU').choices(gpuHosts).default('chromium'))
    .option('--C <number>', 'budget in FLOP for which the optimum is wanted')
    .option('--predict <N:D>', 'loss of a run of N parameters on D tokens, such as 70B:1.4T')
    .option('--validate', 'fit small budgets and predict the larger ones; hold a fifth of the runs out')
    .option('--out <file.json>', 'file for the law, which --law-file reads')
    .option('--json', 'print JSON')
    .action(async (path: string, flags: FitFlags) => {
      if (flags.out !== undefined) await checkOutput(flags.out, '.json');
      const request = readRequest(flags);
      const { table, name } = await load(path);
      const rules = splitRules(flags.exclude ?? []);
      const read = readRuns(table, {
        name,
        exclude: rules.rows,
        columns: request.columns,
        ...(flags.bootstrapBy !== undefined && { bootstrapBy: flags.bootstrapBy }),
      });
      const marked = markOutliers(read, new Uint8Array(read.count), rules.outliers, request.options);
      const runs = withoutMarked(read, marked);
      if (request.byGroup && !runs.group) {
        throw new InputError([{ field: '--by-group', given: 'no column of groups', allowed: 'one, named by --columns group=COLUMN' }]);
      }
      const report = await compute(runs, request, flags, context);
      // first what was found: a law file may be refused
      await context.stdout(flags.json ? toJson(report, runs, request) : toText(report, runs, request));
      if (flags.out !== undefined && report.three) {
        const { fit, bootstrap } = report.three;
        const file = toLawFile(fit, bootstrap, { label: `Fit of ${name}`, source: `fitted by isoflop to ${runs.count} runs of ${name}` });
        await writeFile(flags.out, `${JSON.stringify(file)}\n`);
      }
    });
}

interface Request {
  readonly approaches: readonly string[];
  readonly columns: readonly string[];
  readonly options: FitOptions;
  /** Undefined where nobody says. */
  readonly resamples: number | undefined;
  readonly byGroup: boolean;
  readonly noise: NoiseKind;
  readonly profile: boolean;
  readonly seed: number;
  readonly C: number | undefined;
  readonly predict: { readonly N: number; readonly D: number } | undefined;
  readonly validate: boolean;
}

/** Checks the flags. Throws an InputError that names the one that is wrong. */
function readRequest(flags: FitFlags): Request {
  const approaches = flags.approach.split(',').map((text) => text.trim());
  const fail = (field: string, given: string, allowed: string): never => {
    throw new InputError([{ field, given: given || 'nothing', allowed }]);
  };
  if (approaches.some((text) => !['1', '2', '3'].includes(text))) fail('--approach', flags.approach, '1, 2, 3, or several with commas');
  if (flags.out !== undefined && !approaches.includes('3')) fail('--out', flags.out, 'a fit by approach 3, the only one that gives a law');
  if (flags.C !== undefined && !hasOptimum(lawOfFit({ form: flags.form, coefficients: {} }))) {
    fail('--C', flags.C, `a form other than ${flags.form}, which has no term of the tokens and so no optimum`);
  }
  const whole = (field: string, text: string, most: number): number => {
    const value = parseNumber(text);
    return Number.isInteger(value) && value >= 0 && value <= most ? value : fail(field, text, `a whole number from 0 to ${most}`);
  };
  const positive = (field: string, text: string): number => {
    const value = parseNumber(text);
    return value > 0 && value < Infinity ? value : fail(field, text, 'a number above 0');
  };
  if (flags.delta !== undefined && !deltaIds.includes(flags.objective))
    fail('--delta', flags.delta, `no delta for --objective ${flags.objective}: only ${deltaIds.join(' and ')} have one`);
  if (flags.byGroup && flags.bootstrapBy !== undefined) fail('--bootstrap-by', flags.bootstrapBy, 'either this or --by-group');
  const [N, D, ...more] = (flags.predict ?? '').split(':');
  if (flags.predict !== undefined && (D === undefined || more.length > 0)) fail('--predict', flags.predict, 'N:D, such as 70B:1.4T');
  const seed = whole('--seed', flags.seed, 2 ** 32 - 1);
  return {
    approaches,
    columns: flags.columns === undefined ? [] : flags.columns.split(','),
    options: {
      form: flags.form,
      objective: flags.objective,
      ...(flags.delta !== undefined && { delta: positive('--delta', flags.delta) }),
      ...(flags.starts && { starts: flags.starts }),
      restrictions: readRestrictions(flags),
      seed,
    },
    resamples: flags.bootstrap === undefined ? undefined : whole('--bootstrap', flags.bootstrap, MOST_RESAMPLES),
    byGroup: flags.byGroup === true,
    noise: flags.noise,
    profile: flags.profile === true,
    seed,
    C: flags.C === undefined ? undefined : positive('--C', flags.C),
    predict: flags.predict === undefined ? undefined : { N: positive('--predict', N ?? ''), D: positive('--predict', D ?? '') },
    validate: flags.validate === true,
  };
}

function readRestrictions({ fix = [], tie = [], bound = [] }: FitFlags): Restrictions {
  const numberOf = (field: string, given: string, text: string | undefined): number => {
    const value = parseNumber(text ?? '');
    if (!Number.isFinite(value)) throw new InputError([{ field, given, allowed: field === '--fix' ? 'name=value' : 'name=low:high' }]);
    return value;
  };
  return {
    fixed: Object.fromEntries(
      fix.map((text) => {
        const [name = '', value] = splitOnce(text, '=');
        return [name, numberOf('--fix', text, value)];
      }),
    ),
    ties: tie.map((text) => text.split('=').map((name) => name.trim())),
    bounds: Object.fromEntries(
      bound.map((text) => {
        const [name = '', interval = ''] = splitOnce(text, '=');
        const [low, high] = splitOnce(interval, ':');
        return [name, [numberOf('--bound', text, low), numberOf('--bound', text, high)] as const];
      }),
    ),
  };
}

/** Runs without those that are marked, which count as left out by a rule. */
function withoutMarked(runs: Runs, marked: Uint8Array): Runs {
  const kept = [...marked.keys()].filter((i) => marked[i] === 0);
  if (kept.length === runs.count) return runs;
  const pick = (column: Int32Array) => Int32Array.from(kept, (i) => column[i]!);
  return {
    ...runs,
    ...selectRows(runs, kept),
    C: Float64Array.from(kept, (i) => runs.C[i]!),
    group: runs.group && pick(runs.group),
    cluster: runs.cluster && pick(runs.cluster),
    line: pick(runs.line),
    isMarked: Uint8Array.from(kept, () => 0),
    excluded: [
      ...runs.excluded,
      ...[...marked.keys()].filter((i) => marked[i] === 1).map((i) => ({ line: runs.line[i]!, rule: 'of all runs' })),
    ],
  };
}

async function load(path: string): Promise<{ readonly table: Table; readonly name: string }> {
  const fail = (given: string, allowed: string): never => {
    throw new InputError([{ field: 'runs', given, allowed }]);
  };
  if (path.startsWith('example:')) {
    const example = exampleRuns.find(({ id }) => path === `example:${id}`);
    if (!example) return fail(path, exampleRuns.map(({ id }) => `example:${id}`).join(', '));
    return { table: parseTable(await example.load(), path), name: path };
  }
  const stats = await stat(path).catch(() => fail(path, 'a file that can be read'));
  if (!stats.isFile()) fail(path, 'a file');
  if (stats.size > MAX_BYTES) fail(`${path}, ${(stats.size / 1e6).toFixed(0)} MB`, `at most ${MAX_BYTES / 1e6} MB`);
  const bytes = await readFile(path).catch(() => fail(path, 'a file that can be read'));
  return { table: await loadTable(bytes, path), name: path };
}

interface Report {
  readonly three?: {
    readonly fit: ParametricFit;
    readonly bootstrap: Bootstrap | undefined;
    readonly certificate: Certificate;
    /** Of the fit, of the resamples, of the certificate. */
    readonly seconds: { readonly fit: number; readonly bootstrap: number; readonly certificate: number };
    /** The device that it descended on; undefined for one thread of the CPU. */
    readonly device: BackendInfo | undefined;
  };
  readonly two?: IsoflopFit;
  readonly one?: ReturnType<typeof fitEnvelope>;
}

async function compute(runs: Runs, request: Request, flags: FitFlags, context: CliContext): Promise<Report> {
  const { approaches, options } = request;
  return {
    ...(approaches.includes('3') && { three: await fitThree(runs, request, options, flags, context) }),
    ...(approaches.includes('2') && { two: fitIsoflops(runs) }),
    ...(approaches.includes('1') && { one: fitEnvelope(runs, runs.group) }),
  };
}

async function fitThree(
  runs: Runs,
  { resamples, seed, byGroup, C, predict }: Request,
  options: FitOptions,
  { backend, host }: FitFlags,
  context: CliContext,
): Promise<NonNullable<Report['three']>> {
  const draws = resamples ?? defaultResamples(runs, options);
  const descents = draws + (options.starts === 'grid' ? GRID_STARTS : 0);
  const device = await openFitHost(backend, host, { size: descents * runs.count, refusal: batchRefusal(runs, options) }, context);
  try {
    const [fit, fitSeconds] = await timed(() => (device ? fitLawInBatch(device.engine, runs, options) : fitLaw(runs, options)));
    const resample = { draws, seed, groups: byGroup ? runs.group : runs.cluster };
    const [bootstrap, bootstrapSeconds] = await timed(() => {
      if (draws < 2) return undefined;
      return device ? bootstrapInBatch(device.engine, fit, resample) : bootstrapFit(fit, resample);
    });
    const target = C ?? (predict && 6 * predict.N * predict.D);
    const [certificate, certificateSeconds] = await timed(() => certify(fit, runs, options, target));
    const seconds = { fit: fitSeconds, bootstrap: bootstrapSeconds, certificate: certificateSeconds };
    return { fit, bootstrap, certificate, seconds, device: device?.info };
  } finally {
    device?.dispose();
  }
}

function defaultResamples({ count }: Runs, { form }: FitOptions): number {
  const most = form === 'chinchilla' ? RESAMPLES.chinchilla : RESAMPLES.others;
  return Math.min(most, Math.max(RESAMPLES.least, Math.floor(RESAMPLES.runs / count)));
}

async function timed<T>(job: () => T | Promise<T>): Promise<readonly [T, number]> {
  const started = performance.now();
  const result = await job();
  return [result, (performance.now() - started) / 1000];
}

function toJson({ three, two, one }: Report, runs: Runs, request: Request): string {
  const spreads = three?.bootstrap && coefficientSpreads(three.bootstrap);
  const { C, predict } = request;
  const json = {
    runs: runs.count,
    columns: Object.fromEntries(Object.entries(runs.columns).map(([role, { heading, scale }]) => [role, { column: heading, scale }])),
    rejected: runs.rejected,
    excluded: runs.excluded.length,
    ...(three && {
      form: three.fit.form,
      coefficients: three.fit.coefficients,
      intervalLevel: INTERVAL_LEVEL,
      intervals: spreads ? Object.fromEntries(Object.entries(spreads).map(([name, { interval }]) => [name, interval])) : null,
      standardErrors: spreads ? Object.fromEntries(Object.entries(spreads).map(([name, spread]) => [name, spread.standardError])) : null,
      objective: three.fit.value,
      objectiveKind: three.fit.objective.id,
      inits: three.fit.starts.count,
      agreeing: three.fit.starts.agreeing,
      bootstraps: three.bootstrap?.draws.length ?? 0,
      seed: request.seed,
      backend: three.device?.kind ?? 'cpu',
      ...(three.device && { adapter: three.device.adapter, isSoftware: three.device.isSoftware }),
      seconds: three.seconds.fit + three.seconds.bootstrap + three.seconds.certificate,
      secondsByPart: three.seconds,
      resampledBy: three.bootstrap?.byGroup ? 'groups' : 'runs',
      ...(three.bootstrap && { correlations: correlations(three.bootstrap) }),
      noise: noiseKinds.map((by) => reportNoise(noiseOf(three.fit, runs, by))),
      ...(request.profile && { profiles: profileAll(three.fit) }),
      certificate: three.certificate,
      ...(C !== undefined && { optimum: fittedOptimum(three.fit, C, three.bootstrap) }),
      ...(predict && three.bootstrap && { prediction: { ...predict, ...predictionOf(three.fit, three.bootstrap, runs, request) } }),
      ...(request.validate && { validation: validateByBudget(runs, request.options), heldOut: heldOut(runs, request) ?? null }),
    }),
    ...(two && { approach2: { N: two.N, D: two.D, minima: two.minima, skipped: two.skipped, bias: biasOf(three, runs) ?? null } }),
    ...(one && { approach1: { N: one.N, D: one.D, points: one.points.length, curves: one.curves } }),
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

const noiseOf = (fit: ParametricFit, runs: Runs, by: NoiseKind) =>
  fitNoise(by, { residuals: relativeResiduals(fit), C: runs.C, predicted: Float64Array.from(runs.C, (_, i) => predict(fit, i)) });

function predictionOf(fit: ParametricFit, bootstrap: Bootstrap, runs: Runs, { predict: run, noise }: Request) {
  return predictLoss(fit, bootstrap, run!.N, run!.D, INTERVAL_LEVEL, noiseOf(fit, runs, noise));
}

const heldOut = (runs: Runs, { options, seed }: Request) => validateHeldOut(runs, options, HELD_OUT, seed)[0];

/** Bias of approach 2 on these runs, by the law that approach 3 fitted to them. */
function biasOf(three: Report['three'], runs: Runs) {
  return three && isoflopBias(lawOfFit(three.fit), runs);
}

function toText(report: Report, runs: Runs, request: Request): string {
  const { three, two, one } = report;
  const lines: string[] = [describeRuns(runs)];
  if (three) lines.push(describeThree(three, runs, request));
  if (two) {
    const bias = biasOf(three, runs);
    lines.push(
      `Approach 2: N* = ${formatScientific(two.N.k, 4)}·C^${two.N.a.toFixed(4)}, D* = ${formatScientific(two.D.k, 4)}·C^${two.D.a.toFixed(4)} ` +
        `through ${two.minima.length} minima; ${two.skipped.length} budgets without one.\n` +
        (bias
          ? `Its parabolas alone, without noise, put N* ${(bias.N * 100).toFixed(1)} % off on these runs and the exponent ${bias.exponent.toFixed(4)}.\n`
          : ''),
    );
  }
  if (one) {
    lines.push(
      `Approach 1: N* = ${formatScientific(one.N.k, 4)}·C^${one.N.a.toFixed(4)}, D* = ${formatScientific(one.D.k, 4)}·C^${one.D.a.toFixed(4)} ` +
        `through ${one.points.length} points of the envelope of ${one.curves} curves.\n`,
    );
  }
  return lines.join('\n');
}

function describeRuns({ count, rejected, excluded, columns }: Runs): string {
  const roles = Object.entries(columns).map(
    ([role, { heading, scale }]) => `${role} from ${heading}${scale === 1 ? '' : ` × ${formatScientific(scale, 3)}`}`,
  );
  const listed = rejected.slice(0, LISTED).map(({ line, reason }) => `  line ${line}: ${reason}\n`);
  const more = rejected.length > LISTED ? `  and ${rejected.length - LISTED} more\n` : '';
  return (
    `${count} runs (${roles.join(', ')}); ${excluded.length} left out by rule, ${rejected.length} that cannot be used${rejected.length > 0 ? ':' : '.'}\n` +
    `${listed.join('')}${more}`
  );
}

function describeThree(
  { fit, bootstrap, certificate, seconds, device }: NonNullable<Report['three']>,
  runs: Runs,
  request: Request,
): string {
  const spreads = bootstrap && coefficientSpreads(bootstrap);
  const level = `${INTERVAL_LEVEL * 100} % interval`;
  const short = (value: number): string => String(Number(value.toPrecision(5)));
  const rows = Object.entries(fit.coefficients).map(([name, value]) => {
    const spread = spreads?.[name];
    return [
      name,
      short(value),
      ...(spread ? [short(spread.standardError), `${short(spread.interval[0])} to ${short(spread.interval[1])}`] : []),
    ];
  });
  const head = ['', 'value', ...(spreads ? ['std. error', level] : [])];
  const { starts } = fit;
  const text = [
    formatTable([head, ...rows], ['left', 'right', 'right', 'right']),
    `Objective ${fit.value.toPrecision(7)} (${fit.objective.about}); ${starts.agreeing} of ${starts.count} starts agree` +
      `${bootstrap ? `; ${bootstrap.draws.length} resamples` : ''}; ${(seconds.fit + seconds.bootstrap).toPrecision(2)} s${device ? ` on WebGPU, ${device.adapter}${device.isSoftware ? ' (a software adapter)' : ''}` : ''}.\n`,
    `Verdict: ${certificate.verdict.level}. ${certificate.verdict.reasons.join(' ')}\n`,
  ];
  if (request.C !== undefined) {
    const { N, D, loss, intervals } = fittedOptimum(fit, request.C, bootstrap);
    const between = (id: 'N' | 'D'): string => (intervals ? ` (${formatCount(intervals[id][0])} to ${formatCount(intervals[id][1])})` : '');
    text.push(
      `With ${formatScientific(request.C)} FLOP: ${formatCount(N)} parameters${between('N')} on ${formatCount(D)} tokens${between('D')}, ` +
        `loss ${formatQuantity('loss', loss).number}.\n`,
    );
  }
  if (request.predict && bootstrap) {
    const { N, D } = request.predict;
    const { loss, interval, runInterval } = predictionOf(fit, bootstrap, runs, request);
    const four = (value: number): string => value.toFixed(4);
    text.push(
      `A run of ${formatCount(N)} parameters on ${formatCount(D)} tokens: loss ${four(loss)}, law ${four(interval[0])} to ${four(interval[1])}, ` +
        `with the runs' scatter ${four(runInterval[0])} to ${four(runInterval[1])}.\n`,
    );
  }
  if (request.profile) {
    const end = (value: number | undefined): string => (value === undefined ? 'open' : short(value));
    const profiles = profileAll(fit).map(({ name, interval }) => `${name} ${end(interval[0])} to ${end(interval[1])}`);
    text.push(`Profile likelihood, ${level}: ${profiles.join(', ')}.\n`);
  }
  if (request.validate) {
    const out = heldOut(runs, request);
    if (out)
      text.push(
        `Fitted to ${out.fitted} runs drawn at random, the law misses the other ${out.predicted} by ${(out.rms * 100).toFixed(2)} %.\n`,
      );
    for (const { fitted, predicted, budgets, rms, bias } of validateByBudget(runs, request.options)) {
      text.push(
        `Fitted to the ${fitted} runs up to ${formatScientific(budgets[0])} FLOP, the law misses the ${predicted} up to ${formatScientific(budgets[1])} ` +
          `by ${(rms * 100).toFixed(2)} % (${bias > 0 ? '+' : ''}${(bias * 100).toFixed(2)} % on average).\n`,
      );
    }
  }
  return text.join('\n');
}
