import { msg, str } from '@lit/localize';
import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PictureColumns, SweepResult } from '../../state/sweep';
import type { GridAxis, TableGrid } from '../../sweep/results/result-table';
import type { Frame } from '../controls/axis';
import { MAP_COLORS } from '../controls/color-map';
import { pointerIn } from '../controls/pointer';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { SweepElement } from './context';
import { plotStyles } from './plot-styles';
import { heatContext, paintHeat } from './map-paint';
import { type ColorScale, levelTicks } from './scales';
import { columnName, columnUnit, tickText } from './words';

/** Keys that move the cell that is read, and by how much in each direction. */
const MOVES: Partial<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
/** Steps of a key with Shift. */
const LARGE_STEP = 10;

/**
 * A column over two others as a heat map with lines of equal value. The cell under the pointer, or where the arrow keys led, is read; a
 * ring marks the best.
 */
@customElement('iso-sweep-map')
export class IsoSweepMap extends SweepElement {
  static override styles = [
    shared,
    ...plotStyles,
    css`
      canvas {
        font-family: var(--iso-font);
      }
      svg {
        cursor: crosshair;
      }
      svg:focus-visible {
        outline-offset: -2px;
      }
      .axis line {
        stroke-opacity: 0;
      }
      .border {
        fill: none;
        stroke: var(--iso-line-strong);
      }
      .cross {
        stroke: #ffffff;
        stroke-opacity: 0.75;
        stroke-dasharray: 2 4;
      }
      .cell {
        fill: none;
        stroke: #ffffff;
        stroke-width: 2;
      }
      .best {
        fill: var(--iso-surface-optimal);
        stroke: #0b1020;
        stroke-width: 2;
      }
    `,
  ];

