// Numbers as ASCII digits, written without making strings: several times the speed of String and TextEncoder.
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const LOWER_E = 101;

/** Most bytes that one number takes: sign, 17 digits, point, leading zeros or exponent. */
export const MAX_NUMBER_BYTES = 32;

/** A product closer to the end of its interval than this may be on either side of it: scaling rounds by at most 6e-8. */
const DOUBT = 1e-6;

/** The digits of 0 to 99, two bytes each. */
const PAIRS = new Uint8Array(200);
for (let i = 0; i < 100; i++) {
  PAIRS[2 * i] = ZERO + Math.floor(i / 10);
  PAIRS[2 * i + 1] = ZERO + (i % 10);
}

const scratch = new Float32Array(1);
const scratchBits = new Int32Array(scratch.buffer);

/**
 * For each biased exponent of a float32: the decimal places at which neighbours lie 1 to 10 units apart, 10 to that power,
 * and half that distance. So a whole number of units always lies in the rounding interval, and at most one multiple of ten.
 */
const places = new Int32Array(255);
const scale = new Float64Array(255);
const halfGap = new Float64Array(255);
for (let exponent = 0; exponent < 255; exponent++) {
  const gap = 2 ** (Math.max(exponent, 1) - 150);
  const k = Math.ceil(-Math.log10(gap));
  places[exponent] = k;
  scale[exponent] = Number(`1e${k}`); // the literal is rounded correctly, ** need not be
  halfGap[exponent] = (gap * scale[exponent]!) / 2;
}

function writeText(text: string, out: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) out[at++] = text.charCodeAt(i);
  return at;
}

/**
 * Spells what no digits do. Infinities are beyond the largest double, 1e999 and -1e999: pandas, DuckDB, R and JavaScript read that as a
 * number, while DuckDB takes a column with `-Infinity` for text.
 */
export function spellSpecial(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '1e999' : '-1e999';
}

/**
 * Writes a double as JavaScript does, but without a plus sign in the exponent, and infinities as `spellSpecial` does: the shortest digits
 * that read back to the same value. Returns the next free place.
 */
export function writeFloat64(value: number, out: Uint8Array, at: number): number {
  if (!Number.isFinite(value)) return writeText(spellSpecial(value), out, at);
  return writeText(Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e'), out, at);
}

/**
 * Writes a float32 with the fewest digits for which `Math.fround(Number(text))` gives the value back, as a decimal or with an
 * exponent, whichever is shorter. Returns the next free place.
 *
 * The value is scaled so that its rounding interval is 1 to 10 units wide. If a multiple of ten lies inside it is the only one,
 * and has the fewest digits; else the nearest whole number has. Doubles carry 29 bits more than the value, enough for that test
 * except very close to the ends of the interval, where digits are tried one by one.
 */
export function writeFloat32(value: number, out: Uint8Array, at: number): number {
  scratch[0] = value;
  const bits = scratchBits[0]!;
  const exponent = (bits >>> 23) & 0xff;
  if (exponent === 255) return writeText(spellSpecial(value), out, at);
  if (bits < 0) {
    out[at++] = MINUS;
    value = -value;
  }
  const exact = value * scale[exponent]!;
  const half = halfGap[exponent]!;
  let units = Math.round(exact * 0.1) * 10;
  const margin = half - Math.abs(units - exact);
  // neighbours of a power of two lie at different distances
  const isIrregular = (bits & 0x7fffff) === 0 || (margin < DOUBT && margin > -DOUBT);
  if (isIrregular) return value === 0 ? writeText('0', out, at) : writeSlowly(value, out, at);
  let decimals = places[exponent]!;
  if (margin < 0) {
    units = Math.round(exact);
    if (half - Math.abs(units - exact) < DOUBT) return writeSlowly(value, out, at);
  } else {
    while (units % 10 === 0) {
      units = (units / 10) | 0;
      decimals--;
    }
  }
  return writeDigits(units | 0, decimals, out, at);
}

/** Digits tried from the fewest on; both neighbours of the value, because the nearer one may miss the interval of a power of two. */
function writeSlowly(value: number, out: Uint8Array, at: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const [text = '', power = ''] = value.toExponential(digits - 1).split('e');
    const nearest = Number(text.replace('.', ''));
    const decimals = digits - 1 - Number(power);
    for (const units of [nearest, nearest + 1, nearest - 1]) {
      if (Math.fround(Number(`${units}e${-decimals}`)) === value) return writeStripped(units, decimals, out, at);
    }
  }
  const [text = '', power = ''] = value.toExponential(8).split('e');
  return writeStripped(Number(text.replace('.', '')), 8 - Number(power), out, at);
}

function writeStripped(units: number, decimals: number, out: Uint8Array, at: number): number {
  while (units % 10 === 0) {
    units /= 10;
    decimals--;
  }
  return writeDigits(units, decimals, out, at);
}

function countDigits(units: number): number {
  if (units >= 1e4) {
    if (units >= 1e8) return 9;
    if (units >= 1e7) return 8;
    if (units >= 1e6) return 7;
    return units >= 1e5 ? 6 : 5;
  }
  if (units >= 1e3) return 4;
  if (units >= 100) return 3;
  return units >= 10 ? 2 : 1;
}

/** Writes units · 10^-decimals; units is a whole number from 1 to below 1e9. */
function writeDigits(units: number, decimals: number, out: Uint8Array, at: number): number {
  const length = countDigits(units);
  if (decimals > 0 && decimals < length) return writePointed(units, length, length - decimals, out, at);
  const power = length - 1 - decimals;
  const size = power < 0 ? -power : power;
  const scientific = length + (length > 1 ? 1 : 0) + (power < 0 ? 2 : 1) + (size > 9 ? 2 : 1);
  if (decimals > 0) {
    if (scientific < decimals + 2) return writeScientific(units, length, power, out, at);
    out[at++] = ZERO;
    out[at++] = POINT;
    for (let i = length; i < decimals; i++) out[at++] = ZERO;
    return writeWhole(units, length, out, at);
  }
  if (scientific < length - decimals) return writeScientific(units, length, power, out, at);
  at = writeWhole(units, length, out, at);
  for (let i = decimals; i < 0; i++) out[at++] = ZERO;
  return at;
}

/** A whole number of `length` digits, two at a time. */
function writeWhole(units: number, length: number, out: Uint8Array, at: number): number {
  const end = at + length;
  let p = end;
  while (units > 9) {
    const rest = (units / 100) | 0;
    const pair = (units - rest * 100) << 1;
    out[--p] = PAIRS[pair + 1]!;
    out[--p] = PAIRS[pair]!;
    units = rest;
  }
  // an odd digit at the front; an even number of digits has written it already
  if (p > at) out[at] = ZERO + units;
  return end;
}

/** Digits with a point after the first `whole` of them: written one place to the right, then the front moves back. */
function writePointed(units: number, length: number, whole: number, out: Uint8Array, at: number): number {
  const end = writeWhole(units, length, out, at + 1);
  for (let i = 0; i < whole; i++, at++) out[at] = out[at + 1]!;
  out[at] = POINT;
  return end;
}

function writeScientific(units: number, length: number, power: number, out: Uint8Array, at: number): number {
  at = length === 1 ? writeWhole(units, 1, out, at) : writePointed(units, length, 1, out, at);
  out[at++] = LOWER_E;
  let size = power;
  if (power < 0) {
    out[at++] = MINUS;
    size = -power;
  }
  return writeWhole(size, size > 9 ? 2 : 1, out, at);
}
