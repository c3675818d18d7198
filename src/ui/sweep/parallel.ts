import { msg, str } from '@lit/localize';
import { css, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type SweepResult, withBrush } from '../../state/sweep';
import type { TableWindow } from '../../sweep/results/result-table';
import type { DescribedColumn } from '../../worker/table-api';
import { pointerIn } from '../controls/pointer';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { Asking, describeColumns } from './asking';
import { SweepElement } from './context';
import { plotStyles } from './plot-styles';
import { rangeOnAxis } from './scales';
import { columnName, columnText } from './words';

/** Rows that are drawn of all, and of those that are kept. */
const DRAWN = { all: 1200, kept: 1200 };
/** Half the width of what takes a brush, in pixels. */
const REACH = 16;
/** A drag that is shorter is a click, which takes the brush away. */
const LEAST_DRAG = 4;
const FRAME = { top: 34, bottom: 26, side: 36 };

/** A column as an upright axis. */
interface UprightAxis {
  readonly column: number;
  readonly id: string;
  readonly x: number;
  readonly statistics: DescribedColumn;
  toY(value: number): number;
  toValue(y: number): number;
}

/**
 * Parallel coordinates: a line for each row across an upright axis for each column. A drag along an axis keeps the rows that pass there; a click
 * lets them all pass again. The same ranges can be typed in the table of columns.
 */
@customElement('iso-sweep-parallel')
export class IsoSweepParallel extends SweepElement {
  static override styles = [
    shared,
    ...plotStyles,
    css`
      .upright {
        stroke: var(--iso-line-strong);
      }
      .range {
        fill: var(--iso-optimal);
        fill-opacity: 0.22;
        stroke: var(--iso-optimal);
      }
      text {
        paint-order: stroke;
        stroke: var(--iso-ground);
        stroke-width: 3px;
      }
      .name {
        fill: var(--iso-text);
        font-weight: 600;
      }
      svg {
        cursor: row-resize;
        touch-action: none;
      }
    `,
  ];

  @property({ attribute: false }) result!: SweepResult;

