import { isoflopBias } from '../fit/approaches/bias';
import { type EnvelopeFit, fitEnvelope } from '../fit/approaches/envelope';
import { fitIsoflops } from '../fit/approaches/isoflop';
import { type BatchEngine, batchRefusal, bootstrapInBatch, fitLawInBatch } from '../fit/batch';
import { type Bootstrap, bootstrapSteps } from '../fit/bootstrap';
import { certify } from '../fit/certificate';
import { type FitOptions, type ParametricFit, fitLaw } from '../fit/fit';
import { isFittedAsLog } from '../fit/kernels/general';
import type { Rows } from '../fit/kernels/kernel';
import { scenarioOf } from '../fit/kernels/kernel';
import { type LawFile, lawOfFit, toLawFile } from '../fit/law';
import { type NoiseModel, fitNoise, noiseAt, noiseKinds, reportNoise } from '../fit/noise';
import { farRuns, markOutliers, splitRules } from '../fit/outliers';
import { profileAll } from '../fit/profile';
import { guessColumns } from '../fit/runs/columns';
import { type Runs, readRuns } from '../fit/runs/runs';
import { type Table, parseTable } from '../fit/runs/table';
import { coefficientSpreads, correlations, fittedOptimum, predict, predictLoss, relativeResiduals, spreadOf } from '../fit/uncertainty';
import { forecastByBudget, selectRows, validateByBudget, validateHeldOut } from '../fit/validation';
import { findForm } from '../model/forms';
import { loss } from '../model/loss';
import { log2 } from '../model/math/elementary';
import { frontierExponent } from '../model/optimum';
import { INTERVAL_LEVEL, type Interval } from '../model/uncertainty';
import { InputError, type Issue } from '../quantities/issue';
import type { ApproachId, DrawsReport, FitPart, FitReport, FitRequest, LossPrediction, Rung, RunsReport } from './fit-api';

/** Runs that are handed to the page: more can neither be told apart in a picture nor pointed at. */
const MOST_SHOWN = 2500;
const MOST_REJECTED_LISTED = 500;
const MOST_OUTLIERS = 300;
/** Distance from the law, in robust standard deviations, from which on a run is an outlier. */
const OUTLIER = 5;
/** After how many resamples their spread is shown; forms other than Chinchilla's take some twenty times as long. */
const STEPS = { chinchilla: [60, 300, 1000], others: [20, 60, 200] };
/** Run-refits that resamples may take, so that large files have fewer of them; with fewer than the least there are none. */
const RESAMPLE_WORK = { chinchilla: 4e6, others: 4e5, least: 20 };
/** Runs from which on approaches 1 and 2 are asked only if they are chosen: the time of the first grows with runs times sizes. */
const MANY_RUNS = 20_000;
/** Budgets of the band, FLOP: four to the decade. */
const BAND = Array.from({ length: 53 }, (_, i) => 10 ** (15 + i / 4));
/** Characters in which headings are looked for where the file as a whole cannot be used. */
const HEAD = 65_536;
/** Runs times free coefficients up to which profiles are drawn. */
const PROFILE_WORK = { chinchilla: 60_000, others: 3000 };
/** Curves and points of the envelope that are handed to the page. */
const MOST_CURVES = { lines: 300, points: 300 };
/** Starts of the grid, and starts times runs up to which a device is given it: a batch that takes seconds is taken for a hang. */
const GRID_STARTS = 4500;
const MOST_GRID = 2 ** 24;
/** Seed of resamples. */
const SEED = 0;
const HELD_OUT = { share: 0.2, seed: 0 };

/** Runs as text, or as a table that was read already. */
export type RunsInput = { readonly name: string; readonly text: string } | { readonly name: string; readonly table: Table };

/** What predictions are made from: the fit of the last request. */
export interface Latest {
  readonly fit: ParametricFit;
  readonly bootstrap: Bootstrap;
  readonly noise: NoiseModel;
}

