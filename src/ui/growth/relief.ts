import { msg, str } from '@lit/localize';
import { css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { said } from '../../locales/said';
import { savings } from '../../model/growth/savings';
import type { MapAxis } from '../../state/growth-map';
import type { OpenRelief, Relief, ReliefAxis } from '../../state/relief';
import type { CanvasSize, StageLabel } from '../../state/stage';
import { SizeController } from '../controls/size-controller';
import { quietButton, shared } from '../controls/styles';
import { renderPresets } from '../frontier/stage-presets';
import { stageStyles } from '../frontier/stage-styles';
import { GrowthElement } from './context';
import { quantityName, tickText } from './map-axes';

/** Savings at which lines run. */
const LEVELS = [0, 0.25, 0.5, 0.7];

/** The savings map in three dimensions, drawn by the engine worker: its height is the saving, a pin marks the schedule. */
@customElement('iso-growth-relief')
export class IsoGrowthRelief extends GrowthElement {
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

  /** Labels of the present view. */
  @state() private labels: readonly StageLabel[] = [];

  /** Why there is no relief. */
  @state() private missing = '';

  @state() private relief: Relief | undefined;

  /** What opened the relief that stands; when it is replaced, another is opened on a new canvas. */
  private opened: OpenRelief | undefined;

  private frameRequest = 0;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.frame'));

  private shown = { width: 0, height: 0 };

  /** What was sent last. */
  private sent: readonly unknown[] = [];

  constructor() {
    super();
    this.addController({
      hostDisconnected: () => {
        cancelAnimationFrame(this.frameRequest);
        this.relief?.dispose();
        this.relief = undefined;
      },
    });
  }

  override render() {
    if (this.missing !== '') return html`<p class="note missing">${this.missing}</p>`;
    const name = said(savings.find(({ id }) => id === this.growth.choices.value.saving)!.name);
    return html`<div class="frame ${this.relief ? 'open' : ''}">
      <div aria-hidden="true">${keyed(this.store.openRelief.value, html`<canvas></canvas>`)}</div>
      <div
        class="pointer"
        tabindex="0"
        role="application"
        aria-roledescription=${msg('3D picture')}
        aria-label=${msg(str`Relief of the ${name}. Arrow keys turn it, plus and minus zoom, Home resets, and 1, 2 and 3 take a view.`)}
      ></div>
      <div class="labels" aria-hidden="true">
        ${this.labels.map(
          ({ text, kind, x, y, anchor }) =>
            html`<span class=${kind} style="transform: translate(${x}px, ${y}px) translate(${anchor[0] * 100}%, ${anchor[1] * 100}%)"
              >${text}</span
            >`,
        )}
      </div>
      ${this.relief ? renderPresets(this.relief) : html`<p class="note waiting">${msg('Drawing the relief…')}</p>`}
    </div>`;
  }

  override updated(): void {
    const open = this.store.openRelief.value;
    const { width, height } = this.size;
    const size = { width, height, pixelRatio: Math.min(devicePixelRatio, 2) };
    if (width === 0) return;
    if (open && open !== this.opened) {
      this.opened = open;
      this.relief?.dispose();
      this.relief = undefined;
      void this.open(open, size);
    }
    if (!this.relief) return;
    if (width !== this.shown.width || height !== this.shown.height) {
      this.shown = size;
      this.relief.resize(size);
    }
    this.show(this.relief);
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
      const reason = said(error instanceof Error ? error.message : String(error));
      this.missing = msg(str`The relief could not be drawn: ${reason}`);
    }
  }

  private show(relief: Relief): void {
    const { map, axes, choices, saved } = this.growth;
    if (map.value.kind !== 'shown') return;
    const { surface } = map.value;
    const { saving } = choices.value;
    const { [saving]: heights, frontierSaving: frontier } = surface.metrics;
    if (!heights || !frontier) return;
    const [x, y] = axes.value;
    const wanted = [relief, surface, saving, x.now, y.now, saved.value[saving]];
    // labels change with every turn of the camera, and the relief must not be sent again for them
    if (wanted.every((value, i) => value === this.sent[i])) return;
    this.sent = wanted;
    relief.show({
      heights,
      frontier,
      columns: surface.axes[1].length,
      rows: surface.axes[0].length,
      x: this.axis(x),
      y: this.axis(y),
      height: {
        title: said(savings.find(({ id }) => id === saving)!.name),
        levels: LEVELS,
        format: (share) => `${Math.round(share * 100)} %`,
      },
      now: saved.value[saving],
    });
  }

  private axis(axis: MapAxis): ReliefAxis {
    const { quantity, from, to, isLog, now } = axis;
    const title = quantityName(quantity, this.growth.choices.value.stages.length);
    return { title, from, to, isLog, now, format: (value) => tickText(quantity, value) };
  }

  /** Places the labels anew, once a frame. */
  private refresh(): void {
    cancelAnimationFrame(this.frameRequest);
    this.frameRequest = requestAnimationFrame(() => {
      if (this.relief) this.labels = this.relief.labels();
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-growth-relief': IsoGrowthRelief;
  }
}
