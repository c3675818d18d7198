/** Tallest content that a scrolled element is given, in pixels: browsers cut off elements of some 33 million, and some of fewer. */
const MAX_HEIGHT = 8_000_000;

/** Rows of one height in a scrolled element, of which only those in sight exist. */
export interface RowScroll {
  /** Rows in all. */
  readonly rows: number;
  readonly rowHeight: number;
  /** Height in which rows are seen. */
  readonly height: number;
}

/** Height of the content. */
export function contentHeight({ rows, rowHeight }: RowScroll): number {
  return Math.min(rows * rowHeight, MAX_HEIGHT);
}

/** Whether a pixel of the scrollbar stands for more than a pixel of rows. */
export function isScaled({ rows, rowHeight }: RowScroll): boolean {
  return rows * rowHeight > MAX_HEIGHT;
}

/** Rows that are wholly in sight. */
export function rowsInSight({ rowHeight, height }: RowScroll): number {
  return Math.max(1, Math.floor(height / rowHeight));
}

/** The last row that can stand at the top. */
function lastTop(scroll: RowScroll): number {
  return Math.max(0, scroll.rows - scroll.height / scroll.rowHeight);
}

/** The row at the top, with its fraction that is out of sight, for where the element is scrolled to. */
export function topRow(scroll: RowScroll, scrollTop: number): number {
  const most = contentHeight(scroll) - scroll.height;
  if (!isScaled(scroll)) return Math.min(scrollTop / scroll.rowHeight, lastTop(scroll));
  return most > 0 ? Math.min(scrollTop / most, 1) * lastTop(scroll) : 0;
}

/** Where the element is scrolled to when a row stands at the top. */
export function scrollTopOf(scroll: RowScroll, top: number): number {
  const clamped = Math.min(Math.max(top, 0), lastTop(scroll));
  if (!isScaled(scroll)) return clamped * scroll.rowHeight;
  return (clamped / lastTop(scroll)) * (contentHeight(scroll) - scroll.height);
}
