import { msg, str } from '@lit/localize';
import { customElement, property } from 'lit/decorators.js';
import type { ReliefAxis, ReliefContent } from '../../state/relief';
import type { PictureColumns, SweepResult } from '../../state/sweep';
import type { GridAxis, TableGrid } from '../../sweep/results/result-table';
import { ReliefElement } from '../controls/relief';
import { type ColorScale, contourLevels, heightScale, levelTicks } from './scales';
import { columnName, tickText } from './words';

/** Most points along a side. */
const SIDE = 256;

/** Most ticks along a side. */
const MOST_TICKS = 10;

/** A column over two others in three dimensions. */
@customElement('iso-sweep-relief')
export class IsoSweepRelief extends ReliefElement {
  @property({ attribute: false }) result!: SweepResult;
  @property({ attribute: false }) shown!: PictureColumns;
  @property({ attribute: false }) grid!: TableGrid;
  @property({ attribute: false }) scale!: ColorScale;

  protected readonly picture = 'sweep';

  protected override label(): string {
    const { columns, kind } = this.result;
    const name = columnName(kind, columns[this.shown.z]!.id);
    return msg(str`Surface of ${name}. Arrow keys turn it, plus and minus zoom, Home resets, and 1, 2 and 3 take a view.`);
  }

  protected override waiting(): string {
    return msg('Drawing the surface…');
  }

  protected override failure(reason: string): string {
    return msg(str`The surface could not be drawn: ${reason}`);
  }

  protected override sources(): readonly unknown[] {
    return [this.grid];
  }

  protected override content(): ReliefContent {
    const { grid, result, shown, scale } = this;
    const { columns, kind } = result;
    const [across, up] = [thin(grid.x.values.length), thin(grid.y!.values.length)];
    const { id } = columns[shown.z]!;
    const { least, most, isLog } = heightScale(scale);
    // the axis counts in units of which the heights are a few, so that its ticks are round
    const unit = isLog ? 1 : 10 ** Math.floor(Math.log10(Math.max(most - least, 1e-300)));
    const toHeight = (value: number) => (isLog ? Math.log10(value) : value / unit);
    const [floor, top] = [toHeight(least), toHeight(most)];
    const heights = new Float32Array(across.length * up.length);
    up.forEach((row, j) =>
      across.forEach((column, i) => {
        const value = grid.values[row * grid.x.values.length + column]!;
        heights[j * across.length + i] = value > most ? top : toHeight(value);
      }),
    );
    const margin = (top - floor) * 0.02 || 1;
    return {
      heights,
      columns: across.length,
      rows: up.length,
      x: this.axis(grid.x, shown.x),
      y: this.axis(grid.y!, shown.y!),
      height: {
        title: columnName(kind, id),
        span: [floor - margin, top + margin],
        levels: contourLevels(scale)
          .filter((level) => level < most)
          .map(toHeight),
        format: (height) => tickText(kind, id, isLog ? 10 ** height : height * unit),
      },
      now: Number.NaN,
    };
  }

  /** An axis along which levels stand one after the other, as they do on the map: ticks say where each value is among them. */
  private axis(axis: GridAxis, column: number): ReliefAxis {
    const { columns, kind } = this.result;
    const { id } = columns[column]!;
    const ticks = levelTicks(axis, MOST_TICKS);
    const last = axis.values.length - 1;
    const text = (value: number) => axis.texts[value] ?? tickText(kind, id, value);
    return {
      title: columnName(kind, id),
      // one level has as much room as it would have among others
      from: last > 0 ? 0 : -0.5,
      to: last > 0 ? last : 0.5,
      isLog: false,
      ticks: ticks.map(({ at }) => at),
      now: Number.NaN,
      format: (at) => ticks.filter((tick) => Math.abs(tick.at - at) < 1e-6).map(({ value }) => text(value))[0] ?? '',
    };
  }
}

/** Places along a side, its ends among them, thinned where they are too many; one twice where it is alone. */
function thin(count: number): readonly number[] {
  const wanted = Math.max(Math.min(count, SIDE), 2);
  return Array.from({ length: wanted }, (_, i) => Math.round((i * (count - 1)) / (wanted - 1)));
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-sweep-relief': IsoSweepRelief;
  }
}
