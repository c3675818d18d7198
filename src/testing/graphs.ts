import fc from 'fast-check';
import { resolveConfiguration, solveConfiguration } from '../model/configuration';
import { bindLaw, findLaw, laws } from '../model/laws';
import { evaluateMetric } from '../model/metrics';
import { optimum } from '../model/optimum';
import { DEFAULT_GRID, DEFAULT_PUE } from '../model/plan/cost';
import { DEFAULT_VOCABULARY } from '../model/plan/defaults';
import { findAccelerator, latestPrice } from '../model/plan/hardware';
import { memoryOf, totalMemory } from '../model/plan/memory';
import { trainableShape } from '../model/plan/shape';
import { drawLaws } from '../model/uncertainty';
import { type InputId, type QuantityId, flopCountIds, inputIds, isQuantityId, metricIds, runMetricIds } from '../quantities/registry';
import type { AnySweepPlan } from '../sweep/any';
import { CpuWorkerState } from '../sweep/cpu/worker-state';
import { graphAxes } from '../sweep/graph/axes';
import { parseGraphFile } from '../sweep/graph/file';
import { planGraph } from '../sweep/graph/plan';
import { createGraphReader } from '../sweep/graph/reader';
import type { GraphFile, GraphFileInput } from '../sweep/graph/schema';
import type { TableBatch } from '../sweep/table';
import { cellsOf, nextRange } from '../sweep/tiling';

/** A cell of a sweep: what each axis is there, and a quantity from the model's own functions, not from nodes. */
export interface NaiveCell {
  readonly axes: readonly (number | string)[];
  value(id: QuantityId): number;
}

/** Every cell of a file, in its order. */
export function naiveCells(file: GraphFile): readonly NaiveCell[] {
  const axes = graphAxes(file);
  const cells = axes.reduce((product, { values }) => product * values.length, 1);
  return Array.from({ length: cells }, (_, cell) => {
    let rest = cell;
    const point = axes
      .toReversed()
      .map(({ values, names }) => {
        const step = rest % values.length;
        rest = Math.floor(rest / values.length);
        return names?.[step] ?? values[step]!;
      })
      .toReversed();
    const given: Record<string, number | string | undefined> = { law: file.law as string, ...file.scenario };
    axes.forEach(({ quantity }, i) => (given[quantity] = point[i]!));
    return { axes: point, value: (id) => naiveValue(file, given, id) };
  });
}

function naiveValue(file: GraphFile, given: Readonly<Record<string, number | string | undefined>>, id: QuantityId): number {
  const number = (name: string, otherwise = Number.NaN): number => (given[name] === undefined ? otherwise : Number(given[name]));
  const found = findLaw(String(given['law']))!;
  const count = file.axes.flatMap((axis) => ('count' in axis ? [axis.count] : []))[0];
  const drawn = count === undefined ? found : drawLaws(found, { draws: count, seed: file.seed ?? 1 })![number('draw') - 1]!;
  const own = Object.entries(given).flatMap(([name, value]) => (name.startsWith('coefficient.') ? [[name.slice(12), Number(value)]] : []));
  const law = bindLaw({ ...drawn, coefficients: { ...drawn.coefficients, ...(Object.fromEntries(own) as Record<string, number>) } }, given);
  const inputs = Object.fromEntries(inputIds.map((input) => [input, given[input]])) as { [Q in InputId]?: number };
  const run = resolveConfiguration(inputs, law.spend)!;
  if (given[id] !== undefined) return number(id);
  if (!(runMetricIds as readonly string[]).includes(id)) return evaluateMetric(id as (typeof metricIds)[number], law, run);
  const hardware = findAccelerator(String(given['hardware']));
  const n = number('accelerators');
  const hours = evaluateMetric('compute', law, run) / (number('peak', hardware?.peak) * number('mfu', 0.4)) / 3600;
  const energy = (hours * number('watts', hardware?.watts) * number('pue', DEFAULT_PUE)) / 1000;
  const best = optimum(law, evaluateMetric('C', law, run));
  const shape = trainableShape(run.N, number('contextLength', 2048), DEFAULT_VOCABULARY);
  const values: Partial<Record<QuantityId, () => number>> = {
    epochs: () => run.D / number('U'),
    gpuHours: () => hours,
    days: () => hours / n / 24,
    tokensPerSecond: () => run.D / ((hours / n) * 3600),
    cost: () => hours * number('price', hardware && latestPrice(hardware)?.middle),
    energy: () => energy,
    carbon: () => energy * number('carbonIntensity', DEFAULT_GRID),
    memoryPerGpu: () =>
      totalMemory(
        memoryOf(run.N, shape, {
          tensor: 1,
          pipeline: 1,
          data: n,
          zero: 3,
          microbatch: 1,
          recomputation: 'full',
          sequenceParallel: false,
          interleave: 1,
          fusedAttention: true,
        }),
      ),
    optimalN: () => best.N,
    optimalD: () => best.D,
    optimalLoss: () => best.loss,
  };
  return values[id]!();
}