/** Runs that are fitted, with what approaches 1 and 2 and the certificate read. */
interface KeptRuns extends Rows {
  readonly C: Float64Array;
  readonly group: Int32Array | undefined;
  readonly cluster: Int32Array | undefined;
}

/** A device that descends the batches of fits. */
export interface FitDevice {
  /** Its name, for people. */
  readonly adapter: string;
  readonly engine: BatchEngine;
}

/**
 * Everything about a table of runs, one part after the other: the runs, the fit, its certificate, its resamples as they come, how it
 * extrapolates, and its profiles. Input that cannot be used ends it with a part that says why. `keep` takes what predictions are made from.
 */
export function* fitParts(input: RunsInput, request: FitRequest, keep?: (latest: Latest) => void): Generator<FitPart> {
  const job = yield* readParts(input, request);
  if (!job) return;
  const began = performance.now();
  const found = attempt(() => fitLaw(job.kept, job.options));
  const latest = yield* lawParts(job, { found, seconds: secondsSince(began) });
  if (!latest) return;
  yield* drawParts(job, latest, keep);
  yield* checkParts(job, latest);
}

/**
 * The same parts with descents on a device: the 4500 starts of Hoffmann et al., polished here in double precision, and all resamples at
 * once, as many for a large file as for a small one. What a device does not do, and what is left of a fit whose device fails, runs here.
 */
export async function* fitPartsOn(
  device: FitDevice,
  input: RunsInput,
  request: FitRequest,
  keep?: (latest: Latest) => void,
): AsyncGenerator<FitPart> {
  const job = yield* readParts(input, request);
  if (!job) return;
  const { kept, options } = job;
  const isForDevice = batchRefusal(kept, options) === undefined;
  const starts = GRID_STARTS * kept.count <= MOST_GRID ? 'grid' : 'projection';
  const began = performance.now();
  const first = isForDevice && (await tryOn(device, () => attemptLater(fitLawInBatch(device.engine, kept, { ...options, starts }))));
  const found = first ? first.value : attempt(() => fitLaw(kept, options));
  const latest = yield* lawParts(job, { found, seconds: secondsSince(began), device: first ? device.adapter : undefined });
  if (!latest) return;
  const drawing = performance.now();
  const draws = STEPS.chinchilla.at(-1)!;
  const resampling = { draws, seed: SEED, groups: kept.cluster };
  const drawn = first && (await tryOn(device, () => bootstrapInBatch(device.engine, latest.fit, resampling)));
  if (drawn) {
    const made = { planned: draws, name: job.name, seconds: secondsSince(drawing), device: device.adapter };
    keep?.({ ...latest, bootstrap: drawn.value });
    yield { kind: 'draws', draws: reportDraws(latest.fit, drawn.value, latest.noise, made) };
  } else yield* drawParts(job, latest, keep);
  yield* checkParts(job, latest);
}

/** Runs to be fitted, and what was asked of them. */
interface Job {
  readonly request: FitRequest;
  readonly name: string;
  readonly options: FitOptions;
  readonly runs: Runs;
  readonly kept: KeptRuns;
  /** Of the runs that are fitted, and of those that are handed to the page. */
  readonly indices: readonly number[];
  readonly shown: readonly number[];
}

/** A value, or why there is none. */
type Attempt<T> = { readonly value: T } | { readonly issues: readonly Issue[] };

