import { nodesBehind, stepsOf } from '../loops';
import type { ScheduleNode } from './nodes';
import { type SchedulePlan, axesOfNodes } from './plan';

/** Every value of a quantity over the axes that it depends on, and on no others. */
export interface Table {
  readonly values: Float64Array<ArrayBuffer>;
  /** How far one step of each axis of the plan goes; 0 where the quantity does not depend on it. [axes] */
  readonly strides: readonly number[];
}

/**
 * Works out, once, every node behind some ids that takes at most `limit` values; what depends on every axis only where `isWhole`,
 * because there is nothing to gain from a table of what each schedule reads once. Whatever a node needs depends on no more axes, so
 * that each is filled from tables that are there already.
 */
export function createTables(plan: SchedulePlan, ids: readonly string[], limit: number, isWhole: boolean): ReadonlyMap<string, Table> {
  const dependencies = axesOfNodes(plan.nodes, plan.axes);
  const tables = new Map<string, Table>();
  for (const node of nodesBehind(plan.nodes, ids)) {
    const axes = dependencies.get(node.id)!;
    const isTabled = stepsOf(plan.axes, axes) <= limit && (isWhole || axes.length < plan.axes.length || node.needs.length === 0);
    if (isTabled) tables.set(node.id, fillTable(plan, node, innermostLast(plan, axes), tables));
  }
  return tables;
}

/** The innermost axis last, so that what a loop over a line reads stands side by side. */
function innermostLast({ inner }: SchedulePlan, axes: readonly number[]): readonly number[] {
  return inner !== undefined && axes.includes(inner) ? [...axes.filter((axis) => axis !== inner), inner] : axes;
}

function fillTable(plan: SchedulePlan, node: ScheduleNode, axes: readonly number[], tables: ReadonlyMap<string, Table>): Table {
  const axis = plan.axes.find(({ quantity }) => quantity === node.id);
  const strides = plan.axes.map(() => 0);
  let size = 1;
  for (const i of axes.toReversed()) {
    strides[i] = size;
    size *= plan.axes[i]!.values.length;
  }
  if (axis) return { values: Float64Array.from(axis.values), strides };
  const values = new Float64Array(size);
  const needs = node.needs.map((need) => tables.get(need)!);
  const given = new Float64Array(needs.length);
  const steps = axes.map(() => 0);
  for (let at = 0; at < size; at++) {
    needs.forEach((need, k) => {
      let from = 0;
      for (let a = 0; a < axes.length; a++) from += need.strides[axes[a]!]! * steps[a]!;
      given[k] = need.values[from]!;
    });
    values[at] = node.at(given);
    for (let a = axes.length - 1; a >= 0 && ++steps[a]! === plan.axes[axes[a]!]!.values.length; a--) steps[a] = 0;
  }
  return { values, strides };
}
