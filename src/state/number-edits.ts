import { msg, str } from '@lit/localize';
import * as v from 'valibot';
import { accelerators } from '../model/plan/hardware';
import { type NumberInputs, numbersToKnow } from '../model/plan/numbers';
import { formatExact } from '../quantities/format';
import { parseNumber } from '../quantities/parse';
import type { NumberRange } from './number-field';

// Inputs of the numbers to know that the user changed, and how they stand in the URL.

/** Changed inputs by the id of the number; numbers as their source has them are absent. */
export type NumberEdits = Readonly<Record<string, NumberInputs>>;

/** Inputs that are shares. */
const SHARES: readonly string[] = ['outputShare', 'utilisation'];

const ANY: NumberRange = { min: 1e-9, max: 1e30 };
const SHARE: NumberRange = { min: 0.001, max: 1 };

/** What an input may be, after "Type". */
export function inputAllowed(name: string): string {
  if (name === 'accelerator') {
    const list = accelerators.map(({ id }) => id).join(', ');
    return msg(str`one of ${list}`);
  }
  const { min, max } = SHARES.includes(name) ? SHARE : ANY;
  return msg(str`a number from ${formatExact(min)} to ${formatExact(max)}`);
}

/** An input of a number to know from what was typed; undefined where it cannot be one. */
export function readInput(name: string, text: string): number | string | undefined {
  if (name === 'accelerator') return accelerators.find(({ id }) => id === text.trim())?.id;
  const value = parseNumber(text);
  const { min, max } = SHARES.includes(name) ? SHARE : ANY;
  return value >= min && value <= max ? value : undefined;
}

/** Edits with one input changed, or as its source has it. */
export function withInput(edits: NumberEdits, id: string, name: string, value: number | string): NumberEdits {
  const own = numbersToKnow.find((number) => number.id === id)?.inputs[name];
  const { [name]: _, ...rest } = edits[id] ?? {};
  const inputs = value === own ? rest : { ...rest, [name]: value };
  return Object.keys(inputs).length === 0 ? withoutEdits(edits, id) : { ...edits, [id]: inputs };
}

/** Edits with one number as its source has it. */
export function withoutEdits(edits: NumberEdits, id: string): NumberEdits {
  return Object.fromEntries(Object.entries(edits).filter(([other]) => other !== id));
}

const ALLOWED = msg('inputs of numbers to know, each as number.input:value, separated by commas');

/** Fields of a URL's hash, with what each may be: `numbers=train-13b.N:7e9,…`. */
export const numberEditFields = {
  numbers: v.pipe(
    v.string(ALLOWED),
    v.rawTransform(({ dataset, addIssue, NEVER }): NumberEdits => {
      let edits: NumberEdits = {};
      for (const part of dataset.value.split(',')) {
        const [, id = '', name = '', text = ''] = /^([\w-]+)\.(\w+):(.+)$/.exec(part) ?? [];
        const isKnown = numbersToKnow.some((number) => number.id === id && Object.hasOwn(number.inputs, name));
        const value = isKnown ? readInput(name, text) : undefined;
        if (value === undefined) {
          addIssue({ message: isKnown ? `${id}.${name}: ${inputAllowed(name)}` : ALLOWED });
          return NEVER;
        }
        edits = withInput(edits, id, name, value);
      }
      return edits;
    }),
  ),
};

/** Edits from the fields that a URL has, already checked. */
export function readNumberEdits({ numbers }: Readonly<Record<string, unknown>>): NumberEdits {
  return (numbers as NumberEdits | undefined) ?? {};
}

/** Fields of a URL for edits; none where nothing is changed. */
export function writeNumberEdits(edits: NumberEdits): Readonly<Record<string, string>> {
  const parts = Object.entries(edits).flatMap(([id, inputs]) =>
    Object.entries(inputs).map(([name, value]) => `${id}.${name}:${typeof value === 'number' ? formatExact(value) : value}`),
  );
  return parts.length > 0 ? { numbers: parts.join(',') } : {};
}
