import { msg, str } from '@lit/localize';
import { line } from 'd3-shape';
import { scaleLinear } from 'd3-scale';
import { type TemplateResult, html, nothing, svg } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Law } from '../../model/laws';
import { loss } from '../../model/loss';
import { optimum } from '../../model/optimum';
import { tokensForBudget } from '../../model/spend/spend';
import { formatCount } from '../../quantities/format';
import { type ProfilePoint, type Reach, isoflopProfile, profileSizes } from '../../state/curves';
import { PICTURE } from '../../state/picture';
import type { Spread } from '../../state/spread';
import type { Compared } from '../../state/store';
import { type Subject, lossAt } from '../../state/subjects';
import {
  type Frame,
  type Scale,
  decades,
  frameOf,
  logScale,
  renderCut,
  renderHover,
  renderOutside,
  renderXAxis,
  renderYAxis,
} from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { comparedStyle } from '../controls/compared';
import { pointerIn } from '../controls/pointer';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { formatDecade, formatValue } from '../controls/value';
import '../help/term';
import { StoreElement } from '../store-element';

/** Points of a curve: about one for every three pixels. */
const CURVE_POINTS = 80;

/** How far above or below the optimum, in pixels, a neighbour must lie to be named beside it. */
const CLEAR = 20;

interface Scales {
  readonly frame: Frame;
  readonly x: Scale;
  readonly y: Scale;
}

/** The IsoFLOP profile: loss against parameters at the budget, with its minimum and the interval of that, and faintly at a tenth and ten times of it. */
@customElement('iso-profile-chart')
export class IsoProfileChart extends StoreElement {
  static override styles = [shared, chartStyles];

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  override render() {
    const { optimum: found } = this.store.answer.value;
    const [budget, least, size] = [formatValue('C', found.C), formatValue('loss', found.loss), formatCount(found.N)];
    const about = msg(str`Loss against parameters at ${budget}: least, ${least}, at ${size} parameters.`);
    return html`<h2><iso-term of="isoflop-profile">${msg('IsoFLOP profile')}</iso-term> ${this.caption()}</h2>
      <div class="plot">
        <svg role="img" aria-label=${about} @pointermove=${this.point} @pointerleave=${this.leave}>
          ${this.size.width > 0 ? this.plot(frameOf(this.size.width, this.size.height)) : nothing}
        </svg>
      </div>`;
  }

  /** What the chart shows, or what stands under the pointer. */
  private caption(): TemplateResult {
    const hover = this.store.hover.value;
    if (!hover) return html`<small>${msg('loss, nat/token')}</small>`;
    const [reading, at] = [formatValue('loss', loss(this.store.shownLaw.value, hover.N, hover.D)), formatCount(hover.N)];
    return html`<small>${msg(str`${reading} at ${at}`)}</small>`;
  }

  /** The sizes of the picture, and further where the optimum lies beyond them. */
  private sizes(): readonly [number, number] {
    const { N } = this.store.answer.value.optimum;
    return [Math.min(PICTURE.N[0], N / 10), Math.max(PICTURE.N[1], N * 10)];
  }

