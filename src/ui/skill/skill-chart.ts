import { msg, str } from '@lit/localize';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { formatShare } from '../../model/corpus/supply';
import { optimum } from '../../model/optimum';
import { largestPredictedRun } from '../../model/skill/gadre';
import { exactMatch, tokenEditDistance } from '../../model/skill/metrics';
import { type Skill, predictSkill } from '../../model/skill/skill';
import { BUDGET_RANGE, roundBudget } from '../../state/budget';
import { computeOf } from '../../state/curves';
import type { SkillPoint } from '../../state/skill';
import { type Frame, decades, frameOf, logScale, renderHover, renderOutside, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { pointerIn } from '../controls/pointer';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { formatPower, formatValue } from '../controls/value';
import { StoreElement } from '../store-element';

/** Lengths that stand faintly beside the chosen one. */
const LENGTHS = [1, 3, 10, 30];

/** A score against the budget, along the law's frontier: the mean error, wrong tokens of an answer, or all of them right. */
@customElement('iso-skill-chart')
export class IsoSkillChart extends StoreElement {
  static override styles = [
    shared,
    chartStyles,
    css`
      svg {
        cursor: ew-resize;
      }
    `,
  ];

  /** Which score. */
  @property() metric: 'taskError' | 'tokenEditDistance' | 'exactMatch' = 'taskError';

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));
  private isDragging = false;

  override render() {
    const { predicted, exam } = this.store.skill;
    const { tasks, length } = exam.value;
    const titles = {
      taskError: [msg(str`Mean error over ${tasks} tasks`), msg('top-1, %')],
      tokenEditDistance: [msg('Smooth: wrong tokens'), msg(str`of ${length}`, { desc: 'wrong tokens, of so many', id: 'skill-of' })],
      exactMatch: [msg('Thresholded: all right'), msg(str`all ${length} tokens, %`)],
    } as const;
    const [title, note] = titles[this.metric];
    const [score, budget] = [this.format(predicted.value[this.metric]), formatValue('C', this.store.C.value)];
    const about = msg(str`${title} ${note} against compute budget: ${score} at ${budget}.`);
    return html`<h2>${title} <small>${note}</small></h2>
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
          ${this.size.width > 0 ? this.plot(frameOf(this.size.width, this.size.height)) : nothing}
        </svg>
      </div>`;
  }

  private format(value: number): string {
    return this.metric === 'tokenEditDistance' ? value.toFixed(2) : formatShare(value);
  }

  private plot(frame: Frame) {
    const { skill, C, answer, hover } = this.store;
    const { exam, curve, predicted } = skill;
    const x = logScale(BUDGET_RANGE, [frame.left, frame.right]);
    const y = scaleLinear([0, this.metric === 'tokenEditDistance' ? exam.value.length : 1], [frame.bottom, frame.top]);
    const value = predicted.value[this.metric];
    const pointed = hover.value && predictSkill(answer.value.law, hover.value.N, hover.value.D, exam.value)[this.metric];
    const isRight = x(C.value) > frame.right - 60;
    return svg`
      <clipPath id="inside"><rect x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} /></clipPath>
      ${guard([this.metric, this.size.width, this.size.height, curve.value, answer.value.fitted], () => this.ground(frame, x, y))}
      <line class="cursor" x1=${x(C.value)} x2=${x(C.value)} y1=${frame.top} y2=${frame.bottom} />
      <circle class="mark" r="6" cx=${x(C.value)} cy=${y(value)} />
      <text class="mark-text" x=${x(C.value) + (isRight ? -10 : 10)} y=${y(value) + (this.metric === 'exactMatch' && !isRight ? 16 : -10)} text-anchor=${isRight ? 'end' : 'start'}>
        ${this.format(value)}
      </text>
      ${hover.value && pointed !== undefined ? renderHover(frame, x(computeOf(answer.value.law, hover.value)), y(pointed)) : nothing}`;
  }

  /** What stays while the budget moves. */
  private ground(frame: Frame, x: ReturnType<typeof logScale>, y: ReturnType<typeof scaleLinear<number, number>>) {
    const { skill, answer } = this.store;
    const { length } = skill.exam.value;
    const points = skill.curve.value;
    const path = (score: (point: Skill) => number) =>
      line<SkillPoint>(
        ({ C }) => x(C),
        (point) => y(score(point)),
      )(points) ?? '';
    const others = this.metric === 'taskError' ? [] : LENGTHS.filter((other) => other !== length);
    const scoreOf = (other: number) => (point: Skill) =>
      this.metric === 'exactMatch'
        ? exactMatch(point.tokenProbability, other)
        : (tokenEditDistance(point.tokenProbability, other) / other) * length;
    const isShare = this.metric !== 'tokenEditDistance';
    const inside = this.metric === 'taskError' ? ([BUDGET_RANGE[0], largestPredictedRun.C] as const) : answer.value.fitted;
    return svg`
      ${renderXAxis(x, frame, decades(x, 40), formatPower, msg('budget C, FLOP'))}
      ${renderYAxis(y, frame, isShare ? [0, 0.25, 0.5, 0.75, 1] : y.ticks(5), isShare ? (share) => String(share * 100) : String)}
      ${renderOutside(x, frame, inside, 'outside')}
      <g clip-path="url(#inside)">
        ${this.metric === 'exactMatch' ? others.map((other) => svg`<path class="line faint" d=${path(scoreOf(other))} />`) : nothing}
        <path class="line optimal" d=${path((point) => point[this.metric])} />
      </g>
      ${this.metric === 'exactMatch' ? others.map((other) => this.lengthText(other, points, x, y)) : nothing}`;
  }

  /** Names a faint curve where it is half way up, or at its end where it never is. */
  private lengthText(
    length: number,
    points: readonly SkillPoint[],
    x: ReturnType<typeof logScale>,
    y: ReturnType<typeof scaleLinear<number, number>>,
  ) {
    const place = points.find(({ tokenProbability }) => exactMatch(tokenProbability, length) >= 0.5);
    if (place) return svg`<text x=${x(place.C) - 6} y=${y(0.5) - 4} text-anchor="end">${length}</text>`;
    const last = points.at(-1);
    return last
      ? svg`<text x=${x(last.C) - 4} y=${y(exactMatch(last.tokenProbability, length)) - 8} text-anchor="end">${length}</text>`
      : nothing;
  }

  private budgetAt(event: PointerEvent): number {
    const frame = frameOf(this.size.width, this.size.height);
    const at = Math.min(Math.max(pointerIn(event).x, frame.left), frame.right);
    return roundBudget(logScale(BUDGET_RANGE, [frame.left, frame.right]).invert(at));
  }

  private grab(event: PointerEvent): void {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.isDragging = true;
    this.store.hover.value = undefined;
    this.store.C.value = this.budgetAt(event);
  }

  private point(event: PointerEvent): void {
    if (this.isDragging) this.store.C.value = this.budgetAt(event);
    else this.store.hover.value = optimum(this.store.shownLaw.value, this.budgetAt(event));
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
    'iso-skill-chart': IsoSkillChart;
  }
}
