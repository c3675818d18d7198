import type { SweepJson } from './sweep-choices';
import { type SweepKind, type SweptReduction, kindOf } from './sweep-kinds';

// Changes of a sweep file as it is written. Nothing is checked here: what is wrong is said beside the field.

const isObject = (value: unknown): value is SweepJson => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly SweepJson[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** The axes as they are written. */
export function axesOf({ axes }: SweepJson): readonly SweepJson[] {
  return listOf(axes);
}

/** Ids of the axes. */
export function axisIds(json: SweepJson): readonly string[] {
  return axesOf(json).map(({ quantity }) => String(quantity));
}

/** What is fixed, by id. */
export function fixedOf(json: SweepJson): SweepJson {
  const fixed = json[kindOf(json).fixedField];
  return isObject(fixed) ? fixed : {};
}

/** Ids of the columns that are wanted. */
export function metricsOf(json: SweepJson): readonly string[] {
  const { metrics } = json;
  return Array.isArray(metrics) ? metrics.filter((id): id is string => typeof id === 'string') : [];
}

/** The bounds of columns as they are written. */
export function constraintsOf({ constraints }: SweepJson): readonly SweepJson[] {
  return listOf(constraints);
}

/** The reduction as it is written; a grid where there is none. */
export function reduceOf({ reduce }: SweepJson): SweepJson {
  return isObject(reduce) ? reduce : { kind: 'grid' };
}

/** The description of the reduction. */
export function reductionOf(json: SweepJson): SweptReduction | undefined {
  const { kind } = reduceOf(json);
  return kindOf(json).reductions.find((each) => each.kind === kind);
}

/** The sweep with other axes; a reduction that names one that is gone begins anew. */
export function withAxes(json: SweepJson, axes: readonly SweepJson[]): SweepJson {
  const next = { ...json, axes };
  const ids = axisIds(next);
  const reduce = reduceOf(json);
  const named = ['over', 'keep'].flatMap((field) => (Array.isArray(reduce[field]) ? (reduce[field] as unknown[]) : []));
  if (named.every((id) => ids.includes(String(id)))) return next;
  const description = reductionOf(json);
  return description ? { ...next, reduce: description.create(ids, metricsOf(json)) } : next;
}

/** The sweep with a change to one of its axes; another quantity begins with its own range. */
export function withAxis(json: SweepJson, index: number, change: SweepJson): SweepJson {
  const axes = axesOf(json);
  const { quantity } = change;
  const fresh = typeof quantity === 'string' ? { ...newAxis(kindOf(json), quantity), steps: axes[index]?.['steps'] ?? 64 } : {};
  return withAxes(
    json,
    axes.map((axis, i) => (i === index ? { ...axis, ...fresh, ...change } : axis)),
  );
}

/** Values that an axis begins with where its quantity allows more than anyone asks of it. */
const COMMON: Readonly<Record<string, readonly [number, number]>> = {
  N: [1e7, 1e13],
  D: [1e8, 1e14],
  C: [1e18, 1e26],
  tokensPerParameter: [1, 1000],
  targetLoss: [1.8, 3],
};

/** An axis over a quantity, with a range to begin with. */
export function newAxis(kind: SweepKind, quantity: string): SweepJson {
  const described = kind.axes.find(({ id }) => id === quantity);
  const isLog = described?.isLog ?? true;
  const stage = /^(N|D)\d$/.exec(quantity)?.[1];
  const [from, to] = COMMON[quantity] ?? (stage ? [1e9, 1e12] : [Math.max(described?.min ?? 1, isLog ? 1e-2 : 0), described?.max ?? 10]);
  return { quantity, scale: isLog ? 'log' : 'linear', from, to, steps: 64 };
}

/** The sweep with one more axis, over a quantity that is neither swept nor fixed yet; what was fixed of it is no more. */
export function withNewAxis(json: SweepJson, quantity: string): SweepJson {
  return withAxes(withFixed(json, quantity, undefined), [...axesOf(json), newAxis(kindOf(json), quantity)]);
}

/** The sweep with two neighbouring axes changed about: the last varies fastest. */
export function withAxisMoved(json: SweepJson, index: number, by: -1 | 1): SweepJson {
  const axes = [...axesOf(json)];
  const [axis] = axes.splice(index, 1);
  if (axis) axes.splice(index + by, 0, axis);
  return withAxes(json, axes);
}

/** The sweep with a quantity fixed, or not fixed. */
export function withFixed(json: SweepJson, id: string, value: unknown): SweepJson {
  const others = Object.entries(fixedOf(json)).filter(([other]) => other !== id);
  const fixed = Object.fromEntries(value === undefined ? others : [...others, [id, value]]);
  const { fixedField } = kindOf(json);
  const isEmpty = Object.keys(fixed).length === 0 && fixedField === 'scenario';
  const rest = Object.fromEntries(Object.entries(json).filter(([field]) => field !== fixedField));
  return isEmpty ? rest : { ...json, [fixedField]: fixed };
}

/** The sweep with a column more, or one less. */
export function withMetric(json: SweepJson, id: string, isWanted: boolean): SweepJson {
  const order = kindOf(json).metrics.map((metric) => metric.id);
  const wanted = new Set(metricsOf(json));
  if (isWanted) wanted.add(id);
  else wanted.delete(id);
  const kept = metricsOf(json).filter((metric) => wanted.has(metric));
  return { ...json, metrics: isWanted && !kept.includes(id) ? [...kept, ...order.filter((metric) => metric === id)] : kept };
}

/** The sweep with other constraints. */
export function withConstraints(json: SweepJson, constraints: readonly SweepJson[]): SweepJson {
  const rest = Object.fromEntries(Object.entries(json).filter(([field]) => field !== 'constraints'));
  return constraints.length > 0 ? { ...rest, constraints } : rest;
}

/** The sweep with another kind of reduction, which begins with values that fit its axes. */
export function withReduction(json: SweepJson, { kind, create }: SweptReduction): SweepJson {
  const rest = Object.fromEntries(Object.entries(json).filter(([field]) => !['reduce', 'draws', 'seed'].includes(field)));
  return kind === 'grid'
    ? kindOf(json).id === 'schedules'
      ? { ...rest, reduce: { kind } }
      : rest
    : { ...rest, reduce: create(axisIds(json), metricsOf(json)) };
}

/** The sweep with a field of its reduction changed. */
export function withReductionField(json: SweepJson, field: string, value: unknown): SweepJson {
  return { ...json, reduce: { ...reduceOf(json), [field]: value } };
}
