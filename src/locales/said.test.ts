import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { learnSentences, said } from './said';

afterEach(() => learnSentences({}));

describe('said', () => {
  test('leaves English as it is, and what has no translation', () => {
    expect(said('tokens')).toBe('tokens');
    learnSentences({ tokens: 'トークン' });
    expect(said('parameters')).toBe('parameters');
  });

  test('puts what changes in its place of the other language, translated as well', () => {
    learnSentences({ '{0} of {1}': '{1}の{0}', tokens: 'トークン' });
    expect(said('3 % of tokens')).toBe('トークンの3 %');
  });

  test('takes the sentence that says more in words of its own, and dots as dots', () => {
    learnSentences({ '{0}.': '{0}。', 'at most {0} rows.': '最大 {0} 行。' });
    expect(said('at most 5 rows.')).toBe('最大 5 行。');
    expect(said('hello.')).toBe('hello。');
    expect(said('hello!')).toBe('hello!');
  });

  test('finds any values again', () => {
    learnSentences({ 'from {0} to {1}': '{1}まで、{0}から' });
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (from, to) => {
        expect(said(`from ${from} to ${to}`)).toBe(`${to}まで、${from}から`);
      }),
    );
  });
});
