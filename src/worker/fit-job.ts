import { isoflopBias } from '../fit/approaches/bias';
import { fitEnvelope } from '../fit/approaches/envelope';
import { fitIsoflops } from '../fit/approaches/isoflop';
import { type Bootstrap, bootstrapSteps } from '../fit/bootstrap';
import { certify } from '../fit/certificate';
import { type FitOptions, type ParametricFit, fitLaw } from '../fit/fit';
import { isFittedAsLog } from '../fit/kernels/general';
import { type Rows, scenarioOf } from '../fit/kernels/kernel';
import { type LawFile, lawOfFit, toLawFile } from '../fit/law';
import { guessColumns } from '../fit/runs/columns';
import { type Runs, readRuns } from '../fit/runs/runs';
import { parseTable } from '../fit/runs/table';
import { coefficientSpreads, fittedOptimum, relativeResiduals, spreadOf } from '../fit/uncertainty';
import { forecastByBudget, selectRows, validateByBudget } from '../fit/validation';
import { findForm } from '../model/forms';
import { loss } from '../model/loss';
import { log2 } from '../model/math/elementary';
import { frontierExponent } from '../model/optimum';
import { InputError, type Issue } from '../quantities/issue';
import type { ApproachId, DrawsReport, FitPart, FitReport, FitRequest, RunsReport } from './fit-api';

/** Runs that are handed to the page: more can neither be told apart in a picture nor pointed at. */
const MOST_SHOWN = 2500;
const MOST_REJECTED_LISTED = 500;
const MOST_OUTLIERS = 300;
/** Distance from the law, in robust standard deviations, from which on a run is an outlier. */
const OUTLIER = 5;
/** A median of absolute normal deviates times this is their standard deviation. */
const MAD_TO_SIGMA = 1.4826;
/** After how many resamples their spread is shown; forms other than Chinchilla's take some twenty times as long. */
const STEPS = { chinchilla: [60, 300, 1000], others: [20, 60, 200] };
/** Run-refits that resamples may take, so that large files have fewer of them; with fewer than the least there are none. */
const RESAMPLE_WORK = { chinchilla: 4e6, others: 4e5, least: 20 };
/** Runs from which on approaches 1 and 2 are asked only if they are chosen: the time of the first grows with runs times sizes. */
const MANY_RUNS = 20_000;
/** Budgets of the band, FLOP: four to the decade. */
const BAND = Array.from({ length: 45 }, (_, i) => 10 ** (17 + i / 4));
/** Characters in which headings are looked for where the file as a whole cannot be used. */
const HEAD = 65_536;

/** Runs that are fitted, with what approaches 1 and 2 and the certificate read. */
interface KeptRuns extends Rows {
  readonly C: Float64Array;
  readonly group: Int32Array | undefined;
}

/**
 * Everything about a table of runs, one part after the other: the runs, the fit, its certificate, its resamples as they come, and how
 * it extrapolates. Input that cannot be used ends it with a part that says why.
 */
export function* fitParts({ name, text }: { readonly name: string; readonly text: string }, request: FitRequest): Generator<FitPart> {
  const started = performance.now();
  let runs: Runs;
  try {
    runs = readRuns(text, { name, columns: request.columns, mark: request.exclude });
  } catch (error) {
    yield refused(error, name, text);
    return;
  }
  const flipped = new Set(request.flipped);
  const isLeft = runs.isMarked.map((marked, i) => (flipped.has(runs.line[i]!) ? 1 - marked : marked));
  const indices = [...isLeft.keys()].filter((i) => isLeft[i] === 0);
  const stride = Math.ceil(runs.count / MOST_SHOWN);
  const shown = [...isLeft.keys()].filter((i) => i % stride === 0);
  yield { kind: 'runs', runs: reportRuns(name, runs, isLeft, indices.length, shown, started) };
  const kept: KeptRuns = {
    ...selectRows(runs, indices),
    C: Float64Array.from(indices, (i) => runs.C[i]!),
    group: runs.group && Int32Array.from(indices, (i) => runs.group![i]!),
  };
  const options: FitOptions = { form: request.form, objective: request.objective, restrictions: request.restrictions };
  const refusals: Partial<Record<ApproachId, readonly Issue[]>> = {};
  const ask = <T>(approach: ApproachId, job: () => T): T | undefined => {
    try {
      return job();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refusals[approach] = error.issues;
      return undefined;
    }
  };
  const began = performance.now();
  const fit = ask('3', () => fitLaw(kept, options));
  const seconds = secondsSince(began);
  const isAsked = (approach: ApproachId): boolean => request.approach === approach || kept.count <= MANY_RUNS;
  const isoflop = isAsked('2') ? ask('2', () => fitIsoflops(kept)) : undefined;
  const envelope = isAsked('1') ? ask('1', () => fitEnvelope(kept, kept.group)) : undefined;
  yield {
    kind: 'fit',
    fit: {
      law: fit && reportLaw(fit, seconds),
      file: fit && lawFileOf(fit, undefined, name),
      predicted: fit ? predictAll(fit, runs, shown) : new Float64Array(),
      outliers: fit ? findOutliers(fit).map((i) => runs.line[indices[i]!]!) : [],
      isoflop: isoflop && { ...isoflop, bias: fit && isoflopBias(lawOfFit(fit), kept) },
      envelope: envelope && { N: envelope.N, D: envelope.D, points: envelope.points.length, curves: envelope.curves },
      refusals,
      everyRun: fit && indices.length < runs.count ? fitEveryRun(runs, options) : undefined,
    },
  };
  if (!fit) return;
  const certified = performance.now();
  const certificate = certify(fit, kept, options);
  yield { kind: 'certificate', certificate, seconds: secondsSince(certified) };
  yield* drawParts(fit, name);
  yield {
    kind: 'validation',
    validation: { windows: validateByBudget(kept, options), forecast: forecastByBudget(kept, options) },
  };
}

