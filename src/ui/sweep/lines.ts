import { scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';
import { msg, str } from '@lit/localize';
import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PictureColumns, SweepResult } from '../../state/sweep';
import type { TableGrid } from '../../sweep/results/result-table';
import type { Frame } from '../controls/axis';
import { pointerIn } from '../controls/pointer';
import { shadeOf } from '../controls/shades';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { SweepElement } from './context';
import { plotStyles } from './plot-styles';
import { levelTicks, placesOf, roundValues } from './scales';
import { columnName, columnUnit, columnValue, tickText } from './words';

/** Most lines of a picture. */
const MOST_LINES = 9;
/** Most points that are marked one by one. */
const MOST_DOTS = 80;

/** A column against one other: one line, or one for each of some values of a third; between two quantiles a band. */
@customElement('iso-sweep-lines')
export class IsoSweepLines extends SweepElement {
  static override styles = [
    shared,
    ...plotStyles,
    css`
      svg {
        cursor: crosshair;
      }
      .dot {
        fill: var(--iso-optimal);
      }
      .end {
        paint-order: stroke;
        stroke: var(--iso-ground);
        stroke-width: 3px;
      }
    `,
  ];

  @property({ attribute: false }) result!: SweepResult;
  @property({ attribute: false }) shown!: PictureColumns;
  @property({ attribute: false }) grid!: TableGrid;
  /** The ends of the band around the line. */
  @property({ attribute: false }) band: readonly [TableGrid, TableGrid] | undefined = undefined;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  override render() {
    const { width, height } = this.size;
    const { columns, kind } = this.result;
    const { x, z } = this.shown;
    const [shown, across] = [z, x].map((column) => columnName(kind, columns[column]!.id));
    return html`<div class="plot">
      <svg
        role="img"
        aria-label=${msg(str`${shown} against ${across}`)}
        @pointermove=${this.point}
        @pointerleave=${() => (this.sweep.hovered.value = undefined)}
      >
        ${width > 0 ? this.chart(frameOfLines(width, height)) : nothing}
      </svg>
    </div>`;
  }

  private chart(frame: Frame) {
    const { grid, band, result, shown } = this;
    const { columns, kind } = result;
    const count = grid.x.values.length;
    const lines = this.lines();
    const drawn = [...lines.map(({ values }) => values), ...(band ?? []).map(({ values }) => values)];
    const all = drawn.flatMap((values) => Array.from(values).filter((value) => Number.isFinite(value)));
    if (all.length === 0) return nothing;
    const [least, most] = all.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
    const isLog = least > 0 && most / least > 20;
    const y = (isLog ? scaleLog : scaleLinear)([least, most === least ? most + 1 : most], [frame.bottom, frame.top]);
    const places = placesOf(grid.x);
    const across = (at: number) => frame.left + between(places, at) * (frame.right - frame.left);
    const path = line<number>(
      (_, i) => across(i),
      (value) => y(value),
    ).defined((value, i) => Number.isFinite(value) && Number.isFinite(places[i]!));
    const at = this.sweep.hovered.value === undefined ? -1 : grid.rows.indexOf(this.sweep.hovered.value);
    const { id } = columns[shown.z]!;
    const named: number[] = [];
    const hasRoom = (height: number) => named.every((other) => Math.abs(other - height) > 15) && named.push(height) > 0;
    const title = (column: number) => {
      const unit = columnUnit(kind, columns[column]!.id);
      return `${columnName(kind, columns[column]!.id)}${unit === '' ? '' : `, ${unit}`}`;
    };
    return svg`<g class="axis">
      ${levelTicks(grid.x, Math.floor((frame.right - frame.left) / 56)).map(
        ({ at: place, value }) => svg`<line x1=${across(place)} x2=${across(place)} y1=${frame.top} y2=${frame.bottom} />
          <text x=${across(place)} y=${frame.bottom + 16} text-anchor="middle">${grid.x.texts[value] ?? tickText(kind, columns[shown.x]!.id, value)}</text>`,
      )}
      ${roundValues(least, most, isLog, Math.floor((frame.bottom - frame.top) / 34)).map(
        (value) => svg`<line x1=${frame.left} x2=${frame.right} y1=${y(value)} y2=${y(value)} />
          <text x=${frame.left - 7} y=${y(value)} dy="0.32em" text-anchor="end">${tickText(kind, id, value)}</text>`,
      )}
      <text x=${frame.right} y=${frame.bottom + 33} text-anchor="end">${title(shown.x)} →</text>
      <text x=${4} y=${frame.top - 8}>↑ ${title(shown.z)}</text>
      </g>
      ${
        band
          ? svg`<path class="band" d=${
              area<number>()
                .x((_, i) => across(i))
                .y0((_, i) => y(band[0].values[i]!))
                .y1((_, i) => y(band[1].values[i]!))
                // while a sweep runs, the band may have come from more rows than the line
                .defined((_, i) => [band[0].values[i], band[1].values[i], places[i]].every((value) => Number.isFinite(value)))(
                Array.from(band[0].values),
              ) ?? ''
            } />`
          : nothing
      }
      ${
        // what was found one by one is marked one by one
        lines.length === 1 && count <= MOST_DOTS && result.file.reduce.kind !== 'grid'
          ? Array.from(lines[0]!.values).map((value, i) =>
              Number.isFinite(value) && Number.isFinite(places[i]!)
                ? svg`<circle class="dot" r="2.5" cx=${across(i)} cy=${y(value)} />`
                : nothing,
            )
          : nothing
      }
      ${lines.map(({ values, place, name }) => {
        const last = values.findLastIndex((value) => Number.isFinite(value));
        return svg`<path class="line optimal" style=${lines.length > 1 ? `stroke: ${shadeOf(place)}` : ''} d=${path(Array.from(values)) ?? ''} />
          ${name !== '' && last >= 0 && hasRoom(y(values[last]!)) ? svg`<text class="end" x=${across(last) - 4} y=${y(values[last]!) - 6} text-anchor="end">${name}</text>` : nothing}`;
      })}
      ${
        at >= 0
          ? svg`<line class="hover" stroke-dasharray="1 3" x1=${across(at % count)} x2=${across(at % count)} y1=${frame.top} y2=${frame.bottom} />
            <circle class="hover" r="5.5" cx=${across(at % count)} cy=${y(grid.values[at]!)} />`
          : nothing
      }`;
  }

