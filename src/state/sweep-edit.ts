import { type CustomLaw, toCustomLaw } from '../model/custom-law';
import type { Law } from '../model/laws';
import { axisValues } from '../sweep/axes';
import type { SweepJson } from './sweep-choices';
import { type SweepKind, type SweptReduction, kindOf, sweptQuantity } from './sweep-kinds';

// Changes of a sweep file as it is written. Nothing is checked here: what is wrong is said beside the field.

const isObject = (value: unknown): value is SweepJson => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly SweepJson[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** How a sweep names a law of the page: a published one by its id, one of the user's own written out, so that the file stands by itself. */
export function lawNamed(id: string, own: readonly Law[]): string | CustomLaw {
  const law = own.find((each) => each.id === id);
  return law ? toCustomLaw(law) : id;
}

/** The id of a law as a sweep names it; undefined for one that is written out and none of the user's own. */
export function lawIdOf(law: unknown, own: readonly Law[]): string | undefined {
  if (typeof law === 'string') return law;
  const text = JSON.stringify(law);
  return own.find((each) => JSON.stringify(toCustomLaw(each)) === text)?.id;
}

/** What a law that is written out is called; undefined where it has no name. */
export function labelOfLaw(law: unknown): string | undefined {
  return isObject(law) && typeof law['label'] === 'string' ? law['label'] : undefined;
}

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
  const reduce = reduceOf(json);
  const ofKind = kindOf(json).reductions.filter(({ kind }) => kind === reduce['kind']);
  return ofKind.find(({ mark }) => mark !== undefined && mark in reduce) ?? ofKind[0];
}

/** A sweep in a few words: its axes, and what is kept of it. */
export function sweepTitle(json: SweepJson): string {
  const kind = kindOf(json);
  const axes = axisIds(json).map((id) => sweptQuantity(kind, id)?.label ?? id);
  return `${axes.join(' × ')}: ${reductionOf(json)?.label ?? ''}`;
}

/** The sweep with other axes; a reduction that names one that is gone begins anew. Either an axis or the sweep names the law. */
export function withAxes(json: SweepJson, axes: readonly SweepJson[]): SweepJson {
  const next = withLaw({ ...json, axes }, json);
  const ids = axisIds(next);
  const reduce = reduceOf(json);
  const named = ['over', 'across', 'keep'].flatMap((field) => (Array.isArray(reduce[field]) ? (reduce[field] as unknown[]) : []));
  if (named.every((id) => ids.includes(String(id)))) return next;
  const description = reductionOf(json);
  return description ? { ...next, reduce: description.create(ids, metricsOf(json)) } : next;
}

/** The sweep without a law beside an axis of laws; with the first of them where that axis is gone. */
function withLaw(json: SweepJson, before: SweepJson): SweepJson {
  const { law, ...rest } = json;
  if (axisIds(json).includes('law')) return rest;
  if (law !== undefined) return json;
  const values = axesOf(before).find(({ quantity }) => quantity === 'law')?.['values'];
  return { law: (Array.isArray(values) ? (values[0] as unknown) : undefined) ?? 'besiroglu-2024', ...rest };
}

/** The sweep with a change to one of its axes; another quantity begins with its own range. */
export function withAxis(json: SweepJson, index: number, change: SweepJson): SweepJson {
  const axes = axesOf(json);
  const { quantity } = change;
  const { steps } = axes[index] ?? {};
  const changed = (axis: SweepJson): SweepJson => {
    if (typeof quantity !== 'string') return { ...axis, ...change };
    const fresh = newAxis(json, quantity);
    return 'steps' in fresh && steps !== undefined ? { ...fresh, steps } : fresh;
  };
  return withAxes(
    json,
    axes.map((axis, i) => (i === index ? changed(axis) : axis)),
  );
}

/** Ways to say the points of an axis over a number. */
export type AxisPoints = 'log' | 'linear' | 'values';

