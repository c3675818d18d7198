import { type TrainingLayout, layoutSize } from '../../model/plan/layout';

/** A rectangle in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One accelerator of the copy that is drawn in detail, or of one that shares its nodes. */
export interface Cell extends Box {
  /** Whether it belongs to the copy in detail. */
  readonly isOwn: boolean;
}

/** One pipeline stage of the copy in detail, on its own node where it has one. */
export interface StageBox extends Box {
  readonly stage: number;
  readonly cells: readonly Cell[];
}

/** What is drawn of a layout. */
export interface LayoutDrawing {
  readonly stages: readonly StageBox[];
  /** Height of the detail. */
  readonly detail: number;
  /** Copies that share the nodes in detail. */
  readonly together: number;
  /** Whether a stage stands on a node of its own, or all on one. */
  readonly isAcross: boolean;
  /** One for all the nodes in detail, over and over until every accelerator is there. */
  readonly tiles: readonly Box[];
  readonly height: number;
}

/** Sides of a block of n things: as square as n divides, wider than high. */
export function blockOf(n: number): readonly [columns: number, rows: number] {
  let rows = Math.floor(Math.sqrt(n));
  while (n % rows !== 0) rows--;
  // a prime number is wrapped and leaves a gap rather than one long line
  return rows === 1 && n > 8 ? [Math.ceil(Math.sqrt(n)), Math.ceil(n / Math.ceil(Math.sqrt(n)))] : [n / rows, rows];
}

const GAP = { cell: 2, group: 5, pad: 5, stage: 12, row: 22, tile: 2 } as const;
/** Largest and smallest side of an accelerator in detail, and of a tile, in pixels. */
const CELL = [18, 3] as const;
const TILE = [14, 3] as const;
/** Most height of the detail, and of the tiles. */
const MOST = { detail: 250, tiles: 120 } as const;
/** Room over the stages for their names, and over the tiles for theirs. */
const HEAD = { stage: 16, tiles: 26 } as const;

/**
 * Where everything of a layout is drawn in so many pixels of width: one copy of the model in detail, stage by stage on its nodes, with the
 * copies that share them, and a tile for each further lot of nodes. Tensor parallelism takes neighbours first, then copies, then stages.
 */
export function drawLayout(layout: TrainingLayout, nodeSize: number, width: number): LayoutDrawing {
  const { tensor, pipeline, data } = layout;
  const isAcross = layoutSize(layout) > nodeSize;
  const together = isAcross ? Math.min(data, Math.max(1, Math.floor(nodeSize / tensor))) : data;
  const group = blockOf(tensor);
  const groups = blockOf(together);
  const sized = (cell: number) => {
    const groupWidth = group[0] * (cell + GAP.cell) - GAP.cell;
    const groupHeight = group[1] * (cell + GAP.cell) - GAP.cell;
    const boxWidth = groups[0] * (groupWidth + GAP.group) - GAP.group + 2 * GAP.pad;
    const boxHeight = groups[1] * (groupHeight + GAP.group) - GAP.group + 2 * GAP.pad;
    const perRow = Math.max(1, Math.floor((width + GAP.stage) / (boxWidth + GAP.stage)));
    const rows = Math.ceil(pipeline / perRow);
    return { cell, groupWidth, groupHeight, boxWidth, boxHeight, perRow, rows, height: rows * (boxHeight + GAP.row) };
  };
  let size = sized(CELL[0]);
  for (let cell = CELL[0] - 1; cell >= CELL[1] && (size.height > MOST.detail || size.boxWidth > width); cell--) size = sized(cell);
  const stages = Array.from({ length: pipeline }, (_, stage): StageBox => {
    const x = (stage % size.perRow) * (size.boxWidth + GAP.stage);
    const y = HEAD.stage + Math.floor(stage / size.perRow) * (size.boxHeight + GAP.row);
    const cells = Array.from({ length: together * tensor }, (__, i): Cell => {
      const [copy, member] = [Math.floor(i / tensor), i % tensor];
      return {
        x: x + GAP.pad + (copy % groups[0]) * (size.groupWidth + GAP.group) + (member % group[0]) * (size.cell + GAP.cell),
        y:
          y +
          GAP.pad +
          Math.floor(copy / groups[0]) * (size.groupHeight + GAP.group) +
          Math.floor(member / group[0]) * (size.cell + GAP.cell),
        width: size.cell,
        height: size.cell,
        isOwn: copy === 0,
      };
    });
    return { stage, x, y, width: size.boxWidth, height: size.boxHeight, cells };
  });
  const detail = HEAD.stage + size.height - GAP.row + 4;
  const tiles = tilesOf(Math.ceil(data / together), width, detail + HEAD.tiles);
  const last = tiles.at(-1);
  return { stages, detail, together, isAcross, tiles, height: last ? last.y + last.height + 4 : detail };
}

/** Tiles for so many lots of nodes, as large as the room lets them be; none where there is one. */
function tilesOf(lots: number, width: number, top: number): readonly Box[] {
  if (lots <= 1) return [];
  const fits = (tile: number) => Math.ceil(lots / Math.floor(width / (tile + GAP.tile))) * (tile + GAP.tile) <= MOST.tiles;
  let tile: number = TILE[0];
  while (tile > TILE[1] && !fits(tile)) tile--;
  const perRow = Math.max(1, Math.floor(width / (tile + GAP.tile)));
  return Array.from({ length: lots }, (_, i) => ({
    x: (i % perRow) * (tile + GAP.tile),
    y: top + Math.floor(i / perRow) * (tile + GAP.tile),
    width: tile,
    height: tile,
  }));
}