  private plot(frame: Frame) {
    const { law, walls, optimum: found } = this.store.answer.value;
    const compared = this.store.compared.value;
    const x = logScale(this.sizes(), [frame.left, frame.right]);
    const losses = compared.flatMap(({ optimum: other }) => (other.N === undefined || other.loss === undefined ? [] : [other.loss]));
    const [least, most] = lossWindow(law, found.C, [found.loss, ...losses]);
    const y = scaleLinear([least, most], [frame.bottom, frame.top]);
    const path = line<ProfilePoint>(
      ({ N }) => x(N),
      (point) => y(point.loss),
    );
    const curve = (of: Law, C: number) =>
      path(isoflopProfile(of, C, profileSizes(of, C, this.sizes(), CURVE_POINTS)).filter((point) => point.loss < most + (most - least))) ??
      '';
    const profileOf = (subject: Subject) =>
      path(
        profileSizes(this.store.shownLaw.value, found.C, this.sizes(), CURVE_POINTS).flatMap((N) => {
          const D = tokensForBudget(this.store.shownLaw.value.spend, found.C, N);
          const height = lossAt(subject, N, D);
          return height !== undefined && height < most + (most - least) ? [{ N, D, loss: height }] : [];
        }),
      ) ?? '';
    const neighbours = [
      { C: found.C / 10, text: '÷ 10' },
      { C: found.C * 10, text: '× 10' },
    ].map((neighbour) => ({ ...neighbour, best: optimum(law, neighbour.C) }));
    return svg`
      <clipPath id="inside"><rect x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} /></clipPath>
      ${renderXAxis(x, frame, decades(x, 44), formatDecade, msg('parameters N'))}
      ${renderYAxis(y, frame, y.ticks(5), y.tickFormat(5))}
      ${renderOutside(x, frame, law.range?.N, 'outside')}
      ${walls && walls.N < Infinity ? renderCut(frame, { x: x(walls.N) }, 'cut') : nothing}
      <g clip-path="url(#inside)">
        ${compared.map((other) => this.comparedSpread(other, { x, y, frame }))}
        ${this.spread(this.store.spread, found.loss, 'band', { x, y, frame })}
        ${neighbours.map(({ C }) => svg`<path class="line faint" d=${curve(law, C)} />`)}
        ${compared.map(
          ({ subject, slot, reach }) =>
            svg`<path class="line compared ${isBeyond(reach) ? 'beyond' : ''}" style=${comparedStyle(slot)} d=${profileOf(subject)} />`,
        )}
        <path class="line optimal" d=${curve(law, found.C)} />
        <line class="cursor" stroke-dasharray="3 3" x1=${x(found.N)} x2=${x(found.N)} y1=${y(found.loss)} y2=${frame.bottom} />
      </g>
      ${neighbours.filter(({ best }) => Math.abs(y(best.loss) - y(found.loss)) > CLEAR).map(({ best, text }) => svg`<text x=${x(best.N)} y=${y(best.loss) - 6} text-anchor="middle">${text}</text>`)}
      <g clip-path="url(#inside)">
        ${compared.map(({ optimum: other, slot }) => {
          if (other.N === undefined || other.D === undefined) return nothing;
          // a rule without a loss stands where it would have one train, on the chosen law's profile
          const height = other.loss ?? loss(law, other.N, other.D);
          return svg`<circle class="mark other" style=${comparedStyle(slot)} r="4.5" cx=${x(other.N)} cy=${y(height)} />`;
        })}
      </g>
      <circle class="mark" r="6" cx=${x(found.N)} cy=${y(found.loss)} />
      <text class="mark-text" x=${x(found.N)} y=${y(found.loss) - 12} text-anchor="middle">${formatCount(found.N)}</text>
      ${this.hovered(x, y, frame)}`;
  }

  /** The interval of the best size, between the minimum and the axis. */
  private spread(spread: Spread | undefined, least: number, style: string, { x, y, frame }: Scales, slot = 0) {
    const interval = spread?.interval.value?.N;
    if (!interval) return nothing;
    const [from, to] = interval.map((N) => x(N)) as [number, number];
    return svg`<rect class=${style} style=${comparedStyle(slot)} x=${from} width=${to - from} y=${y(least)} height=${Math.max(frame.bottom - y(least), 0)} />`;
  }

  private comparedSpread({ slot, optimum: { loss: least } }: Compared, scales: Scales) {
    return least === undefined ? nothing : this.spread(this.store.comparedSpreads[slot], least, 'band other', scales, slot);
  }

  private hovered(x: Scale, y: Scale, frame: Frame) {
    const hover = this.store.hover.value;
    return hover ? renderHover(frame, x(hover.N), y(loss(this.store.shownLaw.value, hover.N, hover.D))) : nothing;
  }

  private point(event: PointerEvent): void {
    const frame = frameOf(this.size.width, this.size.height);
    const N = logScale(this.sizes(), [frame.left, frame.right]).invert(Math.min(Math.max(pointerIn(event).x, frame.left), frame.right));
    const D = tokensForBudget(this.store.shownLaw.value.spend, this.store.answer.value.optimum.C, N);
    // serving so large a model takes the whole budget
    this.store.hover.value = D > 0 ? { N, D } : undefined;
  }

  private leave(): void {
    this.store.hover.value = undefined;
  }
}

/** Whether a budget lies outside that on which something was fitted. */
function isBeyond({ kind }: Reach): boolean {
  return kind === 'above' || kind === 'below';
}

/** Losses that the chart spans: from a little under the optimum of ten times the budget to well above that of a tenth. */
function lossWindow(law: Law, C: number, losses: readonly number[]): readonly [number, number] {
  const best = optimum(law, C * 10).loss;
  const worst = optimum(law, C / 10).loss;
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  return [
    Math.min(best, least) - (worst - best) * 0.25,
    Math.max(worst, most + (worst - best)) + Math.max(worst - best, Math.abs(most - best) * 0.5),
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-profile-chart': IsoProfileChart;
  }
}
