import { line } from 'd3-shape';
import { msg, str } from '@lit/localize';
import { css, html, nothing, svg } from 'lit';
import { customElement } from 'lit/decorators.js';
import { formatWhole } from '../../locales/numbers';
import type { PlanOption } from '../../model/plan/options';
import { dollars, trim } from '../../model/plan/phrases';
import { formatCount } from '../../quantities/format';
import { type Frame, logScale, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { formatPercent, formatShort } from '../controls/plain-values';
import { pointerIn } from '../controls/pointer';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { PlanElement } from './context';
import { inDays, layoutInWords, listed } from './words';

/** How near the pointer must come to a point, in pixels. */
const REACH = 28;
/** Room around the points, as a factor. */
const ROOM = 1.12;

/** Days against money of every other way to do the same work; what none beats in both is joined. A click takes a point. */
@customElement('iso-plan-pareto')
export class IsoPlanPareto extends PlanElement {
  static override styles = [
    shared,
    chartStyles,
    css`
      h2 {
        overflow: visible;
        white-space: normal;
      }
      .about {
        min-block-size: 2.5em;
        margin: 0.125rem 0 0;
      }
      .option {
        fill: var(--iso-line-strong);
        opacity: 0.65;
      }
      .option.best {
        fill: var(--iso-ground);
        stroke: var(--iso-optimal);
        stroke-width: 2;
        opacity: 1;
      }
      svg.pointing {
        cursor: pointer;
      }
    `,
  ];

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));
  private places: readonly { readonly option: PlanOption; readonly x: number; readonly y: number }[] = [];

  override render() {
    const { report, pointed } = this.plan;
    const options = report.value?.options ?? [];
    if (options.length < 2) return nothing;
    const best = options.filter(({ isBest }) => isBest);
    const isOfMoney = options[0]?.cost !== undefined;
    const [from, to] = [options[0]!.accelerators, options.at(-1)!.accelerators];
    const about = isOfMoney
      ? msg(
          str`Days against money of ${options.length} ways to do the same work, on ${from} to ${to} accelerators; ${best.length} of them are beaten by none in both.`,
        )
      : msg(
          str`Days against accelerator-hours of ${options.length} ways to do the same work, on ${from} to ${to} accelerators; ${best.length} of them are beaten by none in both.`,
        );
    const here = pointed.value;
    return html`<h2>
        ${msg('Faster or cheaper')}
        <small
          >${
            isOfMoney
              ? msg('days against money; rings: none is better in both')
              : msg('days against accelerator-hours; rings: none is better in both')
          }</small
        >
      </h2>
      <p class="about note">${here ? describeOption(here) : msg('Point at a run to see its layout; click to take it.')}</p>
      <div class="plot">
        <svg
          role="img"
          class=${here ? 'pointing' : ''}
          aria-label=${about}
          @pointermove=${this.point}
          @pointerleave=${() => (pointed.value = undefined)}
          @click=${this.take}
        >
          ${this.size.width > 0 ? this.drawing(options) : nothing}
        </svg>
      </div>`;
  }

  private drawing(options: readonly PlanOption[]) {
    const { plan, pointed } = this.plan;
    const run = plan.value!;
    const frame: Frame = { left: 56, right: Math.max(this.size.width - 12, 80), top: 12, bottom: Math.max(this.size.height - 36, 40) };
    const measure = ({ cost, acceleratorHours }: { readonly cost?: number; readonly acceleratorHours: number }) => cost ?? acceleratorHours;
    const days = [run.bill.days, ...options.map((option) => option.days)];
    const amounts = [measure(run.bill), ...options.map(measure)];
    const span = (values: readonly number[]): readonly [number, number] => [Math.min(...values) / ROOM, Math.max(...values) * ROOM];
    const x = logScale(span(days), [frame.left, frame.right]);
    const y = logScale(span(amounts), [frame.bottom, frame.top]);
    this.places = options.map((option) => ({ option, x: x(option.days), y: y(measure(option)) }));
    const front = this.places.filter(({ option }) => option.isBest).sort((a, b) => a.x - b.x);
    const path = line<(typeof front)[number]>(
      (place) => place.x,
      (place) => place.y,
    );
    const format = (amount: number) => (run.bill.cost === undefined ? formatShort(amount) : `$${formatShort(amount)}`);
    const here = this.places.find(({ option }) => option === pointed.value);
    const [nowX, nowY] = [x(run.bill.days), y(measure(run.bill))];
    return svg`${renderXAxis(x, frame, ticksOf(x.domain(), (frame.right - frame.left) / 60), trim, msg('days', { desc: 'a number of them', id: 'plan-days' }))}
      ${renderYAxis(y, frame, ticksOf(y.domain(), (frame.bottom - frame.top) / 36), format)}
      <path class="line optimal" d=${path(front) ?? ''} />
      ${this.places.map((place) => svg`<circle class=${place.option.isBest ? 'option best' : 'option'} r=${place.option.isBest ? 4 : 3} cx=${place.x} cy=${place.y} />`)}
      <circle class="mark" r="7" cx=${nowX} cy=${nowY} />
      <text class="mark-text" x=${nowX + (nowX > frame.right - 90 ? -11 : 11)} y=${nowY - 9} text-anchor=${nowX > frame.right - 90 ? 'end' : 'start'}>${msg('this run')}</text>
      ${here ? svg`<circle class="hover" r="9" cx=${here.x} cy=${here.y} />` : nothing}`;
  }

  private readonly point = (event: PointerEvent): void => {
    const at = pointerIn(event);
    const distance = (place: { readonly x: number; readonly y: number }) => Math.hypot(place.x - at.x, place.y - at.y);
    const nearest = this.places.reduce<(typeof this.places)[number] | undefined>(
      (best, each) => (!best || distance(each) < distance(best) ? each : best),
      undefined,
    );
    const found = nearest && distance(nearest) <= REACH ? nearest.option : undefined;
    if (this.plan.pointed.value !== found) this.plan.pointed.value = found;
  };

  private readonly take = (): void => {
    const option = this.plan.pointed.value;
    if (!option) return;
    this.plan.pointed.value = undefined;
    this.plan.adopt(option);
  };
}

/** A run under the pointer. */
function describeOption({ accelerators, days, cost, acceleratorHours, mfu, layout }: PlanOption): string {
  const { sizes, others: choices } = layoutInWords(layout);
  const others = listed(choices);
  const [count, time, use, how] = [formatWhole(accelerators), inDays(days), formatPercent(mfu), listed([sizes, others])];
  const hours = formatCount(acceleratorHours);
  return cost === undefined
    ? msg(str`${count} accelerators, ${time}, ${hours} hours, MFU ${use}: ${how}. Click to take it.`)
    : msg(str`${count} accelerators, ${time}, ${dollars(cost)}, MFU ${use}: ${how}. Click to take it.`);
}

/** Round numbers within a span, at most so many. */
function ticksOf([from = 1, to = 10]: readonly number[], most: number): readonly number[] {
  const first = Math.floor(Math.log10(from));
  const last = Math.ceil(Math.log10(to));
  for (const steps of [[1, 1.5, 2, 3, 4, 5, 6, 8], [1, 2, 5], [1, 3], [1]]) {
    const found = Array.from({ length: last - first + 1 }, (_, i) => first + i)
      .flatMap((power) => steps.map((step) => step * 10 ** power))
      .filter((tick) => tick >= from && tick <= to);
    if (found.length <= Math.max(2, most)) return found;
  }
  return [];
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-pareto': IsoPlanPareto;
  }
}
