import { area, line } from 'd3-shape';
import { html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatCount } from '../../quantities/format';
import type { FitState, FrontierPoint } from '../../state/fit';
import { decades, frameOf, logScale, renderOutside, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { formatDecade, formatPower, formatValue } from '../controls/value';
import { StoreElement } from '../store-element';
import { runStyles } from './fit-styles';
import { dots, spanOf } from './points';

/** How far beyond the runs the frontier is drawn, as a factor of the budget. */
const BEYOND = 1e5;

/** The frontier that the fit extrapolates, with its band; the budgets of the runs are those that are not hatched. */
@customElement('iso-fit-frontier-chart')
export class IsoFitFrontierChart extends StoreElement {
  static override styles = [shared, chartStyles, runStyles];

  /** What is shown. */
  @property({ attribute: false }) fit!: FitState;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  override render() {
    const answer = this.fit.answer.value;
    const about = answer ? `${formatCount(answer.N)} at ${formatValue('C', answer.C)}.` : 'No fit yet.';
    return html`<div class="head">
        <h2>Optimal N*(C) <small>hatched: beyond the runs</small></h2>
      </div>
      <div class="plot">
        <svg role="img" aria-label="Extrapolated frontier with its band. ${about}">${this.size.width > 0 ? this.plot() : nothing}</svg>
      </div>`;
  }

  private plot() {
    const runs = this.fit.runs.value;
    const frontier = this.fit.frontier.value;
    const answer = this.fit.answer.value;
    if (!runs || frontier.length === 0) return nothing;
    const frame = frameOf(this.size.width, this.size.height);
    const [low, high] = spanOf(
      runs.C.filter((_, i) => runs.isLeft[i] === 0),
      true,
      0,
    );
    const span = [Math.min(low, answer?.C ?? low) / 3, Math.max(high * BEYOND, (answer?.C ?? high) * 10)] as const;
    const inside = frontier.filter(({ C }) => C >= span[0] / 2 && C <= span[1] * 2);
    const x = logScale(span, [frame.left, frame.right]);
    const y = logScale(spanOf([...inside.map(({ N }) => N), ...runs.N], true), [frame.bottom, frame.top]);
    const path = line<FrontierPoint>(
      ({ C }) => x(C),
      ({ N }) => y(N),
    );
    const band = this.fit.choices.value.approach === '3' ? (this.fit.draws.value?.band ?? []) : [];
    const between = area<(typeof band)[number]>()
      .x(({ C }) => x(C))
      .y0(({ N }) => y(N[0]))
      .y1(({ N }) => y(N[1]));
    const minima = this.fit.choices.value.approach === '2' ? (this.fit.fit.value?.isoflop?.minima ?? []) : [];
    return svg`
      <clipPath id="inside"><rect x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} /></clipPath>
      ${renderXAxis(x, frame, decades(x, 40), formatPower, 'budget C, FLOP')}
      ${renderYAxis(y, frame, decades(y, 22), formatDecade)}
      ${renderOutside(x, frame, [low, high], 'outside')}
      <g clip-path="url(#inside)">
        <path class="runs" style="stroke-width: 3; opacity: 0.5" d=${dots([...runs.C].map((C, i) => [x(C), y(runs.N[i]!)] as const))} />
        <path class="band" d=${between([...band]) ?? ''} />
        <path class="line optimal" d=${path(inside) ?? ''} />
        ${minima.map(({ C, N }) => svg`<circle class="mark" r="4" cx=${x(C)} cy=${y(N)} />`)}
        ${answer ? svg`<line class="cursor" x1=${x(answer.C)} x2=${x(answer.C)} y1=${frame.top} y2=${frame.bottom} /><circle class="mark" r="6" cx=${x(answer.C)} cy=${y(answer.N)} />` : nothing}
      </g>
      ${answer ? svg`<text class="mark-text" x=${x(answer.C) - 10} y=${y(answer.N) - 8} text-anchor="end">${formatCount(answer.N)}</text>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-fit-frontier-chart': IsoFitFrontierChart;
  }
}
