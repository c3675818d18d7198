/** The comma between fields. */
export const COMMA = 44;

/** The line feed that ends a row. */
export const LINE_FEED = 10;

const TRUE = new TextEncoder().encode('true');
const FALSE = new TextEncoder().encode('false');

/** Writes `true` or `false` and returns the next free place. */
export function writeBoolean(value: boolean, out: Uint8Array, at: number): number {
  const text = value ? TRUE : FALSE;
  for (let i = 0; i < text.length; i++) out[at++] = text[i]!;
  return at;
}
