import { msg } from '@lit/localize';
import { type FormId, findForm, formIds } from '../../model/forms';
import { type Law, laws } from '../../model/laws';
import { type Subject, allocationSubjects, lawSubject, trendSubjects } from '../../state/subjects';

/** The laws about one thing. */
export interface LawGroup {
  readonly name: string;
  readonly laws: readonly Law[];
}

/** What the laws of a form are about; a form that is not named goes by its formula. */
const names: { readonly [F in FormId]?: string } = {
  chinchilla: msg('Parameters and tokens, Chinchilla’s form'),
  kaplan: msg('Parameters and tokens, Kaplan’s form'),
  gadre: msg('Over-training'),
  krajewski: msg('Mixture of experts'),
  kumar: msg('Precision', { id: 'form-precision', desc: 'bits of numbers' }),
  muennighoff: msg('Repeated data'),
};

/** What the laws of a form are about, for people. */
export function formName(id: FormId): string {
  return names[id] ?? findForm(id).formula;
}

const published: readonly LawGroup[] = formIds.map((id) => ({
  name: formName(id),
  laws: laws.filter(({ form }) => form === id),
}));

/** Every published law, grouped by what it is about, in the order of the forms; then the user's own. */
export function lawGroups(own: readonly Law[]): readonly LawGroup[] {
  return own.length > 0 ? [...published, { name: msg('Your laws'), laws: own }] : published;
}

/** Everything that can be compared, in groups. */
export function comparisonGroups(own: readonly Law[]): readonly { readonly name: string; readonly subjects: readonly Subject[] }[] {
  return [
    ...lawGroups(own).map(({ name, laws: of }) => ({ name, subjects: of.map(lawSubject) })),
    { name: msg('Allocation rules: N* and D* without a loss'), subjects: allocationSubjects },
    { name: msg('Trends: a loss in one quantity'), subjects: trendSubjects },
  ];
}
