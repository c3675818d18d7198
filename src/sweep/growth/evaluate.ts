import { type CellEvaluator, evaluatorOf, stepsInLoops } from '../loops';
import type { SchedulePlan } from './plan';

/** Prepares the evaluation of some nodes of one schedule at a time: what a coarse search found is settled so. [ids] */
export function createEvaluator(plan: SchedulePlan, ids: readonly string[]): CellEvaluator {
  const { axes } = plan;
  const places = new Map<string, number>(axes.map(({ quantity }, i) => [quantity, i]));
  const axisOf = ({ id }: { readonly id: string }) => {
    const index = places.get(id);
    return index === undefined ? undefined : { index, values: axes[index]!.values };
  };
  const steps = new Float64Array(axes.length);
  return evaluatorOf(plan.nodes, ids, axisOf, steps, (schedule) => stepsInLoops(plan, schedule, steps));
}
