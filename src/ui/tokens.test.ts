import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMPARED_COLORS } from '../state/store';

type Rgb = readonly [number, number, number];

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const [, light = '', dark = ''] = css.split(/^:root.*\{$/m);
const hexIn = (block: string, name: string) => new RegExp(`${name}: (#[0-9a-f]{6});`).exec(block)?.[1] ?? '';
const slots = Array.from({ length: COMPARED_COLORS }, (_, i) => i + 1);

/** Linear red, green and blue of a colour. */
function linear(hex: string): Rgb {
  const at = (start: number) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [at(1), at(3), at(5)];
}

/** Contrast of two colours, WCAG 2. */
function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [a, b]
    .map((hex) => linear(hex).reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i]!, 0))
    .toSorted((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

/** How the red- and the green-blind see a colour. Machado et al. 2009, severity 1. */
const VISIONS: readonly (readonly number[])[] = [
  [1, 0, 0, 0, 1, 0, 0, 0, 1],
  [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
];

/** OKLab coordinates of a linear colour. */
function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** The least distance of two colours to normal, red-blind and green-blind eyes. */
function apart(a: string, b: string): number {
  return Math.min(
    ...VISIONS.map((matrix) => {
      const see = (hex: string) => {
        const rgb = linear(hex);
        return oklab(
          [0, 3, 6].map((row) =>
            Math.max(0, matrix[row]! * rgb[0] + matrix[row + 1]! * rgb[1] + matrix[row + 2]! * rgb[2]),
          ) as unknown as Rgb,
        );
      };
      const [x, y] = [see(a), see(b)];
      return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
    }),
  );
}

describe.each([
  ['light', light],
  ['dark', dark],
])('colours of what is compared, %s', (_, block) => {
  const colors = slots.map((slot) => hexIn(block, `--iso-compared-${slot}`));

  it('can be read as text on page and panel', () => {
    for (const color of colors) {
      for (const ground of ['--iso-ground', '--iso-panel']) expect(contrast(color, hexIn(block, ground))).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('are apart from each other and from the accent, for colour-blind eyes, too', () => {
    const all = [hexIn(block, '--iso-optimal'), ...colors];
    for (const [i, a] of all.entries()) for (const b of all.slice(i + 1)) expect(apart(a, b), `${a} and ${b}`).toBeGreaterThan(0.04);
  });
});

describe('colours on the surface', () => {
  it('are those of the picture', () => {
    const picture = readFileSync(new URL('../scene/palette.ts', import.meta.url), 'utf8');
    const [, list = ''] = /COMPARED_COLORS: readonly string\[\] = \[(.*?)\]/s.exec(picture) ?? [];
    expect(list.match(/#[0-9a-f]{6}/g)).toEqual(slots.map((slot) => hexIn(css, `--iso-surface-compared-${slot}`)));
  });
});
