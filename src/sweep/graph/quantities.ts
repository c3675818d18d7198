import { findForm, formIds } from '../../model/forms';
import {
  type FleetId,
  type InputId,
  type QuantityId,
  type ScenarioId,
  fleetIds,
  heading,
  inputIds,
  isQuantityId,
  quantities,
  quantityIds,
  scenarioIds,
} from '../../quantities/registry';

/** A coefficient of a law as a quantity: `coefficient.alpha`. */
export type CoefficientId = `coefficient.${string}`;

const PREFIX = 'coefficient.';

/** Every coefficient of every form, each name once. */
export const coefficientIds: readonly CoefficientId[] = [
  ...new Set(formIds.flatMap((form) => Object.keys(findForm(form).coefficients).map((name): CoefficientId => `${PREFIX}${name}`))),
];

/** Whether a quantity is a coefficient of a law. */
export function isCoefficientId(id: string): id is CoefficientId {
  return id.startsWith(PREFIX);
}

/** Name of a coefficient in its form. */
export function coefficientName(id: CoefficientId): string {
  return id.slice(PREFIX.length);
}

/** A number that a general sweep fixes or sweeps. */
export type GraphInputId = InputId | ScenarioId | FleetId | CoefficientId;

/** Quantities of the registry that a general sweep fixes or sweeps. */
export const registeredInputIds = [...inputIds, ...scenarioIds, ...fleetIds] as const;

/** Everything that a general sweep fixes or sweeps as a number. */
export const graphInputIds: readonly GraphInputId[] = [...registeredInputIds, ...coefficientIds];

/** Choices: axes whose values are no numbers, and draws of a law's coefficients, which are counted. */
export const choiceIds = ['law', 'draw', 'hardware', 'flopCount'] as const;

/** One of them. */
export type ChoiceId = (typeof choiceIds)[number];

/** What an axis of a general sweep is over. */
export type GraphAxisId = GraphInputId | ChoiceId;

/** Whether an axis is over a choice. */
export function isChoiceId(id: string): id is ChoiceId {
  return (choiceIds as readonly string[]).includes(id);
}

/** What a general sweep can compute, bound and reduce: every quantity of the registry. */
export const graphMetricIds: readonly QuantityId[] = quantityIds;

/** Range of a number that is fixed or swept; a coefficient's over all forms that have it. */
export function inputRange(id: GraphInputId): { readonly min: number; readonly max: number } {
  if (!isCoefficientId(id)) return quantities[id];
  const specs = formIds.flatMap((form) => {
    const all: Readonly<Record<string, { readonly min: number; readonly max: number }>> = findForm(form).coefficients;
    return all[coefficientName(id)] ?? [];
  });
  return { min: Math.min(...specs.map(({ min }) => min)), max: Math.max(...specs.map(({ max }) => max)) };
}

/** Heading of a column: quantities with their units, choices and coefficients by their names. */
export function graphHeading(id: GraphAxisId | QuantityId): string {
  return isQuantityId(id) ? heading(id) : id;
}
