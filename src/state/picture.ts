import { type Configuration, resolveConfiguration } from '../model/configuration';
import type { Law } from '../model/laws';
import { loss } from '../model/loss';
import type { Optimum } from '../model/optimum';
import { type Walls, mostTokens } from '../model/plan/limits';
import type { DataPoints, SceneBand, SceneBox, SceneBudget, SceneContent, SceneCut, SceneLine } from '../scene/content';
import { BUDGET_RANGE } from './budget';
import { type ProfilePoint, isoflopProfile, logSpace } from './curves';
import type { Model } from './models';
import type { BandPoint } from './spread';
import type { CurvePoint, Subject } from './subjects';

/** Parameters and tokens that the picture spans. */
export const PICTURE = { N: [1e7, 1e13], D: [1e8, 1e14] } as const;

/** Points of one IsoFLOP line. */
const LINE_POINTS = 128;

/** Points along each side at which the extremes of loss are looked for: mostly corners, but few serving bits make tokens harmful. */
const BOX_POINTS = 25;

/** The box of the picture: its spans in log10, and the losses that the laws reach in it. */
export function sceneBox(laws: readonly Law[]): SceneBox {
  const [fromN, toN] = PICTURE.N;
  const [fromD, toD] = PICTURE.D;
  const sizes = logSpace(fromN, toN, BOX_POINTS);
  const tokens = logSpace(fromD, toD, BOX_POINTS);
  const losses = laws.flatMap((law) => sizes.flatMap((N) => tokens.map((D) => loss(law, N, D))));
  return {
    log10N: [Math.log10(fromN), Math.log10(toN)],
    log10D: [Math.log10(fromD), Math.log10(toD)],
    loss: [Math.min(...losses), Math.max(...losses)],
  };
}

/** The frontier of something that is compared, and the place of its colour. */
export interface ComparedFrontier {
  readonly subject: Subject;
  readonly slot: number;
  readonly points: readonly CurvePoint[];
}

/** A surface beside the chosen law's. */
export interface Sheet {
  readonly law: Law;
  /** Place of its colour. */
  readonly slot: number;
}

/** The law whose surface is drawn over the chosen one's: the compared one, if it is the only one. More sheets would hide each other. */
export function sheetOf(compared: readonly ComparedFrontier[]): Sheet | undefined {
  const [only] = compared;
  return compared.length === 1 && only?.subject.kind === 'law' ? { law: only.subject.of, slot: only.slot } : undefined;
}

/** Points of the edge of what limits cut off: all but straight, it bends where a count of FLOP takes attention in. */
const CUT_POINTS = 33;

/** Points across the strip of the frontier's uncertainty: it follows the IsoFLOP line, which sags between its edges. */
const BAND_ACROSS = 9;

/** A law with its frontier, and what limits it. */
interface LawFrontier {
  readonly law: Law;
  readonly frontier: readonly Optimum[];
  readonly walls?: Walls | undefined;
  readonly freeFrontier?: readonly Optimum[];
}

/**
 * Lines and pins that stand on the surface: IsoFLOP lines at each decade, the frontiers, the published models. A compared frontier lies
 * on its own law's surface where that is drawn, else on the chosen law's: where it would have one train. `band` is how far the frontier
 * spreads, where the law says so.
 */
export function sceneContent(
  { law, frontier, walls, freeFrontier = [] }: LawFrontier,
  compared: readonly ComparedFrontier[],
  models: readonly Model[],
  band: readonly BandPoint[] = [],
): SceneContent {
  const [from, to] = BUDGET_RANGE.map(Math.log10) as [number, number];
  const decades = Array.from({ length: Math.round(to - from) + 1 }, (_, i) => 10 ** (from + i));
  const isoflops = decades.flatMap((C): SceneLine[] => {
    const points = isoflopInPicture(law, C);
    return points.length > 0 ? [{ role: 'isoflop', points }] : [];
  });
  const sheet = sheetOf(compared);
  return {
    box: sceneBox(sheet ? [law, sheet.law] : [law]),
    lines: [
      ...isoflops,
      { role: 'free-frontier', points: toPoints(freeFrontier.filter(isInPicture)) },
      { role: 'frontier', points: toPoints(frontier.filter(isInPicture)) },
      ...(walls ? wallLines(law, walls) : []),
      ...compared.map(
        ({ slot, points }) => ({ role: 'compared-frontier', slot, points: toPoints(advised(points, sheet?.law ?? law)) }) as const,
      ),
    ],
    pins: toPoints(models.map(({ N, D }) => ({ N, D, loss: loss(law, N, D) }))),
    band: bandOf(law, walls ? band.filter(({ C, N }) => C <= walls.budget && N[1] <= walls.N) : band),
    ...(walls && { cut: cutOf(law, walls) }),
  };
}

