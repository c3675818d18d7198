import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { msg, str } from '@lit/localize';
import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatStated } from '../../quantities/format';
import type { FitState } from '../../state/fit';
import { frameOf, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import '../help/term';
import { StoreElement } from '../store-element';
import { runStyles } from './fit-styles';
import { symbolOf } from './pair-chart';
import { spanOf } from './points';

/** Bound of the likelihood ratio for 80 %, one degree of freedom. */
const BOUND = 1.642374415;
const HIGHEST = 5.4;
/** How near to the frame's left edge, in pixels, the bound's name would hide the curve. */
const NAME = 90;

/** How much worse the runs are described as one coefficient is held elsewhere, all others fitted anew; with the interval of the resamples. */
@customElement('iso-fit-profile-chart')
export class IsoFitProfileChart extends StoreElement {
  static override styles = [
    shared,
    chartStyles,
    runStyles,
    css`
      .plot {
        min-block-size: 8rem;
      }
      .resamples {
        stroke: var(--iso-run-large);
        stroke-width: 4;
        stroke-linecap: round;
      }
      .name {
        paint-order: stroke;
        stroke: var(--iso-ground);
        stroke-width: 3px;
      }
    `,
  ];

  /** What is shown. */
  @property({ attribute: false }) fit!: FitState;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  override render() {
    const profiles = this.fit.profiles.value ?? [];
    const profile = this.profile();
    const choice = html`<select
      aria-label=${msg('Coefficient of the profile')}
      @change=${(event: Event) => this.choose((event.target as HTMLSelectElement).value)}
    >
      ${profiles.map(({ name }) => html`<option value=${name} ?selected=${name === profile?.name}>${symbolOf(name)}</option>`)}
    </select>`;
    return html`<div class="head">
        <h2><iso-term of="profile-likelihood">${msg('Profile likelihood')}</iso-term></h2>
        ${profile ? html`<label class="note">${msg(html`of ${choice}`)}</label>` : nothing}
      </div>
      <div class="plot">
        <svg role="img" aria-label=${profile ? aboutProfile(profile) : msg('Profile likelihood of a coefficient, not drawn.')}>
          ${profile && this.size.width > 0 ? this.plot(profile) : nothing}
        </svg>
        ${
          !profile && this.fit.phase.value === 'done'
            ? html`<p class="note">${msg('So many runs are not profiled; resamples speak for them.')}</p>`
            : nothing
        }
      </div>`;
  }

  private profile() {
    const profiles = this.fit.profiles.value;
    const chosen = this.store.fitCharts.value.profile;
    return profiles?.find(({ name }) => name === chosen) ?? profiles?.[0];
  }

  private choose(profile: string): void {
    const { fitCharts } = this.store;
    fitCharts.value = { ...fitCharts.value, profile };
  }

  private plot({ name, points, interval }: Profile) {
    const symbol = symbolOf(name);
    const frame = frameOf(this.size.width, this.size.height);
    const resampled = this.fit.draws.value?.spreads[name]?.interval;
    const span = spanOf([...points.filter(({ ratio }) => ratio <= HIGHEST * 1.2).map(({ value }) => value), ...(resampled ?? [])], false);
    const x = scaleLinear(span, [frame.left, frame.right]);
    const y = scaleLinear([0, HIGHEST], [frame.bottom, frame.top]);
    const path = line<(typeof points)[number]>(
      ({ value }) => x(value),
      ({ ratio }) => y(ratio),
    );
    const ends = interval.filter((end) => end !== undefined);
    const isRight = points.some(({ value, ratio }) => x(value) < frame.left + NAME && Math.abs(y(ratio) - y(BOUND)) < 16);
    return svg`
      <clipPath id="inside"><rect x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} /></clipPath>
      ${renderXAxis(x, frame, x.ticks(5), x.tickFormat(5), msg(str`${symbol}, and likelihood ratio`))}
      ${renderYAxis(y, frame, [0, 2, 4], String)}
      <g clip-path="url(#inside)">
        <line class="faint" x1=${frame.left} x2=${frame.right} y1=${y(BOUND)} y2=${y(BOUND)} />
        ${resampled ? svg`<line class="resamples" x1=${x(resampled[0])} x2=${x(resampled[1])} y1=${frame.bottom - 4} y2=${frame.bottom - 4}><title>${msg('80 % of the resamples')}</title></line>` : nothing}
        ${ends.map((end) => svg`<line class="cursor" x1=${x(end)} x2=${x(end)} y1=${y(BOUND)} y2=${frame.bottom} />`)}
        <path class="line optimal" d=${path([...points]) ?? ''} />
      </g>
      <text class="name" x=${isRight ? frame.right - 4 : frame.left + 6} y=${y(BOUND) - 5} text-anchor=${isRight ? 'end' : 'start'}>${msg('80 % bound')}</text>`;
  }
}

type Profile = NonNullable<ReturnType<IsoFitProfileChart['profile']>>;

function aboutProfile({ name, interval }: Profile): string {
  const symbol = symbolOf(name);
  const [low, high] = [0, 1].map((side) => (interval[side] === undefined ? msg('open') : formatStated(interval[side], 4)));
  return msg(str`Profile likelihood of ${symbol}, 80 percent interval ${low} to ${high}.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-fit-profile-chart': IsoFitProfileChart;
  }
}
