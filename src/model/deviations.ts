import type { Law } from './laws';

const LOGARITHM = 'log ';

/**
 * Standard deviations of a law's coefficients, from the diagonal of their covariance. For a coefficient that was fitted as a
 * logarithm, to first order: sd(X) = X · sd(ln X). Undefined where the covariance is not known.
 */
export function coefficientDeviations({ coefficients, uncertainty }: Law): Readonly<Record<string, number>> | undefined {
  if (!uncertainty) return undefined;
  return Object.fromEntries(
    uncertainty.parameters.map((parameter, i) => {
      const deviation = Math.sqrt(uncertainty.covariance[i]?.[i] ?? Number.NaN);
      if (!parameter.startsWith(LOGARITHM)) return [parameter, deviation];
      const name = parameter.slice(LOGARITHM.length);
      return [name, (coefficients[name] ?? Number.NaN) * deviation];
    }),
  );
}
