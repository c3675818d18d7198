import { scaleLinear } from 'd3-scale';
import { msg, str } from '@lit/localize';
import { html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatScientific } from '../../quantities/format';
import type { FitState } from '../../state/fit';
import { decades, frameOf, logScale, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { formatPower } from '../controls/value';
import { StoreElement } from '../store-element';
import { runStyles } from './fit-styles';
import { dots, spanOf } from './points';

/** The check that an extrapolation must pass: the smaller half of the budgets is fitted, the larger half predicted. */
@customElement('iso-fit-forecast-chart')
export class IsoFitForecastChart extends StoreElement {
  static override styles = [shared, chartStyles, runStyles];

  /** What is shown. */
  @property({ attribute: false }) fit!: FitState;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  override render() {
    const windows = this.fit.validation.value?.windows ?? [];
    const about = windows
      .map(({ fitted, predicted, rms }) => {
        const percent = (rms * 100).toFixed(2);
        return msg(str`${fitted} runs fitted miss the other ${predicted} by ${percent} percent.`);
      })
      .join(' ');
    return html`<div class="head">
        <h2>${msg('Large runs, predicted')} <small>${msg('from small ones, % off')}</small></h2>
      </div>
      <div class="plot">
        <svg role="img" aria-label=${msg(str`Extrapolation check. ${about}`)}>${this.size.width > 0 ? this.plot() : nothing}</svg>
      </div>`;
  }

  private plot() {
    const forecast = this.fit.validation.value?.forecast;
    const runs = this.fit.runs.value;
    if (!forecast || !runs) return nothing;
    const frame = frameOf(this.size.width, this.size.height);
    const x = logScale(spanOf(runs.C, true), [frame.left, frame.right]);
    const most = forecast.error.reduce((top, value) => Math.max(top, Math.abs(value)), 0.002) * 110;
    const y = scaleLinear([-most, most], [frame.bottom, frame.top]);
    const edge = x(forecast.edge);
    const isLeft = edge < frame.left + 110;
    const largest = formatScientific(forecast.edge, 2);
    return svg`
      ${renderXAxis(x, frame, decades(x, 40), formatPower, msg('budget C, FLOP'))}
      ${renderYAxis(y, frame, y.ticks(4), (tick) => (tick > 0 ? `+${tick}` : String(tick).replace('-', '−')))}
      <line class="zero" x1=${frame.left} x2=${frame.right} y1=${y(0)} y2=${y(0)} />
      <line class="cursor" x1=${edge} x2=${edge} y1=${frame.top} y2=${frame.bottom} />
      <text x=${edge + (isLeft ? 6 : -6)} y=${frame.top + 12} text-anchor=${isLeft ? 'start' : 'end'}>${msg(str`fitted to ${largest}`)}</text>
      <path class="runs" d=${dots([...forecast.C].map((C, i) => [x(C), y(forecast.error[i]! * 100)] as const))} />`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-fit-forecast-chart': IsoFitForecastChart;
  }
}
