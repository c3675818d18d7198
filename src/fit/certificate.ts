import { hasOptimum } from '../model/laws';
import { optimum } from '../model/optimum';
import { InputError } from '../quantities/issue';
import { fitEnvelope } from './approaches/envelope';
import { fitIsoflops } from './approaches/isoflop';
import { inflationOf } from './bootstrap';
import { type FitOptions, MANY_RUNS, type ParametricFit, type StartReport, fitLaw } from './fit';
import { selectRows, spreadIndices } from './kernels/kernel';
import { lawOfFit } from './law';
import { conditionNumber } from './math/condition';
import { createDerivatives } from './minimise';
import { type ObjectiveId, objectiveIds } from './objective';
import { relativeResiduals } from './uncertainty';
import { power } from '../model/math/elementary';

/** What another objective or another method says about the same runs. */
export interface SecondOpinion {
  /** Id of an objective, or `approach 1`, `approach 2`. */
  readonly by: string;
  /** Compute-optimal parameters at the certificate's budget. */
  readonly N: number;
}

/** What stands behind a fit, and how far it can be trusted. */
export interface Certificate {
  readonly starts: StartReport;
  /** Length of the gradient over the objective, in logarithms of sizes and exponents. */
  readonly gradientNorm: number;
  /** Of the curvature, scaled to a diagonal of ones; Infinity where the runs leave a direction open. */
  readonly conditionNumber: number;
  /** Coefficients at an end of their interval. */
  readonly boundsHit: readonly string[];
  readonly runs: number;
  readonly degreesOfFreedom: number;
  /** Root mean square of loss over the law's loss minus 1. */
  readonly scatter: number;
  /** Largest budget of the runs, FLOP: where opinions are compared. */
  readonly C: number;
  /** N* at that budget; NaN for a form without an optimum. */
  readonly N: number;
  readonly opinions: readonly SecondOpinion[];
  /** Largest over smallest N* of all opinions, the fit's own included. */
  readonly opinionRatio: number;
  /** Budget that the answer is wanted for over the largest of the runs, in decades; 0 where none is, or inside. */
  readonly extrapolation: number;
  /** How intervals of this fit are made, in words. */
  readonly intervals: string;
  readonly verdict: Verdict;
}

/** The certificate in words. */
export interface Verdict {
  readonly level: 'sound' | 'doubtful' | 'unusable';
  /** What is wrong, one sentence each; what is right where nothing is. */
  readonly reasons: readonly string[];
}

/** From where on a number is worth a warning. */
const WARN = { agreement: 0.5, condition: 1e6, degreesOfFreedom: 10, gradient: 1e-4, opinions: 1.5, extrapolation: 2, scatter: 0.05 };

/**
 * Certifies a fit: refits the runs under the other objectives on log loss and by approaches 1 and 2 where they can say anything, and
 * puts what was found into words. `target` is the budget, in FLOP, that the answer is wanted for.
 */
export function certify(
  fit: ParametricFit,
  runs: { readonly C: Float64Array; readonly group?: ArrayLike<number> | undefined },
  options: FitOptions,
  target?: number,
): Certificate {
  const { rows, size } = fit.space;
  const derivatives = createDerivatives(size);
  fit.space.evaluate(fit.free, fit.objective, derivatives);
  const boundsHit = fit.space.boundsHit(fit.free);
  const isFree = fit.space.variables.map(({ names }) => !boundsHit.includes(names.join(' = ')));
  const C = runs.C.reduce((most, value) => Math.max(most, value), 0);
  const law = lawOfFit(fit);
  // a form without a term of the tokens has no best size to compare
  const N = hasOptimum(law) ? optimum(law, C).N : Number.NaN;
  const opinions = hasOptimum(law) ? secondOpinions(fit, runs, options, C) : [];
  const sizes = [N, ...opinions.map((opinion) => opinion.N)];
  const residuals = relativeResiduals(fit);
  const facts = {
    starts: fit.starts,
    gradientNorm:
      Math.sqrt(derivatives.gradient.reduce((sum, slope, i) => sum + (isFree[i] ? slope * slope : 0), 0)) / Math.max(fit.value, 1e-300),
    conditionNumber: conditionNumber(derivatives.curvature, size, isFree),
    boundsHit,
    runs: rows.count,
    degreesOfFreedom: rows.count - size,
    scatter: Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / residuals.length),
    C,
    N,
    opinions,
    opinionRatio: opinions.length > 0 ? Math.max(...sizes) / Math.min(...sizes) : 1,
    intervals: `Central 80 % of resamples of the runs, each moved away from the fit by a factor of ${inflationOf(fit, rows.count).toFixed(3)}, because ${size} coefficients follow the ${rows.count} runs.`,
    extrapolation: target === undefined ? 0 : Math.max(0, Math.log10(target / C)),
  };
  return { ...facts, verdict: judge(facts, fit.form) };
}

