import type { MetricId } from '../quantities/registry';
import { FLOP_PER_PF_DAY } from './compute';
import { type Configuration, evaluateMonomial, monomialOf } from './configuration';
import type { Law } from './laws';
import { irreducibleLoss, loss, reducibleLoss } from './loss';
import { type Spend, budgetFor, lifetimeFlopOf, trainingFlop } from './spend/spend';

/** Value of any quantity at a configuration under a law, in f64. */
export function evaluateMetric(id: MetricId, law: Law, configuration: Configuration): number {
  return isLoss(id) ? evaluateLoss(id, law, configuration) : evaluateSize(id, law.spend, configuration);
}

type LossMetricId = 'loss' | 'reducibleLoss' | 'irreducibleLoss';

/** A quantity that does not depend on a law's coefficients. */
export type SizeMetricId = Exclude<MetricId, LossMetricId>;

/** Whether a quantity is a loss of a law, and not one of N, D and what a budget pays for alone. */
export function isLoss(id: MetricId): id is LossMetricId {
  return id === 'loss' || id === 'reducibleLoss' || id === 'irreducibleLoss';
}

/** Value of a quantity that does not depend on a law's coefficients, in f64. */
export function evaluateSize(id: SizeMetricId, spend: Spend | undefined, { N, D }: Configuration): number {
  const monomial = monomialOf(id, spend);
  if (monomial) return evaluateMonomial(monomial, { N, D });
  switch (id) {
    case 'C':
      return budgetFor(spend, N, D);
    case 'compute':
      return trainingFlop(spend, N, D);
    case 'computePfDays':
      return trainingFlop(spend, N, D) / FLOP_PER_PF_DAY;
    case 'lifetimeCompute':
      return lifetimeFlopOf(spend, N, D);
    default:
      throw new Error(`no formula for ${id}`);
  }
}

function evaluateLoss(id: LossMetricId, law: Law, configuration: Configuration): number {
  switch (id) {
    case 'loss':
      return loss(law, configuration.N, configuration.D);
    case 'reducibleLoss':
      return reducibleLoss(law, configuration.N, configuration.D);
    case 'irreducibleLoss':
      return irreducibleLoss(law);
  }
}