/** How an axis says its points; undefined where it is over a choice or draws. */
export function pointsOf(axis: SweepJson): AxisPoints | undefined {
  if (typeof axis['scale'] === 'string') return axis['scale'] === 'log' ? 'log' : 'linear';
  return isNumberList(axis) ? 'values' : undefined;
}

function isNumberList({ values, quantity }: SweepJson): boolean {
  return Array.isArray(values) && !['law', 'hardware', 'flopCount'].includes(String(quantity));
}

/** Values that a listed axis begins with. */
const LISTED = 5;

/** An axis whose points are said in another way: a list from the range, or a range from the ends of the list. */
export function withPoints(axis: SweepJson, points: AxisPoints): SweepJson {
  const { quantity, values } = axis;
  if (points === 'values') {
    const { scale, from, to } = axis;
    if (typeof from !== 'number' || typeof to !== 'number') return { quantity, values: [] };
    const list = axisValues({ scale: scale === 'log' ? 'log' : 'linear', from, to, steps: LISTED });
    return { quantity, values: Array.from(list, (value) => Number(value.toPrecision(3))) };
  }
  if (!Array.isArray(values)) return { ...axis, scale: points };
  const numbers = values.filter((value): value is number => typeof value === 'number');
  return { quantity, scale: points, from: Math.min(...numbers), to: Math.max(...numbers), steps: 64 };
}

/** Values that an axis begins with where its quantity allows more than anyone asks of it. */
const COMMON: Readonly<Record<string, readonly [number, number]>> = {
  N: [1e7, 1e13],
  D: [1e8, 1e14],
  C: [1e18, 1e26],
  tokensPerParameter: [1, 1000],
  targetLoss: [1.8, 3],
};

/** Draws that an axis over them begins with. */
const DRAWS = 200;

/** An axis over a quantity, with a range to begin with; with choices where it is over them, that of the sweep first. */
export function newAxis(json: SweepJson, quantity: string): SweepJson {
  const kind: SweepKind = kindOf(json);
  const described = kind.axes.find(({ id }) => id === quantity);
  if (quantity === 'draw') return { quantity, count: DRAWS };
  if (described?.choices) {
    const fixed = quantity === 'law' ? json['law'] : fixedOf(json)[quantity];
    const ids: readonly unknown[] = described.choices.map(({ id }) => id);
    const begin = quantity === 'flopCount' ? ids : [...new Set([fixed ?? ids[0], ...ids.slice(0, 2)])].slice(0, 2);
    return { quantity, values: begin };
  }
  const isLog = described?.isLog ?? true;
  const stage = /^(N|D)\d$/.exec(quantity)?.[1];
  const [from, to] = COMMON[quantity] ?? (stage ? [1e9, 1e12] : [Math.max(described?.min ?? 1, isLog ? 1e-2 : 0), described?.max ?? 10]);
  return { quantity, scale: isLog ? 'log' : 'linear', from, to, steps: 64 };
}

/** The sweep with one more axis, over a quantity that is neither swept nor fixed yet; what was fixed of it is no more. */
export function withNewAxis(json: SweepJson, quantity: string): SweepJson {
  return withAxes(withFixed(json, quantity, undefined), [...axesOf(json), newAxis(json, quantity)]);
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

/** The sweep with a field of its reduction changed; undefined leaves it out. */
export function withReductionField(json: SweepJson, field: string, value: unknown): SweepJson {
  const others = Object.fromEntries(Object.entries(reduceOf(json)).filter(([other]) => other !== field));
  return { ...json, reduce: value === undefined ? others : { ...others, [field]: value } };
}

/** The sweep with rows that break a bound kept, and marked, or left out. */
export function withInfeasible(json: SweepJson, isKept: boolean): SweepJson {
  const rest = Object.fromEntries(Object.entries(json).filter(([field]) => field !== 'keepInfeasible'));
  return isKept ? { ...rest, keepInfeasible: true } : rest;
}
