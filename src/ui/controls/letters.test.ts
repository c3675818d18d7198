import { expect, test } from 'vitest';
import { lettersOf } from './letters';

test('Latin letters count one, kana, kanji and their marks nearly two', () => {
  expect(lettersOf('loss, nat/token')).toBe(15);
  expect(lettersOf('損失')).toBeCloseTo(3.8, 10);
  expect(lettersOf('トークン数 D')).toBeCloseTo(5 * 1.9 + 2, 10);
});
