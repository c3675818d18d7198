/** What each floor may import. */
export type Floors = Readonly<Record<string, readonly string[]>>;

/** Floors in rows, from what the user meets down to what imports nothing; a row imports only from those below it. */
function rows(floorsBelow: Floors): readonly (readonly string[])[] {
  const height = new Map<string, number>();
  const heightOf = (floor: string): number => {
    const known = height.get(floor);
    if (known !== undefined) return known;
    const below = floorsBelow[floor] ?? [];
    const own = floor === 'quantities' || floor === 'data' || floor === 'shaders' ? 0 : 1 + Math.max(0, ...below.map(heightOf));
    height.set(floor, own);
    return own;
  };
  const floors = [...Object.keys(floorsBelow).filter((floor) => floor !== 'testing'), 'shaders'];
  const top = Math.max(...floors.map(heightOf));
  return Array.from({ length: top + 1 }, (_, i) => floors.filter((floor) => heightOf(floor) === top - i));
}

const BOX = { width: 108, height: 34, gapX: 28, gapY: 40 } as const;
const MARGIN = 12;
const WIDTH = 760;

/** Edges that a longer way implies are left out, so that the picture can be read: who imports model through sweep does so, too. */
function drawnEdges(floorsBelow: Floors): readonly (readonly [string, string])[] {
  const reaches = (from: string, to: string): boolean => (floorsBelow[from] ?? []).some((below) => below === to || reaches(below, to));
  return Object.entries(floorsBelow)
    .filter(([floor]) => floor !== 'testing')
    .flatMap(([floor, below]) =>
      below.filter((to) => !below.some((other) => other !== to && reaches(other, to))).map((to) => [floor, to] as const),
    );
}

/** The floors of `src` and who may import whom, as an SVG that follows the theme. */
export function layersPicture(floorsBelow: Floors): string {
  const place = new Map<string, { readonly x: number; readonly y: number }>();
  const all = rows(floorsBelow);
  all.forEach((floors, row) => {
    const width = floors.length * BOX.width + (floors.length - 1) * BOX.gapX;
    floors.forEach((floor, i) =>
      place.set(floor, { x: (WIDTH - width) / 2 + i * (BOX.width + BOX.gapX), y: MARGIN + row * (BOX.height + BOX.gapY) }),
    );
  });
  const height = 2 * MARGIN + all.length * BOX.height + (all.length - 1) * BOX.gapY;
  const edges = drawnEdges(floorsBelow).map(([from, to]) => {
    const [a, b] = [place.get(from)!, place.get(to)!];
    const [x1, y1, x2, y2] = [a.x + BOX.width / 2, a.y + BOX.height, b.x + BOX.width / 2, b.y];
    const middle = (y1 + y2) / 2;
    return `<path d="M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}"/>`;
  });
  const boxes = [...place].map(
    ([floor, { x, y }]) =>
      `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/><text x="${x + BOX.width / 2}" y="${y + BOX.height / 2 + 4.5}">${floor}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" class="layers" role="img" aria-label="Folders of src and who may import whom; arrows point down">
<style>
.layers { --ink: var(--iso-text, #14181f); --edge: var(--iso-line-strong, #868f9c); --paper: var(--iso-panel, #ffffff); font: 13px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { .layers { --ink: var(--iso-text, #eef1f5); --edge: var(--iso-line-strong, #6b7684); --paper: var(--iso-panel, #14181e); } }
.layers path { fill: none; stroke: var(--edge); }
.layers rect { fill: var(--paper); stroke: var(--edge); }
.layers text { fill: var(--ink); text-anchor: middle; }
</style>
${edges.join('\n')}
${boxes.join('\n')}
</svg>
`;
}
