import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bindLaw, findLaw } from '../laws';
import { loss } from '../loss';
import { optimum } from '../optimum';
import { muennighoff } from './muennighoff';

const law = findLaw('muennighoff-2023')!;
const at = (N: number, D: number, U: number) => loss(bindLaw(law, { U }), N, D);

describe('the data-constrained law', () => {
  test.each([
    [6.34e9, 2.42e11, 2.5e10, 2.225644089],
    [1e9, 2e10, 2e10, 2.56464],
    [1e9, 8e10, 2e10, 2.43602],
    [1e9, 8e11, 2e10, 2.35092],
  ])('%s parameters on %s tokens, %s of them unique: %s nat/token', (N, D, U, published) => {
    expect(at(N, D, U)).toBeCloseTo(published, 5);
  });

  test('calls for 19.6 tokens per parameter while data are fresh', () => {
    const { N, D } = optimum(law, 1e21);
    expect(D / N).toBeCloseTo(19.61, 1);
  });

  test('spends scarce data on epochs before parameters: fewer parameters, more loss, more tokens', () => {
    const scarce = optimum(bindLaw(law, { U: 25e9 }), 1e23);
    const free = optimum(law, 1e23);
    expect(scarce.N).toBeLessThan(free.N);
    expect(scarce.D).toBeGreaterThan(free.D);
    expect(scarce.loss).toBeGreaterThan(free.loss);
  });

  test('has slopes that are the derivatives of its loss', () => {
    const size = fc.double({ min: 6, max: 14, noNaN: true }).map((x) => 10 ** x);
    const tokens = fc.double({ min: 7, max: 16, noNaN: true }).map((x) => 10 ** x);
    fc.assert(
      fc.property(size, tokens, tokens, (N, D, U) => {
        // where fresh data run out the slopes jump
        fc.pre(Math.abs(Math.log(D / U)) > 1e-3);
        const bound = bindLaw(law, { U });
        const slopes = muennighoff.penalty!.sumSlopes(bound.coefficients as never, N, D);
        const h = 1e-5;
        const difference = (dN: number, dD: number) =>
          (loss(bound, N * Math.exp(h * dN), D * Math.exp(h * dD)) - loss(bound, N * Math.exp(-h * dN), D * Math.exp(-h * dD))) / (2 * h);
        const [alongN, alongD] = [difference(1, 0), difference(0, 1)];
        // the slopes share a factor, and differences of losses below the last bits say nothing
        fc.pre(alongN < -1e-6 && alongD < -1e-6);
        expect(slopes.N / slopes.D / (alongN / alongD)).toBeCloseTo(1, 3);
      }),
      { numRuns: 2000 },
    );
  });
});
