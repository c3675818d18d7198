import { COMPARED_COLORS } from '../../state/store';

/** Dashes of lines, by how often the colours have begun again: with them as many more can be told apart. */
const DASHES = ['none', '9 4', '9 3 2 3'] as const;
/** The same as styles of a border, for keys and swatches. */
const BORDERS = ['solid', 'dashed', 'dotted'] as const;

/**
 * Style that gives an element the colour of what is compared at a place, as `--law`. Beyond the last colour they start again, and lines are
 * dashed: `--law-dash` for strokes, `--law-border` for borders.
 */
export function comparedStyle(slot: number): string {
  const color = `--law: var(--iso-compared-${(slot % COMPARED_COLORS) + 1})`;
  const round = Math.floor(slot / COMPARED_COLORS) % DASHES.length;
  return round === 0 ? color : `${color}; --law-dash: ${DASHES[round]}; --law-border: ${BORDERS[round]}`;
}

/** The colour alone, on the coloured surface of the picture. */
export function surfaceStyle(slot: number): string {
  return `--law: var(--iso-surface-compared-${(slot % COMPARED_COLORS) + 1})`;
}