const secondsSince = (started: number): number => (performance.now() - started) / 1000;

/** Why a file cannot be used; with its headings where it has some, so that columns can be chosen. */
function refused(error: unknown, name: string, text: string): FitPart {
  if (!(error instanceof InputError)) throw error;
  let headings: readonly string[] = [];
  try {
    ({ headings } = parseTable(text.slice(0, HEAD), name));
  } catch {
    // the text has none
  }
  return { kind: 'refused', issues: error.issues, headings, columns: guessColumns(headings) };
}

function reportRuns(name: string, runs: Runs, isLeft: Uint8Array, kept: number, shown: readonly number[], started: number): RunsReport {
  const pick = (column: Float64Array) => Float64Array.from(shown, (i) => column[i]!);
  return {
    name,
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

function reportLaw(fit: ParametricFit, seconds: number): NonNullable<FitReport['law']> {
  return {
    form: fit.form,
    objective: fit.objective.id,
    coefficients: fit.coefficients,
    value: fit.value,
    free: fit.space.variables.flatMap(({ names }) => names),
    starts: { count: fit.starts.count, agreeing: fit.starts.agreeing },
    seconds,
  };
}

function predictAll(fit: ParametricFit, runs: Runs, shown: readonly number[]): Float64Array {
  return Float64Array.from(shown, (i) => {
    const scenario = scenarioOf(runs, i);
    return loss(lawOfFit(fit, { ...fit.coefficients, ...scenario }), runs.N[i]!, runs.D[i]!);
  });
}

/** Indices of runs far from the law, by the median of absolute residuals, which outliers do not move. */
function findOutliers(fit: ParametricFit): readonly number[] {
  const residuals = relativeResiduals(fit);
  const sizes = residuals.map(Math.abs).sort();
  const limit = OUTLIER * MAD_TO_SIGMA * sizes[Math.floor(sizes.length / 2)]!;
  return [...residuals.keys()]
    .filter((i) => Math.abs(residuals[i]!) > limit)
    .toSorted((a, b) => Math.abs(residuals[b]!) - Math.abs(residuals[a]!))
    .slice(0, MOST_OUTLIERS);
}

function fitEveryRun(runs: Runs, options: FitOptions): FitReport['everyRun'] {
  try {
    return { runs: runs.count, coefficients: fitLaw(runs, options).coefficients };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function* drawParts(fit: ParametricFit, name: string): Generator<FitPart> {
  const kind = fit.form === 'chinchilla' ? 'chinchilla' : 'others';
  const most = Math.floor(RESAMPLE_WORK[kind] / fit.space.rows.count);
  if (most < RESAMPLE_WORK.least) return;
  const started = performance.now();
  const steps = [...new Set(STEPS[kind].map((step) => Math.min(step, most)))];
  for (const bootstrap of bootstrapSteps(fit, { seed: 0 }, steps)) {
    yield { kind: 'draws', draws: reportDraws(fit, bootstrap, steps.at(-1)!, name, secondsSince(started)) };
  }
}

function reportDraws(fit: ParametricFit, bootstrap: Bootstrap, planned: number, name: string, seconds: number): DrawsReport {
  const { draws } = bootstrap;
  const free = fit.space.variables.flatMap(({ names }) => names);
  const isLog = (parameter: string): boolean => isFittedAsLog(findForm(fit.form), parameter);
  const exponents = draws.map((draw) => frontierExponent(lawOfFit(fit, draw)));
  return {
    parameters: free.map((parameter) => (isLog(parameter) ? `log ${parameter}` : parameter)),
    draws: Float64Array.from(
      draws.flatMap((draw) => free.map((parameter) => (isLog(parameter) ? log2(draw[parameter]!) * Math.LN2 : draw[parameter]!))),
    ),
    done: draws.length,
    planned,
    unconverged: bootstrap.unconverged,
    spreads: coefficientSpreads(bootstrap),
    exponent: exponents.every((a) => a !== undefined) ? spreadOf(exponents) : undefined,
    band: BAND.flatMap((C) => {
      const { intervals } = fittedOptimum(fit, C, bootstrap);
      return intervals && Number.isFinite(intervals.N[0]) ? [{ C, N: intervals.N, D: intervals.D }] : [];
    }),
    file: lawFileOf(fit, bootstrap, name),
    seconds,
  };
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
