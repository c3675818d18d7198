import type { Theme } from './content';

/** A colour as it appears on screen, red, green and blue from 0 to 1. */
type Rgb = readonly [number, number, number];

/** Turns `#rrggbb` into numbers. */
export function toRgb(hex: string): Rgb {
  const at = (start: number) => Number.parseInt(hex.slice(start, start + 2), 16) / 255;
  return [at(1), at(3), at(5)];
}

/**
 * Colours of loss from the bottom of the box to its top, evenly spaced in height: lightness rises and hue turns from indigo
 * over blue to pale green in equal perceived steps (OKLCH). Dark is low, so that bright lines stand out where the optimum runs. The same in both themes.
 */
export const LOSS_COLORS: readonly string[] = [
  '#392b7f',
  '#324695',
  '#2160a6',
  '#007ab1',
  '#0093b7',
  '#22abba',
  '#50c0bb',
  '#7cd3bd',
  '#a6e5c2',
];

/** The one accent for what is optimal: frontier, optimum, and the budget that they belong to. The same in both themes. */
export const OPTIMAL_COLOR = '#ffae2b';

/** What days, money or memory cut off. The same in both themes, as the surface is. */
export const CONSTRAINT_COLOR = '#f1ea6a';

/** Colours of what is compared, bright enough for the surface and apart for colour-blind eyes, too. The same in both themes. */
export const COMPARED_COLORS: readonly string[] = ['#a96fdc', '#72b4f6', '#b9f5a6', '#d6709c', '#609809', '#7ff3ee'];

/** How a line is drawn. Lengths are in CSS pixels, `dash` in scene units. */
export interface LineStyle {
  readonly color: Rgb;
  readonly opacity: number;
  readonly width: number;
  /** Share of dark rim around the core, 0 for none. */
  readonly rim?: number;
  /** Length of a dash and of the gap after it. */
  readonly dash?: number;
  /** Share of its distance by which a line on the surface is drawn nearer, 0 for none. Fixed when the line is created. */
  readonly lift?: number;
  /** Whether it shows through what stands before it. Fixed when the line is created. */
  readonly showsThrough?: boolean;
}

/** How a point is drawn: a disc with a ring. */
export interface MarkerStyle {
  readonly color: Rgb;
  readonly ring: Rgb;
  /** Radius of the disc, ring included, in CSS pixels. */
  readonly radius: number;
}

/** Every colour and width of the picture. */
export interface Palette {
  readonly isoflop: LineStyle;
  readonly frontier: LineStyle;
  /** The frontier without limits. */
  readonly freeFrontier: LineStyle;
  /** The edge of what limits cut off, and the hatching beyond it. */
  readonly limit: LineStyle;
  /** How far the frontier spreads. */
  readonly band: { readonly color: Rgb; readonly opacity: number };
  /** One for each colour of what is compared. */
  readonly comparedFrontiers: readonly LineStyle[];
  readonly profile: LineStyle;
  readonly planeEdge: LineStyle;
  readonly plane: { readonly color: Rgb; readonly opacity: number };
  readonly frame: LineStyle;
  readonly grid: LineStyle;
  readonly stem: LineStyle;
  readonly model: MarkerStyle;
  readonly optimum: MarkerStyle;
  readonly optimumStem: LineStyle;
  /** A compared law's surface; its colour goes by the law's place. */
  readonly sheet: { readonly colors: readonly Rgb[]; readonly opacity: number };
}

/** Keeps a line on the surface out of it: the surface is drawn in flat triangles, and a broad line leans into a slope. */
const LIFT = 0.005;

const white = toRgb('#ffffff');
const night = toRgb('#0b1020');
const accent = toRgb(OPTIMAL_COLOR);
const compared = COMPARED_COLORS.map(toRgb);

/** The palette of a theme. What lies on the surface is the same in both; what stands on the page follows its background. */
export function paletteOf(theme: Theme): Palette {
  const ink = theme === 'dark' ? toRgb('#dfe6f2') : toRgb('#1b2333');
  const edge = theme === 'dark' ? accent : toRgb('#c97a00');
  return {
    isoflop: { color: white, opacity: 0.5, width: 1.2, lift: LIFT },
    frontier: { color: accent, opacity: 1, width: 4.5, rim: 0.3, lift: LIFT },
    freeFrontier: { color: accent, opacity: 0.8, width: 2.4, rim: 0.3, dash: 0.025, lift: LIFT },
    limit: { color: toRgb(CONSTRAINT_COLOR), opacity: 1, width: 2, rim: 0.3, lift: LIFT },
    band: { color: accent, opacity: 0.34 },
    comparedFrontiers: compared.map((color) => ({ color, opacity: 1, width: 3.4, rim: 0.5, dash: 0.035, showsThrough: true })),
    profile: { color: toRgb('#ffd48a'), opacity: 1, width: 2.6, rim: 0.25, lift: LIFT },
    planeEdge: { color: edge, opacity: 0.75, width: 1.2 },
    plane: { color: accent, opacity: 0.12 },
    frame: { color: ink, opacity: 0.5, width: 1.2 },
    grid: { color: ink, opacity: 0.17, width: 1 },
    stem: { color: ink, opacity: 0.55, width: 1.1 },
    model: { color: white, ring: night, radius: 4.2 },
    optimum: { color: accent, ring: white, radius: 8 },
    optimumStem: { color: accent, opacity: 0.8, width: 1.6 },
    sheet: { colors: compared, opacity: 0.12 },
  };
}
