import { msg, str } from '@lit/localize';
import { said } from '../locales/said';
import { type Law, type Scenario, bindLaw, findLaw, formOf } from '../model/laws';
import { plainSpend } from '../model/spend/spend';
import { type QuantityId, type ScenarioId, quantities, scenarioIds } from '../quantities/registry';

/**
/**
 * A law by id, published or one of the user's own, in a scenario. A law that reads nothing of a scenario is always the same object, as
 * long as the scenario says nothing that every law heeds. Throws for an unknown law.
 */
export function lawIn(id: string, scenario: Scenario, own: readonly Law[]): Law {
  const law = findLaw(id) ?? own.find((other) => other.id === id);
  if (!law) throw new Error(`unknown law ${id}`);
  const bound = bindLaw(law, scenario);
  return Object.keys(formOf(law).scenario).length > 0 || bound.efficiency || bound.spend ? bound : law;
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

/** The scenario that a law stands in: what it reads and heeds and what is not as it is by default. */
export function scenarioOf(law: Law): Scenario {
  const defaults: Scenario = formOf(law).scenario;
  const changed = scenarioValues([law]).filter(({ id, value }) => value !== defaults[id]);
  const { N: rhoN = 1, D: rhoD = 1 } = law.efficiency ?? {};
  const general = Object.entries({ rhoN, rhoD, ...law.spend }).filter(([id, value]) => value !== generalDefaults[id as GeneralId]);
  return Object.fromEntries([...changed.map(({ id, value }) => [id, value] as const), ...general]);
}

/** What of a scenario every law heeds, as it is where a scenario says nothing. */
export const generalDefaults = { rhoN: 1, rhoD: 1, ...plainSpend } as const;

/** Id of something that every law heeds. */
type GeneralId = keyof typeof generalDefaults;

/** A scenario with another value of a quantity, or another count of FLOP; undefined leaves it at its default. */
export function withValue<K extends keyof Scenario>(scenario: Scenario, id: K, value: Scenario[K]): Scenario {
  const others = Object.entries(scenario).filter(([other]) => other !== id);
  return Object.fromEntries(value === undefined ? others : [...others, [id, value]]);
}

/** Whether a number is within the range of a quantity. */
export function isScenarioValue(id: QuantityId, value: number): boolean {
  return value >= quantities[id].min && value <= quantities[id].max;
}

/** What a quantity may be, for error messages. */
export function scenarioAllowed(id: QuantityId): string {
  const { min, max, unit } = quantities[id];
  const label = said(quantities[id].label);
  const [low, high] = [min, max].map((value) => (value >= 1e6 ? value.toExponential().replace('e+', 'e') : String(value)));
  return unit === '1'
    ? msg(str`a number for ${label} from ${low} to ${high}`)
    : msg(str`a number for ${label} from ${low} to ${high} ${unit}`);
}
