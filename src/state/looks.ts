import * as v from 'valibot';
import { type NumberRange, isWithin } from './number-field';

// Where the pictures in three dimensions are looked at from, and how it stands in the URL.

/** Pictures that can be turned, each named after its view. */
export const pictureIds = ['frontier', 'growth', 'sweep'] as const;

/** Id of a picture. */
export type PictureId = (typeof pictureIds)[number];

/** Where a picture is looked at from. */
export interface Look {
  /** Around the upright axis, degrees. */
  readonly turn: number;
  /** From straight above, degrees. */
  readonly tilt: number;
  /** Distance as a multiple of that at which all of it fits. */
  readonly zoom: number;
}

/** What each number may be. */
export const lookRanges = {
  turn: { min: -180, max: 180 },
  tilt: { min: 0, max: 90 },
  zoom: { min: 0.4, max: 1.5 },
} as const satisfies Readonly<Record<keyof Look, NumberRange>>;

/** Looks of pictures; one that is absent is looked at from its corner. */
export type Looks = Readonly<Partial<Record<PictureId, Look>>>;

/** Looks with one of a picture, or without. */
export function withLook(looks: Looks, id: PictureId, look: Look | undefined): Looks {
  const { [id]: _, ...others } = looks;
  return look ? { ...others, [id]: look } : others;
}

/** Whether two looks are the same. */
export function isSameLook(a: Look | undefined, b: Look | undefined): boolean {
  return a?.turn === b?.turn && a?.tilt === b?.tilt && a?.zoom === b?.zoom;
}

const ALLOWED = 'pictures with degrees around, degrees from above and distance, such as frontier:37.8:65.3:1';

/** Fields of a URL's hash, with what each may be: `look=frontier:0:1.1:1,…`. */
export const lookFields = {
  look: v.pipe(
    v.string(ALLOWED),
    v.transform((text) => parseLooks(text)),
    v.check((looks) => looks !== undefined, ALLOWED),
  ),
} as const;

function parseLooks(text: string): Looks | undefined {
  let looks: Looks = {};
  for (const part of text.split(',')) {
    const [name, ...numbers] = part.split(':');
    const id = pictureIds.find((each) => each === name);
    const [turn = NaN, tilt = NaN, zoom = NaN, ...more] = numbers.map((each) => (each === '' ? NaN : Number(each)));
    const isAllowed = isWithin(turn, lookRanges.turn) && isWithin(tilt, lookRanges.tilt) && isWithin(zoom, lookRanges.zoom);
    if (!id || !isAllowed || more.length > 0) return undefined;
    looks = withLook(looks, id, { turn, tilt, zoom });
  }
  return looks;
}

/** Looks from the fields that a URL has, already checked. */
export function readLooks({ look }: Readonly<Record<string, unknown>>): Looks {
  return (look as Looks | undefined) ?? {};
}

/** Fields of a URL for looks; none where every picture is looked at from its corner. */
export function writeLooks(looks: Looks): Readonly<Record<string, string>> {
  const parts = pictureIds.flatMap((id) => {
    const look = looks[id];
    return look ? [`${id}:${look.turn}:${look.tilt}:${look.zoom}`] : [];
  });
  return parts.length > 0 ? { look: parts.join(',') } : {};
}