/** Rows of a file's table, as texts and numbers, by its columns; computed in tiles of the sizes given, one after the other in turn. */
export function graphTable(file: GraphFile, tiles: readonly number[] = [1e9], workers = 1) {
  const plan = planGraph(file);
  const states = Array.from({ length: workers }, () => new CpuWorkerState());
  for (const state of states) state.prepare(0, file);
  const reader = createGraphReader(plan);
  const batches: TableBatch[] = [];
  for (let cell = 0, k = 0; cell < plan.rows * plan.columns; k++) {
    const range = nextRange(plan as AnySweepPlan, cell, tiles[k % tiles.length]!);
    batches.push(...reader.add(states[k % workers]!.compute(0, range, [])));
    cell += cellsOf(range);
  }
  batches.push(...reader.finish());
  const rows = batches.flatMap(({ rows: count, columns }) =>
    Array.from({ length: count }, (_, i) => columns.map((values): number | string => values[i]!)),
  );
  return { columns: reader.columns.map(({ id }) => id), rows };
}

const LAWS = laws.filter(({ form }) => form !== 'clark').map(({ id }) => id);
const DRAWN = laws.filter(({ uncertainty }) => uncertainty).map(({ id }) => id);
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  N: [1e8, 1e12],
  D: [1e9, 1e14],
  C: [1e19, 1e26],
  tokensPerParameter: [1, 1e3],
  U: [1e9, 1e13],
  granularity: [1, 64],
  trainingBits: [4, 16],
  servingBits: [3, 16],
  rhoN: [0.5, 2],
  rhoD: [0.5, 2],
  contextLength: [1024, 32768],
  inferenceTokens: [1e9, 1e13],
  inferenceCostRatio: [0.3, 3],
  accelerators: [8, 1e5],
  mfu: [0.2, 0.6],
  price: [1, 5],
  pue: [1, 1.5],
  carbonIntensity: [0.05, 0.6],
};

const numberAxis = (quantity: string) => {
  const [low, high] = RANGES[quantity]!;
  const value = fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map((x) => Math.min(Math.max(Math.exp(x), low), high));
  return fc.oneof(
    fc.record({ quantity: fc.constant(quantity), values: fc.array(value, { minLength: 1, maxLength: 4 }) }),
    fc
      .tuple(value, value, fc.integer({ min: 1, max: 4 }), fc.constantFrom('log', 'linear'))
      .map(([a, b, steps, scale]) => ({ quantity, scale, from: Math.min(a, b), to: Math.max(a, b), steps })),
  );
};

const subset = <T>(items: readonly T[], most: number) => fc.subarray([...items], { minLength: 1, maxLength: most });

/** Random small files over any axes and metrics, without a reduction. Their constraints and reductions are up to the test. */
export const anyGraph: fc.Arbitrary<GraphFileInput> = fc
  .record({
    pair: fc.tuple(fc.constantFrom(...inputIds), fc.constantFrom(...inputIds)).filter(([a, b]) => solveConfiguration(a, b) !== undefined),
    others: fc.subarray(
      Object.keys(RANGES).filter((id) => !(inputIds as readonly string[]).includes(id)),
      { maxLength: 3 },
    ),
    choices: fc.subarray(['law', 'draw', 'hardware', 'flopCount', 'coefficient.alpha'], { maxLength: 3 }),
    law: fc.constantFrom(...LAWS),
    drawn: fc.constantFrom(...DRAWN),
    laws: subset(LAWS, 3),
    hardware: subset(['a100-80', 'h100-sxm', 'h200'], 3),
    counts: subset(flopCountIds, 2),
    draws: fc.integer({ min: 2, max: 4 }),
    alpha: fc.array(fc.double({ min: 0.2, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 3 }),
  })
  .chain(({ pair, others, choices, ...c }) => {
    // draws and a coefficient of its own are those of one law that has them
    const own = choices.filter((id) => !(id === 'law' && (choices.includes('draw') || choices.includes('coefficient.alpha'))));
    const law = own.includes('draw') || own.includes('coefficient.alpha') ? c.drawn : c.law;
    const choiceAxes: Readonly<Record<string, object>> = {
      law: { quantity: 'law', values: c.laws },
      draw: { quantity: 'draw', count: c.draws },
      hardware: { quantity: 'hardware', values: c.hardware },
      flopCount: { quantity: 'flopCount', values: c.counts },
      'coefficient.alpha': { quantity: 'coefficient.alpha', values: c.alpha },
    };
    const axes = fc.tuple(...[...pair, ...others].map(numberAxis)).chain((numbers) => {
      const all = [...numbers, ...own.map((id) => choiceAxes[id]!)];
      return fc.shuffledSubarray(all, { minLength: all.length });
    });
    const swept = new Set([...others, ...own]);
    const scenario = {
      ...(!swept.has('hardware') && { hardware: 'h100-sxm' }),
      ...(!swept.has('accelerators') && { accelerators: 512 }),
      ...(!swept.has('U') && { U: 3e11 }),
    };
    const metrics = subset([...metricIds, ...runMetricIds].filter(isQuantityId), 5);
    return fc.record({ version: fc.constant(1), scenario: fc.constant(scenario), axes, metrics }).map((file) => ({
      ...file,
      ...(!own.includes('law') && { law }),
    }));
  })
  .map((file) => file as GraphFileInput)
  .filter((file) => {
    const axes = graphAxes(parseGraphFile(file));
    // rows are told apart by the values of axes
    const isDistinct = axes.every(({ values }) => new Set(values).size === values.length);
    return isDistinct && axes.length <= 8 && axes.reduce((cells, { values }) => cells * values.length, 1) <= 3000;
  });
