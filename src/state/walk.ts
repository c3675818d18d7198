import type { Configuration } from '../model/configuration';
import { PICTURE } from './picture';

/** Nodes of the grid that a reader walks, for each power of ten. */
const NODES_PER_DECADE = 10;

/** Which quantity a key changes, and which way. */
const STEPS: Partial<Record<string, readonly ['N' | 'D', -1 | 1]>> = {
  ArrowLeft: ['N', -1],
  ArrowRight: ['N', 1],
  ArrowDown: ['D', -1],
  ArrowUp: ['D', 1],
};

/** The next node beyond a value, a power of ten and its tenths, within a range. */
function nextNode(value: number, sign: -1 | 1, [least, most]: readonly [number, number]): number {
  const position = Math.log10(value) * NODES_PER_DECADE;
  // a value that rounding has moved off its node stands on it all the same
  const node = sign > 0 ? Math.floor(position + 1e-6) + 1 : Math.ceil(position - 1e-6) - 1;
  return Math.min(Math.max(10 ** (node / NODES_PER_DECADE), least), most);
}

/**
 * Where a reader of the picture stands after a key: left and right for fewer and more parameters, down and up for fewer and more
 * tokens, from node to node of a grid of ten a decade. Undefined for other keys.
 */
export function walk({ N, D }: Configuration, key: string): Configuration | undefined {
  const step = STEPS[key];
  if (!step) return undefined;
  const [quantity, sign] = step;
  return quantity === 'N' ? { N: nextNode(N, sign, PICTURE.N), D } : { N, D: nextNode(D, sign, PICTURE.D) };
}