  /** The lines of the picture, the first value of the third column first. */
  private lines(): readonly { readonly values: Float64Array; readonly place: number; readonly name: string }[] {
    const { grid, result, shown } = this;
    const { y } = grid;
    if (!y || shown.y === undefined) return [{ values: grid.values, place: 0, name: '' }];
    const count = grid.x.values.length;
    const [rows, wanted] = [y.values.length, Math.min(y.values.length, MOST_LINES)];
    const { id } = result.columns[shown.y]!;
    return Array.from({ length: wanted }, (_, k) => {
      const row = wanted > 1 ? Math.round((k * (rows - 1)) / (wanted - 1)) : 0;
      const value = y.values[row]!;
      return {
        values: grid.values.subarray(row * count, (row + 1) * count),
        place: wanted > 1 ? k / (wanted - 1) : 0,
        name: y.texts[value] ?? columnValue(result.kind, id, value, 2),
      };
    });
  }

  private point(event: PointerEvent): void {
    const frame = frameOfLines(this.size.width, this.size.height);
    const { grid } = this;
    const count = grid.x.values.length;
    const { x, y } = pointerIn(event);
    const share = (x - frame.left) / (frame.right - frame.left);
    const places = placesOf(grid.x);
    const away = (k: number) => Math.abs(places[k]! - share);
    const i = places.reduce((best, place, k) => (Number.isNaN(place) || (best >= 0 && away(best) <= away(k)) ? best : k), -1);
    if (i < 0 || share < -0.05 || share > 1.05) return;
    const rows = grid.y?.values.length ?? 1;
    const wanted = Math.min(rows, MOST_LINES);
    const drawn = Array.from({ length: wanted }, (_, k) => (wanted > 1 ? Math.round((k * (rows - 1)) / (wanted - 1)) : 0));
    const at = (row: number) => grid.values[row * count + i]!;
    const values = drawn.map(at).filter((value) => Number.isFinite(value));
    if (values.length === 0) return;
    const [least, most] = this.domain();
    const isLog = least > 0 && most / least > 20;
    const scale = (isLog ? scaleLog : scaleLinear)([least, most === least ? most + 1 : most], [frame.bottom, frame.top]);
    const nearest = drawn
      .filter((row) => Number.isFinite(at(row)))
      .reduce((best, row) => (Math.abs(scale(at(row)) - y) < Math.abs(scale(at(best)) - y) ? row : best));
    const row = grid.rows[nearest * count + i]!;
    this.sweep.hovered.value = row < 0 ? undefined : row;
  }

  private domain(): readonly [number, number] {
    let [least, most] = [Infinity, -Infinity];
    for (const values of [...this.lines().map((each) => each.values), ...(this.band ?? []).map((each) => each.values)]) {
      for (const value of values) {
        if (value < least) least = value;
        if (value > most) most = value;
      }
    }
    return [least, most];
  }
}

/** The place at a level, or between two. */
function between(places: Float64Array, at: number): number {
  const low = Math.floor(at);
  const [a, b] = [places[low]!, places[Math.min(low + 1, places.length - 1)]!];
  return at === low ? a : a + (b - a) * (at - low);
}

/** The frame that a plot of a size leaves to the lines. */
function frameOfLines(width: number, height: number): Frame {
  return { left: 52, right: Math.max(width - 12, 80), top: 22, bottom: Math.max(height - 40, 50) };
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-sweep-lines': IsoSweepLines;
  }
}
