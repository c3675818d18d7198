import { createCustomLaw } from '../../model/custom-law';
import type { Coefficients } from '../../model/form';
import { type Law, bindLaw, findLaw, formOf } from '../../model/laws';
import { coefficientOf, drawLaws } from '../../model/uncertainty';
import { lawScenarioIds } from '../../quantities/registry';
import type { GraphAxis } from './axes';
import { coefficientIds, coefficientName, isCoefficientId } from './quantities';
import { type GraphFile, fixedValue } from './schema';

/** Seed of draws where a file says none. */
const DEFAULT_SEED = 1;

/** Variants that are kept rather than made again. */
const MOST_KEPT = 1 << 14;

/** The laws of a file: those of its axis `law`, or the one that it names. Coefficients and quantities that it fixes are set. */
export function lawsOf(file: Pick<GraphFile, 'law' | 'axes' | 'scenario'>): readonly Law[] {
  const axis = file.axes.find(({ quantity }) => quantity === 'law');
  const references = axis && 'values' in axis ? (axis.values as readonly NonNullable<GraphFile['law']>[]) : file.law ? [file.law] : [];
  const own = fixedCoefficients(file);
  return references.flatMap((reference) => {
    const law = typeof reference === 'string' ? findLaw(reference) : createCustomLaw(reference);
    return law ? bindTraining({ ...law, coefficients: { ...law.coefficients, ...own } }, file.scenario) : [];
  });
}

/** The coefficients that a scenario fixes, by their names in forms. */
function fixedCoefficients({ scenario }: Pick<GraphFile, 'scenario'>): Coefficients {
  const given = coefficientIds.flatMap((id) => {
    const value = fixedValue(scenario, id);
    return value === undefined ? [] : [[coefficientName(id), value] as const];
  });
  return Object.fromEntries(given);
}

/** A law with the quantities that its form reads; what parameters are worth and what a budget pays for are nodes of their own. */
function bindTraining(law: Law, scenario: GraphFile['scenario'] | Readonly<Record<string, number>>): Law {
  const given: Readonly<Record<string, unknown>> = scenario;
  return bindLaw(law, Object.fromEntries(lawScenarioIds.map((id) => [id, given[id]])));
}

/** How a law is called in a table: published ones by their ids. */
export function lawName(law: Law): string {
  return findLaw(law.id) ? law.id : law.label;
}

/** The laws that the axes of a sweep make of those of its file. */
export interface LawVariants {
  readonly laws: readonly Law[];
  /** Axes of a sweep that a function of the coefficients depends on, found by which of them it reads; indices into the axes. */
  axesBehind(read: (law: Law, coefficients: Coefficients) => unknown): readonly number[];
  /** The law at steps of all axes; those that no law heeds may be anything. */
  at(steps: ArrayLike<number>): Law;
}

/** Prepares the variants of a file's laws over its axes. */
export function lawVariants(file: Pick<GraphFile, 'law' | 'axes' | 'scenario' | 'seed'>, axes: readonly GraphAxis[]): LawVariants {
  const laws = lawsOf(file);
  const place = (id: string): number => axes.findIndex(({ quantity }) => quantity === id);
  const lawAxis = place('law');
  const drawAxis = place('draw');
  const drawing = { draws: drawAxis < 0 ? 0 : axes[drawAxis]!.values.length, seed: file.seed ?? DEFAULT_SEED };
  const drawn = drawAxis < 0 ? [] : laws.map((law) => drawLaws(law, drawing) ?? []);
  const fixed = fixedCoefficients(file);
  const drawnNames = new Set(laws.flatMap(({ uncertainty }) => uncertainty?.parameters.map((text) => coefficientOf(text).name) ?? []));
  // axes over a coefficient, or over a quantity that some form reads among its coefficients
  const own = axes.flatMap(({ quantity }, axis) => {
    const name = isCoefficientId(quantity) ? coefficientName(quantity) : quantity;
    const isRead = isCoefficientId(quantity) || laws.some((law) => name in formOf(law).scenario);
    return isRead ? [{ axis, name }] : [];
  });
  const heeded = [lawAxis, drawAxis, ...own.map(({ axis }) => axis)].filter((axis) => axis >= 0);
  const kept = new Map<number, Law>();

  const make = (steps: ArrayLike<number>): Law => {
    const which = lawAxis < 0 ? 0 : steps[lawAxis]!;
    const law = laws[which]!;
    const base = drawAxis < 0 ? law.coefficients : { ...drawn[which]![steps[drawAxis]!]!.coefficients, ...fixed };
    const set = Object.fromEntries(own.map(({ axis, name }) => [name, axes[axis]!.values[steps[axis]!]!]));
    return { ...law, coefficients: { ...base, ...set } };
  };
  return {
    laws,
    axesBehind(read) {
      const names = new Set<string>();
      for (const law of laws) read(law, recording(law.coefficients, names));
      return [
        ...(lawAxis >= 0 ? [lawAxis] : []),
        ...(drawAxis >= 0 && [...names].some((name) => drawnNames.has(name)) ? [drawAxis] : []),
        ...own.filter(({ name }) => names.has(name)).map(({ axis }) => axis),
      ];
    },
    at(steps) {
      let key = 0;
      for (const axis of heeded) key = key * axes[axis]!.values.length + steps[axis]!;
      let law = kept.get(key);
      if (!law) {
        law = make(steps);
        if (kept.size >= MOST_KEPT) kept.clear();
        kept.set(key, law);
      }
      return law;
    },
  };
}

/** The coefficients, noting the names of those that are read. */
function recording(coefficients: Coefficients, names: Set<string>): Coefficients {
  return new Proxy(coefficients, {
    get: (target, name) => {
      if (typeof name === 'string') names.add(name);
      return Reflect.get(target, name) as number;
    },
  });
}
