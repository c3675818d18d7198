import type { ModelShape } from '../flop/shape';
import { type Law, findLaw } from '../laws';

/** Inputs of a check, read by name; a missing one throws. */
export class Inputs {
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.values = values;
  }

  number(name: string): number {
    const value = this.optional(name);
    if (value === undefined) throw new Error(`the check has no number ${name}`);
    return value;
  }

  /** A number that a check may leave out. */
  optional(name: string): number | undefined {
    const value = this.values[name];
    return typeof value === 'number' ? value : undefined;
  }

  text(name: string): string {
    const value = this.values[name];
    if (typeof value !== 'string') throw new Error(`the check has no text ${name}`);
    return value;
  }

  numbers(name: string): readonly number[] {
    const value = this.values[name];
    if (!Array.isArray(value)) throw new Error(`the check has no list ${name}`);
    return value as readonly number[];
  }

  /** The law that the check names. */
  get law(): Law {
    return known(findLaw, this.text('law'));
  }

  /** A coefficient of that law. */
  coefficient(name: string): number {
    return known((id) => this.law.coefficients[id], name);
  }

  /** A shape; one layer, the usual feed-forward block and so on where the check leaves them out. */
  get shape(): ModelShape {
    const { width, ...given } = this.values as Partial<ModelShape>;
    if (width === undefined) throw new Error('the check has no number width');
    return { layers: 1, width, heads: 1, headSize: width, feedForward: 4 * width, context: 1, vocabulary: 1, ...given };
  }
}

/** What a catalogue has under an id; an unknown one throws. */
export function known<T>(find: (id: string) => T | undefined, id: string): T {
  const found = find(id);
  if (found === undefined) throw new Error(`unknown ${id}`);
  return found;
}

/** Computations by the name that checks give them. */
export type Computations = Readonly<Record<string, (inputs: Inputs) => number>>;
