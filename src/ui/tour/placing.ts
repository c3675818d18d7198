/** A rectangle of the window, in CSS pixels. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Width and height in CSS pixels. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** Between card, holes and the window's edge. */
const GAP = 12;

/** Windows narrower than this have the card at their foot. */
const NARROW = 640;

/** Where a card stands beside what it speaks of: at the side where it covers least of that, and within the window. */
export function placeCard(holes: readonly Rect[], card: Extent, view: Extent): { readonly left: number; readonly top: number } {
  const [most, low] = [view.width - card.width - GAP, view.height - card.height - GAP];
  const within = (left: number, top: number) => ({
    left: Math.max(Math.min(left, most), GAP),
    top: Math.max(Math.min(top, low), GAP),
  });
  if (view.width < NARROW) return within((view.width - card.width) / 2, low);
  const places = holes.flatMap(({ left, top, width, height }) => [
    within(left, top + height + GAP),
    within(left - card.width - GAP, top),
    within(left + width + GAP, top),
    within(left, top - card.height - GAP),
  ]);
  places.push(within(most, low));
  const covered = places.map((place) => holes.reduce((sum, hole) => sum + overlap({ ...place, ...card }, hole), 0));
  return places[covered.indexOf(Math.min(...covered))]!;
}

/** How far down a page must be scrolled so that a rectangle of the window comes to be seen whole, or else its beginning; 0 where it is. */
export function scrollBy({ top, height }: Pick<Rect, 'top' | 'height'>, room: number): number {
  if (top >= GAP && top + height <= room - GAP) return 0;
  return top - Math.max((room - height) / 2, GAP);
}

/** The part of the window that a card leaves, from its top: all of it where the card stands beside things. */
export function roomAbove(card: Extent, view: Extent): number {
  return view.width < NARROW ? view.height - card.height - GAP : view.height;
}

function overlap(a: Rect, b: Rect): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return Math.max(width, 0) * Math.max(height, 0);
}
