import { type Law, type Scenario, bindLaw, findLaw, formOf } from '../model/laws';
import { type ScenarioId, quantities, scenarioIds } from '../quantities/registry';

/**
 * A law by id, published or one of the user's own, in a scenario. A law that reads nothing of a scenario is always the same object.
 * Throws for an unknown law.
 */
export function lawIn(id: string, scenario: Scenario, own: readonly Law[]): Law {
  const law = findLaw(id) ?? own.find((other) => other.id === id);
  if (!law) throw new Error(`unknown law ${id}`);
  return Object.keys(formOf(law).scenario).length > 0 ? bindLaw(law, scenario) : law;
}

/** A scenario quantity that some laws read, and what it is there. */
export interface ScenarioValue {
  readonly id: ScenarioId;
  readonly value: number;
  readonly laws: readonly Law[];
}

/** Scenario quantities that some of the laws read, in the registry's order; the laws must stand in one scenario. */
export function scenarioValues(laws: readonly Law[]): readonly ScenarioValue[] {
  return scenarioIds.flatMap((id) => {
    const readers = laws.filter((law) => id in formOf(law).scenario);
    const value = readers[0]?.coefficients[id];
    return value === undefined ? [] : [{ id, value, laws: readers }];
  });
}

/** The scenario that a law stands in: what it reads and what is not as its form has it by default. */
export function scenarioOf(law: Law): Scenario {
  const defaults: Scenario = formOf(law).scenario;
  const changed = scenarioValues([law]).filter(({ id, value }) => value !== defaults[id]);
  return Object.fromEntries(changed.map(({ id, value }) => [id, value]));
}

/** A scenario with another value of a quantity; undefined leaves it to the laws. */
export function withValue(scenario: Scenario, id: ScenarioId, value: number | undefined): Scenario {
  const others = Object.entries(scenario).filter(([other]) => other !== id);
  return Object.fromEntries(value === undefined ? others : [...others, [id, value]]);
}

/** Whether a number is within the range of a scenario quantity. */
export function isScenarioValue(id: ScenarioId, value: number): boolean {
  return value >= quantities[id].min && value <= quantities[id].max;
}

/** What a scenario quantity may be, for error messages. */
export function scenarioAllowed(id: ScenarioId): string {
  const { label, min, max, unit } = quantities[id];
  const from = (value: number): string => (value >= 1e6 ? value.toExponential().replace('e+', 'e') : String(value));
  return `a number for ${label} from ${from(min)} to ${from(max)}${unit === '1' ? '' : ` ${unit}`}`;
}