function* readParts(input: RunsInput, request: FitRequest): Generator<FitPart, Job | undefined> {
  const started = performance.now();
  const { name } = input;
  const options: FitOptions = {
    form: request.form,
    objective: request.objective,
    restrictions: request.restrictions,
    ...(request.delta !== undefined && { delta: request.delta }),
  };
  let runs: Runs;
  let format: Table['format'];
  let isMarked: Uint8Array;
  try {
    const table = 'table' in input ? input.table : parseTable(input.text, name);
    const rules = splitRules(request.exclude);
    ({ format } = table);
    const { columns, bootstrapBy } = request;
    runs = readRuns(table, { name, columns, mark: rules.rows, ...(bootstrapBy !== undefined && { bootstrapBy }) });
    isMarked = markOutliers(runs, runs.isMarked, rules.outliers, options);
  } catch (error) {
    yield refused(error, input);
    return undefined;
  }
  const flipped = new Set(request.flipped);
  const isLeft = isMarked.map((marked, i) => (flipped.has(runs.line[i]!) ? 1 - marked : marked));
  const indices = [...isLeft.keys()].filter((i) => isLeft[i] === 0);
  const stride = Math.ceil(runs.count / MOST_SHOWN);
  const shown = [...isLeft.keys()].filter((i) => i % stride === 0);
  yield { kind: 'runs', runs: reportRuns({ name, format }, runs, isLeft, indices.length, shown, started) };
  const kept: KeptRuns = {
    ...selectRows(runs, indices),
    C: Float64Array.from(indices, (i) => runs.C[i]!),
    group: runs.group && Int32Array.from(indices, (i) => runs.group![i]!),
    cluster: runs.cluster && Int32Array.from(indices, (i) => runs.cluster![i]!),
  };
  return { request, name, options, runs, kept, indices, shown };
}

/** The law, what approaches 1 and 2 say, and the certificate. */
function* lawParts(
  { request, name, options, runs, kept, indices, shown }: Job,
  { found, seconds, device }: { readonly found: Attempt<ParametricFit>; readonly seconds: number; readonly device?: string | undefined },
): Generator<FitPart, Omit<Latest, 'bootstrap'> | undefined> {
  const refusals: Partial<Record<ApproachId, readonly Issue[]>> = {};
  const valueOf = <T>(approach: ApproachId, made: Attempt<T>): T | undefined => {
    if ('value' in made) return made.value;
    refusals[approach] = made.issues;
    return undefined;
  };
  const fit = valueOf('3', found);
  const isAsked = (approach: ApproachId): boolean => request.approach === approach || kept.count <= MANY_RUNS;
  const isoflop = isAsked('2')
    ? valueOf(
        '2',
        attempt(() => fitIsoflops(kept)),
      )
    : undefined;
  const envelope = isAsked('1')
    ? valueOf(
        '1',
        attempt(() => fitEnvelope(kept, kept.group)),
      )
    : undefined;
  const noise = fit ? noiseModels(fit, kept.C) : [];
  yield {
    kind: 'fit',
    fit: {
      law: fit && reportLaw(fit, seconds, device),
      file: fit && lawFileOf(fit, undefined, name),
      predicted: fit ? predictAll(fit, runs, shown) : new Float64Array(),
      outliers: fit
        ? farRuns(fit, OUTLIER)
            .slice(0, MOST_OUTLIERS)
            .map((i) => runs.line[indices[i]!]!)
        : [],
      isoflop: isoflop && { ...isoflop, bias: fit && isoflopBias(lawOfFit(fit), kept) },
      envelope: envelope && reportEnvelope(envelope),
      refusals,
      everyRun: fit && indices.length < runs.count ? fitEveryRun(runs, options) : undefined,
      noise: noise.map(reportNoise),
    },
  };
  if (!fit) return undefined;
  const certified = performance.now();
  const certificate = certify(fit, kept, options);
  yield { kind: 'certificate', certificate, seconds: secondsSince(certified) };
  return { fit, noise: noise.find(({ by }) => by === request.noise)! };
}

/** How the law extrapolates, and its profiles. */
function* checkParts({ kept, options }: Job, { fit }: Pick<Latest, 'fit'>): Generator<FitPart, void> {
  yield {
    kind: 'validation',
    validation: {
      windows: validateByBudget(kept, options),
      heldOut: validateHeldOut(kept, options, HELD_OUT.share, HELD_OUT.seed)[0],
      forecast: forecastByBudget(kept, options),
    },
  };
  const work = PROFILE_WORK[fit.form === 'chinchilla' ? 'chinchilla' : 'others'];
  if (fit.space.size * kept.count <= work) yield { kind: 'profiles', profiles: profileAll(fit) };
}

