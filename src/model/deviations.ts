import type { CoefficientUncertainty, Law } from './laws';
import { exp } from './math/elementary';
import { coefficientOf } from './uncertainty';

/**
 * Standard deviations of a law's coefficients, from their covariance or from their draws. A coefficient that was fitted as a logarithm is
 * log-normal, so that its deviation is exp(m + s²/2)·√(exp(s²) − 1) of the mean m and the deviation s of its logarithm; to first order,
 * value times s, a wide one would look a fifth surer than its draws are. Undefined where the uncertainty is not known.
 */
export function coefficientDeviations({ uncertainty }: Law): Readonly<Record<string, number>> | undefined {
  if (!uncertainty) return undefined;
  return Object.fromEntries(
    uncertainty.parameters.map((parameter, i) => {
      const { name, isLogarithm } = coefficientOf(parameter);
      if (!isLogarithm) return [name, parameterDeviation(uncertainty, i)];
      if (!('covariance' in uncertainty)) return [name, deviationOf(uncertainty.draws.map((row) => exp(row[i] ?? Number.NaN)))];
      const variance = parameterDeviation(uncertainty, i) ** 2;
      return [name, exp((uncertainty.mean[i] ?? Number.NaN) + variance / 2) * Math.sqrt(exp(variance) - 1)];
    }),
  );
}

/** Standard deviation of a parameter as it was fitted: of the logarithm where that was. */
export function parameterDeviation(uncertainty: CoefficientUncertainty, parameter: number): number {
  if ('covariance' in uncertainty) return Math.sqrt(uncertainty.covariance[parameter]?.[parameter] ?? Number.NaN);
  return deviationOf(uncertainty.draws.map((row) => row[parameter] ?? Number.NaN));
}

/** Standard deviation of a sample. */
function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
