import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_NUMBER_BYTES, writeFloat32, writeFloat64 } from './number';

const bytes = new Uint8Array(MAX_NUMBER_BYTES + 1);
const decoder = new TextDecoder();

function textOf(write: (value: number, out: Uint8Array, at: number) => number, value: number): string {
  const end = write(value, bytes, 1); // not at 0: positions must be relative
  return decoder.decode(bytes.subarray(1, end));
}

/** The fewest significant digits that give a float32 back, found the slow way. */
function fewestDigits(value: number): number {
  for (let digits = 1; digits < 9; digits++) if (Math.fround(Number(value.toPrecision(digits))) === value) return digits;
  return 9;
}

/** What is wrong with the text of a float32; empty when it reads back to the same value and no text has fewer digits. */
function complaint(value: number): string {
  if (!Number.isFinite(value)) return '';
  const text = textOf(writeFloat32, value);
  if (!Object.is(Math.fround(Number(text)), value)) return `${value} was written as ${text}`;
  return significant(text) > fewestDigits(value) && value !== 0 ? `${text} is not the shortest for ${value}` : '';
}

const significant = (text: string) => text.replace(/e.*$/, '').replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '').length;
const float32OfBits = (bits: number) => new Float32Array(Int32Array.of(bits).buffer)[0]!;

describe('writeFloat32', () => {
  test.each([
    [0, '0'],
    [1, '1'],
    [10, '10'],
    [100, '100'],
    [1000, '1e3'],
    [1024, '1024'],
    [0.1, '0.1'],
    [0.001, '1e-3'],
    [0.0123, '0.0123'],
    [1.9337, '1.9337'],
    [-2.5, '-2.5'],
    [16777216, '16777216'],
    [5.76e23, '5.76e23'],
    [3.4028234663852886e38, '3.4028235e38'],
    [1e-45, '1e-45'],
    [1.1754943508222875e-38, '1.1754944e-38'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-1e999'],
    [Number.POSITIVE_INFINITY, '1e999'],
  ])('%d is written as %s', (value, text) => {
    expect(textOf(writeFloat32, Math.fround(value))).toBe(text);
  });

  test('any bit pattern reads back to the same value with the fewest digits', () => {
    const bits = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    const check = fc.property(bits, (pattern) => complaint(float32OfBits(pattern)) === '');
    expect(fc.check(check, { numRuns: 100_000, seed: 20240831 }).counterexample).toBeNull();
  });

  test('every subnormal scale, every power of two and their neighbours read back with the fewest digits', () => {
    const mantissas = [0, 1, 2, 3, 0x3fffff, 0x400000, 0x7ffffe, 0x7fffff];
    const complaints = Array.from({ length: 255 }, (_, exponent) =>
      mantissas.map((mantissa) => complaint(float32OfBits((exponent << 23) | mantissa))),
    );
    expect(complaints.flat().filter(Boolean)).toEqual([]);
  });

  test('the nearest of the shortest texts is chosen', () => {
    fc.assert(
      fc.property(fc.float({ min: Math.fround(0.01), max: 1000, noNaN: true }), (value) => {
        const text = textOf(writeFloat32, value);
        const mantissa = Int32Array.of(0);
        new Float32Array(mantissa.buffer)[0] = value;
        if ((mantissa[0]! & 0x7fffff) === 0) return; // a power of two may take the farther one, if only that reads back
        expect(Number(text)).toBe(Number(value.toPrecision(fewestDigits(value))));
      }),
      { numRuns: 20_000, seed: 7 },
    );
  });
});

describe('writeFloat64', () => {
  test.each([
    [5.76e23, '5.76e23'],
    [1e-7, '1e-7'],
    [1e8, '100000000'],
    [0.1 + 0.2, '0.30000000000000004'],
  ])('%d is written as %s', (value, text) => {
    expect(textOf(writeFloat64, value)).toBe(text);
  });

  test('any double reads back to the same value', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        const text = textOf(writeFloat64, value);
        expect(Number(text) === value).toBe(true);
        expect(text.length).toBeLessThanOrEqual(MAX_NUMBER_BYTES);
      }),
      { numRuns: 100_000, seed: 1 },
    );
  });
});
