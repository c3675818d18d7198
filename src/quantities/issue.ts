/** What is wrong with one field of an input from outside: a URL, a sweep file, a flag. */
export interface Issue {
  /** Path of the field, e.g. `axes[0].steps` or `--N`. */
  readonly field: string;
  /** The value that was given, as text. */
  readonly given: string;
  /** What is allowed, e.g. `a number from 1e5 to 1e15`. */
  readonly allowed: string;
}

/** Input from outside that cannot be used. Holds every issue; the message is one line that names the first ones. */
export class InputError extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map(describeIssue).join('; '));
    this.name = 'InputError';
    this.issues = issues;
  }
}

/** One line for people: field, value, what is allowed. */
export function describeIssue({ field, given, allowed }: Issue): string {
  return `${field}: ${given} is not allowed; expected ${allowed}`;
}
