import { COMPARED_COLORS } from '../../state/store';

/** Style that gives an element the colour of what is compared at a place, as `--law`; beyond the last colour they start again. */
export function comparedStyle(slot: number): string {
  return `--law: var(--iso-compared-${(slot % COMPARED_COLORS) + 1})`;
}

/** The same on the coloured surface of the picture. */
export function surfaceStyle(slot: number): string {
  return `--law: var(--iso-surface-compared-${(slot % COMPARED_COLORS) + 1})`;
}
