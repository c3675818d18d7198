import { lawReference } from '../../model/custom-law';
import type { Law } from '../../model/laws';
import { type QuantityId, runMetricIds } from '../../quantities/registry';
import { lawVariants } from './laws';
import { graphNodes } from './nodes';
import type { GraphFile } from './schema';

/** What is known of one configuration: N, D and whatever else a scenario fixes. */
export type PointScenario = GraphFile['scenario'];

/** What a run at one configuration takes, as far as the scenario says enough for it: the quantities of `runMetricIds`, in their order. */
export function evaluateRun(law: Law, scenario: PointScenario): readonly (readonly [QuantityId, number])[] {
  const file = { law: lawReference(law), scenario, axes: [] };
  const { nodes } = graphNodes(file, [], lawVariants(file, []));
  const known = new Map<string, number>();
  const valueOf = (id: string): number => {
    let value = known.get(id);
    if (value === undefined) {
      const { needs, at } = nodes.get(id)!;
      value = at(needs.map((need) => valueOf(need)));
      known.set(id, value);
    }
    return value;
  };
  return runMetricIds
    .filter((id) => nodes.has(id))
    .map((id) => [id, valueOf(id)] as const)
    .filter(([, value]) => !Number.isNaN(value));
}
