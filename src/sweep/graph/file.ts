import * as v from 'valibot';
import { solveConfiguration } from '../../model/configuration';
import { customLawSchema } from '../../model/custom-law';
import { findForm } from '../../model/forms';
import { findLaw, hasOptimum, lossLaws } from '../../model/laws';
import { findAccelerator, latestPrice } from '../../model/plan/hardware';
import { mostDraws } from '../../model/uncertainty';
import { InputError, type Issue } from '../../quantities/issue';
import { type QuantityId, inputIds } from '../../quantities/registry';
import { toIssue } from '../file';
import { graphAxes } from './axes';
import { lawVariants, lawsOf } from './laws';
import { graphNodes } from './nodes';
import { type GraphInputId, coefficientName, graphInputIds, inputRange, isChoiceId, isCoefficientId } from './quantities';
import { type GraphFile, fixedValue, graphFileSchema } from './schema';

/** Most cells of a sweep: their numbers must be exact in a double. */
const MAX_CELLS = 2 ** 52;
/** Most cells whose quantiles are taken at once: they are held in memory. */
const MAX_SAMPLE = 1 << 22;

/** Reads a general sweep file from parsed JSON. Throws an InputError that lists every issue with field, value and what is allowed. */
export function parseGraphFile(json: unknown): GraphFile {
  const result = v.safeParse(graphFileSchema, json);
  const customIssues = checkCustomLaws(json);
  if (customIssues.length > 0) throw new InputError(customIssues);
  if (!result.success) throw new InputError(result.issues.map((issue) => toIssue(issue)));
  const file = result.output;
  const issues = [checkLaws, checkAxes, checkScenario, checkConstraints, checkReduction].flatMap((check) => check(file));
  // what can be computed is only asked of a file that is otherwise sound
  if (issues.length === 0)
    issues.push(...checkConfiguration(file), ...checkCoefficients(file), ...checkDraws(file), ...checkAvailable(file));
  if (issues.length > 0) throw new InputError(issues);
  return file;
}

/** What is wrong with laws that are written out in the file, field by field; a union would only say that they are wrong. */
function checkCustomLaws(json: unknown): Issue[] {
  const check = (law: unknown, field: string): Issue[] => {
    if (typeof law !== 'object' || law === null) return [];
    const result = v.safeParse(customLawSchema, law);
    return result.success ? [] : result.issues.map((issue) => toIssue(issue, field));
  };
  const { law, axes } = json as { readonly law?: unknown; readonly axes?: unknown };
  const listed = (Array.isArray(axes) ? (axes as readonly { readonly quantity?: unknown; readonly values?: unknown }[]) : []).flatMap(
    (axis, i) => {
      if (axis?.quantity !== 'law' || !Array.isArray(axis.values)) return [];
      return (axis.values as readonly unknown[]).flatMap((each, k) => check(each, `axes[${i}].values[${k}]`));
    },
  );
  return [...check(law, 'law'), ...listed];
}

function checkLaws({ law, axes }: GraphFile): Issue[] {
  const allowed = `one of ${lossLaws.map(({ id }) => id).join(', ')}`;
  const at = axes.findIndex(({ quantity }) => quantity === 'law');
  const axis = axes[at];
  if (law !== undefined && axis) return [{ field: 'law', given: JSON.stringify(law), allowed: 'no law beside an axis over laws' }];
  if (law === undefined && !axis) return [{ field: 'law', given: 'nothing', allowed: `${allowed}, or an axis over laws` }];
  const check = (each: unknown, field: string): Issue[] =>
    typeof each === 'string' && !findLaw(each) ? [{ field, given: JSON.stringify(each), allowed }] : [];
  const listed = axis && 'values' in axis ? (axis.values ?? []) : [];
  return [...check(law, 'law'), ...listed.flatMap((each, k) => check(each, `axes[${at}].values[${k}]`))];
}

function checkAxes({ axes, scenario }: GraphFile): Issue[] {
  const issues: Issue[] = [];
  const fixed: Readonly<Record<string, unknown>> = scenario;
  axes.forEach((axis, i) => {
    const field = `axes[${i}]`;
    const { quantity } = axis;
    if (axes.findIndex((other) => other.quantity === quantity) !== i)
      issues.push({ field: `${field}.quantity`, given: quantity, allowed: 'each quantity on one axis only' });
    if (fixed[quantity] !== undefined)
      issues.push({ field: `scenario.${quantity}`, given: JSON.stringify(fixed[quantity]), allowed: `nothing, as axes[${i}] is over it` });
    if (!isChoiceId(quantity)) issues.push(...checkPoints(axis as NumberAxis, field));
  });
  const cells = axes.reduce((product, axis) => product * lengthOf(axis), 1);
  if (cells > MAX_CELLS) issues.push({ field: 'axes', given: `${cells} cells`, allowed: 'at most 2^52 cells' });
  return issues;
}

type NumberAxis = Extract<GraphFile['axes'][number], { readonly steps?: number | undefined }>;

