// 'e' is left to exponents; exa is a capital E only
const MULTIPLIERS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9, g: 1e9, t: 1e12, p: 1e15, e: 1e18 };

/** Reads a number as people write it: `70e9`, `70B`, `1.4T`, `5.76e23`. NaN when the text is not a number. */
export function parseNumber(text: string): number {
  const match = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([kmbgtpKMBGTPE]?)\s*$/.exec(text);
  if (!match) return Number.NaN;
  const [, digits = '', suffix = ''] = match;
  return Number(digits) * (MULTIPLIERS[suffix.toLowerCase()] ?? 1);
}
