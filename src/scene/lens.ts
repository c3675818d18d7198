/** Vertical field of view in degrees: a long lens, so that equal steps look nearly equal near and far. Page and worker share it. */
export const FIELD_OF_VIEW = 20;

/** Nearest and farthest distance that is drawn, in scene units. */
export const DEPTH_RANGE = [0.5, 80] as const;
