import { safeParse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { type CustomLaw, createCustomLaw, customLawSchema, toCustomLaw, withoutDraws } from './custom-law';
import { findLaw } from './laws';
import { drawLaws, optimumInterval } from './uncertainty';

const besiroglu = findLaw('besiroglu-2024')!;
const parameters = besiroglu.uncertainty!.parameters;
const rows = drawLaws(besiroglu)!.map(({ coefficients }) =>
  parameters.map((name) => (name.startsWith('log ') ? Math.log(coefficients[name.slice(4)]!) : coefficients[name]!)),
);
const drawn = {
  form: 'chinchilla',
  coefficients: toCustomLaw(besiroglu).coefficients,
  uncertainty: { about: 'a bootstrap', parameters: [...parameters], draws: rows },
} as CustomLaw;

describe('a law written out', () => {
  it('keeps its uncertainty, and reads back', () => {
    const written = toCustomLaw(besiroglu);
    expect(written.uncertainty).toEqual(besiroglu.uncertainty);
    expect(safeParse(customLawSchema, JSON.parse(JSON.stringify(written))).success).toBe(true);
    expect(optimumInterval(createCustomLaw(written), 1e21)).toEqual(optimumInterval(besiroglu, 1e21));
  });

  it('has mean and covariance in place of its draws where it must be short', () => {
    const short = withoutDraws(drawn);
    expect(safeParse(customLawSchema, JSON.parse(JSON.stringify(short))).success).toBe(true);
    expect(JSON.stringify(short).length).toBeLessThan(1500);
    const [low, high] = optimumInterval(createCustomLaw(short), 1e21)!.N;
    const [lowest, highest] = optimumInterval(createCustomLaw(drawn), 1e21)!.N;
    expect(low / lowest).toBeCloseTo(1, 1.5);
    expect(high / highest).toBeCloseTo(1, 1.5);
  });

  it('is left alone where it has no draws', () => {
    const written = toCustomLaw(findLaw('kaplan-2020-nd')!);
    expect(withoutDraws(written)).toBe(written);
  });
});
