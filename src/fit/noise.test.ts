import { describe, expect, test } from 'vitest';
import { createNormal, createUniform } from '../model/math/random';
import { fitNoise, noiseAt } from './noise';

/** Residuals whose scatter falls with compute as C^power. */
function simulate(power: number, count = 4000) {
  const uniform = createUniform(3);
  const normal = createNormal(4);
  const C = Float64Array.from({ length: count }, () => 1e18 * 10 ** (4 * uniform()));
  return { C, predicted: C.map((c) => 2 + (c / 1e18) ** -0.1), residuals: C.map((c) => 0.01 * (c / 1e20) ** power * normal()) };
}

describe('the scatter of runs', () => {
  test.each([0, -0.1, 0.15])('that goes as C^%f is found', (power) => {
    const runs = simulate(power);
    const noise = fitNoise('compute', runs);
    expect(Math.abs(noise.power - power)).toBeLessThan(4 * noise.powerError);
    expect(noiseAt(noise, { C: 1e20, loss: 2 }) / 0.01).toBeCloseTo(1, 1);
    expect(noiseAt(noise, { C: 1e22, loss: 2 }) / (0.01 * 100 ** power)).toBeCloseTo(1, 1);
    if (power === 0) expect(noise.gain).toBeLessThan(6.6);
    else expect(noise.gain).toBeGreaterThan(100);
  });

  test('in its own unit has the quantiles of a normal', () => {
    const { interval, standardised } = fitNoise('compute', simulate(0.1));
    expect(interval[0]).toBeCloseTo(-1.28, 1);
    expect(interval[1]).toBeCloseTo(1.28, 1);
    expect(standardised.reduce((sum, z) => sum + z * z, 0) / standardised.length).toBeCloseTo(1, 1);
  });

  test('that is constant has no power, by loss it may', () => {
    const runs = simulate(-0.1);
    expect(fitNoise('constant', runs)).toMatchObject({ power: 0, gain: 0, center: 1 });
    expect(fitNoise('loss', runs).power).toBeGreaterThan(0);
  });

  test('is not taken in by one bad run, and may be nothing at all', () => {
    const runs = simulate(0, 200);
    const largest = runs.C.indexOf(Math.max(...runs.C));
    runs.residuals[largest] = 3;
    expect(Math.abs(fitNoise('compute', runs).power)).toBeLessThan(0.1);
    const none = fitNoise('compute', { ...runs, residuals: new Float64Array(200) });
    expect([none.sigma, none.power]).toEqual([0, 0]);
    const one = fitNoise('compute', { ...runs, C: runs.C.map(() => 1e20) });
    expect(one.power).toBe(0);
  });
});
