import type { MetricId } from '../quantities/registry';
import { type Configuration, evaluateMonomial, monomials } from './configuration';
import type { Law } from './laws';
import { irreducibleLoss, loss, reducibleLoss } from './loss';

/** Value of any quantity at a configuration under a law, in f64. */
export function evaluateMetric(id: MetricId, law: Law, configuration: Configuration): number {
  const monomial = monomials[id];
  if (monomial) return evaluateMonomial(monomial, configuration);
  switch (id) {
    case 'loss':
      return loss(law, configuration.N, configuration.D);
    case 'reducibleLoss':
      return reducibleLoss(law, configuration.N, configuration.D);
    case 'irreducibleLoss':
      return irreducibleLoss(law);
    default:
      throw new Error(`no formula for ${id}`);
  }
}