function secondOpinions(
  fit: ParametricFit,
  runs: { readonly C: Float64Array; readonly group?: ArrayLike<number> | undefined },
  options: FitOptions,
  C: number,
): readonly SecondOpinion[] {
  const { rows } = fit.space;
  const isWide = rows.count > MANY_RUNS;
  // opinions are compared by tens of per cent: a sample of very many runs tells them apart
  const asked = isWide ? selectRows(rows, spreadIndices(rows.count, MANY_RUNS)) : rows;
  const isLogObjective = (id: ObjectiveId): boolean => id !== 'squared-loss' && id !== fit.objective.id;
  // another objective on a general form takes as long as the fit itself
  const others = fit.form === 'chinchilla' ? objectiveIds.filter(isLogObjective) : [];
  const ask = (by: string, answer: () => number): readonly SecondOpinion[] => {
    try {
      return [{ by, N: answer() }];
    } catch (error) {
      if (error instanceof InputError) return [];
      throw error;
    }
  };
  // the time of approach 1 grows with runs times sizes, and each of very many runs has a size of its own
  const isoflopRuns = { count: rows.count, N: rows.N, C: runs.C, loss: rows.loss };
  return [
    ...others.flatMap((id) => ask(id, () => optimum(lawOfFit(fitLaw(asked, { ...options, starts: 'projection', objective: id })), C).N)),
    ...(isWide ? [] : ask('approach 2', () => at(fitIsoflops(isoflopRuns).N, C))),
    ...(isWide ? [] : ask('approach 1', () => at(fitEnvelope(isoflopRuns, runs.group).N, C))),
  ].filter(({ N }) => Number.isFinite(N) && N > 0);
}

const at = ({ k, a }: { readonly k: number; readonly a: number }, C: number): number => k * power(C, a);

function judge(facts: Omit<Certificate, 'verdict'>, form: string): Verdict {
  const { starts, opinions, opinionRatio } = facts;
  if (!Number.isFinite(facts.conditionNumber)) {
    return {
      level: 'unusable',
      reasons: [
        `The runs leave some combination of the coefficients of ${form} open: the objective does not rise in every direction. Fix or tie coefficients, or add runs that differ in what they scale.`,
      ],
    };
  }
  const share = starts.agreeing / starts.count;
  const warnings: readonly (readonly [boolean, string])[] = [
    [share < WARN.agreement, `Only ${starts.agreeing} of ${starts.count} starts reach the best objective: there may be a better one.`],
    [facts.gradientNorm > WARN.gradient, 'The objective still falls where the fit ended: it did not converge.'],
    [
      facts.conditionNumber > WARN.condition,
      'Some coefficients can hardly be told apart: read optima and losses, not single coefficients.',
    ],
    [facts.boundsHit.length > 0, `At an end of its interval: ${facts.boundsHit.join(', ')}. The runs would choose another value.`],
    [
      facts.degreesOfFreedom < WARN.degreesOfFreedom,
      `${facts.runs} runs for ${facts.runs - facts.degreesOfFreedom} free coefficients: the intervals are too narrow to believe.`,
    ],
    [facts.scatter > WARN.scatter, `Runs scatter by ${(facts.scatter * 100).toFixed(1)} % around the law: it does not describe them.`],
    [
      opinionRatio > WARN.opinions,
      `Objectives and methods disagree by a factor of ${opinionRatio.toPrecision(2)} on the best size at ${facts.C.toExponential(1).replace('e+', 'e')} FLOP (${opinions.map(({ by, N }) => `${by} ${(N / facts.N).toPrecision(2)}×`).join(', ')}).`,
    ],
    [facts.extrapolation > WARN.extrapolation, `The budget asked for lies ${facts.extrapolation.toFixed(1)} decades beyond the runs.`],
  ];
  const reasons = warnings.filter(([isTrue]) => isTrue).map(([, text]) => text);
  if (reasons.length > 0) return { level: 'doubtful', reasons };
  return {
    level: 'sound',
    reasons: [
      `${starts.agreeing} of ${starts.count} starts reach the best objective, the runs determine every coefficient${opinions.length > 0 ? `, and ${opinions.length} other objectives and methods agree within a factor of ${opinionRatio.toPrecision(3)} on the best size` : ''}.`,
    ],
  };
}
