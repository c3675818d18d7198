import type { CoefficientUncertainty, Law } from './laws';
import { coefficientOf } from './uncertainty';

/**
 * Standard deviations of a law's coefficients, from the diagonal of their covariance or from their draws. For a coefficient that
 * was fitted as a logarithm, to first order: sd(X) = X · sd(ln X). Undefined where the uncertainty is not known.
 */
export function coefficientDeviations({ coefficients, uncertainty }: Law): Readonly<Record<string, number>> | undefined {
  if (!uncertainty) return undefined;
  return Object.fromEntries(
    uncertainty.parameters.map((parameter, i) => {
      const deviation = Math.sqrt(varianceOf(uncertainty, i));
      const { name, isLogarithm } = coefficientOf(parameter);
      return [name, isLogarithm ? (coefficients[name] ?? Number.NaN) * deviation : deviation];
    }),
  );
}

/** Variance of a parameter. */
function varianceOf(uncertainty: CoefficientUncertainty, parameter: number): number {
  if ('covariance' in uncertainty) return uncertainty.covariance[parameter]?.[parameter] ?? Number.NaN;
  const values = uncertainty.draws.map((row) => row[parameter] ?? Number.NaN);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
