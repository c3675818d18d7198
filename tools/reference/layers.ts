/** What each floor may import. */
export type Floors = Readonly<Record<string, readonly string[]>>;

/** What every floor may import, and which therefore stands in no list. */
const COMMON = ['quantities', 'data'];

const CELL = 30;
const NAMES = 84;
const HEAD = 78;

/** Floors from what the user meets down to what imports nothing, so that each imports only from behind it. */
function order(floors: Floors): readonly string[] {
  const heights = new Map<string, number>();
  const heightOf = (floor: string): number => {
    const known = heights.get(floor);
    if (known !== undefined) return known;
    const height = 1 + Math.max(0, ...(floors[floor] ?? []).map(heightOf));
    heights.set(floor, height);
    return height;
  };
  const above = Object.keys(floors).filter((floor) => floor !== 'testing' && !COMMON.includes(floor));
  return [...above, 'shaders'].toSorted((a, b) => heightOf(b) - heightOf(a)).concat(COMMON);
}

/** Who may import whom in `src`, as a table of dots that follows the theme: a row imports the columns that are marked. */
export function layersPicture(floors: Floors): string {
  const names = order(floors);
  const size = names.length * CELL;
  const middle = (i: number): number => i * CELL + CELL / 2;
  const isMarked = (row: string, column: string): boolean =>
    floors[row]?.includes(column) === true || (COMMON.includes(column) && row !== 'shaders' && !COMMON.includes(row));
  const rows = names.map((name, i) => `<text x="${NAMES - 10}" y="${HEAD + middle(i) + 4}" class="row">${name}</text>`);
  const columns = names.map((name, i) => `<text transform="translate(${NAMES + middle(i) + 4} ${HEAD - 8}) rotate(-90)">${name}</text>`);
  const lines = names.map((_, i) => `<path d="M${NAMES} ${HEAD + middle(i)}h${size}M${NAMES + middle(i)} ${HEAD}v${size}"/>`);
  const itself = names.map((_, i) => `<rect x="${NAMES + i * CELL + 9}" y="${HEAD + i * CELL + 9}" width="12" height="12" rx="2"/>`);
  const dots = names.flatMap((row, i) =>
    names.flatMap((column, k) => (isMarked(row, column) ? [`<circle cx="${NAMES + middle(k)}" cy="${HEAD + middle(i)}" r="6"/>`] : [])),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${NAMES + size} ${HEAD + size}" width="${NAMES + size}" class="layers" role="img" aria-label="Folders of src and who may import whom: every mark lies right of the diagonal">
<style>
.layers { --ink: var(--iso-text, #14181f); --line: var(--iso-line, #dde1e7); --dot: var(--iso-optimal, #b04f00); font: 13px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { .layers { --ink: var(--iso-text, #eef1f5); --line: var(--iso-line, #272d36); --dot: var(--iso-optimal, #ffae2b); } }
.layers path { fill: none; stroke: var(--line); }
.layers rect { fill: var(--line); }
.layers circle { fill: var(--dot); }
.layers text { fill: var(--ink); }
.layers .row { text-anchor: end; }
</style>
${[...lines, ...itself, ...dots, ...rows, ...columns].join('\n')}
</svg>
`;
}
