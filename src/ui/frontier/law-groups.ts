import { type FormId, findForm, formIds } from '../../model/forms';
import { type Law, laws } from '../../model/laws';

/** The laws about one thing. */
export interface LawGroup {
  readonly name: string;
  readonly laws: readonly Law[];
}

/** What the laws of a form are about; a form that is not named goes by its formula. */
const names: { readonly [F in FormId]?: string } = {
  chinchilla: 'Parameters and tokens, Chinchilla’s form',
  kaplan: 'Parameters and tokens, Kaplan’s form',
  gadre: 'Over-training',
  krajewski: 'Mixture of experts',
  kumar: 'Precision',
  muennighoff: 'Repeated data',
};

/** Every law, grouped by what it is about, in the order of the forms. */
export const lawGroups: readonly LawGroup[] = formIds.map((id) => ({
  name: names[id] ?? findForm(id).formula,
  laws: laws.filter(({ form }) => form === id),
}));
