// 'e' is left to exponents; exa is a capital E only. Japanese counts by ten thousands: 万, 億, 兆
const MULTIPLIERS: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  b: 1e9,
  g: 1e9,
  t: 1e12,
  p: 1e15,
  e: 1e18,
  万: 1e4,
  億: 1e8,
  兆: 1e12,
};

/** How far the letters and digits of Japanese input, １ to ｚ, stand from those of ASCII. */
const FULL_WIDTH = 0xfee0;

/** Reads a number as people write it: `70e9`, `70B`, `1.4T`, `5.76e23`, `7億`, `１．４兆`. NaN when the text is not a number. */
export function parseNumber(text: string): number {
  const plain = text.replaceAll(/[！-～]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - FULL_WIDTH));
  const match = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([kmbgtpKMBGTPE万億兆]?)\s*$/.exec(plain);
  if (!match) return Number.NaN;
  const [, digits = '', suffix = ''] = match;
  return Number(digits) * (MULTIPLIERS[suffix.toLowerCase()] ?? 1);
}
