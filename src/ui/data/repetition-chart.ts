import { msg, str } from '@lit/localize';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { css, html, nothing, svg } from 'lit';
import { customElement } from 'lit/decorators.js';
import { REPETITION_DECAY } from '../../model/corpus/funnel';
import { FREE_EPOCHS, LAST_EPOCHS, formatShare, formatTimes } from '../../model/corpus/supply';
import { worthOfRepeats } from '../../model/repetition';
import { logSpace } from '../../state/curves';
import { type Frame, frameOf, logScale, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import '../help/term';
import { StoreElement } from '../store-element';

const EPOCHS = [1, 100] as const;
const curve = logSpace(EPOCHS[0], EPOCHS[1], 80);
const worth = (epochs: number) => worthOfRepeats(epochs, REPETITION_DECAY);

/** What repeating unique tokens is worth in new ones, D'/U against epochs, with the epochs of the answer. */
@customElement('iso-repetition-chart')
export class IsoRepetitionChart extends StoreElement {
  static override styles = [
    shared,
    chartStyles,
    css`
      .if-new {
        stroke: var(--iso-line-strong);
        stroke-dasharray: 2 4;
      }
      .curve {
        stroke: var(--iso-text);
      }
      .place {
        fill: var(--iso-ground);
        stroke: var(--iso-text);
        stroke-width: 1.5;
      }
    `,
  ];

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  override render() {
    const { epochs, worth: share } = this.store.data.supply.value;
    const about = msg(
      str`Worth of repeats in new tokens against epochs: ${formatTimes(epochs)} epochs are worth ${formatShare(share)} of new tokens.`,
    );
    return html`<h2>
        <iso-term of="repetition">${msg('Worth of repetition D′/U')}</iso-term> <small>${msg('passes’ worth of new tokens')}</small>
      </h2>
      <div class="plot">
        <svg role="img" aria-label=${about}>${this.size.width > 0 ? this.plot(frameOf(this.size.width, this.size.height)) : nothing}</svg>
      </div>`;
  }

  private plot(frame: Frame) {
    const x = logScale(EPOCHS, [frame.left, frame.right]);
    const y = scaleLinear([0, 18], [frame.bottom, frame.top]);
    const path = line<number>(x, (epochs) => y(worth(epochs)));
    const asNew = line<number>(x, y);
    const { epochs } = this.store.data.supply.value;
    const here = Math.min(Math.max(epochs, EPOCHS[0]), EPOCHS[1]);
    const isRight = x(here) > frame.right - 90;
    return svg`
      <clipPath id="inside"><rect x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} /></clipPath>
      ${renderXAxis(x, frame, [1, 2, 4, 8, 16, 32, 64], String, msg('epochs D/U'))}
      ${renderYAxis(y, frame, [0, 4, 8, 12, 16], String)}
      <g clip-path="url(#inside)">
        <path class="line if-new" d=${asNew(curve) ?? ''} />
        <path class="line curve" d=${path(curve) ?? ''} />
        <line class="cursor" x1=${x(here)} x2=${x(here)} y1=${y(worth(here))} y2=${frame.bottom} />
      </g>
      <text x=${x(9)} y=${y(16)} text-anchor="end">${msg('as if new')}</text>
      <text x=${frame.right} y=${y(worth(EPOCHS[1])) - 6} text-anchor="end">${msg(str`at most ${(1 + REPETITION_DECAY).toFixed(1)}`)}</text>
      ${[FREE_EPOCHS, LAST_EPOCHS].map(
        (mark) => svg`<circle class="place" r="4" cx=${x(mark)} cy=${y(worth(mark))} />
        <text x=${x(mark) + 9} y=${y(worth(mark)) + 14}>${msg(str`${mark} epochs: ${formatShare(worth(mark) / mark)}`)}</text>`,
      )}
      <circle class="mark" r="6" cx=${x(here)} cy=${y(worth(here))} />
      <text class="mark-text" x=${x(here) + (isRight ? -10 : 10)} y=${y(worth(here)) - 8} text-anchor=${isRight ? 'end' : 'start'}>
        ${epochs < 1 ? msg('no repeats') : msg(str`${formatTimes(epochs)} epochs`)}
      </text>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-repetition-chart': IsoRepetitionChart;
  }
}
