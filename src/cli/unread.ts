import type { CatalogueEntry } from '../model/catalogue';
import { forms } from '../model/forms';
import { formOf, lossLaws } from '../model/laws';
import { type ScenarioId, quantities, scenarioIds } from '../quantities/registry';
import type { Settings } from './input';

/** What every law of the loss heeds, whatever its form. */
const heededByAll = new Set<ScenarioId>(scenarioIds.filter((id) => !Object.values(forms).some((form) => Object.hasOwn(form.scenario, id))));

/**
 * Notes of what was set and makes no difference: quantities that a law's form does not read, and for an allocation rule, a trend or a
 * curve all of a scenario. Each names the laws that read it. Nobody should take an answer for the limited one that is not.
 */
export function unreadNotes(entries: readonly CatalogueEntry[], settings: Settings): readonly string[] {
  return entries.flatMap((entry) => {
    const isRead = (id: ScenarioId): boolean =>
      entry.kind === 'loss' && (heededByAll.has(id) || Object.hasOwn(formOf(entry.law).scenario, id));
    return scenarioIds
      .filter((id) => settings[id] !== undefined && !isRead(id))
      .map((id) => `${entry.label} does not read ${id}, ${quantities[id].label}: it says the same without; ${readersOf(id)}`);
  });
}

/** Which laws read a quantity. */
function readersOf(id: ScenarioId): string {
  if (heededByAll.has(id)) return 'laws of the loss read it';
  const ids = lossLaws.filter((law) => Object.hasOwn(formOf(law).scenario, id)).map((law) => law.id);
  return `${ids.join(', ')} ${ids.length > 1 ? 'do' : 'does'}`;
}
