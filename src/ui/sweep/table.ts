import { msg, str } from '@lit/localize';
import { css, html, nothing, svg } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { formatWhole } from '../../locales/numbers';
import type { SweepResult } from '../../state/sweep';
import type { TableWindow } from '../../sweep/results/result-table';
import type { DescribedColumn } from '../../worker/table-api';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { Asking, describeColumns } from './asking';
import { SweepElement } from './context';
import { type RowScroll, contentHeight, isScaled, rowsInSight, scrollTopOf, topRow } from './scrolling';
import { columnName, columnText, columnUnit } from './words';

const ROW_HEIGHT = 28;
const HEAD_HEIGHT = 64;
/** Rows that are asked for around those in sight, so that a short scroll finds them there. */
const AROUND = 40;

/**
 * The rows of a result, of any number: only those in sight exist, and the worker is asked for them. A heading sorts; the arrow keys, Page Up
 * and Down, Home and End move from cell to cell, with Control to the ends of the table.
 */
@customElement('iso-sweep-table')
export class IsoSweepTable extends SweepElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 0.375rem;
        min-inline-size: 0;
      }
      .scroll {
        position: relative;
        overflow: auto;
        block-size: 26rem;
        border: 1px solid var(--iso-line);
        border-radius: var(--iso-radius);
        background: var(--iso-panel);
      }
      .pane {
        position: sticky;
        inset-block-start: 0;
        block-size: 0;
        z-index: 1;
        inline-size: max(100%, var(--width));
      }
      [role='row'] {
        display: grid;
        grid-template-columns: var(--columns);
      }
      .head {
        block-size: 64px;
        border-block-end: 1px solid var(--iso-line);
        background: var(--iso-panel);
      }
      .rows {
        position: absolute;
        inset-block-start: 64px;
        inset-inline: 0;
        z-index: -1;
        overflow: clip;
      }
      .row {
        block-size: 28px;
        align-items: center;
      }
      .row:hover,
      .row.read {
        background: color-mix(in srgb, var(--iso-optimal) 12%, transparent);
      }
      [role='gridcell'] {
        overflow: hidden;
        padding-inline: 0.75rem;
        line-height: 28px;
        text-align: end;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      [role='gridcell'].number {
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
      }
      [role='gridcell'].active {
        outline: 2px solid transparent;
        outline-offset: -2px;
        border-radius: 3px;
      }
      .scroll:focus-visible [role='gridcell'].active {
        outline-color: var(--iso-optimal);
      }
      [role='columnheader'] {
        min-inline-size: 0;
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
        text-align: end;
      }
      [role='columnheader'] button {
        display: grid;
        inline-size: 100%;
        block-size: 100%;
        padding: 0.375rem 0.75rem 0.25rem;
        align-content: space-between;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        text-align: end;
        cursor: pointer;
      }
      [role='columnheader'] button:hover,
      [role='columnheader'][aria-sort='ascending'],
      [role='columnheader'][aria-sort='descending'] {
        color: var(--iso-text);
      }
      [role='columnheader'] .name {
        display: -webkit-box;
        overflow: hidden;
        font-weight: 600;
        line-height: 1.25;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      [role='columnheader'] small {
        white-space: nowrap;
      }
      [role='columnheader'] svg {
        inline-size: 100%;
        block-size: 20px;
        fill: var(--iso-line-strong);
        opacity: 0.75;
      }
      p {
        margin: 0;
      }
    `,
  ];

  /** The row at the top, and its part that is out of sight. */
  @state() private top = 0;

  /** The cell of the keyboard: its place in the view, and its column. */
  @state() private active = { row: 0, column: 0 };

  /** What the caption said last, and of which result. */
  private said: { readonly id: number; readonly text: string } | undefined;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.scroll'));
  private readonly rows = new Asking<TableWindow & { readonly of: string; readonly all: number }>(this);
  private readonly statistics = new Asking<readonly DescribedColumn[]>(this);

  override render() {
    const result = this.sweep.result.value;
    if (!result || result.rows === 0) return nothing;
    const { columns } = result;
    const found = this.found(result);
    const total = found?.total ?? result.rows;
    const scroll = this.scrollOf(total);
    const first = Math.floor(this.top);
    const inSight = Math.max(0, Math.min(rowsInSight(scroll) + 2, total - first));
    const numberWidth = formatWhole(result.rows).length + 4;
    return html`<div
        class="scroll"
        role="grid"
        tabindex="0"
        aria-label=${msg('Rows of the sweep')}
        aria-rowcount=${total + 1}
        aria-colcount=${columns.length + 1}
        aria-activedescendant=${`cell-${this.active.row}-${this.active.column}`}
        style="--columns: ${numberWidth}ch repeat(${columns.length}, minmax(0, 1fr)); --width: calc(${numberWidth}ch + ${columns.length} * 8.5rem)"
        @scroll=${this.follow}
        @wheel=${this.wheel}
        @keydown=${this.press}
      >
        <div class="pane" role="presentation">
          <div class="head" role="row" aria-rowindex="1">
            <span role="columnheader" aria-colindex="1"><span class="hidden">${msg('row')}</span></span>
            ${columns.map((_, k) => this.head(result, k))}
          </div>
          <div class="rows" role="rowgroup" style="block-size: ${scroll.height}px">
            <div role="presentation" style="transform: translateY(${-Math.round((this.top - first) * ROW_HEIGHT)}px)">
              ${Array.from({ length: inSight }, (_, i) => this.row(result, found, first + i))}
            </div>
          </div>
        </div>
        <div aria-hidden="true" style="block-size: ${contentHeight(scroll) + HEAD_HEIGHT}px"></div>
      </div>
      <p class="note" role="status">${this.caption(result, found)}</p>`;
  }

  override updated(): void {
    const total = this.rowsFound();
    if (this.active.row >= total && total > 0) this.active = { ...this.active, row: total - 1 };
  }

  /** How many rows there are. Until it is known how many of them are kept, what was said of the same result stands. */
  private caption(result: SweepResult, found: ReturnType<typeof this.found>): string {
    const isBrushed = this.sweep.view.value.ranges.length > 0;
    if (isBrushed && !found && this.said?.id === result.id) return this.said.text;
    this.said = { id: result.id, text: this.count(result, isBrushed ? found : undefined) };
    return this.said.text;
  }

  private count(result: SweepResult, found: ReturnType<typeof this.found>): string {
    if (found) {
      // of as many rows as there were when they were counted
      const [kept, of] = [formatWhole(found.total), formatWhole(found.all)];
      return msg(str`${kept} of ${of} rows are kept`);
    }
    const all = formatWhole(result.rows);
    return result.isComplete ? msg(str`${all} rows`) : msg(str`${all} rows so far`);
  }

  private head(result: SweepResult, column: number) {
    const { columns, kind } = result;
    const { id } = columns[column]!;
    const { sort } = this.sweep.choices.value;
    const order = sort?.column === id ? (sort.isDescending ? 'descending' : 'ascending') : 'none';
    const [name, unit] = [columnName(kind, id), columnUnit(kind, id)];
    const counts = this.described(result)?.[column]?.histogram.counts;
    const most = counts && Math.max(...counts, 1);
    return html`<span role="columnheader" aria-colindex=${column + 2} aria-sort=${order}>
      <button type="button" title=${msg(str`Sort by ${name}`)} @click=${() => this.sort(id)}>
        <span class="name"
          >${name}${unit === '' ? nothing : html` <small>${unit}</small>`}${order === 'none' ? '' : order === 'ascending' ? ' ↑' : ' ↓'}</span
        >
        ${
          counts
            ? svg`<svg viewBox="0 0 ${counts.length} 20" preserveAspectRatio="none" aria-hidden="true">
            ${counts.map((count, i) => svg`<rect x=${i + 0.1} width="0.8" y=${20 - (count / most!) * 19} height=${(count / most!) * 19} />`)}
          </svg>`
            : nothing
        }
      </button>
    </span>`;
  }

  private row({ columns, kind }: SweepResult, found: TableWindow | undefined, place: number) {
    const at = found ? place - found.from : -1;
    const number = found?.rows[at];
    const isRead = number !== undefined && number === this.sweep.hovered.value;
    return html`<div
      class="row ${isRead ? 'read' : ''}"
      role="row"
      aria-rowindex=${place + 2}
      @pointerenter=${() => (this.sweep.hovered.value = number)}
    >
      <span class="number ${this.isActive(place, 0)}" role="gridcell" aria-colindex="1" id="cell-${place}-0"
        >${formatWhole(place + 1)}</span
      >
      ${columns.map((column, k) => {
        const value = found?.columns[k]?.[at];
        return html`<span class=${this.isActive(place, k + 1)} role="gridcell" aria-colindex=${k + 2} id="cell-${place}-${k + 1}"
          >${value === undefined ? '' : columnText(kind, column.id, value, 5)}</span
        >`;
      })}
    </div>`;
  }

  private isActive(row: number, column: number): string {
    return this.active.row === row && this.active.column === column ? 'active' : '';
  }

  /** The rows around those in sight; those of another result are none. */
  private found(result: SweepResult) {
    const client = this.store.tables.value;
    const view = this.sweep.view.value;
    const step = AROUND / 2;
    const from = Math.max(0, Math.floor((Math.floor(this.top) - step) / step) * step);
    const of = `${result.id} ${JSON.stringify(view)}`;
    const count = rowsInSight(this.scrollOf(result.rows)) + 2 * AROUND;
    const found =
      client &&
      this.rows.read(`${of} ${result.rows} ${from} ${count}`, async () => {
        const rows = await client.tableWindow(result.id, view, from, count);
        return rows && { ...rows, of, all: result.rows };
      });
    return found?.of === of ? found : undefined;
  }

  private rowsFound(): number {
    const result = this.sweep.result.value;
    return result ? (this.found(result)?.total ?? result.rows) : 0;
  }

  private described(result: SweepResult): readonly DescribedColumn[] | undefined {
    const client = this.store.tables.value;
    if (!client || !result.isComplete) return undefined;
    const { ranges } = this.sweep.view.value;
    const found = this.statistics.read(`${result.id} ${JSON.stringify(ranges)}`, () =>
      describeColumns(client, result.id, ranges, result.columns.length),
    );
    return found?.length === result.columns.length ? found : undefined;
  }

  private scrollOf(rows: number): RowScroll {
    return { rows, rowHeight: ROW_HEIGHT, height: Math.max(this.size.height - HEAD_HEIGHT, ROW_HEIGHT) };
  }

  private sort(id: string): void {
    const { sort } = this.sweep.choices.value;
    // least first, largest first, the sweep's own order
    const next =
      sort?.column !== id ? { column: id, isDescending: false } : sort.isDescending ? undefined : { column: id, isDescending: true };
    this.sweep.choose({ sort: next });
    this.show(0);
  }

  private follow(event: Event): void {
    const { scrollTop } = event.currentTarget as Element;
    const scroll = this.scrollOf(this.rowsFound());
    // a position that was set for a row stands for that row, whatever it is rounded to
    if (Math.abs(scrollTop - scrollTopOf(scroll, this.top)) >= 1) this.top = topRow(scroll, scrollTop);
  }

  /** Where a pixel of the scrollbar is many rows, the wheel still moves by rows. */
  private wheel(event: WheelEvent): void {
    const scroll = this.scrollOf(this.rowsFound());
    if (!isScaled(scroll) || event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * ROW_HEIGHT : event.deltaY;
    this.show(this.top + pixels / ROW_HEIGHT);
  }

  /** Brings a row to the top, as far as there are rows below it. */
  private show(top: number): void {
    const scroll = this.scrollOf(this.rowsFound());
    this.top = Math.min(Math.max(top, 0), Math.max(0, scroll.rows - scroll.height / ROW_HEIGHT));
    const element = this.renderRoot.querySelector('.scroll');
    if (element) element.scrollTop = scrollTopOf(scroll, this.top);
  }

  private press(event: KeyboardEvent): void {
    // headings are buttons of their own
    if (event.target !== event.currentTarget) return;
    const total = this.rowsFound();
    const columns = this.sweep.result.value?.columns.length ?? 0;
    const { row, column } = this.active;
    const page = rowsInSight(this.scrollOf(total));
    const ends = event.ctrlKey || event.metaKey;
    const moves: Partial<Record<string, readonly [number, number]>> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      PageUp: [row - page, column],
      PageDown: [row + page, column],
      Home: ends ? [0, 0] : [row, 0],
      End: ends ? [total - 1, columns] : [row, columns],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const next = { row: Math.min(Math.max(move[0], 0), total - 1), column: Math.min(Math.max(move[1], 0), columns) };
    this.active = next;
    const found = this.sweep.result.value && this.found(this.sweep.result.value);
    this.sweep.hovered.value = found?.rows[next.row - found.from];
    if (next.row < this.top) this.show(next.row);
    else if (next.row + 1 > this.top + page) this.show(next.row + 1 - page);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-sweep-table': IsoSweepTable;
  }
}