/** The strip between the edges of the frontier's intervals, as far as it lies in the picture. */
function bandOf(law: Law, band: readonly BandPoint[]): SceneBand {
  const crossings = band.flatMap(({ C, N }) => {
    const within = sizesInPicture(law, C);
    if (!within) return [];
    const [from, to] = [Math.max(N[0], within[0]), Math.min(N[1], within[1])];
    return from < to ? isoflopProfile(law, C, logSpace(from, to, BAND_ACROSS)) : [];
  });
  return { points: toPoints(crossings), across: BAND_ACROSS };
}

/** Where walls cut the picture off. */
function cutOf(law: Law, walls: Walls): SceneCut {
  // memory has a bound of its own, an upright one
  const free = { ...walls, N: Infinity };
  const sizes = logSpace(PICTURE.N[0], PICTURE.N[1], CUT_POINTS);
  return { log10D: Float32Array.from(sizes, (N) => Math.log10(mostTokens(law, free, N))), log10N: Math.log10(walls.N) };
}

/** The edges of what walls cut off, on the surface. */
export function wallEdges(law: Law, walls: Walls): readonly (readonly ProfilePoint[])[] {
  const last = Math.min(walls.N, PICTURE.N[1]);
  const slanted = last > PICTURE.N[0] ? logSpace(PICTURE.N[0], last, LINE_POINTS).map((N) => ({ N, D: mostTokens(law, walls, N) })) : [];
  const top = Math.min(mostTokens(law, walls, walls.N), PICTURE.D[1]);
  const isUpright = walls.N > PICTURE.N[0] && walls.N < PICTURE.N[1] && top > PICTURE.D[0];
  const upright = isUpright ? logSpace(PICTURE.D[0], top, LINE_POINTS).map((D) => ({ N: walls.N, D })) : [];
  return [slanted, upright]
    .map((line) => line.filter(isInPicture).map(({ N, D }) => ({ N, D, loss: loss(law, N, D) })))
    .filter(({ length }) => length > 1);
}

function wallLines(law: Law, walls: Walls): readonly SceneLine[] {
  return wallEdges(law, walls).map((points) => ({ role: 'limit', points: toPoints(points) }));
}

/** The configurations of a curve that lie in the picture, with their loss under a law. */
function advised(points: readonly CurvePoint[], law: Law): readonly (Configuration & { readonly loss: number })[] {
  return points.flatMap(({ N, D }) =>
    N !== undefined && D !== undefined && isInPicture({ N, D }) ? [{ N, D, loss: loss(law, N, D) }] : [],
  );
}

/** What moves with the budget: its profile on the surface, and the optimum (no point where it lies outside). */
export function sceneBudget(law: Law, found: Optimum): SceneBudget {
  return {
    profile: isoflopInPicture(law, found.C),
    optimum: toPoints([found].filter(isInPicture)),
  };
}

/** Whether a configuration lies in the picture. */
export function isInPicture({ N, D }: Configuration): boolean {
  return N >= PICTURE.N[0] && N <= PICTURE.N[1] && D >= PICTURE.D[0] && D <= PICTURE.D[1];
}

/** Sizes between which the IsoFLOP line of a budget crosses the picture; undefined where it misses it. */
function sizesInPicture({ spend }: Law, C: number): readonly [number, number] | undefined {
  const sizeAt = (D: number): number => resolveConfiguration({ C, D }, spend)!.N;
  const from = Math.max(PICTURE.N[0], sizeAt(PICTURE.D[1]));
  const to = Math.min(PICTURE.N[1], sizeAt(PICTURE.D[0]));
  return from < to ? [from, to] : undefined;
}

/** The part of a budget's IsoFLOP line that lies in the picture. */
export function isoflopLine(law: Law, C: number): readonly ProfilePoint[] {
  const sizes = sizesInPicture(law, C);
  return sizes ? isoflopProfile(law, C, logSpace(...sizes, LINE_POINTS)) : [];
}

function isoflopInPicture(law: Law, C: number): DataPoints {
  return toPoints(isoflopLine(law, C));
}

function toPoints(points: readonly (Configuration & { readonly loss: number })[]): DataPoints {
  return Float32Array.from(points.flatMap(({ N, D, loss: height }) => [Math.log10(N), Math.log10(D), height]));
}
