/** A rectangle on screen, CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A label that wants a place beside its point. */
export interface LabelRequest {
  readonly id: string;
  /** The point it names, CSS pixels. */
  readonly x: number;
  readonly y: number;
  /** Size of the label. */
  readonly width: number;
  readonly height: number;
  /** Higher ones choose first. */
  readonly priority: number;
}

/** A label that has found a place. */
export interface PlacedLabel extends Box {
  readonly id: string;
}

/** Gap between a point and its label, and between labels, CSS pixels. */
const GAP = { point: 9, labels: 3 };

function overlaps(a: Box, b: Box): boolean {
  const gap = GAP.labels;
  return (
    a.left < b.left + b.width + gap && b.left < a.left + a.width + gap && a.top < b.top + b.height + gap && b.top < a.top + a.height + gap
  );
}

function isWithin(box: Box, bounds: Box): boolean {
  return (
    box.left >= bounds.left &&
    box.top >= bounds.top &&
    box.left + box.width <= bounds.left + bounds.width &&
    box.top + box.height <= bounds.top + bounds.height
  );
}

/** Leaves out each label that would lie over one that comes before it. */
export function keepApart<T extends { readonly box: Box }>(labels: readonly T[]): T[] {
  const kept: T[] = [];
  for (const label of labels) {
    if (!kept.some(({ box }) => overlaps(box, label.box))) kept.push(label);
  }
  return kept;
}

/** Where a label may stand, best first: right, left, above, below its point. */
function candidates({ x, y, width, height }: LabelRequest): Box[] {
  return [
    { left: x + GAP.point, top: y - height / 2, width, height },
    { left: x - GAP.point - width, top: y - height / 2, width, height },
    { left: x - width / 2, top: y - GAP.point - height, width, height },
    { left: x - width / 2, top: y + GAP.point, width, height },
  ];
}

/**
 * Gives each label the first free place beside its point, in order of priority, inside `bounds` and clear of `taken` (axis
 * labels, say). Labels that find none are left out.
 */
export function placeLabels(requests: readonly LabelRequest[], bounds: Box, taken: readonly Box[] = []): PlacedLabel[] {
  const occupied = [...taken];
  const placed: PlacedLabel[] = [];
  for (const request of requests.toSorted((a, b) => b.priority - a.priority)) {
    const free = candidates(request).find((box) => isWithin(box, bounds) && !occupied.some((other) => overlaps(box, other)));
    if (!free) continue;
    occupied.push(free);
    placed.push({ id: request.id, ...free });
  }
  return placed;
}
