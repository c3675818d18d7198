const MULTIPLIERS: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, B: 1e9, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };

/** Reads a number as people write it: `70e9`, `70B`, `1.4T`, `5.76e23`. NaN when the text is not a number. */
export function parseNumber(text: string): number {
  const match = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([kKMBGTPE]?)\s*$/i.exec(text);
  if (!match) return Number.NaN;
  const [, digits = '', suffix = ''] = match;
  return Number(digits) * (suffix === '' ? 1 : (MULTIPLIERS[suffix] ?? MULTIPLIERS[suffix.toUpperCase()] ?? Number.NaN));
}
