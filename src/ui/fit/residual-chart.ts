import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { area } from 'd3-shape';
import { msg, str } from '@lit/localize';
import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { type FitState, noiseKinds } from '../../state/fit';
import { type Scale, decades, frameOf, logScale, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { pointerIn } from '../controls/pointer';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { formatDecade, formatPower } from '../controls/value';
import { type FitCharts, residualAxes } from '../../state/fit-charts';
import { StoreElement } from '../store-element';
import { renderLeft, runStyles } from './fit-styles';
import { type RunsAndFit, dots, nearest, residualsOf, spanOf } from './points';

type Axis = FitCharts['residuals'];

/** What residuals are drawn against. */
const AXES: Readonly<Record<Axis, string>> = {
  N: msg('parameters N'),
  D: msg('tokens D'),
  C: msg('compute C, FLOP'),
  fitted: msg('fitted loss, nat/token'),
};

/** What the scatter may follow, as it is chosen. */
const NOISE = { constant: msg('constant'), compute: msg('by compute'), loss: msg('by loss') } as const;

/** Where the runs lie off the law: a trend here is a law of the wrong form. */
@customElement('iso-fit-residual-chart')
export class IsoFitResidualChart extends StoreElement {
  static override styles = [
    shared,
    chartStyles,
    runStyles,
    css`
      .plot {
        min-block-size: 8rem;
      }
      .scatter {
        fill: var(--iso-quiet);
        opacity: 0.12;
      }
    `,
  ];

  /** What is shown. */
  @property({ attribute: false }) fit!: FitState;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  private get against(): Axis {
    return this.store.fitCharts.value.residuals;
  }

  override render() {
    const [runs, fit] = [this.fit.runs.value, this.fit.fit.value];
    const isReady = runs && fit?.law && this.size.width > 0;
    const axis = AXES[this.against];
    const { fitCharts } = this.store;
    const against = html`<select
      @change=${(event: Event) => (fitCharts.value = { ...fitCharts.value, residuals: (event.target as HTMLSelectElement).value as Axis })}
    >
      ${residualAxes.map((id) => html`<option value=${id} ?selected=${id === this.against}>${AXES[id]}</option>`)}
    </select>`;
    const noise = html`<select
      @change=${(event: Event) => this.fit.change({ noise: (event.target as HTMLSelectElement).value as (typeof noiseKinds)[number] })}
    >
      ${noiseKinds.map((kind) => html`<option value=${kind} ?selected=${kind === this.fit.choices.value.noise}>${NOISE[kind]}</option>`)}
    </select>`;
    return html`<div class="head">
        <h2>${msg('Residuals')} <small>${msg('loss over the law’s, %')}</small></h2>
        <label class="note">${msg(html`against ${against}`)}</label>
        <label class="note">${msg(html`noise ${noise}`)}</label>
      </div>
      <div class="plot">
        <svg
          role="img"
          aria-label=${msg(str`How far each run lies off the law, in percent, against ${axis}.`)}
          @pointermove=${this.point}
          @pointerleave=${() => (this.fit.pointed.value = undefined)}
        >
          ${isReady ? this.plot({ runs, fit }) : nothing}
        </svg>
      </div>`;
  }

  private column({ runs, fit }: RunsAndFit): Float64Array {
    return this.against === 'fitted' ? (fit?.predicted ?? new Float64Array()) : runs[this.against];
  }

  private scales(data: RunsAndFit): { readonly x: Scale; readonly y: ScaleLinear<number, number> } {
    const frame = frameOf(this.size.width, this.size.height);
    const isLog = this.against !== 'fitted';
    const span = spanOf(this.column(data), isLog);
    // runs that are left out may lie far away, and would flatten the rest
    const kept = residualsOf(data).filter((_, i) => data.runs.isLeft[i] === 0);
    const most = kept.reduce((top, value) => Math.max(top, Math.abs(value) || 0), 0.001) * 110;
    return {
      x: isLog ? logScale(span, [frame.left, frame.right]) : scaleLinear(span, [frame.left, frame.right]),
      y: scaleLinear([-most, most], [frame.bottom, frame.top]),
    };
  }

  private places(data: RunsAndFit): readonly (readonly [number, number])[] {
    const { x, y } = this.scales(data);
    const residuals = residualsOf(data);
    return [...this.column(data)].map((value, i) => [x(value), y(residuals[i]! * 100)] as const);
  }

  private plot(data: RunsAndFit) {
    const { x, y } = this.scales(data);
    const frame = frameOf(this.size.width, this.size.height);
    const at = this.fit.pointed.value;
    const residual = at === undefined ? Number.NaN : residualsOf(data)[at]! * 100;
    const ticks = this.against === 'fitted' ? (x as ScaleLinear<number, number>).ticks(6) : decades(x as ReturnType<typeof logScale>, 40);
    const format = this.against === 'fitted' ? String : this.against === 'C' ? formatPower : formatDecade;
    return svg`
      <clipPath id="inside"><rect x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} /></clipPath>
      ${guard([data.runs, data.fit, this.against, this.fit.choices.value.noise, this.size.width, this.size.height], () => {
        const places = this.places(data);
        const left = dots(places.filter((_, i) => data.runs.isLeft[i] === 1));
        return svg`${renderXAxis(x, frame, ticks, format, AXES[this.against])}
          ${renderYAxis(y, frame, y.ticks(4), (tick) => (tick > 0 ? `+${tick}` : String(tick).replace('-', '−')))}
          ${this.scatter(data, x, y)}
          <line class="zero" x1=${frame.left} x2=${frame.right} y1=${y(0)} y2=${y(0)} />
          <g clip-path="url(#inside)">
            ${renderLeft(left, data.runs)}
            <path class="runs" d=${dots(places.filter((_, i) => data.runs.isLeft[i] === 0))} />
          </g>`;
      })}
      ${at === undefined || Number.isNaN(residual) ? nothing : svg`<circle class="hover" r="6" cx=${x(this.column(data)[at]!)} cy=${y(residual)} />`}`;
  }

  /** Where 80 % of runs lie by the noise model; drawn against what it follows, and against anything where it is constant. */
  private scatter({ fit }: RunsAndFit, x: Scale, y: ScaleLinear<number, number>) {
    const noise = fit?.noise.find(({ by }) => by === this.fit.choices.value.noise);
    const follows = { constant: this.against, compute: 'C', loss: 'fitted' } as const;
    if (!noise || follows[noise.by] !== this.against) return nothing;
    const [from, to] = x.domain() as [number, number];
    const steps = Array.from({ length: 41 }, (_, i) => from * (to / from) ** (i / 40));
    const sigma = (value: number) => 100 * noise.sigma * (noise.by === 'constant' ? 1 : (value / noise.center) ** noise.power);
    const band = area<number>()
      .x((value) => x(value))
      .y0((value) => y(sigma(value) * noise.interval[0]))
      .y1((value) => y(sigma(value) * noise.interval[1]));
    return svg`<path class="scatter" clip-path="url(#inside)" d=${band(steps) ?? ''} />`;
  }

  private point(event: PointerEvent): void {
    const runs = this.fit.runs.value;
    if (!runs || !this.fit.fit.value?.law) return;
    const { x, y } = pointerIn(event);
    this.fit.pointed.value = nearest(this.places({ runs, fit: this.fit.fit.value }), x, y);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-fit-residual-chart': IsoFitResidualChart;
  }
}
