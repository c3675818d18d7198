import { msg, str } from '@lit/localize';
import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { said } from '../../locales/said';
import type { OpenRelief, Relief, ReliefAxis, ReliefContent } from '../../state/relief';
import type { CanvasSize, StageLabel } from '../../state/stage';
import type { PictureColumns, SweepResult } from '../../state/sweep';
import type { GridAxis, TableGrid } from '../../sweep/results/result-table';
import { SizeController } from '../controls/size-controller';
import { quietButton, shared } from '../controls/styles';
import { renderPresets } from '../frontier/stage-presets';
import { stageStyles } from '../frontier/stage-styles';
import { SweepElement } from './context';
import { type ColorScale, contourLevels, heightScale, levelTicks } from './scales';
import { columnName, tickText } from './words';

/** Most points along a side. */
const SIDE = 256;

/** Most ticks along a side. */
const MOST_TICKS = 10;

/** A column over two others in three dimensions, drawn by the engine worker. */
@customElement('iso-sweep-relief')
export class IsoSweepRelief extends SweepElement {
  static override styles = [
    shared,
    quietButton,
    stageStyles,
    css`
      :host {
        position: absolute;
        inset: 0;
      }
    `,
  ];

  @property({ attribute: false }) result!: SweepResult;
  @property({ attribute: false }) shown!: PictureColumns;
  @property({ attribute: false }) grid!: TableGrid;
  @property({ attribute: false }) scale!: ColorScale;

  /** Labels of the present view. */
  @state() private labels: readonly StageLabel[] = [];

  /** Why there is no relief. */
  @state() private missing = '';

  @state() private relief: Relief | undefined;

  /** What opened the relief that stands; when it is replaced, another is opened on a new canvas. */
  private opened: OpenRelief | undefined;

  private frameRequest = 0;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.frame'));

  private fitted = { width: 0, height: 0 };

  private sent: readonly unknown[] = [];

  constructor() {
    super();
    this.addController({
      hostDisconnected: () => {
        cancelAnimationFrame(this.frameRequest);
        this.relief?.dispose();
        this.relief = undefined;
        this.opened = undefined;
      },
    });
  }

  override render() {
    if (this.missing !== '') return html`<p class="note missing">${this.missing}</p>`;
    const { columns, kind } = this.result;
    const name = columnName(kind, columns[this.shown.z]!.id);
    return html`<div class="frame ${this.relief ? 'open' : ''}">
      <div aria-hidden="true">${keyed(this.store.openRelief.value, html`<canvas></canvas>`)}</div>
      <div
        class="pointer"
        tabindex="0"
        role="application"
        aria-roledescription=${msg('3D picture')}
        aria-label=${msg(str`Surface of ${name}. Arrow keys turn it, plus and minus zoom, Home resets, and 1, 2 and 3 take a view.`)}
      ></div>
      <div class="labels" aria-hidden="true">
        ${this.labels.map(
          ({ text, kind: of, x, y, anchor }) =>
            html`<span class=${of} style="transform: translate(${x}px, ${y}px) translate(${anchor[0] * 100}%, ${anchor[1] * 100}%)"
              >${text}</span
            >`,
        )}
      </div>
      ${this.relief ? renderPresets(this.relief) : html`<p class="note waiting">${msg('Drawing the surface…')}</p>`}
    </div>`;
  }

  override updated(): void {
    const open = this.store.openRelief.value;
    const { width, height } = this.size;
    if (width === 0) return;
    const size = { width, height, pixelRatio: Math.min(devicePixelRatio, 2) };
    if (open && open !== this.opened) {
      this.opened = open;
      this.relief?.dispose();
      this.relief = undefined;
      void this.open(open, size);
    }
    if (!this.relief) return;
    if (width !== this.fitted.width || height !== this.fitted.height) {
      this.fitted = size;
      this.relief.resize(size);
    }
    const wanted = [this.relief, this.grid];
    if (wanted.every((value, i) => value === this.sent[i])) return;
    this.sent = wanted;
    this.relief.show(this.content());
  }

  private async open(open: OpenRelief, size: CanvasSize): Promise<void> {
    const canvas = this.renderRoot.querySelector('canvas');
    const surface = this.renderRoot.querySelector<HTMLElement>('.pointer');
    if (!canvas || !surface) return;
    try {
      const answer = await open({ canvas, surface, size, onView: () => this.refresh() });
      if (answer.ok) this.relief = answer.value;
      else if (answer.error.kind === 'failed') this.missing = said(answer.error.notice.message);
    } catch (error) {
      const why = said(error instanceof Error ? error.message : String(error));
      this.missing = msg(str`The surface could not be drawn: ${why}`);
    }
  }

  private content(): ReliefContent {
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

  /** Places the labels anew, once a frame. */
  private refresh(): void {
    cancelAnimationFrame(this.frameRequest);
    this.frameRequest = requestAnimationFrame(() => {
      if (this.relief) this.labels = this.relief.labels();
    });
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
