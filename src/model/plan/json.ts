import { settingsOf } from '../laws';
import { paretoRuns } from './fleet';
import { costRatioOrigin } from './lifetime';
import { DEFAULT_BLOCKS, batchOf, shapeOf } from './defaults';
import { type Origin, memoryOriginsOf, memoryParts } from './memory';
import { describeFailure } from './phrases';
import type { Plan, PlanAnswer, PlanLife, PlanRequest } from './request';
import { storageOrigin } from './storage';
import { timeOrigins, timeParts } from './time';

/** The answer for machines: the same keys from the page and from the command line. */
export function planJson(request: PlanRequest, answer: PlanAnswer): object {
  const { law } = request;
  const settings = settingsOf(law);
  const scenario = Object.keys(settings).length > 0 && { scenario: settings };
  if (answer.isFeasible) {
    const pareto = request.accelerators === undefined && { pareto: paretoRuns(request, answer.plan) };
    return { law: law.id, ...scenario, feasible: true, ...runJson(request, answer.plan), ...pareto };
  }
  const { failures, nearest, relaxed } = answer;
  return {
    law: law.id,
    ...scenario,
    feasible: false,
    failures: failures.map((failure) => ({ ...failure, ratio: failure.needed / failure.allowed, text: describeFailure(failure) })),
    ...(nearest && { nearest: { relaxed, ...runJson(request, nearest) } }),
  };
}

function runJson(
  request: PlanRequest,
  { accelerator, accelerators, bill, layout, overhead, storage, intervals, life, ...plan }: Plan,
): object {
  const { acceleratorHours, ...rest } = bill;
  const { blocks = DEFAULT_BLOCKS } = request;
  const { layers, width, heads, context, vocabulary } = shapeOf(request, plan.N);
  return {
    ...plan,
    hardware: accelerator.id,
    gpus: accelerators,
    gpuHours: acceleratorHours,
    ...rest,
    ...(layout && {
      shape: { layers, width, heads, vocabulary, blocks },
      batch: batchOf(request, plan.N),
      context,
      layout: layout.layout,
      stepSeconds: layout.stepSeconds,
      memoryPerGpu: layout.memory,
      memory: traced(memoryParts, layout.memoryParts, memoryOriginsOf(blocks), 'bytes'),
      step: traced(timeParts, layout.timeParts, timeOrigins, 'seconds'),
      utilisation: layout.utilisation,
    }),
    reliability: overhead,
    storage: { ...storage, ...storageOrigin },
    ...(life && { life: lifeJson(life) }),
    ...Object.fromEntries(Object.entries(intervals ?? {}).flatMap(([id, ends]) => (ends ? [[`${id}_interval`, ends]] : []))),
  };
}

/** A life with the cost ratio m, which `--set inferenceCostRatio` takes elsewhere, and where that comes from. */
function lifeJson({ inferenceTokens, bill, prices, chosen }: PlanLife): object {
  const { interval, ...choice } = chosen ?? {};
  return {
    inferenceTokens,
    ...bill,
    inferenceCostRatio: prices.ratio,
    pricePerFlop: prices,
    ...costRatioOrigin,
    ...choice,
    ...(interval && { total_interval: interval }),
  };
}

/** Each part with its value and where that comes from. */
function traced<P extends string>(
  parts: readonly P[],
  values: Readonly<Record<P, number>>,
  origins: Readonly<Record<P, Origin>>,
  unit: string,
): object {
  return Object.fromEntries(parts.map((part) => [part, { [unit]: values[part], ...origins[part] }]));
}
