import { describeRange } from '../../quantities/range';
import type { Issue } from '../../quantities/issue';
import { type QuantityId, quantities } from '../../quantities/registry';
import { trainingCompute } from '../compute';

/** One stage of a growth schedule: N parameters see D tokens of their own. */
export interface Stage {
  readonly N: number;
  readonly D: number;
}

/** A growth strategy: at least one stage, parameters never falling. One stage is a run from scratch. */
export type Schedule = readonly Stage[];

/**
 * What is wrong with a schedule, at most one issue a stage: no stage at all, a number outside its quantity's range, parameters below those
 * of the stage before. Empty where nothing is. `field` names the schedule in the issues.
 */
export function checkSchedule(stages: Schedule, field = 'stages'): readonly Issue[] {
  if (stages.length === 0) return [{ field, given: 'nothing', allowed: 'at least one stage' }];
  return stages.flatMap((stage, i) => {
    const outside = (['N', 'D'] as const).find((id) => !isInRange(id, stage[id]));
    if (outside)
      return [{ field: `${field}[${i}].${outside}`, given: String(stage[outside]), allowed: `a number ${describeRange(outside)}` }];
    const before = stages[i - 1]?.N ?? 0;
    if (stage.N >= before) return [];
    return [{ field: `${field}[${i}].N`, given: String(stage.N), allowed: `at least the ${before} parameters of the stage before` }];
  });
}

/** Parameters of a schedule's last stage. */
export function finalParameters(stages: Schedule): number {
  return stages.at(-1)?.N ?? Number.NaN;
}

/** Tokens that a schedule sees in all. */
export function scheduleTokens(stages: Schedule): number {
  return stages.reduce((sum, { D }) => sum + D, 0);
}

/** Training compute of a schedule in FLOP, Σ 6 N D over its stages. */
export function scheduleCompute(stages: Schedule): number {
  return stages.reduce((sum, { N, D }) => sum + trainingCompute(N, D), 0);
}

/** Factor by which the parameters rise at each switch; one fewer than the stages. */
export function growthFactors(stages: Schedule): readonly number[] {
  return stages.slice(1).map(({ N }, i) => N / stages[i]!.N);
}

function isInRange(id: QuantityId, value: number): boolean {
  const { min, max } = quantities[id];
  return value >= min && value <= max;
}
