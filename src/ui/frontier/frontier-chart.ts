import { msg, str } from '@lit/localize';
import { area, line } from 'd3-shape';
import type { ScaleLogarithmic } from 'd3-scale';
import { type TemplateResult, css, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { said } from '../../locales/said';
import type { Configuration } from '../../model/configuration';
import type { Law } from '../../model/laws';
import { optimum } from '../../model/optimum';
import { formatCount, formatScientific } from '../../quantities/format';
import { type ChartId, chartIds, charts } from '../../state/charts';
import { BUDGET_RANGE, roundBudget } from '../../state/budget';
import { computeOf, learningCurve } from '../../state/curves';
import { type Model, models } from '../../state/models';
import { PICTURE } from '../../state/picture';
import type { BandPoint } from '../../state/spread';
import type { ComparedCurve } from '../../state/store';
import type { CurvePoint } from '../../state/subjects';
import { readPoint } from '../../state/reading';
import {
  type Frame,
  decades,
  frameOf,
  logScale,
  lossTicks,
  renderCut,
  renderHover,
  renderOutside,
  renderXAxis,
  renderYAxis,
} from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { comparedStyle } from '../controls/compared';
import { type PixelPoint, placeEndLabels } from '../controls/end-labels';
import { pointerIn } from '../controls/pointer';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { formatDecade, formatPower, formatValue } from '../controls/value';
import { StoreElement } from '../store-element';

/** Values that the vertical axis spans: every published model, and the frontier of every law that is close to them. Losses follow the law. */
const SPANS = { N: [1e7, 1e13], D: [1e8, 1e14], tokensPerParameter: [0.1, 1e5] } as const;

/** How near, in pixels, the pointer takes hold of a model. */
const REACH = 9;

/** Sizes whose learning curves are drawn: one each decade of the picture. */
const LEARNING_SIZES = decadesBetween(PICTURE.N[0], PICTURE.N[1]);

/** Room that the name of a size takes, in pixels. */
const SIZE_NAME = 38;

interface Scales {
  readonly frame: Frame;
  readonly x: ScaleLogarithmic<number, number>;
  readonly y: ScaleLogarithmic<number, number>;
}

/**
 * One thing against the budget on log-log axes: N*(C), D*(C), tokens per parameter, L*(C), or the learning curves of fixed sizes under
 * their envelope. With bands of uncertainty, what is compared, and published models as dots. Its cursor is the budget and can be dragged.
 */
@customElement('iso-frontier-chart')
export class IsoFrontierChart extends StoreElement {
  static override styles = [
    shared,
    chartStyles,
    css`
      svg.plot-area {
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
      /* of one line: what stands beside the title comes where it has room as a whole */
      h2 {
        display: flex;
        flex-wrap: wrap;
        gap: 0.75rem 0.375rem;
        align-items: baseline;
        block-size: calc(1.45em + 0.5rem);
        overflow: clip;
        /* room for the outline of what has the focus */
        margin: -0.25rem;
        padding: 0.25rem;
      }
      .pick {
        position: relative;
        flex: none;
        border-block-end: 1px dotted var(--iso-line-strong);
        line-height: 1.25;
      }
      .pick:hover {
        border-block-end-color: var(--iso-text);
      }
      .pick:focus-within {
        outline: 2px solid var(--iso-optimal);
        outline-offset: 3px;
        border-radius: 2px;
      }
      .pick svg {
        position: static;
        inline-size: 0.6em;
        block-size: auto;
        margin-inline-start: 0.3em;
        fill: none;
        stroke: var(--iso-quiet);
        stroke-width: 2.5;
      }
      .pick select {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        opacity: 0;
        font-size: 1rem;
        cursor: pointer;
      }
      .pick option {
        background: var(--iso-panel);
        color: var(--iso-text);
      }
      .learning {
        stroke-width: 1;
      }
      .now {
        stroke: var(--iso-optimal);
        stroke-width: 1.25;
        stroke-dasharray: 3 3;
      }
    `,
  ];

  /** Which of the two charts it is. */
  @property({ type: Number }) place: 0 | 1 = 0;

  @state() private isDragging = false;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  private get chart(): ChartId {
    return this.store.charts.value[this.place];
  }

  /** Whether the vertical axis is a loss. */
  private get isLoss(): boolean {
    return this.chart === 'loss' || this.chart === 'learning';
  }

  override render() {
    const { optimum: found } = this.store.answer.value;
    const { label, value } = charts[this.chart];
    const [reading, budget] = [this.text(value(found)), formatValue('C', found.C)];
    const about = this.isLoss
      ? msg(str`${label} against compute budget; ${reading} at ${budget}.`)
      : msg(str`${label} against compute budget; ${reading} at ${budget}. Dots are published models.`);
    return html`<h2>${this.picker()} ${this.caption()}</h2>
      <div class="plot">
        <svg
          class="plot-area"
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

  /** The title, which is also what changes it: a native select lies invisibly over it. */
  private picker(): TemplateResult {
    const what = this.place === 0 ? msg('What the second chart shows') : msg('What the third chart shows');
    return html`<span class="pick"
      >${charts[this.chart].label}<svg viewBox="0 0 12 8" aria-hidden="true"><path d="M1 1.5l5 5 5-5" /></svg
      ><select aria-label=${what} .value=${this.chart} @change=${this.pick}>
        ${chartIds.map((id) => html`<option value=${id} ?selected=${id === this.chart}>${charts[id].label}</option>`)}
      </select></span
    >`;
  }

  /** What is drawn beside the lines, or what stands under the pointer. */
  private caption(): TemplateResult {
    const hover = this.store.hover.value;
    if (!hover)
      return html`<small>${this.chart === 'learning' ? msg('at fixed N') : this.isLoss ? 'nat/token' : msg('dots: models')}</small>`;
    const [reading, at] = [this.text(this.readingOf(hover)), formatScientific(this.budgetOf(hover), 2)];
    return html`<small>${msg(str`${reading} at ${at}`)}</small>`;
  }

  private text(value: number | undefined): string {
    if (value === undefined) return '–';
    return this.isLoss ? value.toFixed(3) : formatCount(value);
  }

  /** What the chart reads of a configuration under the chosen law. */
  private readingOf({ N, D }: { readonly N: number; readonly D: number }): number {
    const { C, loss } = readPoint(this.store.shownLaw.value, { N, D });
    return charts[this.chart].value({ C, N, D, loss }) ?? Number.NaN;
  }

  private scales(): Scales {
    const frame = frameOf(this.size.width, this.size.height);
    return { frame, x: logScale(BUDGET_RANGE, [frame.left, frame.right]), y: logScale(this.span(), [frame.bottom, frame.top]) };
  }

  private span(): readonly [number, number] {
    const { chart } = this;
    if (chart === 'N' || chart === 'D' || chart === 'tokensPerParameter') return SPANS[chart];
    const { answer, comparedCurves } = this.store;
    const curves: readonly (readonly CurvePoint[])[] = [answer.value.frontier, ...comparedCurves.value.map(({ points }) => points)];
    const losses = curves.flatMap((points) => points.flatMap(({ loss }) => (loss === undefined ? [] : [loss])));
    return [Math.min(...losses) * 0.97, Math.max(...losses) * (chart === 'learning' ? 1.25 : 1.05)];
  }

  private plot(scales: Scales) {
    const { frame, x, y } = scales;
    const { optimum: found, frontier } = this.store.answer.value;
    const { value } = charts[this.chart];
    const { compared, comparedCurves, comparedSpreads, spread } = this.store;
    const bands = [spread, ...comparedSpreads].map(({ band }) => band.value);
    const cursor = x(found.C);
    const isRight = cursor > frame.right - 56;
    const height = y(value(found) ?? Number.NaN);
    return svg`
      <clipPath id="inside"><rect x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} /></clipPath>
      ${guard([this.chart, this.size.width, this.size.height, frontier, comparedCurves.value, ...bands], () => this.ground(scales, bands))}
      <g clip-path="url(#inside)">
        <line class="cursor" x1=${cursor} x2=${cursor} y1=${frame.top} y2=${frame.bottom} />
        ${this.chart === 'learning' ? svg`<path class="line now" d=${this.learning(found.N, scales)} />` : nothing}
        ${compared.value.map((other) => {
          const at = value(other.optimum);
          return at === undefined
            ? nothing
            : svg`<circle class="mark other" style=${comparedStyle(other.slot)} r="4.5" cx=${cursor} cy=${y(at)} />`;
        })}
        <circle class="mark" r="6" cx=${cursor} cy=${height} />
      </g>
      <text class="mark-text" x=${cursor + (isRight ? -10 : 10)} y=${height + (this.isLoss ? -8 : 16)} text-anchor=${isRight ? 'end' : 'start'}>
        ${this.text(value(found))}
      </text>
      ${this.hovered(scales)}`;
  }

  /** What stays while the budget moves: axes, models, bands, learning curves, frontiers and their names. */
  private ground(scales: Scales, [band, ...others]: readonly (readonly BandPoint[] | undefined)[]) {
    const { frame, x, y } = scales;
    const { law, frontier, freeFrontier, walls, fitted } = this.store.answer.value;
    const compared = this.store.comparedCurves.value;
    const { value, interval } = charts[this.chart];
    const path = line<CurvePoint>()
      .defined((point) => value(point) !== undefined)
      .x(({ C }) => x(C))
      .y((point) => y(value(point) ?? Number.NaN));
    const between = area<BandPoint>()
      .x(({ C }) => x(C))
      .y0((point) => y(interval(point)[0]))
      .y1((point) => y(interval(point)[1]));
    return svg`
      ${renderXAxis(x, frame, decades(x, 40), formatPower, msg('budget C, FLOP'))}
      ${this.isLoss ? renderYAxis(y, frame, lossTicks(y, 18), String) : renderYAxis(y, frame, decades(y, 22), (tick) => (tick < 1 ? String(tick) : formatDecade(tick)))}
      ${renderOutside(x, frame, fitted, 'outside')}
      <g clip-path="url(#inside)">
        ${this.chart === 'learning' ? LEARNING_SIZES.map((N) => svg`<path class="line faint learning" d=${this.learning(N, scales)} />`) : nothing}
        ${this.isLoss ? nothing : models.map((model) => svg`<circle class="model" r="2.5" cx=${x(this.budgetOf(model))} cy=${y(value({ ...model, C: this.budgetOf(model) }) ?? Number.NaN)} />`)}
        ${compared.map(({ slot }) => {
          const of = others[slot];
          return of ? svg`<path class="band other" style=${comparedStyle(slot)} d=${between(of) ?? ''} />` : nothing;
        })}
        ${compared.map((curve) => this.comparedLine(curve, path))}
        ${band ? svg`<path class="band" d=${between(walls ? band.filter(({ C, N }) => C <= walls.budget && N[1] <= walls.N) : [...band]) ?? ''} />` : nothing}
        ${freeFrontier ? svg`<path class="line free" d=${path([...freeFrontier]) ?? ''} />` : nothing}
        ${walls && walls.budget < Infinity ? renderCut(frame, { x: x(walls.budget) }, 'cut-budget') : nothing}
        ${walls && walls.N < Infinity && this.chart === 'N' ? renderCut(frame, { y: y(walls.N) }, 'cut-size') : nothing}
        <path class="line optimal" d=${path([...frontier]) ?? ''} />
      </g>
      ${this.chart === 'learning' ? this.sizeNames(law, scales) : nothing}
      ${this.names(compared, scales)}`;
  }

  /** A compared line: dotted over all budgets, and drawn through where it was fitted or where nobody says. */
  private comparedLine({ points, fitted, slot }: ComparedCurve, path: (points: CurvePoint[]) => string | null) {
    const inside = fitted ? points.filter(({ C }) => C >= fitted[0] * 0.99 && C <= fitted[1] * 1.01) : points;
    return svg`<g style=${comparedStyle(slot)}>
      ${fitted ? svg`<path class="line compared beyond" d=${path([...points]) ?? ''} />` : nothing}
      <path class="line compared" d=${path([...inside]) ?? ''} />
    </g>`;
  }

  /** Names at the ends of compared lines, where there is room. */
  private names(compared: readonly ComparedCurve[], { frame, x, y }: Scales) {
    const { value } = charts[this.chart];
    const pixels = (points: readonly CurvePoint[]) =>
      points.flatMap((point): PixelPoint[] => {
        const at = value(point);
        return at === undefined ? [] : [[x(point.C), y(at)]];
      });
    const lines = compared.map(({ subject, points }) => ({ text: said(subject.label), points: pixels(points) }));
    return placeEndLabels(lines, [pixels(this.store.answer.value.frontier)], frame).map(
      ({ line: i, text, x: left, y: top, anchor }) =>
        svg`<text class="end-label" style=${comparedStyle(compared[i]!.slot)} x=${left} y=${top} text-anchor=${anchor}>${text}</text>`,
    );
  }

  private learning(N: number, { frame, x, y }: Scales): string {
    const path = line<CurvePoint>(
      ({ C }) => x(C),
      ({ loss }) => y(loss ?? Number.NaN),
    );
    // a little above the frame, so that the line leaves it
    const top = y.invert(frame.top - 20);
    return path(learningCurve(this.store.shownLaw.value, N).filter(({ loss }) => loss < top)) ?? '';
  }

  /** Sizes, each where its learning curve enters the frame; where they would touch, only some of them. */
  private sizeNames(law: Law, { frame, x, y }: Scales) {
    let free = frame.left + 8;
    return LEARNING_SIZES.map((N) => {
      const first = learningCurve(law, N).find(({ loss }) => y(loss) >= frame.top + 12);
      const left = first && x(first.C) + 3;
      if (left === undefined || left < free || left > frame.right - SIZE_NAME) return nothing;
      free = left + SIZE_NAME;
      return svg`<text x=${left} y=${frame.top + 10}>${formatDecade(N)}</text>`;
    });
  }

  private hovered({ frame, x, y }: Scales) {
    const hover = this.store.hover.value;
    return !hover || this.isDragging ? nothing : renderHover(frame, x(this.budgetOf(hover)), y(this.readingOf(hover)));
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
    if (this.isLoss) return undefined;
    const { x, y } = this.scales();
    const pointer = pointerIn(event);
    const away = (model: Model) => Math.hypot(x(this.budgetOf(model)) - pointer.x, y(this.readingOf(model)) - pointer.y);
    const [nearest] = models.map((model) => ({ model, distance: away(model) })).toSorted((a, b) => a.distance - b.distance);
    return nearest && nearest.distance < REACH ? nearest.model : undefined;
  }

  private pick(event: Event): void {
    const picked = (event.target as HTMLSelectElement).value as ChartId;
    const [first, second] = this.store.charts.value;
    this.store.charts.value = this.place === 0 ? [picked, second] : [first, picked];
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

function decadesBetween(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.round(Math.log10(to / from)) + 1 }, (_, i) => from * 10 ** i);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-frontier-chart': IsoFrontierChart;
  }
}
