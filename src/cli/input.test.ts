import { describe, expect, test } from 'vitest';
import { inputIds } from '../quantities/registry';
import { readLaw, readSettings } from './input';

describe('readSettings', () => {
  test('reads numbers as people write them, from flags and from --set', () => {
    expect(readSettings({ N: '70B', set: ['tokensPerParameter = 20'] }, inputIds)).toEqual({ N: 70e9, tokensPerParameter: 20 });
  });

  test('names every issue at once', () => {
    expect(() => readSettings({ N: 'abc', D: '1', set: ['gpus=8', 'C'] }, inputIds)).toThrow(
      /^--N: abc .*from 1e5 to 1e15; --D: 1 .*from 1e6 to 1e17; --set: gpus=8 .*; --set: C .*C=value$/,
    );
  });

  test('takes each quantity once, and only those that the command accepts', () => {
    expect(() => readSettings({ C: '1e20', set: ['C=1e21'] }, ['C'])).toThrow('--set C: 1e21 is not allowed; expected C to be set once');
    expect(() => readSettings({ set: ['N=1e9'] }, ['C'])).toThrow('--set: N=1e9');
  });
});

test('readLaw lists the laws where one is unknown', () => {
  expect(readLaw('besiroglu-2024').form).toBe('chinchilla');
  expect(() => readLaw('x')).toThrow(/^--law: x is not allowed; expected one of besiroglu-2024, /);
});