  @property({ attribute: false }) result!: SweepResult;
  @property({ attribute: false }) shown!: PictureColumns;
  @property({ attribute: false }) grid!: TableGrid;
  @property({ attribute: false }) scale!: ColorScale;
  /** Whether the least value is the best. */
  @property({ attribute: false }) isLess = true;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));
  private painted: readonly unknown[] = [];

  override render() {
    const { width, height } = this.size;
    const { columns, kind } = this.result;
    const { x, y, z } = this.shown;
    const [shown, across, up] = [z, x, y!].map((column) => columnName(kind, columns[column]!.id));
    return html`<div class="plot">
      <canvas aria-hidden="true"></canvas>
      <svg
        role="application"
        tabindex="0"
        aria-roledescription=${msg('heat map')}
        aria-label=${msg(str`${shown} over ${across} and ${up}. Arrow keys read its cells.`)}
        @pointermove=${this.point}
        @pointerleave=${() => (this.sweep.hovered.value = undefined)}
        @keydown=${this.press}
      >
        ${width > 0 ? this.overlay(frameOfMap(width, height)) : nothing}
      </svg>
    </div>`;
  }

  override updated(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const { width, height } = this.size;
    const theme = this.store.theme.value;
    const wanted = [this.grid, width, height, theme];
    if (!canvas || width === 0 || wanted.every((value, i) => value === this.painted[i])) return;
    this.painted = wanted;
    const ratio = Math.min(devicePixelRatio, 2);
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const context = heatContext(canvas);
    if (!context) return;
    context.scale(ratio, ratio);
    const { kind, columns } = this.result;
    const { id } = columns[this.shown.z]!;
    paintHeat(context, {
      grid: this.grid,
      scale: this.scale,
      frame: frameOfMap(width, height),
      colors: MAP_COLORS,
      hatch: getComputedStyle(this).getPropertyValue('--iso-line-strong').trim(),
      format: (value) => tickText(kind, id, value),
    });
  }

  private overlay(frame: Frame) {
    const { grid, result, shown } = this;
    const { columns, kind } = result;
    const across = (place: number) => frame.left + ((place + 0.5) / grid.x.values.length) * (frame.right - frame.left);
    const up = (place: number) => frame.bottom - ((place + 0.5) / grid.y!.values.length) * (frame.bottom - frame.top);
    const text = (axis: GridAxis, column: number, value: number) => axis.texts[value] ?? tickText(kind, columns[column]!.id, value);
    const title = (column: number) => {
      const unit = columnUnit(kind, columns[column]!.id);
      return `${columnName(kind, columns[column]!.id)}${unit === '' ? '' : `, ${unit}`}`;
    };
    const spot = (row: number | undefined) => {
      const at = row === undefined ? -1 : grid.rows.indexOf(row);
      return at < 0 ? undefined : ([across(at % grid.x.values.length), up(Math.floor(at / grid.x.values.length))] as const);
    };
    const hovered = spot(this.sweep.hovered.value);
    const best = spot(this.bestRow());
    return svg`<g class="axis">
      ${levelTicks(grid.x, Math.floor((frame.right - frame.left) / 56)).map(
        ({ at, value }) => svg`<text x=${across(at)} y=${frame.bottom + 16} text-anchor="middle">${text(grid.x, shown.x, value)}</text>`,
      )}
      ${levelTicks(grid.y!, Math.floor((frame.bottom - frame.top) / 30)).map(
        ({ at, value }) =>
          svg`<text x=${frame.left - 7} y=${up(at)} dy="0.32em" text-anchor="end">${text(grid.y!, shown.y!, value)}</text>`,
      )}
      <text x=${frame.right} y=${frame.bottom + 33} text-anchor="end">${title(shown.x)} →</text>
      <text x=${4} y=${frame.top - 15}>↑ ${title(shown.y!)}</text>
      </g>
      <rect class="border" x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} />
      ${best ? svg`<circle class="best" r="5.5" cx=${best[0]} cy=${best[1]} />` : nothing}
      ${
        hovered
          ? svg`<line class="cross" x1=${frame.left} x2=${frame.right} y1=${hovered[1]} y2=${hovered[1]} />
        <line class="cross" x1=${hovered[0]} x2=${hovered[0]} y1=${frame.top} y2=${frame.bottom} />
        <circle class="cell" r="5" cx=${hovered[0]} cy=${hovered[1]} />`
          : nothing
      }`;
  }

  private bestRow(): number | undefined {
    const { values, rows } = this.grid;
    let best = -1;
    for (let i = 0; i < values.length; i++) {
      if (Number.isNaN(values[i]!)) continue;
      if (best < 0 || (this.isLess ? values[i]! < values[best]! : values[i]! > values[best]!)) best = i;
    }
    return best < 0 ? undefined : rows[best];
  }

  private point(event: PointerEvent): void {
    const frame = frameOfMap(this.size.width, this.size.height);
    const { x, y } = pointerIn(event);
    const [columns, rows] = [this.grid.x.values.length, this.grid.y!.values.length];
    const i = Math.floor(((x - frame.left) / (frame.right - frame.left)) * columns);
    const j = Math.floor(((frame.bottom - y) / (frame.bottom - frame.top)) * rows);
    const isInside = i >= 0 && j >= 0 && i < columns && j < rows;
    this.read(isInside ? j * columns + i : -1);
  }

  private press(event: KeyboardEvent): void {
    const move = MOVES[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const [columns, rows] = [this.grid.x.values.length, this.grid.y!.values.length];
    const at = Math.max(this.grid.rows.indexOf(this.sweep.hovered.value ?? this.bestRow() ?? -2), 0);
    const step = event.shiftKey ? LARGE_STEP : 1;
    const i = Math.min(Math.max((at % columns) + move[0] * step, 0), columns - 1);
    const j = Math.min(Math.max(Math.floor(at / columns) + move[1] * step, 0), rows - 1);
    this.read(j * columns + i);
  }

  private read(cell: number): void {
    const row = this.grid.rows[cell] ?? -1;
    this.sweep.hovered.value = row < 0 ? undefined : row;
  }
}

/** The frame that a plot of a size leaves to the map. */
function frameOfMap(width: number, height: number): Frame {
  return { left: 52, right: Math.max(width - 12, 80), top: 30, bottom: Math.max(height - 40, 50) };
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-sweep-map': IsoSweepMap;
  }
}
