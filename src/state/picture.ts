import { type Configuration, resolveConfiguration } from '../model/configuration';
import type { Law } from '../model/laws';
import { loss } from '../model/loss';
import type { Optimum } from '../model/optimum';
import type { DataPoints, SceneBox, SceneBudget, SceneContent, SceneLine } from '../scene/content';
import { BUDGET_RANGE } from './budget';
import { type ProfilePoint, isoflopProfile, logSpace } from './curves';
import type { Model } from './models';
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

/**
 * Lines and pins that stand on the surface: IsoFLOP lines at each decade, the frontiers, the published models. A compared frontier lies
 * on its own law's surface where that is drawn, else on the chosen law's: where it would have one train.
 */
export function sceneContent(
  law: Law,
  frontier: readonly Optimum[],
  compared: readonly ComparedFrontier[],
  models: readonly Model[],
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
      { role: 'frontier', points: toPoints(frontier.filter(isInPicture)) },
      ...compared.map(
        ({ slot, points }) => ({ role: 'compared-frontier', slot, points: toPoints(advised(points, sheet?.law ?? law)) }) as const,
      ),
    ],
    pins: toPoints(models.map(({ N, D }) => ({ N, D, loss: loss(law, N, D) }))),
  };
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
