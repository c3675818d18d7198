import { findForm, formIds } from '../../model/forms';
import type { Form } from '../../model/form';
import { type Law, laws } from '../../model/laws';

/** The laws of one form. */
export interface LawGroup {
  readonly form: Form;
  readonly laws: readonly Law[];
}

/** Every law, grouped by form, in the order of the forms. */
export const lawGroups: readonly LawGroup[] = formIds.map((id) => ({ form: findForm(id), laws: laws.filter(({ form }) => form === id) }));
