import { type ReadonlySignal, computed } from '@preact/signals-core';
import { type NumberInputs, type NumberToKnow, agrees, computeNumber, numbersToKnow } from '../model/plan/numbers';
import { withInput, withoutEdits } from './number-edits';
import type { Store } from './store';

/** A number to know with ours beside it. */
export interface KnownNumber {
  readonly number: NumberToKnow;
  /** The inputs in force: those of the source, or what the user made of them. */
  readonly inputs: NumberInputs;
  readonly isEdited: boolean;
  /** Ours; undefined for what was only measured. */
  readonly ours: number | undefined;
  /** Whether ours, from the inputs of the source, is what is stated. */
  readonly agrees: boolean;
  /** Ours over what is stated, or over the nearer end where it is stated as a range and ours lies outside; 1 within it. */
  readonly ratio: number | undefined;
}

/** The numbers to know, live. */
export interface Numbers {
  readonly known: ReadonlySignal<readonly KnownNumber[]>;
  set(id: string, input: string, value: number | string): void;
  /** Puts a number back to the inputs of its source. */
  reset(id: string): void;
}

/** Computes the numbers to know from the inputs that the store has. */
export function createNumbers({ numbers: edits }: Pick<Store, 'numbers'>): Numbers {
  return {
    known: computed(() => numbersToKnow.map((number) => knownNumber(number, edits.value[number.id]))),
    set: (id, input, value) => void (edits.value = withInput(edits.value, id, input, value)),
    reset: (id) => void (edits.value = withoutEdits(edits.value, id)),
  };
}

function knownNumber(number: NumberToKnow, edits: NumberInputs | undefined): KnownNumber {
  const ours = computeNumber(number, edits);
  return {
    number,
    inputs: { ...number.inputs, ...edits },
    isEdited: edits !== undefined,
    ours,
    agrees: ours !== undefined && agrees(number, ours),
    ratio: ours === undefined ? undefined : ratioTo(number, ours),
  };
}

function ratioTo({ stated }: NumberToKnow, ours: number): number {
  if ('value' in stated) return ours / stated.value;
  if (ours > stated.high) return ours / stated.high;
  return ours < stated.low ? ours / stated.low : 1;
}
