import type { Form } from '../form';
import { chinchilla } from './chinchilla';
import { clark } from './clark';
import { gadre } from './gadre';
import { kaplan } from './kaplan';
import { krajewski } from './krajewski';
import { kumar } from './kumar';
import { muennighoff } from './muennighoff';

/** Every form of loss law; a new form is one more entry, with its file beside this one and its twin in `shaders/forms`. */
export const forms = { chinchilla, kaplan, gadre, krajewski, kumar, muennighoff, clark } as const;

/** Id of a form. */
export type FormId = keyof typeof forms;

/** Ids of all forms. */
export const formIds = Object.keys(forms) as readonly FormId[];

/** A form as the general type, for code that knows no law. */
export function findForm(id: FormId): Form {
  return forms[id] as unknown as Form;
}
