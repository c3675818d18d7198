import { InputError, type Issue } from '../quantities/issue';

/** Why a call is refused; an error where it is not. */
export function issuesOf(call: () => unknown): readonly Issue[] {
  try {
    call();
  } catch (error) {
    if (error instanceof InputError) return error.issues;
    throw error;
  }
  throw new Error('nothing was refused');
}
