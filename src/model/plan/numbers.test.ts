import { describe, expect, test } from 'vitest';
import { agrees, computeNumber, numberTopics, numbersToKnow } from './numbers';

const find = (id: string) => numbersToKnow.find((number) => number.id === id)!;
const computed = numbersToKnow.filter((number) => computeNumber(number) !== undefined);

describe('numbers to know', () => {
  test.each(computed)('$id: $statement', (number) => {
    const value = computeNumber(number)!;
    expect(agrees(number, value), `ours is ${value}`).toBe(true);
  });

  test('are listed once each, by topic, with a source and a year', () => {
    expect(new Set(numbersToKnow.map(({ id }) => id)).size).toBe(numbersToKnow.length);
    const topics = numbersToKnow.map(({ topic }) => numberTopics.indexOf(topic));
    expect(topics).toEqual([...topics].sort((a, b) => a - b));
    for (const { source, when } of numbersToKnow) expect([source.length > 5, /^20\d\d$/.test(when)]).toEqual([true, true]);
  });

  test('are computed where they have inputs, and else say why not', () => {
    for (const number of numbersToKnow) {
      expect(computeNumber(number) !== undefined).toBe(Object.keys(number.inputs).length > 0);
      if (computeNumber(number) === undefined) expect(number.note).toBeDefined();
    }
  });

  test('follow other inputs', () => {
    expect(computeNumber(find('serving-memory'), { N: 70e9 })).toBe(140);
    expect(computeNumber(find('memory-a10g'), { accelerator: 'h100-sxm' })).toBe(80);
    expect(computeNumber(find('gpt4-to-gpt35'), { outputShare: 0 })).toBeCloseTo(30, 9);
    expect(computeNumber(find('gpt4-to-gpt35'), { outputShare: 1 })).toBeCloseTo(60, 9);
    expect(() => computeNumber(find('memory-a10g'), { accelerator: 'abacus' })).toThrow('unknown accelerator abacus');
    expect(() => computeNumber({ ...find('batching'), inputs: {} })).toThrow('no number requests');
  });

  test('do not agree with a wrong number', () => {
    expect(agrees(find('serving-memory'), 15)).toBe(false);
    expect(agrees(find('batching'), 9)).toBe(false);
  });
});
