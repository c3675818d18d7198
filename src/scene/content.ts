/** Range of a quantity along one side of the picture. */
export type Span = readonly [number, number];

/** The box that the picture shows: log10 of parameters and tokens, and loss in nat/token. */
export interface SceneBox {
  readonly log10N: Span;
  readonly log10D: Span;
  readonly loss: Span;
  /** How heights are spaced: `log`, counted from the bottom, where it is left out. A map of savings is `linear`, in place of the loss. */
  readonly heights?: 'log' | 'linear';
  /** Where ticks of the sides stand, rising; at whole numbers where it is left out. */
  readonly ticks?: { readonly log10N?: readonly number[]; readonly log10D?: readonly number[] };
}

/** Points in data space, [n, 3]: log10 N, log10 D, loss in nat/token. */
export type DataPoints = Float32Array<ArrayBuffer>;

/** What a line on the surface means; the renderer gives each role its colour and width. */
export type LineRole = 'isoflop' | 'frontier' | 'free-frontier' | 'compared-frontier' | 'limit';

/** A line on a surface. */
export interface SceneLine {
  readonly role: LineRole;
  /** Place of a compared frontier's colour among those of the palette; beyond the last they start again. */
  readonly slot?: number;
  readonly points: DataPoints;
}

/** How far the frontier may lie from where it is drawn: a strip on the surface. */
export interface SceneBand {
  /** Crossings of the strip one after the other, each from one edge to the other. */
  readonly points: DataPoints;
  /** Points of a crossing, at least 2. */
  readonly across: number;
}

/** What limits cut off of the surface. */
export interface SceneCut {
  /** log10 of the most tokens, at two or more values of log10 N that are evenly spaced over the box; infinite where there is no bound. */
  readonly log10D: Float32Array<ArrayBuffer>;
  /** log10 of the most parameters; infinite where there is no bound. */
  readonly log10N: number;
}

/** What stands on the surface and does not follow the budget. */
export interface SceneContent {
  readonly box: SceneBox;
  readonly lines: readonly SceneLine[];
  readonly band?: SceneBand;
  readonly cut?: SceneCut;
  /** Published models, each drawn as a pin from the floor to the surface. */
  readonly pins: DataPoints;
}

/** What follows the budget: the IsoFLOP profile, with the upright plane through it, and the optimum on it. */
export interface SceneBudget {
  /** The IsoFLOP profile on the surface; seen from above, it is the line on which the plane stands. */
  readonly profile: DataPoints;
  /** One point: the optimum. */
  readonly optimum: DataPoints;
}

/** Where the camera stands and looks, in scene units. */
export interface CameraPose {
  readonly position: readonly [number, number, number];
  readonly quaternion: readonly [number, number, number, number];
}

/** Size of the canvas in CSS pixels, and device pixels for each of them. */
export interface CanvasSize {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

/** Colour scheme of the picture. */
export type Theme = 'dark' | 'light';

/** What draws the picture. */
export type RendererKind = 'webgpu' | 'webgl';
