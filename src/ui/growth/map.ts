import { msg, str } from '@lit/localize';
import { css, html, nothing, svg } from 'lit';
import { customElement } from 'lit/decorators.js';
import { listed } from '../../locales/lists';
import { said } from '../../locales/said';
import { type SavingId, savings } from '../../model/growth/savings';
import { scaleLinear } from 'd3-scale';
import { type MapAxis, canPair, quantitiesOf, withQuantities } from '../../state/growth-map';
import { type MapQuantity, mapQuantities } from '../../state/growth-choices';
import { formatDuration } from '../controls/amounts';
import { type Frame, type Scale, logScale, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { formatPercent } from '../controls/plain-values';
import { pointerIn } from '../controls/pointer';
import { SizeController } from '../controls/size-controller';
import { quietButton, shared } from '../controls/styles';
import { formatCount } from '../../quantities/format';
import { GrowthElement } from './context';
import { headStyles } from './head-styles';
import { axisTicks, quantityName, quantityText, tickText } from './map-axes';
import { type MapColors, paintMap } from './map-paint';
import './relief';

/** Share of an axis by which an arrow key moves the schedule, and a page key. */
const STEP = { small: 0.01, large: 0.08 };

/**
 * The savings map: one of the savings over any two quantities of the schedule, with the regions where growth beats the best static model,
 * only the same final size, or neither. The schedule stands on it as a dot that is dragged.
 */
@customElement('iso-growth-map')
export class IsoGrowthMap extends GrowthElement {
  static override styles = [
    shared,
    quietButton,
    chartStyles,
    headStyles,
    css`
      :host {
        gap: 0.375rem;
      }
      .choices {
        display: flex;
        gap: 0.5rem;
        align-items: center;
        justify-content: space-between;
      }
      .choices label {
        flex: 1;
      }
      .choices select {
        inline-size: 100%;
        min-inline-size: 0;
      }
      h2 {
        margin-inline-end: auto;
      }
      select {
        max-inline-size: 100%;
        min-block-size: 1.75rem;
        padding: 0.0625rem 0.25rem;
        border: 1px solid var(--iso-line);
        border-radius: var(--iso-radius);
        background: var(--iso-ground);
        color: inherit;
        font: inherit;
        font-size: var(--iso-size-note);
      }
      option {
        background: var(--iso-panel);
        color: var(--iso-text);
      }
      label {
        display: flex;
        gap: 0.375rem;
        align-items: center;
        min-inline-size: 0;
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
      }
      .plot {
        min-block-size: 17rem;
      }
      canvas {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        font-family: var(--iso-font);
      }
      svg {
        touch-action: none;
        cursor: crosshair;
      }
      .axis line {
        stroke-opacity: 0;
      }
      .border {
        fill: none;
        stroke: var(--iso-line-strong);
      }
      .dot .reach {
        fill: transparent;
      }
      .dot .grip {
        fill: var(--iso-text);
        stroke: var(--iso-ground);
        stroke-width: 3;
      }
      .dot .cross {
        stroke: var(--iso-text);
        stroke-dasharray: 2 4;
        stroke-opacity: 0.6;
      }
      .dot {
        cursor: move;
      }
      .dot:focus-visible {
        outline: none;
      }
      .dot:focus-visible .reach {
        stroke: var(--iso-optimal);
        stroke-width: 2;
      }
      .message {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        margin: 0;
        padding: 1rem;
        text-align: center;
      }
      .key {
        display: flex;
        flex-wrap: wrap;
        gap: 0.125rem 1rem;
        margin: 0;
      }
      .key span {
        display: flex;
        gap: 0.375rem;
        align-items: center;
      }
      .key i {
        inline-size: 0.875rem;
        block-size: 0.875rem;
        border-radius: 2px;
      }
      .key .line {
        block-size: 3px;
        background: var(--iso-surface-optimal);
      }
      .key .level {
        background: color-mix(in srgb, var(--iso-text) 45%, transparent);
      }
      .best {
        background: var(--iso-growth);
      }
      .size {
        background: color-mix(in srgb, color-mix(in srgb, var(--iso-growth) 30%, var(--iso-line-strong)) 65%, transparent);
      }
      .none {
        background: color-mix(in srgb, var(--iso-limit) 60%, transparent);
      }
      .cannot {
        border: 1px solid var(--iso-line-strong);
        background: repeating-linear-gradient(-45deg, var(--iso-line-strong) 0 1px, transparent 1px 4px);
      }
    `,
  ];

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  private isDragging = false;

  /** What is on the canvas, so that it is painted only when something changed. */
  private painted: readonly unknown[] = [];

  override render() {
    const { choices, map } = this.growth;
    const { saving, isRelief } = choices.value;
    return html`<header>
        <h2>${msg('Savings map')}</h2>
        <select aria-label=${msg('Saving on the map')} @change=${this.pickSaving}>
          ${savings.map(({ id, name }) => html`<option value=${id} ?selected=${id === saving}>${said(name)}</option>`)}
        </select>
        <div role="group" aria-label=${msg('Map or relief')}>
          <button type="button" aria-pressed=${!isRelief} @click=${() => this.growth.choose({ isRelief: false })}>${msg('Map')}</button>
          <button type="button" aria-pressed=${isRelief} @click=${() => this.growth.choose({ isRelief: true })}>3D</button>
        </div>
      </header>
      <div class="choices">${this.axisPicker('y')} ${this.axisPicker('x')}</div>
      <div class="plot">
        ${
          map.value.kind === 'none'
            ? html`<p class="note message">${map.value.reason}</p>`
            : map.value.kind === 'waiting'
              ? html`<p class="note message">${msg('Computing the map…')}</p>`
              : isRelief
                ? html`<iso-growth-relief></iso-growth-relief>`
                : this.flat()
        }
      </div>
      <p class="key note">
        ${
          isRelief
            ? html`<span><i class="line"></i>${msg('as dear as the compute-optimal model')}</span>
                <span><i class="line level"></i>${msg('0, 25, 50, 70 % saved')}</span>`
            : html`<span><i class="best"></i>${msg('beats every model from scratch')}</span>
                <span><i class="size"></i>${msg('beats only the same final size')}</span>
                <span><i class="none"></i>${msg('beats neither')}</span>
                <span><i class="cannot"></i>${msg('no such schedule')}</span>`
        }
        ${this.caption()}
      </p>`;
  }

  override updated(): void {
    const { map, choices } = this.growth;
    const canvas = this.renderRoot.querySelector('canvas');
    const { width, height } = this.size;
    const theme = this.store.theme.value;
    if (!canvas || width === 0 || map.value.kind !== 'shown') {
      this.painted = [];
      return;
    }
    const { surface } = map.value;
    const { saving } = choices.value;
    const wanted = [canvas, surface, saving, width, height, theme];
    if (wanted.every((value, i) => value === this.painted[i])) return;
    this.painted = wanted;
    const ratio = Math.min(devicePixelRatio, 2);
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const context = canvas.getContext('2d');
    if (!context) return;
    context.scale(ratio, ratio);
    paintMap(context, { surface, saving, frame: mapFrame(width, height), colors: this.colors() });
  }

  private caption() {
    const { map } = this.growth;
    if (map.value.kind !== 'shown') return nothing;
    const { cells, seconds, backend } = map.value.surface.summary;
    const [count, time, adapter] = [formatCount(cells), formatDuration(seconds), said(backend.adapter)];
    return html`<span>${msg(str`${count} schedules in ${time} on ${adapter}`)}</span>`;
  }

  private axisPicker(which: 'x' | 'y') {
    const { axes, choices } = this.growth;
    const K = choices.value.stages.length;
    const [x, y] = axes.value;
    const [own, other] = which === 'x' ? [x, y] : [y, x];
    const offered = quantitiesOf(Math.min(Math.max(K, 2), 4)).filter((id) => id === own.quantity || canPair(id, other.quantity));
    return html`<label
      >${which === 'x' ? '→' : '↑'}
      <select
        aria-label=${which === 'x' ? msg('Horizontal quantity') : msg('Vertical quantity')}
        @change=${(event: Event) => this.pickAxis(which, event)}
      >
        ${offered.map((id) => html`<option value=${id} ?selected=${id === own.quantity}>${quantityName(id, K)}</option>`)}
      </select></label
    >`;
  }

  private flat() {
    const { width, height } = this.size;
    const { saved, axes } = this.growth;
    const [x, y] = axes.value;
    const text = listed(savings.map(({ id, name }) => `${said(name)} ${formatPercent(saved.value[id])}`));
    const about = msg(str`Savings over ${this.name(x)} and ${this.name(y)}. Now ${text}.`);
    return html`<canvas aria-hidden="true"></canvas>
      <svg
        role="group"
        aria-label=${about}
        @pointerdown=${this.grab}
        @pointermove=${this.drag}
        @pointerup=${this.release}
        @pointercancel=${this.release}
      >
        ${width > 0 ? this.overlay(mapFrame(width, height), x, y) : nothing}
      </svg>`;
  }

  private overlay(frame: Frame, x: MapAxis, y: MapAxis) {
    const [across, up] = [scaleOf(x, [frame.left, frame.right]), scaleOf(y, [frame.bottom, frame.top])];
    const most = Math.floor((frame.right - frame.left) / 48);
    const at = [across(x.now), up(y.now)] as const;
    const isInside = at[0] >= frame.left && at[0] <= frame.right && at[1] >= frame.top && at[1] <= frame.bottom;
    return svg`
      ${renderXAxis(across, frame, axisTicks(x, most), (tick) => tickText(x.quantity, tick), this.name(x))}
      ${renderYAxis(up, frame, axisTicks(y, Math.floor((frame.bottom - frame.top) / 26)), (tick) => tickText(y.quantity, tick))}
      <rect class="border" x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} />
      ${
        isInside
          ? svg`<g
          class="dot"
          role="slider"
          tabindex="0"
          aria-label=${msg('This schedule on the map')}
          aria-valuemin=${x.from}
          aria-valuemax=${x.to}
          aria-valuenow=${x.now}
          aria-valuetext=${listed([x, y].map((axis) => `${this.name(axis)} ${quantityText(axis.quantity, axis.now)}`))}
          @keydown=${this.press}
        >
          <line class="cross" x1=${frame.left} x2=${frame.right} y1=${at[1]} y2=${at[1]} />
          <line class="cross" x1=${at[0]} x2=${at[0]} y1=${frame.top} y2=${frame.bottom} />
          <circle class="reach" r="16" cx=${at[0]} cy=${at[1]} />
          <circle class="grip" r="7" cx=${at[0]} cy=${at[1]} />
        </g>`
          : nothing
      }`;
  }

  private name({ quantity }: MapAxis): string {
    return quantityName(quantity, this.growth.choices.value.stages.length);
  }

  /** The theme's colours; the regions are the same hues as everywhere. */
  private colors(): MapColors {
    const style = getComputedStyle(this);
    const token = (name: string) => style.getPropertyValue(`--iso-${name}`).trim();
    return {
      best: token('growth'),
      size: token('line-strong'),
      none: token('limit'),
      line: token('text'),
      text: token('text'),
      ground: token('ground'),
      hatch: token('line-strong'),
    };
  }

  private pickSaving(event: Event): void {
    this.growth.choose({ saving: (event.target as HTMLSelectElement).value as SavingId });
  }

  private pickAxis(which: 'x' | 'y', event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    const quantity = mapQuantities.find((id) => id === value);
    const [x, y] = this.growth.axes.value;
    if (quantity) this.growth.choose({ x: x.quantity, y: y.quantity, [which]: quantity });
  }

  /** Moves the schedule to values of the two quantities, where there is such a schedule. */
  private moveTo(values: { readonly [Q in MapQuantity]?: number }): void {
    const { stages, eta } = this.growth.choices.value;
    const next = withQuantities(stages, eta, values);
    if (next) this.growth.choose(next);
  }

  private grab(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.renderRoot.querySelector<SVGElement>('.dot')?.focus({ preventScroll: true });
    this.isDragging = true;
    this.growth.hold(true);
    this.drag(event);
  }

  private drag(event: PointerEvent): void {
    if (!this.isDragging) return;
    const frame = mapFrame(this.size.width, this.size.height);
    const at = pointerIn(event);
    const [x, y] = this.growth.axes.value;
    const across = within(at.x, frame.left, frame.right);
    const up = within(at.y, frame.top, frame.bottom);
    this.moveTo({
      [x.quantity]: scaleOf(x, [frame.left, frame.right]).invert(across),
      [y.quantity]: scaleOf(y, [frame.bottom, frame.top]).invert(up),
    });
  }

  private release(): void {
    if (!this.isDragging) return;
    this.isDragging = false;
    this.growth.hold(false);
  }

  private press(event: KeyboardEvent): void {
    const move = MOVES[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const [which, direction] = move;
    const [x, y] = this.growth.axes.value;
    const axis = which === 'x' ? x : y;
    const scale = scaleOf(axis, [0, 1]);
    const next = within(scale(axis.now) + direction * (event.shiftKey ? STEP.large : STEP.small), 0, 1);
    this.moveTo({ [axis.quantity]: scale.invert(next) });
  }
}

const MOVES: Partial<Record<string, readonly ['x' | 'y', 1 | -1]>> = {
  ArrowLeft: ['x', -1],
  ArrowRight: ['x', 1],
  ArrowUp: ['y', 1],
  ArrowDown: ['y', -1],
};

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/** The frame of the map in a plot of a size. */
function mapFrame(width: number, height: number): Frame {
  return { left: 44, right: Math.max(width - 10, 60), top: 8, bottom: Math.max(height - 36, 30) };
}

function scaleOf({ from, to, isLog }: MapAxis, range: readonly [number, number]): Scale {
  return isLog ? logScale([from, to], range) : scaleLinear([from, to], [...range]);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-growth-map': IsoGrowthMap;
  }
}