function lengthOf(axis: GraphFile['axes'][number]): number {
  if ('count' in axis) return axis.count;
  return axis.values?.length ?? ('steps' in axis ? (axis.steps ?? 1) : 1);
}

/** Either a range or a list of values, inside what the quantity may be. */
function checkPoints({ quantity, scale, from, to, steps, values }: NumberAxis, field: string): Issue[] {
  const id = quantity as GraphInputId;
  const range = { scale, from, to, steps };
  if (values) {
    const extra = Object.entries(range).filter(([, value]) => value !== undefined);
    return [
      ...extra.map(([name, value]) => ({ field: `${field}.${name}`, given: JSON.stringify(value), allowed: 'nothing beside values' })),
      ...values.flatMap((value, k) => checkValue(`${field}.values[${k}]`, id, value)),
    ];
  }
  const lacking = Object.entries(range).filter(([, value]) => value === undefined);
  const issues: Issue[] = lacking.map(([name]) => ({
    field: `${field}.${name}`,
    given: 'nothing',
    allowed: 'scale, from, to and steps, or a list of values',
  }));
  if (from !== undefined) issues.push(...checkValue(`${field}.from`, id, from));
  if (to !== undefined) issues.push(...checkValue(`${field}.to`, id, to));
  if (from !== undefined && to !== undefined && from > to)
    issues.push({ field: `${field}.from`, given: String(from), allowed: `at most ${field}.to, ${to}` });
  if (scale === 'log' && from !== undefined && from <= 0)
    issues.push({ field: `${field}.from`, given: String(from), allowed: 'a number above 0 on a log scale' });
  return issues;
}

function checkValue(field: string, id: GraphInputId, value: number): Issue[] {
  const { min, max } = inputRange(id);
  return value >= min && value <= max ? [] : [{ field, given: String(value), allowed: `a number from ${min} to ${max}` }];
}

function checkScenario({ scenario }: GraphFile): Issue[] {
  return graphInputIds.flatMap((id) => {
    const value = fixedValue(scenario, id);
    return value === undefined ? [] : checkValue(`scenario.${id}`, id, value);
  });
}

function checkConstraints({ constraints }: GraphFile): Issue[] {
  return constraints.flatMap(({ min, max }, i): Issue[] => {
    const field = `constraints[${i}]`;
    if (min === undefined && max === undefined) return [{ field, given: '{}', allowed: 'min, max or both' }];
    return min !== undefined && max !== undefined && min > max
      ? [{ field: `${field}.min`, given: String(min), allowed: `at most max, ${max}` }]
      : [];
  });
}

function checkReduction({ reduce, axes }: GraphFile): Issue[] {
  const names = axes.map(({ quantity }): string => quantity);
  const checkNames = (given: readonly string[], field: string): Issue[] =>
    given.flatMap((id, i): Issue[] => {
      if (!names.includes(id)) return [{ field: `${field}[${i}]`, given: id, allowed: `one of the axes ${names.join(', ')}` }];
      return given.indexOf(id) === i ? [] : [{ field: `${field}[${i}]`, given: id, allowed: 'each axis once' }];
    });
  switch (reduce.kind) {
    case 'frontier':
      return checkNames(reduce.over, 'reduce.over');
    case 'quantiles': {
      const sample = axes.reduce((product, axis) => (reduce.across.includes(axis.quantity) ? product * lengthOf(axis) : product), 1);
      return [
        ...checkNames(reduce.across, 'reduce.across'),
        ...(sample > MAX_SAMPLE
          ? [{ field: 'reduce.across', given: `axes of ${sample} cells together`, allowed: `axes of at most ${MAX_SAMPLE} cells` }]
          : []),
      ];
    }
    case 'pareto': {
      const twice = reduce.of.findIndex((id, i) => reduce.of.indexOf(id) !== i);
      const { goals } = reduce;
      return [
        ...(twice >= 0 ? [{ field: `reduce.of[${twice}]`, given: reduce.of[twice]!, allowed: 'each quantity once' }] : []),
        ...(goals && goals.length !== reduce.of.length
          ? [{ field: 'reduce.goals', given: `${goals.length} goals`, allowed: `a goal for each of ${reduce.of.join(', ')}` }]
          : []),
      ];
    }
    case 'histogram': {
      const { from, to, scale } = reduce;
      if (from !== undefined && to !== undefined && !(from < to))
        return [{ field: 'reduce.to', given: String(to), allowed: `more than reduce.from, ${from}` }];
      return scale === 'log' && from !== undefined && from <= 0
        ? [{ field: 'reduce.from', given: String(from), allowed: 'a number above 0 on a log scale' }]
        : [];
    }
    default:
      return [];
  }
}

/** The axes and the scenario must set exactly two of N, D, C and tokens per parameter. */
function checkConfiguration({ axes, scenario }: GraphFile): Issue[] {
  const given = inputIds.filter((id) => scenario[id] !== undefined || axes.some(({ quantity }) => quantity === id));
  const [first, second] = given;
  if (first !== undefined && second !== undefined && given.length === 2 && solveConfiguration(first, second)) return [];
  const allowed = `axes and scenario to set exactly two of ${inputIds.join(', ')}`;
  return [{ field: 'axes', given: given.join(', ') || 'none of these', allowed }];
}

