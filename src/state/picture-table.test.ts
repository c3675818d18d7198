import { describe, expect, it } from 'vitest';
import { defaultLaw } from '../model/laws';
import { optimum } from '../model/optimum';
import { frontierCurve } from './curves';
import { models } from './models';
import { atDecades, modelRows, pictureText } from './picture-table';

const frontier = frontierCurve(defaultLaw);

describe('tables of the picture', () => {
  it('take the frontier at each power of ten of the budget', () => {
    const rows = atDecades(frontier);
    expect(rows.map(({ C }) => Math.log10(C).toFixed(6))).toEqual(Array.from({ length: 12 }, (_, i) => (17 + i).toFixed(6)));
    for (const { C, N, loss } of rows) {
      expect(N / optimum(defaultLaw, C).N).toBeCloseTo(1, 9);
      expect(loss).toBeCloseTo(optimum(defaultLaw, C).loss, 9);
    }
  });

  it('end with the last point where limits cut the frontier between two powers', () => {
    const within = frontier.filter(({ C }) => C < 3e24);
    expect(atDecades(within).at(-1)).toBe(within.at(-1));
    expect(atDecades(within)).toHaveLength(9);
  });

  it('sort published models by budget, with the law’s loss', () => {
    const rows = modelRows(defaultLaw, models);
    expect(rows).toHaveLength(models.length);
    expect(rows.every(({ C }, i) => i === 0 || C >= rows[i - 1]!.C)).toBe(true);
    const chinchilla = rows.find(({ name }) => name.startsWith('Chinchilla'))!;
    // 1.8172 + 482.01 / 70e9^0.3478 + 2085.43 / 1.4e12^0.3658
    expect(chinchilla.loss).toBeCloseTo(1.8172 + 482.01 / 70e9 ** 0.3478 + 2085.43 / 1.4e12 ** 0.3658, 3);
    expect(chinchilla.C / (6 * chinchilla.N * chinchilla.D)).toBeCloseTo(1, 12);
  });

  it('copy as text whose rows have as many cells as their head', () => {
    const [first = '', second = ''] = pictureText(defaultLaw, frontier, models).split('\n\n');
    const widths = (text: string) =>
      new Set(
        text
          .trim()
          .split('\n')
          .map((line) => line.split('\t').length),
      );
    expect(widths(first.split('\n').slice(1).join('\n'))).toEqual(new Set([5]));
    expect(widths(second)).toEqual(new Set([7]));
  });
});