function refusalOf(error: unknown): { readonly issues: readonly Issue[] } {
  if (!(error instanceof InputError)) throw error;
  return { issues: error.issues };
}

function attempt<T>(job: () => T): Attempt<T> {
  try {
    return { value: job() };
  } catch (error) {
    return refusalOf(error);
  }
}

const attemptLater = <T>(job: Promise<T>): Promise<Attempt<T>> => job.then((value) => ({ value }), refusalOf);

/** What a job on a device gives; undefined where the device fails. */
async function tryOn<T>({ adapter }: FitDevice, job: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
  try {
    return { value: await job() };
  } catch (error) {
    console.warn(`The fit goes on without ${adapter}:`, error);
    return undefined;
  }
}

/** Losses of runs that a fit predicts. */
export function predictRungs({ fit, bootstrap, noise }: Latest, ladder: readonly Rung[]): readonly LossPrediction[] {
  return ladder.map(({ N, D }) => predictLoss(fit, bootstrap, N, D, INTERVAL_LEVEL, noise));
}

function noiseModels(fit: ParametricFit, C: Float64Array): readonly NoiseModel[] {
  const runs = { residuals: relativeResiduals(fit), C, predicted: Float64Array.from(C, (_, i) => predict(fit, i)) };
  return noiseKinds.map((by) => fitNoise(by, runs));
}

function reportEnvelope({ N, D, points, curves, lines }: EnvelopeFit): NonNullable<FitReport['envelope']> {
  const every = Math.ceil(points.length / MOST_CURVES.points);
  return { N, D, points: points.length, curves, path: points.filter((_, i) => i % every === 0), lines: lines.slice(0, MOST_CURVES.lines) };
}

const secondsSince = (started: number): number => (performance.now() - started) / 1000;

/** Why a file cannot be used; with its headings where it has some, so that columns can be chosen. */
function refused(error: unknown, input: RunsInput): FitPart {
  if (!(error instanceof InputError)) throw error;
  let headings: readonly string[] = [];
  try {
    ({ headings } = 'table' in input ? input.table : parseTable(input.text.slice(0, HEAD), input.name));
  } catch {
    // the text has none
  }
  return { kind: 'refused', issues: error.issues, headings, columns: guessColumns(headings) };
}

function reportRuns(
  of: Pick<RunsReport, 'name' | 'format'>,
  runs: Runs,
  isLeft: Uint8Array,
  kept: number,
  shown: readonly number[],
  started: number,
): RunsReport {
  const pick = (column: Float64Array) => Float64Array.from(shown, (i) => column[i]!);
  return {
    ...of,
    headings: runs.headings,
    columns: runs.columns,
    usable: runs.count,
    kept,
    N: pick(runs.N),
    D: pick(runs.D),
    C: pick(runs.C),
    loss: pick(runs.loss),
    line: Int32Array.from(shown, (i) => runs.line[i]!),
    isLeft: Uint8Array.from(shown, (i) => isLeft[i]!),
    rejected: runs.rejected.slice(0, MOST_REJECTED_LISTED),
    rejectedCount: runs.rejected.length,
    seconds: secondsSince(started),
  };
}

function reportLaw(fit: ParametricFit, seconds: number, device: string | undefined): NonNullable<FitReport['law']> {
  return {
    form: fit.form,
    objective: fit.objective.id,
    coefficients: fit.coefficients,
    value: fit.value,
    free: fit.space.variables.flatMap(({ names }) => names),
    starts: { count: fit.starts.count, agreeing: fit.starts.agreeing },
    seconds,
    device,
  };
}

function predictAll(fit: ParametricFit, runs: Runs, shown: readonly number[]): Float64Array {
  return Float64Array.from(shown, (i) => {
    const scenario = scenarioOf(runs, i);
    return loss(lawOfFit(fit, { ...fit.coefficients, ...scenario }), runs.N[i]!, runs.D[i]!);
  });
}

