import { exp, log2 } from '../model/math/elementary';
import { INTERVAL_LEVEL, type Interval } from '../model/uncertainty';
import { robustSigma } from './math/robust';

/** What the scatter of runs may follow: nothing, their budget, or the law's loss of them. */
export const noiseKinds = ['constant', 'compute', 'loss'] as const;

/** Id of what scatter follows. */
export type NoiseKind = (typeof noiseKinds)[number];

/** Scatter of runs around a law: sigma(x) = sigma · (x / center)^power, of loss over the law's loss minus 1. */
export interface NoiseModel {
  readonly by: NoiseKind;
  /** Standard deviation at the center, 1. */
  readonly sigma: number;
  /** 0 where scatter is constant. */
  readonly power: number;
  readonly powerError: number;
  /** Geometric mean of x over the runs: FLOP, or nat/token; 1 where scatter is constant. */
  readonly center: number;
  /** Likelihood-ratio statistic against constant scatter, one degree of freedom: above 3.84 the trend is more than chance, at 5 %. */
  readonly gain: number;
  /** Residuals over their own standard deviation. [runs] */
  readonly standardised: Float64Array;
  /** Central 80 % of the standardised residuals: a run's interval is the law's loss · (1 + sigma · these). */
  readonly interval: Interval;
}

/** Residuals count no further than this many robust standard deviations: one bad run must not pass for a trend of the noise. */
const FARTHEST = 4;
const STEPS = 60;
const MOST_POWER = 5;

const ln = (x: number): number => log2(x) * Math.LN2;

/**
 * The scatter of runs by maximum likelihood for normal noise whose variance is a power of compute or of loss (Harvey 1976, multiplicative
 * heteroscedasticity). With x centred, the likelihood in the power alone is convex, and its minimum is found by Newton's method.
 * `residuals` are loss over the law's loss minus 1, `predicted` the law's losses. All arrays [runs].
 */
export function fitNoise(
  by: NoiseKind,
  runs: { readonly residuals: Float64Array; readonly C: Float64Array; readonly predicted: Float64Array },
): NoiseModel {
  const { residuals, C, predicted } = runs;
  const most = FARTHEST * robustSigma(residuals) || Infinity;
  const squares = residuals.map((r) => Math.min(Math.abs(r), most) ** 2);
  const logs = by === 'constant' ? new Float64Array(residuals.length) : (by === 'compute' ? C : predicted).map(ln);
  const middle = meanOf(logs);
  const x = logs.map((value) => value - middle);
  const spread = x.reduce((sum, value) => sum + value * value, 0);
  const constant = meanOf(squares);
  const isFlat = !(spread > 1e-9) || constant === 0;
  const power = isFlat ? 0 : bestPower(x, squares);
  const sigma = Math.sqrt(meanOf(squares.map((square, i) => square * exp(-2 * power * x[i]!))));
  const standardised = residuals.map((r, i) => (sigma === 0 ? 0 : r / (sigma * exp(power * x[i]!))));
  const sorted = Float64Array.from(standardised).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return {
    by,
    sigma,
    power,
    powerError: isFlat ? 0 : 1 / Math.sqrt(2 * spread),
    center: by === 'constant' ? 1 : exp(middle),
    gain: isFlat ? 0 : Math.max(0, residuals.length * ln(constant / sigma ** 2)),
    standardised,
    interval: [at((1 - INTERVAL_LEVEL) / 2), at((1 + INTERVAL_LEVEL) / 2)],
  };
}

/** A noise model without the residuals behind it. */
export type NoiseReport = Omit<NoiseModel, 'standardised'>;

/** What a noise model says, for reports. */
export function reportNoise({ by, sigma, power, powerError, center, gain, interval }: NoiseModel): NoiseReport {
  return { by, sigma, power, powerError, center, gain, interval };
}

/** Standard deviation, relative to the law's loss, of a run of a budget and a loss. */
export function noiseAt({ by, sigma, power, center }: NoiseModel, { C, loss }: { readonly C: number; readonly loss: number }): number {
  return by === 'constant' ? sigma : sigma * exp(power * ln((by === 'compute' ? C : loss) / center));
}

/** Minimum of ln Σ squares·exp(−2·p·x) over p. */
function bestPower(x: Float64Array, squares: Float64Array): number {
  let p = 0;
  for (let step = 0; step < STEPS; step++) {
    let [sum, first, second] = [0, 0, 0];
    x.forEach((value, i) => {
      const share = squares[i]! * exp(-2 * p * value);
      sum += share;
      first += share * value;
      second += share * value * value;
    });
    const mean = first / sum;
    const variance = second / sum - mean * mean;
    if (!(variance > 0)) break;
    // a step of at most 1: far from the minimum the curvature says too little
    const move = Math.min(Math.max(mean / (2 * variance), -1), 1);
    p = Math.min(Math.max(p + move, -MOST_POWER), MOST_POWER);
    if (Math.abs(move) < 1e-10) break;
  }
  return p;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
