import { fleetIds, inputIds, metricIds } from '../quantities/registry';
import { type SweepFile, parseSweepFile } from './file';
import { parseGraphFile } from './graph/file';
import { type GraphPlan, planGraph } from './graph/plan';
import type { GraphFile } from './graph/schema';
import { type ScheduleFile, isScheduleFile, parseScheduleFile } from './growth/file';
import { type SchedulePlan, planSchedules } from './growth/plan';
import { type SweepPlan, planSweep } from './plan';

/** Whatever a backend can sweep: configurations of a law, growth schedules, or anything else that can be computed. */
export type AnySweepFile = SweepFile | ScheduleFile | GraphFile;

/** The plan of any kind of sweep. */
export type AnySweepPlan = SweepPlan | SchedulePlan | GraphPlan;

/** Reads any kind of sweep file from parsed JSON. Throws an InputError that lists every issue with field, value and what is allowed. */
export function parseAny(json: unknown): AnySweepFile {
  if (typeof json === 'object' && json !== null) {
    if (isScheduleFile(json)) return parseScheduleFile(json);
    if (isGraphFile(json)) return parseGraphFile(json);
  }
  return parseSweepFile(json);
}

/** Works out any kind of sweep. The file must be a parsed one. */
export function planAny(file: AnySweepFile): AnySweepPlan {
  if (isScheduleFile(file)) return planSchedules(file);
  return isGraphFile(file) ? planGraph(file) : planSweep(file);
}

/** Points of an axis of any kind of sweep file. */
export function axisLength(axis: AnySweepFile['axes'][number]): number {
  if ('count' in axis) return axis.count;
  return 'values' in axis && axis.values ? axis.values.length : 'steps' in axis ? (axis.steps ?? 1) : 1;
}

/** Whether a plan is one of schedules. */
export function isSchedulePlan(plan: AnySweepPlan): plan is SchedulePlan {
  return 'nodes' in plan;
}

/** Whether a plan is one of a general sweep. */
export function isGraphPlan(plan: AnySweepPlan): plan is GraphPlan {
  return 'graph' in plan;
}

/** Kinds of reduction of a sweep of configurations. */
const CONFIGURATION_KINDS: readonly unknown[] = ['grid', 'frontier', 'quantiles'];

/**
 * Whether parsed JSON, or a sweep file, says anything that only a general sweep can: more than two axes, a list of values, a quantity
 * that is not of law and configuration alone (or not known at all), or another reduction. All else is a sweep of configurations, with
 * optima polished; and so is what only these have, draws of quantiles.
 */
export function isGraphFile<F extends object>(file: F): file is F & GraphFile {
  if (isScheduleFile(file)) return false;
  const { axes, metrics, constraints, scenario, reduce } = fieldsOf(file);
  const isOther = (id: unknown): boolean => typeof id === 'string' && !(metricIds as readonly string[]).includes(id);
  if ('draws' in file || isQuantilesOver(fieldsOf(reduce))) return false;
  return (
    listOf(axes).length > 2 ||
    listOf(axes).some((axis) => 'values' in axis || 'count' in axis || isOtherAxis(axis['quantity'])) ||
    (Array.isArray(metrics) && metrics.some(isOther)) ||
    listOf(constraints).some(({ quantity }) => isOther(quantity)) ||
    Object.keys(fieldsOf(scenario)).some((id) => id === 'hardware' || id.startsWith('coefficient.') || isFleet(id)) ||
    isOtherReduction(fieldsOf(reduce))
  );
}

function isOtherAxis(id: unknown): boolean {
  return typeof id === 'string' && !(inputIds as readonly string[]).includes(id);
}

/** Whether a reduction is one to the quantiles of an optimum, which only a sweep of configurations has. */
function isQuantilesOver({ kind, over, across }: Readonly<Record<string, unknown>>): boolean {
  return kind === 'quantiles' && over !== undefined && across === undefined;
}

function isFleet(id: string): boolean {
  return (fleetIds as readonly string[]).includes(id);
}

function isOtherReduction({ kind, of, goal, across, over }: Readonly<Record<string, unknown>>): boolean {
  if (kind !== undefined && !CONFIGURATION_KINDS.includes(kind)) return true;
  return of !== undefined || goal !== undefined || across !== undefined || (Array.isArray(over) && over.length > 1);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}
