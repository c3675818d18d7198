import { type SchedulePlan, nodesBehind, stepsAt } from './plan';

/** Evaluates some quantities of any one schedule of a sweep, in f64 and to the last bits: what a coarse search found is settled here. */
export type ScheduleEvaluator = (schedule: number) => Float64Array;

/** Prepares the evaluation of some nodes; the array that it returns is reused. [ids] */
export function createEvaluator(plan: SchedulePlan, ids: readonly string[]): ScheduleEvaluator {
  const nodes = nodesBehind(plan.nodes, ids);
  const place = new Map(nodes.map(({ id }, i) => [id, i]));
  const values = new Float64Array(nodes.length);
  const steps = new Float64Array(plan.axes.length);
  const result = new Float64Array(ids.length);
  const wanted = ids.map((id) => place.get(id)!);
  const work = nodes.map((node) => ({
    node,
    needs: node.needs.map((need) => place.get(need)!),
    axis: plan.axes.findIndex(({ quantity }) => quantity === node.id),
  }));
  return (schedule) => {
    stepsAt(plan, schedule, steps);
    work.forEach(({ node, needs, axis }, i) => {
      values[i] = axis >= 0 ? plan.axes[axis]!.values[steps[axis]!]! : node.at(needs.map((need) => values[need]!));
    });
    wanted.forEach((from, i) => (result[i] = values[from]!));
    return result;
  };
}