function fitEveryRun(runs: Runs, options: FitOptions): FitReport['everyRun'] {
  try {
    return { runs: runs.count, coefficients: fitLaw(runs, options).coefficients };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Resamples as they come, on this thread. */
function* drawParts(
  { kept, name }: Job,
  { fit, noise }: Omit<Latest, 'bootstrap'>,
  keep: ((latest: Latest) => void) | undefined,
): Generator<FitPart, void> {
  const kind = fit.form === 'chinchilla' ? 'chinchilla' : 'others';
  const most = Math.floor(RESAMPLE_WORK[kind] / kept.count);
  if (most < RESAMPLE_WORK.least) return;
  const started = performance.now();
  const steps = [...new Set(STEPS[kind].map((step) => Math.min(step, most)))];
  for (const bootstrap of bootstrapSteps(fit, { seed: SEED, groups: kept.cluster }, steps)) {
    keep?.({ fit, bootstrap, noise });
    yield { kind: 'draws', draws: reportDraws(fit, bootstrap, noise, { planned: steps.at(-1)!, name, seconds: secondsSince(started) }) };
  }
}

/** How resamples were made. */
interface DrawsMade {
  readonly planned: number;
  readonly name: string;
  readonly seconds: number;
  readonly device?: string;
}

function reportDraws(
  fit: ParametricFit,
  bootstrap: Bootstrap,
  noise: NoiseModel,
  { planned, name, seconds, device }: DrawsMade,
): DrawsReport {
  const { draws } = bootstrap;
  const free = fit.space.variables.flatMap(({ names }) => names);
  const isLog = (parameter: string): boolean => isFittedAsLog(findForm(fit.form), parameter);
  const toFree = (draw: Readonly<Record<string, number>>) =>
    Object.fromEntries(free.map((name) => [name, isLog(name) ? log2(draw[name]!) * Math.LN2 : draw[name]!]));
  const freeDraws = draws.map(toFree);
  const exponents = draws.map((draw) => frontierExponent(lawOfFit(fit, draw)));
  return {
    parameters: free.map((parameter) => (isLog(parameter) ? `log ${parameter}` : parameter)),
    draws: Float64Array.from(freeDraws.flatMap((draw) => free.map((name) => draw[name]!))),
    done: draws.length,
    planned,
    unconverged: bootstrap.unconverged,
    spreads: coefficientSpreads(bootstrap),
    exponent: exponents.every((a) => a !== undefined) ? spreadOf(exponents) : undefined,
    correlations: correlations({ draws: freeDraws }).matrix,
    byGroup: bootstrap.byGroup,
    band: BAND.flatMap((C) => {
      const { loss: best, intervals } = fittedOptimum(fit, C, bootstrap);
      if (!intervals || !Number.isFinite(intervals.N[0])) return [];
      const { tokensPerParameter, loss: lossInterval } = intervals;
      return [
        {
          C,
          N: intervals.N,
          D: intervals.D,
          tokensPerParameter,
          loss: lossInterval,
          runLoss: runInterval(noise, { C, best, lossInterval }),
        },
      ];
    }),
    file: lawFileOf(fit, bootstrap, name),
    seconds,
    device,
  };
}

/** Interval of a run's loss: the law's own and that of the noise, which are independent, added as variances on each side. */
function runInterval(
  noise: NoiseModel,
  { C, best, lossInterval }: { readonly C: number; readonly best: number; readonly lossInterval: Interval },
): Interval {
  const sigma = noiseAt(noise, { C, loss: best });
  const side = (k: 0 | 1): number => Math.hypot(lossInterval[k] - best, best * sigma * noise.interval[k]);
  return [best - side(0), best + side(1)];
}

function lawFileOf(fit: ParametricFit, bootstrap: Bootstrap | undefined, name: string): LawFile | string {
  const { count } = fit.space.rows;
  try {
    return toLawFile(fit, bootstrap, { label: `Fit of ${name}`, source: `fitted by isoflop to ${count} runs of ${name}` });
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}
