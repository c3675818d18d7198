import { msg, str } from '@lit/localize';
import { scaleLinear } from 'd3-scale';
import { css, html, nothing, svg } from 'lit';
import { customElement } from 'lit/decorators.js';
import { listed } from '../../locales/lists';
import { said } from '../../locales/said';
import { CHANCE_SCORE, publishedScores } from '../../model/skill/scores';
import { type Frame, frameOf, logScale, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { formatPower } from '../controls/value';
import { StoreElement } from '../store-element';

/** Budgets of the published runs. */
const SPAN = [1e22, 1e25] as const;

/** Published scores against published compute: facts, with no curve through them. */
@customElement('iso-scores-chart')
export class IsoScoresChart extends StoreElement {
  static override styles = [
    shared,
    chartStyles,
    css`
      .chance {
        stroke: var(--iso-line-strong);
        stroke-dasharray: 4 3;
      }
      .score {
        fill: var(--iso-text);
      }
    `,
  ];

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  override render() {
    const scores = listed(publishedScores.map(({ name, score }) => msg(str`${name} ${score} percent`)));
    const about = msg(str`MMLU of ${scores}.`);
    return html`<h2>${msg('Published: MMLU')} <small>${msg('%, dots only')}</small></h2>
      <div class="plot">
        <svg role="img" aria-label=${about}>${this.size.width > 0 ? this.plot(frameOf(this.size.width, this.size.height)) : nothing}</svg>
      </div>`;
  }

  private plot(frame: Frame) {
    const x = logScale(SPAN, [frame.left, frame.right]);
    const y = scaleLinear([20, 80], [frame.bottom, frame.top]);
    const C = this.store.C.value;
    return svg`
      ${renderXAxis(x, frame, [1e22, 1e23, 1e24, 1e25], formatPower, msg('training compute, FLOP'))}
      ${renderYAxis(y, frame, [20, 40, 60, 80], String)}
      ${C >= SPAN[0] && C <= SPAN[1] ? svg`<line class="cursor" x1=${x(C)} x2=${x(C)} y1=${frame.top} y2=${frame.bottom} />` : nothing}
      <line class="chance" x1=${frame.left} x2=${frame.right} y1=${y(CHANCE_SCORE)} y2=${y(CHANCE_SCORE)} />
      <text x=${frame.right} y=${y(CHANCE_SCORE) - 5} text-anchor="end">${msg('chance')}</text>
      ${publishedScores.map(({ name, C: spent, score, source }) => {
        const isLeft = x(spent) > frame.left + 0.4 * (frame.right - frame.left);
        return svg`<circle class="score" r="4" cx=${x(spent)} cy=${y(score)}><title>${said(source)}</title></circle>
          <text x=${x(spent) + (isLeft ? -9 : 9)} y=${y(score)} dy="0.32em" text-anchor=${isLeft ? 'end' : 'start'}>${name} ${score}</text>`;
      })}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-scores-chart': IsoScoresChart;
  }
}
