/** Steps of the colour that goes from the least to the largest of what is drawn: budgets, runs, lines of a sweep. */
export const SHADES = 10;

/** The colour at a place from the least (0) to the largest (1). */
export function shadeOf(place: number): string {
  const step = Math.round(Math.min(Math.max(place, 0), 1) * (SHADES - 1)) / (SHADES - 1);
  return `color-mix(in oklab, var(--iso-run-large) ${Math.round(step * 100)}%, var(--iso-run-small))`;
}
