import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plausibleShape, shapeParameters } from './shape';

const size = fc.double({ min: 7, max: 13, noNaN: true }).map((x) => 10 ** x);

describe('a plausible shape', () => {
  test('has about the parameters asked for, and whole layers and heads', () => {
    fc.assert(
      fc.property(size, (N) => {
        const shape = plausibleShape(N);
        expect(Math.abs(shapeParameters(shape) / N - 1)).toBeLessThan(0.15);
        expect(shape.heads * shape.headSize).toBe(shape.width);
        expect(Number.isInteger(shape.layers)).toBe(true);
      }),
    );
  });

  test.each([
    ['GPT-3 175B', 96, 12288],
    ['LLaMA 7B', 32, 4096],
    ['LLaMA 65B', 80, 8192],
    ['Llama 3.1 405B', 126, 16384],
    ['FLM-101B', 80, 10240],
    ['Chinchilla 73M', 10, 640],
  ])('comes close to %s: %i layers of width %i', (_name, layers, width) => {
    const shape = plausibleShape(12 * layers * width ** 2);
    expect(Math.abs(shape.width / width - 1)).toBeLessThan(0.25);
    expect(Math.abs(Math.log(shape.layers / layers))).toBeLessThan(0.5);
  });
});