/** A coefficient that is fixed or swept must be one of every law, and within its range there. */
function checkCoefficients(file: GraphFile): Issue[] {
  const laws = lawsOf(file);
  const check = (field: string, id: string, least: number, greatest: number): Issue[] => {
    if (!isCoefficientId(id)) return [];
    const name = coefficientName(id);
    return laws.flatMap(({ form, label }): Issue[] => {
      const specs: Readonly<Record<string, { readonly min: number; readonly max: number }>> = findForm(form).coefficients;
      const spec = specs[name];
      if (!spec) return [{ field, given: id, allowed: `for ${label} one of ${Object.keys(specs).join(', ')}` }];
      if (least >= spec.min && greatest <= spec.max) return [];
      return [{ field, given: `${least} to ${greatest}`, allowed: `for ${label} numbers from ${spec.min} to ${spec.max}` }];
    });
  };
  return [
    ...Object.entries(file.scenario).flatMap(([id, value]) => check(`scenario.${id}`, id, Number(value), Number(value))),
    ...graphAxes(file).flatMap(({ quantity, values }, i) =>
      isCoefficientId(quantity) ? check(`axes[${i}].quantity`, quantity, Math.min(...ends(values)), Math.max(...ends(values))) : [],
    ),
  ];
}

function ends(values: Float64Array): readonly number[] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

/** An axis over draws needs laws of known uncertainty, with as many draws as they carry. */
function checkDraws(file: GraphFile): Issue[] {
  const at = file.axes.findIndex(({ quantity }) => quantity === 'draw');
  const axis = file.axes[at];
  if (!axis || !('count' in axis))
    return file.seed === undefined ? [] : [{ field: 'seed', given: String(file.seed), allowed: 'an axis over draws beside it' }];
  return lawsOf(file).flatMap((law): Issue[] => {
    if (!law.uncertainty) {
      const known = lossLaws.filter(({ uncertainty }) => uncertainty).map(({ id }) => id);
      return [
        { field: `axes[${at}].quantity`, given: 'draw', allowed: `laws of known uncertainty (${known.join(', ')}), not ${law.label}` },
      ];
    }
    const most = mostDraws(law) ?? Infinity;
    return axis.count > most
      ? [{ field: `axes[${at}].count`, given: String(axis.count), allowed: `at most ${most}, the draws of ${law.label}` }]
      : [];
  });
}

/** What a quantity that a file gives too little for needs, in words. */
const HINTS: Readonly<Record<string, string>> = {
  hardware: 'hardware',
  accelerators: 'accelerators',
  U: 'U, the unique tokens',
};

/** Everything that is asked for must follow from what the file gives. */
function checkAvailable(file: GraphFile): Issue[] {
  const axes = graphAxes(file);
  const { nodes, missing } = graphNodes(file, axes, lawVariants(file, axes));
  const laws = lawsOf(file);
  const hardware = hardwareOf(file);
  const lacks = (id: QuantityId): string | undefined => {
    if (!nodes.has(id)) {
      const needs = missing.get(id);
      if (needs) return `${id} only with ${needs.map((need) => HINTS[need] ?? need).join(' and ')} in the scenario or on an axis`;
      return laws.every((law) => hasOptimum(law)) ? `${id} only where the file gives it` : `${id} only of laws with a term of the tokens`;
    }
    const ofHardware = id === 'cost' ? 'price' : id === 'energy' || id === 'carbon' ? 'watts' : id;
    if (ofHardware !== 'price' && ofHardware !== 'watts') return undefined;
    if (nodes.get(ofHardware)?.needs.length === 0) return undefined;
    const unknown = hardware.find((each) => {
      const found = findAccelerator(each);
      return found && (ofHardware === 'price' ? latestPrice(found) === undefined : found.watts === undefined);
    });
    return unknown && `${id} only with ${ofHardware} in the scenario: that of ${unknown} is not published`;
  };
  const check = (id: QuantityId, field: string): Issue[] => {
    const allowed = lacks(id);
    return allowed === undefined ? [] : [{ field, given: id, allowed }];
  };
  const { reduce } = file;
  const ofReduction = 'of' in reduce ? (Array.isArray(reduce.of) ? reduce.of : [reduce.of]) : [];
  return [
    ...file.metrics.flatMap((id, i) => check(id, `metrics[${i}]`)),
    ...file.constraints.flatMap(({ quantity }, i) => check(quantity, `constraints[${i}].quantity`)),
    ...ofReduction.flatMap((id, i) => check(id, reduce.kind === 'pareto' ? `reduce.of[${i}]` : 'reduce.of')),
  ];
}

/** The accelerators that a file speaks of. */
function hardwareOf({ axes, scenario }: GraphFile): readonly string[] {
  const axis = axes.find(({ quantity }) => quantity === 'hardware');
  if (axis && 'values' in axis) return (axis.values ?? []) as readonly string[];
  return scenario.hardware === undefined ? [] : [scenario.hardware];
}
