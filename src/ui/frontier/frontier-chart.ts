import { area, line } from 'd3-shape';
import type { ScaleLogarithmic } from 'd3-scale';
import { type TemplateResult, css, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import type { Configuration } from '../../model/configuration';
import { type Optimum, optimum } from '../../model/optimum';
import { formatCount, formatScientific } from '../../quantities/format';
import { quantities } from '../../quantities/registry';
import { BUDGET_RANGE, roundBudget } from '../../state/budget';
import { computeOf } from '../../state/curves';
import { type Model, models } from '../../state/models';
import type { BandPoint } from '../../state/spread';
import { type Frame, decades, frameOf, logScale, renderHover, renderOutside, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { pointerIn } from '../controls/pointer';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { formatDecade, formatPower, formatValue } from '../controls/value';
import { StoreElement } from '../store-element';

/** Values that the vertical axis spans: every published model, and the frontier of every law that is close to them. */
const SPAN = { N: [1e7, 1e13], D: [1e8, 1e14] } as const;

/** How near, in pixels, the pointer takes hold of a model. */
const REACH = 9;

interface Scales {
  readonly frame: Frame;
  readonly x: ScaleLogarithmic<number, number>;
  readonly y: ScaleLogarithmic<number, number>;
}

/** The frontier N*(C) or D*(C) on log-log axes with its band of uncertainty, published models as dots. Its cursor is the budget and can be dragged. */
@customElement('iso-frontier-chart')
export class IsoFrontierChart extends StoreElement {
  static override styles = [
    shared,
    chartStyles,
    css`
      svg {
        cursor: ew-resize;
      }
      path {
        transition: d var(--iso-motion);
      }
      .band {
        animation: appear var(--iso-motion);
      }
      @keyframes appear {
        from {
          opacity: 0;
        }
      }
    `,
  ];

  /** What is drawn against the budget. */
  @property() quantity: 'N' | 'D' = 'N';

  @state() private isDragging = false;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  override render() {
    const { optimum: found } = this.store.answer.value;
    const { label } = quantities[this.quantity];
    const about = `Optimal ${label} against compute budget; ${formatCount(found[this.quantity])} at ${formatValue('C', found.C)}. Dots are published models.`;
    return html`<h2>Optimal ${label} ${this.quantity}*(C) ${this.caption()}</h2>
      <div class="plot">
        <svg
          role="img"
          aria-label=${about}
          @pointerdown=${this.grab}
          @pointermove=${this.point}
          @pointerup=${this.release}
          @pointercancel=${this.release}
          @pointerleave=${this.leave}
        >
          ${this.size.width > 0 ? this.plot(this.scales()) : nothing}
        </svg>
      </div>`;
  }

  /** What the dots are, or what stands under the pointer. */
  private caption(): TemplateResult {
    const hover = this.store.hover.value;
    if (!hover) return html`<small>dots: models</small>`;
    return html`<small>${formatCount(hover[this.quantity])} at ${formatScientific(this.budgetOf(hover), 2)}</small>`;
  }

  private scales(): Scales {
    const frame = frameOf(this.size.width, this.size.height);
    return { frame, x: logScale(BUDGET_RANGE, [frame.left, frame.right]), y: logScale(SPAN[this.quantity], [frame.bottom, frame.top]) };
  }

  private plot(scales: Scales) {
    const { frame, x, y } = scales;
    const { quantity } = this;
    const { optimum: found, frontier } = this.store.answer.value;
    const compared = this.store.compared.value;
    const bands = [this.store.spread.band.value, this.store.comparedSpread.band.value] as const;
    const cursor = x(found.C);
    const isRight = cursor > frame.right - 56;
    return svg`
      <clipPath id="inside"><rect x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} /></clipPath>
      ${guard([quantity, this.size.width, this.size.height, frontier, compared?.frontier, ...bands], () => this.ground(scales, bands))}
      <g clip-path="url(#inside)">
        <line class="cursor" x1=${cursor} x2=${cursor} y1=${frame.top} y2=${frame.bottom} />
        ${compared ? svg`<circle class="mark other" r="5" cx=${cursor} cy=${y(compared.optimum[quantity])} />` : nothing}
        <circle class="mark" r="6" cx=${cursor} cy=${y(found[quantity])} />
      </g>
      <text class="mark-text" x=${cursor + (isRight ? -10 : 10)} y=${y(found[quantity]) + 16} text-anchor=${isRight ? 'end' : 'start'}>
        ${formatCount(found[quantity])}
      </text>
      ${this.hovered(scales)}`;
  }

  /** What stays while the budget moves: axes, models, bands, frontiers. */
  private ground({ frame, x, y }: Scales, [band, comparedBand]: readonly (readonly BandPoint[] | undefined)[]) {
    const { quantity } = this;
    const { frontier, fitted } = this.store.answer.value;
    const compared = this.store.compared.value;
    const path = line<Optimum>(
      ({ C }) => x(C),
      (point) => y(point[quantity]),
    );
    const between = area<BandPoint>()
      .x(({ C }) => x(C))
      .y0((point) => y(point[quantity][0]))
      .y1((point) => y(point[quantity][1]));
    return svg`
      ${renderXAxis(x, frame, decades(x, 40), formatPower, 'budget C, FLOP')}
      ${renderYAxis(y, frame, decades(y, 22), formatDecade)}
      ${renderOutside(x, frame, fitted, 'outside')}
      <g clip-path="url(#inside)">
        ${models.map((model) => svg`<circle class="model" r="2.5" cx=${x(this.budgetOf(model))} cy=${y(model[quantity])} />`)}
        ${comparedBand ? svg`<path class="band other" d=${between(comparedBand) ?? ''} />` : nothing}
        ${compared ? svg`<path class="line compared" d=${path(compared.frontier) ?? ''} />` : nothing}
        ${band ? svg`<path class="band" d=${between(band) ?? ''} />` : nothing}
        <path class="line optimal" d=${path(frontier) ?? ''} />
      </g>`;
  }

  private hovered({ frame, x, y }: Scales) {
    const hover = this.store.hover.value;
    return !hover || this.isDragging ? nothing : renderHover(frame, x(this.budgetOf(hover)), y(hover[this.quantity]));
  }

  /** The budget of a configuration, as the law's scenario has it. */
  private budgetOf(configuration: Configuration): number {
    return computeOf(this.store.shownLaw.value, configuration);
  }

  private budgetAt(event: PointerEvent): number {
    const { frame, x } = this.scales();
    return roundBudget(x.invert(Math.min(Math.max(pointerIn(event).x, frame.left), frame.right)));
  }

  private modelAt(event: PointerEvent): Model | undefined {
    const { x, y } = this.scales();
    const pointer = pointerIn(event);
    const away = (model: Model) => Math.hypot(x(this.budgetOf(model)) - pointer.x, y(model[this.quantity]) - pointer.y);
    const [nearest] = models.map((model) => ({ model, distance: away(model) })).toSorted((a, b) => a.distance - b.distance);
    return nearest && nearest.distance < REACH ? nearest.model : undefined;
  }

  private grab(event: PointerEvent): void {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.isDragging = true;
    this.store.hover.value = undefined;
    this.store.C.value = this.budgetAt(event);
  }

  private point(event: PointerEvent): void {
    if (this.isDragging) this.store.C.value = this.budgetAt(event);
    else this.store.hover.value = this.modelAt(event) ?? optimum(this.store.shownLaw.value, this.budgetAt(event));
  }

  private release(): void {
    this.isDragging = false;
  }

  private leave(): void {
    this.store.hover.value = undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-frontier-chart': IsoFrontierChart;
  }
}
