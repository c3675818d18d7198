import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { numbersToKnow } from '../model/plan/numbers';
import { type NumberEdits, inputAllowed } from './number-edits';
import { createNumbers } from './numbers';
import { defaultChoices } from './store';
import { formatHash, parseHash } from './url';

function open(edits: NumberEdits = {}) {
  const numbers = signal(edits);
  const { known, ...actions } = createNumbers({ numbers });
  return { numbers, find: (id: string) => known.value.find(({ number }) => number.id === id)!, known, ...actions };
}

describe('numbers to know', () => {
  it('agree with what is stated where they are computed from the inputs of their sources', () => {
    const { known } = open();
    expect(known.value.map(({ number }) => number)).toEqual(numbersToKnow);
    for (const { number, isEdited, ours, agrees } of known.value) {
      expect(isEdited).toBe(false);
      expect(agrees, number.id).toBe(ours !== undefined);
    }
  });

  it('follow their inputs, and go back', () => {
    const { find, set, reset, numbers } = open();
    set('serving-memory', 'N', 70e9);
    expect(find('serving-memory')).toMatchObject({ ours: 140, ratio: 10, isEdited: true, inputs: { N: 70e9, bits: 16 } });
    set('serving-memory', 'bits', 8);
    expect(find('serving-memory').ours).toBe(70);
    set('serving-memory', 'N', 7e9);
    expect(numbers.value).toEqual({ 'serving-memory': { bits: 8 } });
    reset('serving-memory');
    expect(numbers.value).toEqual({});
    set('batching', 'seconds', 50);
    expect(find('batching').ratio).toBeCloseTo(0.25, 9);
    set('batching', 'seconds', 10);
    expect(numbers.value).toEqual({});
  });

  it('stand in the link once they are changed', () => {
    const numbers = { 'train-13b': { N: 7e9, utilisation: 0.4 }, 'memory-a10g': { accelerator: 'h100-sxm' } };
    const hash = formatHash({ ...defaultChoices, view: 'evidence', numbers });
    expect(hash).toContain('&numbers=train-13b.N:7e9,train-13b.utilisation:0.4,memory-a10g.accelerator:h100-sxm');
    expect(parseHash(hash)).toMatchObject({ choices: { numbers }, issues: [] });
    expect(parseHash('#numbers=train-13b.N:7B').choices.numbers).toEqual({ 'train-13b': { N: 7e9 } });
  });

  it.each([
    ['train-13b', 'inputs of numbers to know'],
    ['nobody.N:1', 'inputs of numbers to know'],
    ['train-13b.bits:8', 'inputs of numbers to know'],
    ['train-13b.N:many', 'train-13b.N: a number from 1e-9 to 1e30'],
    ['train-13b.utilisation:1.5', 'train-13b.utilisation: a number from 0.001 to 1'],
    ['memory-a10g.accelerator:abacus', 'memory-a10g.accelerator: one of '],
  ])('are not taken from “%s”', (text, allowed) => {
    const { choices, issues } = parseHash(`#numbers=${text}`);
    expect(choices.numbers).toEqual({});
    expect(issues.map(({ field }) => field)).toEqual(['numbers']);
    expect(issues[0]?.allowed).toContain(allowed);
  });

  it('say which accelerators there are', () => {
    expect(inputAllowed('accelerator')).toContain('h100-sxm');
  });
});
