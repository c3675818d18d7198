import { describe, expect, test } from 'vitest';
import { describeEntry } from './card/describe';
import { allotsBudget, catalogue, catalogueKinds, coefficientsOf, findEntry, lossEntry } from './catalogue';
import { createCustomLaw } from './custom-law';
import { bindLaw, defaultLaw, findLaw, laws, lossLaws } from './laws';

test('the catalogue names every law once, and every kind has some', () => {
  const ids = catalogue.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const kind of catalogueKinds) expect(catalogue.some((entry) => entry.kind === kind)).toBe(true);
  expect(catalogue.filter(({ kind }) => kind === 'loss').map(({ id }) => id)).toEqual(lossLaws.map(({ id }) => id));
  expect(catalogue[0]!.id).toBe(defaultLaw.id);
  expect(findEntry('nobody-1999')).toBeUndefined();
});

test('laws that allot a budget are those with a term of the tokens, and the allocation rules', () => {
  const ids = catalogue.filter((entry) => allotsBudget(entry)).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining([...laws.map(({ id }) => id), 'kaplan-2020', 'llama3-2024', 'porian-2024-owt2-tuned']));
  for (const id of ['clark-2022-hash', 'gpt3', 'kaplan-2020-ns', 'steplaw-2025', 'minicpm-2024']) expect(ids).not.toContain(id);
});

describe.each(catalogue.map((entry) => [entry.id, entry] as const))('the card of %s', (_, entry) => {
  const card = describeEntry(entry);

  test('has formulas, numbers with units and meanings, and where they come from', () => {
    expect(card.formulas.length).toBeGreaterThan(0);
    for (const { text, mathml } of card.formulas) {
      expect(text).not.toBe('');
      // every element that opens closes
      const opened = mathml.match(/<[a-z]+[ >]/g)?.length ?? 0;
      expect(mathml.match(/<\/[a-z]+>/g)).toHaveLength(opened);
    }
    expect(card.numbers.length).toBeGreaterThan(0);
    for (const { symbol, value, unit, about, interval } of card.numbers) {
      expect(Number.isNaN(value)).toBe(false);
      expect([symbol, unit, about]).not.toContain('');
      // a value stands within its own interval
      if (interval) {
        expect(value).toBeGreaterThanOrEqual(interval.from);
        expect(value).toBeLessThanOrEqual(interval.to);
      }
    }
    const names = card.facts.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Fitted on', 'Answers', 'Source', 'Checked']));
    for (const { text } of card.facts) expect(text).not.toBe('');
    expect(Object.keys(coefficientsOf(entry)).length).toBeGreaterThan(0);
  });

  test('says what N counts wherever the law reads or gives parameters', () => {
    const isSilent =
      entry.kind === 'exponents' ||
      (entry.kind === 'trend' && entry.trend.of !== 'N') ||
      (entry.kind === 'hyperparameters' && !('N' in entry.rule.learningRate.exponents));
    expect(entry.counted === undefined).toBe(isSilent);
    expect(card.facts.some(({ name }) => name === 'N counts')).toBe(!isSilent);
  });
});

describe('intervals', () => {
  const numberOf = (id: string, symbol: string) => describeEntry(findEntry(id)!).numbers.find((each) => each.symbol === symbol)!;

  test('are the printed ones where there are some', () => {
    expect(numberOf('besiroglu-2024', 'A')).toMatchObject({
      value: 482.01,
      interval: { from: 285, to: 744, level: 0.95, isPublished: true },
    });
    expect(numberOf('besiroglu-2024', 'A').deviation! / 124.58).toBeCloseTo(1, 1);
    expect(numberOf('hoffmann-2022-a1', 'a').interval).toMatchObject({ from: 0.488, to: 0.502, level: 0.8 });
    expect(numberOf('hoffmann-2022', 'A').interval).toBeUndefined();
  });

  test('follow from the joint distribution where none is printed', () => {
    const { intervals: _, ...unprinted } = defaultLaw;
    const { numbers } = describeEntry(lossEntry(unprinted));
    const [E, A] = ['E', 'A'].map((symbol) => numbers.find((each) => each.symbol === symbol)!);
    expect(A!.interval).toMatchObject({ level: 0.8, isPublished: false });
    // of a coefficient fitted as a logarithm the interval is even in the logarithm
    expect((A!.interval!.from * A!.interval!.to) / A!.value ** 2).toBeCloseTo(1, 9);
    expect(Math.log(E!.interval!.to / E!.value) * E!.value).toBeCloseTo(1.2816 * E!.deviation!, 4);
  });
});

test('a law of the user’s own, and one in a scenario, have a card, too', () => {
  const own = lossEntry(
    createCustomLaw({ form: 'chinchilla', coefficients: { E: 1.7, A: 400, alpha: 0.34, B: 410, beta: 0.28 }, label: 'Ours' }),
  );
  expect(describeEntry(own)).toMatchObject({ label: 'Ours', kind: 'law of the loss' });
  expect(own.family).toBe('Your own');
  const bound = lossEntry(bindLaw(findLaw('clark-2022-hash')!, { experts: 64 }));
  expect(describeEntry(bound).numbers.find(({ symbol }) => symbol === 'n')).toMatchObject({ value: 64, isSet: true });
});