  @state() private drag: { readonly column: number; readonly from: number; readonly to: number } | undefined;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));
  private readonly all = new Asking<TableWindow>(this);
  private readonly kept = new Asking<TableWindow>(this);
  private readonly statistics = new Asking<readonly DescribedColumn[]>(this);
  private painted: readonly unknown[] = [];

  override render() {
    const { width, height } = this.size;
    const axes = width > 0 ? this.axes(width, height) : [];
    const count = this.result.columns.length;
    this.samples();
    return html`<div class="plot">
      <canvas aria-hidden="true"></canvas>
      <svg
        role="img"
        aria-label=${msg(str`Parallel coordinates of ${count} columns; ranges can be typed in the table of columns below`)}
        @pointerdown=${this.grab}
        @pointermove=${this.move}
        @pointerup=${this.release}
        @pointercancel=${() => (this.drag = undefined)}
        @pointerleave=${() => (this.sweep.hovered.value = undefined)}
      >
        ${axes.map((axis) => this.axis(axis, height))}
      </svg>
    </div>`;
  }

  override updated(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const { width, height } = this.size;
    const [all, kept] = this.samples();
    const wanted = [all, kept, width, height, this.store.theme.value, this.sweep.hovered.value, this.statistics];
    if (!canvas || width === 0 || !all || wanted.every((value, i) => value === this.painted[i])) return;
    this.painted = wanted;
    const ratio = Math.min(devicePixelRatio, 2);
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const context = canvas.getContext('2d');
    if (!context) return;
    context.scale(ratio, ratio);
    const style = getComputedStyle(this);
    const token = (name: string) => style.getPropertyValue(`--iso-${name}`).trim();
    const axes = this.axes(width, height);
    const isBrushed = this.sweep.view.value.ranges.length > 0;
    const alpha = (rows: number) => Math.min(0.5, Math.max(0.05, 30 / Math.max(rows, 1)));
    drawRows(context, axes, all, token('line-strong'), isBrushed ? alpha(all.rows.length) * 0.4 : alpha(all.rows.length));
    if (isBrushed && kept) drawRows(context, axes, kept, token('optimal'), Math.max(alpha(kept.rows.length), 0.1));
    const hovered = (isBrushed ? kept : all)?.rows.indexOf(this.sweep.hovered.value ?? -1) ?? -1;
    if (hovered >= 0) {
      const of = (isBrushed ? kept : all)!;
      context.lineWidth = 2;
      drawRows(
        context,
        axes,
        { ...of, rows: of.rows.slice(hovered, hovered + 1), columns: of.columns.map((values) => values.slice(hovered, hovered + 1)) },
        token('text'),
        1,
      );
    }
  }

  private samples(): readonly [TableWindow | undefined, TableWindow | undefined] {
    const { tables } = this.store;
    const { id, rows } = this.result;
    const { ranges } = this.sweep.view.value;
    const client = tables.value;
    if (!client) return [undefined, undefined];
    const all = this.all.read(`${id} ${rows}`, () => client.tableSample(id, { ranges: [] }, DRAWN.all));
    const kept = this.kept.read(`${id} ${rows} ${JSON.stringify(ranges)}`, () => client.tableSample(id, { ranges }, DRAWN.kept));
    return [all, kept];
  }

  /** Axes of all columns, evenly spread. */
  private axes(width: number, height: number): readonly UprightAxis[] {
    const client = this.store.tables.value;
    const { id, rows, columns } = this.result;
    const found = client && this.statistics.read(`${id} ${rows}`, () => describeColumns(client, id, [], columns.length));
    if (!found || found.length !== columns.length) return [];
    const [top, bottom] = [FRAME.top, height - FRAME.bottom];
    return columns.map((column, k): UprightAxis => {
      const statistics = found[k]!;
      const { least, most, histogram } = statistics;
      const isLog = histogram.isLog;
      const [from, to] = isLog ? [Math.log(least), Math.log(most)] : [least, most];
      const span = to > from ? to - from : 1;
      return {
        column: k,
        id: column.id,
        x: FRAME.side + (k / Math.max(columns.length - 1, 1)) * (width - 2 * FRAME.side),
        statistics,
        toY: (value) => bottom - (((isLog ? Math.log(value) : value) - from) / span) * (bottom - top),
        toValue: (y) => {
          const at = from + (Math.min(Math.max((bottom - y) / (bottom - top), 0), 1) || 0) * span;
          return isLog ? Math.exp(at) : at;
        },
      };
    });
  }

  private axis({ column, id, x, statistics, toY }: UprightAxis, height: number) {
    const { kind } = this.result;
    const dragged = this.drag?.column === column ? this.drag : undefined;
    const range = this.sweep.view.value.ranges.find((each) => each.column === column);
    const [a = 0, b = 0] = dragged
      ? [dragged.from, dragged.to]
      : range
        ? rangeOnAxis(range, statistics.least, statistics.most).map(toY)
        : [0, 0];
    const [top, bottom] = [FRAME.top, height - FRAME.bottom];
    const [from, to] = [Math.max(Math.min(a, b), top), Math.min(Math.max(a, b), bottom)];
    const text = (value: number) => statistics.texts[value] ?? columnText(kind, id, value, 3);
    const anchor = column === 0 ? 'start' : column === this.result.columns.length - 1 ? 'end' : 'middle';
    return svg`<g>
      <line class="upright" x1=${x} x2=${x} y1=${top} y2=${bottom} />
      ${dragged || range ? svg`<rect class="range" x=${x - 6} width="12" y=${from} height=${Math.max(to - from, 2)} rx="2" />` : nothing}
      <text class="name" x=${x} y="12" text-anchor=${anchor}>${columnName(kind, id)}</text>
      <text x=${x} y=${top - 7} text-anchor=${anchor}>${text(statistics.most)}</text>
      <text x=${x} y=${bottom + 16} text-anchor=${anchor}>${text(statistics.least)}</text>
      ${
        // categories between the ends have names of their own, where there is room
        statistics.texts.length * 18 < bottom - top
          ? statistics.texts
              .slice(1, -1)
              .map(
                (name, k) =>
                  svg`<text x=${x + (anchor === 'end' ? -8 : 8)} y=${toY(k + 1)} dy="0.32em" text-anchor=${anchor === 'end' ? 'end' : 'start'}>${name}</text>`,
              )
          : nothing
      }
    </g>`;
  }

  private grab(event: PointerEvent): void {
    if (event.button !== 0) return;
    const { x, y } = pointerIn(event);
    const axis = this.axes(this.size.width, this.size.height).find((each) => Math.abs(each.x - x) <= REACH);
    if (!axis) return;
    event.preventDefault();
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.drag = { column: axis.column, from: y, to: y };
  }

  private move(event: PointerEvent): void {
    const at = pointerIn(event);
    if (this.drag) this.drag = { ...this.drag, to: at.y };
    else this.read(at);
  }

  /** Reads the row whose line passes nearest to the pointer. */
  private read({ x, y }: { readonly x: number; readonly y: number }): void {
    const axes = this.axes(this.size.width, this.size.height);
    const [all, kept] = this.samples();
    const sample = this.sweep.view.value.ranges.length > 0 ? kept : all;
    const right = axes.findIndex((axis) => axis.x >= x);
    if (!sample || right < 1) return;
    const [a, b] = [axes[right - 1]!, axes[right]!];
    const share = (x - a.x) / (b.x - a.x);
    const heightOf = (i: number) => placeOn(a, sample, i) * (1 - share) + placeOn(b, sample, i) * share;
    let [nearest, distance] = [-1, 12];
    for (let i = 0; i < sample.rows.length; i++) {
      const away = Math.abs(heightOf(i) - y);
      if (away < distance) [nearest, distance] = [i, away];
    }
    this.sweep.hovered.value = nearest < 0 ? undefined : sample.rows[nearest];
  }

  private release(): void {
    const { drag } = this;
    if (!drag) return;
    this.drag = undefined;
    const axis = this.axes(this.size.width, this.size.height)[drag.column];
    if (!axis) return;
    const ends = [axis.toValue(drag.from), axis.toValue(drag.to)].toSorted((a, b) => a - b) as [number, number];
    const isClick = Math.abs(drag.from - drag.to) < LEAST_DRAG;
    const range = [Number(ends[0].toPrecision(6)), Number(ends[1].toPrecision(6))] as const;
    this.sweep.choose({ brushes: withBrush(this.sweep.choices.value.brushes, axis.id, isClick ? undefined : range) });
  }
}

/** Where a row passes an axis; categories by their number. */
function placeOn({ column, statistics, toY }: UprightAxis, { columns }: TableWindow, row: number): number {
  const value = columns[column]![row]!;
  return toY(typeof value === 'string' ? statistics.texts.indexOf(value) : value);
}

function drawRows(
  context: CanvasRenderingContext2D,
  axes: readonly UprightAxis[],
  sample: TableWindow,
  color: string,
  alpha: number,
): void {
  context.strokeStyle = color;
  context.globalAlpha = alpha;
  for (let row = 0; row < sample.rows.length; row++) {
    context.beginPath();
    let isOpen = false;
    for (const axis of axes) {
      const y = placeOn(axis, sample, row);
      if (!Number.isFinite(y)) isOpen = false;
      else if (isOpen) context.lineTo(axis.x, y);
      else context.moveTo(axis.x, y);
      isOpen ||= Number.isFinite(y);
    }
    context.stroke();
  }
  context.globalAlpha = 1;
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-sweep-parallel': IsoSweepParallel;
  }
}
