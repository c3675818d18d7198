import type { RunPart } from '../../model/plan/breakdown';
import { type MemoryPart } from '../../model/plan/memory';
import { parseNumber } from '../../quantities/parse';

/** Colours of parts, the same in every bar. */
export const partColors: Readonly<Record<MemoryPart | RunPart, string>> = {
  weights: 'var(--iso-compared-2)',
  gradients: 'var(--iso-compared-6)',
  optimizer: 'var(--iso-compared-1)',
  activations: 'var(--iso-optimal)',
  buffers: 'var(--iso-line-strong)',
  matrices: 'var(--iso-optimal)',
  useful: 'var(--iso-optimal)',
  elementwise: 'color-mix(in srgb, var(--iso-optimal) 50%, var(--iso-ground))',
  tensor: 'var(--iso-compared-2)',
  pipeline: 'var(--iso-compared-6)',
  data: 'var(--iso-compared-4)',
  bubble: 'repeating-linear-gradient(45deg, var(--iso-limit) 0 2px, transparent 2px 6px)',
  waiting: 'repeating-linear-gradient(45deg, var(--iso-limit) 0 2px, transparent 2px 6px)',
  failures: 'var(--iso-limit)',
  interruptions: 'var(--iso-line-strong)',
};

/** An amount of money as people write it: $1M, 1e6, 250k USD. NaN where it is none. */
export function parseMoney(text: string): number {
  return parseNumber(text.replace(/^\s*\$|\s*(\$|USD)\s*$/gi, ''));
}

/** A share as people write it, 45 % or 0.45. */
export function parsePercent(text: string): number {
  const [, digits, percent] = /^\s*([\d.]+)\s*(%?)\s*$/.exec(text) ?? [];
  const value = digits === undefined ? Number.NaN : Number(digits);
  return percent === '%' || value > 1 ? value / 100 : value;
}
