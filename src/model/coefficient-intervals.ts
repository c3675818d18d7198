import { parameterDeviation } from './deviations';
import type { Law } from './laws';
import { exp } from './math/elementary';
import { INTERVAL_LEVEL, coefficientOf } from './uncertainty';

/** An interval of one coefficient. */
export interface CoefficientInterval {
  readonly from: number;
  readonly to: number;
  /** Level of confidence, such as 0.95. */
  readonly level: number;
  /** Whether the source prints it; otherwise it follows from the joint distribution of the coefficients. */
  readonly isPublished: boolean;
}

/** Standard deviations from the mean to the ends of the central 80 % of a normal distribution. */
const DEVIATIONS = 1.2815515655446004;

/**
 * Intervals of a law's coefficients, by coefficient: those that the source prints, else 80 % intervals of the joint distribution, normal in
 * a coefficient or, where that was fitted as a logarithm, in its logarithm. Empty where neither is known.
 */
export function coefficientIntervals(law: Law): Readonly<Record<string, CoefficientInterval>> {
  const { level, of } = law.intervals ?? { level: INTERVAL_LEVEL, of: {} };
  const published = Object.entries(of).map(([name, [from, to]]) => [name, { from, to, level, isPublished: true }]);
  const { uncertainty } = law;
  const joint = (uncertainty?.parameters ?? []).map((parameter, i) => {
    const { name, isLogarithm } = coefficientOf(parameter);
    const value = law.coefficients[name] ?? Number.NaN;
    const reach = DEVIATIONS * parameterDeviation(uncertainty!, i);
    const [from, to] = isLogarithm ? [value * exp(-reach), value * exp(reach)] : [value - reach, value + reach];
    return [name, { from, to, level: INTERVAL_LEVEL, isPublished: false }];
  });
  return Object.fromEntries([...joint, ...published]) as Record<string, CoefficientInterval>;
}
