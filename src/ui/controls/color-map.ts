/**
 * Colours of a surface from its least value to its most: lightness rises and hue turns from indigo over blue to pale green in equal
 * perceived steps (OKLCH). The same as in the picture in three dimensions, and in both themes.
 */
export const MAP_COLORS = ['#392b7f', '#324695', '#2160a6', '#007ab1', '#0093b7', '#22abba', '#50c0bb', '#7cd3bd', '#a6e5c2'] as const;
