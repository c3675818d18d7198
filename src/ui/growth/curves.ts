import { msg, str } from '@lit/localize';
import { line } from 'd3-shape';
import { scaleLinear } from 'd3-scale';
import { css, html, nothing, svg } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { CurvePoint } from '../../model/growth/curves';
import { type Fleet, billOf } from '../../model/growth/hardware';
import { formatScientific } from '../../quantities/format';
import type { LearningCurve } from '../../state/growth';
import { type CurveAxis, curveAxes } from '../../state/growth-choices';
import { type Frame, decades, frameOf, logScale, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { formatDays, formatShort } from '../controls/plain-values';
import { SizeController } from '../controls/size-controller';
import { quietButton, shared } from '../controls/styles';
import { formatDecade, formatPower } from '../controls/value';
import '../help/term';
import { GrowthElement } from './context';
import { headStyles } from './head-styles';

const DAYS = msg('days', { desc: 'the name of a quantity', id: 'name-days' });

/** Titles of the horizontal axis, and how its ticks read. */
const AXES: Readonly<Record<CurveAxis, { readonly label: string; readonly title: string; format(value: number): string }>> = {
  tokens: { label: msg('tokens'), title: msg('tokens seen'), format: formatDecade },
  compute: { label: 'FLOP', title: msg('compute, FLOP'), format: formatPower },
  days: { label: DAYS, title: DAYS, format: (days) => (days >= 1e4 || days < 1e-3 ? formatPower(days) : formatDays(days)) },
  cost: { label: msg('money'), title: msg('money, USD'), format: (cost) => (cost < 1 ? `$${cost}` : `$${formatDecade(cost)}`) },
};

/** Shares of the loss range above the end that the chart shows, and below. */
const WINDOW = { above: 0.16, below: 0.05 };

/** A point in the chart's own quantities. */
type Place = readonly [number, number];

/** Learning curves: the grown run against runs from scratch of each size, and the compute-optimal envelope. */
@customElement('iso-growth-curves')
export class IsoGrowthCurves extends GrowthElement {
  static override styles = [
    shared,
    quietButton,
    chartStyles,
    headStyles,
    css`
      .grown {
        stroke: var(--iso-growth);
        stroke-width: 3;
      }
      .final {
        stroke: var(--iso-text);
        stroke-width: 1.5;
        stroke-dasharray: 5 4;
      }
      .level {
        stroke: var(--iso-growth);
        stroke-dasharray: 1 4;
        stroke-width: 1.5;
      }
      .switch {
        fill: var(--iso-ground);
        stroke: var(--iso-growth);
        stroke-width: 2.5;
      }
      .end {
        fill: var(--iso-growth);
        stroke: var(--iso-ground);
        stroke-width: 2;
      }
      .at-optimum {
        fill: var(--iso-optimal);
        stroke: var(--iso-ground);
        stroke-width: 2;
      }
      .at-final {
        fill: var(--iso-text);
        stroke: var(--iso-ground);
        stroke-width: 2;
      }
      .name {
        paint-order: stroke;
        stroke: var(--iso-ground);
        stroke-width: 4px;
      }
      .name.of-grown {
        fill: var(--iso-growth);
        font-weight: 600;
      }
      .name.of-optimal {
        fill: var(--iso-optimal);
        font-weight: 600;
      }
      p {
        margin: 0;
      }
    `,
  ];

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  override render() {
    const { choices, run, total } = this.growth;
    const { curve } = choices.value;
    const { title } = AXES[curve];
    const [end, compute, days] = [run.value.loss.toFixed(4), formatScientific(run.value.compute), formatDays(total.value.days)];
    const about = msg(str`Loss against ${title}. The grown run ends at ${end} nat/token after ${compute} FLOP and ${days} days.`);
    return html`<header>
        <h2><iso-term of="learning-curve">${msg('Learning curves')}</iso-term> <small>${msg('loss, nat/token')}</small></h2>
        <div role="group" aria-label=${msg('Learning curves against')}>
          ${curveAxes.map(
            (id) =>
              html`<button type="button" aria-pressed=${curve === id} @click=${() => this.growth.choose({ curve: id })}>
                ${AXES[id].label}
              </button>`,
          )}
        </div>
      </header>
      <div class="plot">
        <svg role="img" aria-label=${about}>${this.size.width > 0 ? this.plot(frameOf(this.size.width, this.size.height)) : nothing}</svg>
      </div>`;
  }

  private plot(frame: Frame) {
    const { choices, curves, run, baselines } = this.growth;
    const { curve: axis } = choices.value;
    const end = run.value.loss;
    const drawn = curves.value.map((curve) => ({ curve, places: this.places(curve, axis) }));
    const grown = drawn.find(({ curve }) => curve.kind === 'grown')!;
    const last = grown.places.at(-1);
    if (!last || !Number.isFinite(end) || !(last[0] > 0)) {
      const reason =
        axis === 'cost' ? msg('There is no curve: a stage has no price.') : msg('There is no curve: the law does not reach this loss.');
      return svg`<text x=${frame.left} y=${(frame.top + frame.bottom) / 2}>${reason}</text>`;
    }
    const x = logScale([last[0] / 120, last[0] * 3], [frame.left, frame.right]);
    const start = grown.places.find(([at]) => at >= last[0] / 120)?.[1] ?? end * 1.3;
    const range = start - end;
    const y = scaleLinear(
      [end - range * WINDOW.below - 0.02, Math.max(end + range * WINDOW.above * 5, end + 0.1)],
      [frame.bottom, frame.top],
    );
    const path = line<Place>(
      ([at]) => x(at),
      ([, loss]) => y(loss),
    );
    const classes: Readonly<Record<LearningCurve['kind'], string>> = { grown: 'grown', final: 'final', optimal: 'optimal', stage: 'faint' };
    const switches = this.switches(axis);
    const level = y(end);
    const crossings = (['final', 'optimal'] as const).map((kind) => {
      const baseline = kind === 'final' ? baselines.value.lossMatchedSaving : baselines.value.frontierSaving;
      const fleet = choices.value.fleets.at(-1)!;
      const point = { tokens: baseline.D, compute: baseline.C };
      return { kind, at: x(placeOf(point, axis, point.compute, fleet)) };
    });
    const names = this.names(drawn, x, y, frame);
    return svg`
      <clipPath id="inside"><rect x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} /></clipPath>
      ${renderXAxis(x, frame, decades(x, 46), AXES[axis].format, AXES[axis].title)}
      ${renderYAxis(y, frame, y.ticks(5), y.tickFormat(5))}
      <g clip-path="url(#inside)">
        <line class="level" x1=${frame.left} x2=${frame.right} y1=${level} y2=${level} />
        ${drawn.map(({ curve, places }) => svg`<path class="line ${classes[curve.kind]}" d=${path(places) ?? ''} />`)}
        ${switches.map(([at, loss]) => svg`<circle class="switch" r="4" cx=${x(at)} cy=${y(loss)} />`)}
        ${crossings.map(({ kind, at }) => (Number.isFinite(at) ? svg`<circle class="at-${kind === 'final' ? 'final' : 'optimum'}" r="5" cx=${at} cy=${level} />` : nothing))}
        <circle class="end" r="6" cx=${x(last[0])} cy=${level} />
      </g>
      ${names}`;
  }

  /** Names beside their curves, at the left end where they are apart. */
  private names(
    drawn: readonly { readonly curve: LearningCurve; readonly places: readonly Place[] }[],
    x: (value: number) => number,
    y: (value: number) => number,
    frame: Frame,
  ) {
    const { run } = this.growth;
    const taken: { readonly left: number; readonly y: number }[] = [];
    const found = drawn.toReversed().flatMap(({ curve, places }) => {
      const inside = places.filter(
        ([at, loss]) => x(at) > frame.left + 6 && x(at) < frame.right - 40 && y(loss) > frame.top + 14 && y(loss) < frame.bottom - 8,
      );
      const place = inside[0];
      if (!place) return [];
      const [left, top] = [x(place[0]) + 6, y(place[1]) - 2];
      if (taken.some((other) => Math.abs(other.left - left) < 70 && Math.abs(other.y - top) < 14)) return [];
      taken.push({ left, y: top });
      const text =
        curve.kind === 'grown'
          ? msg('grown')
          : curve.kind === 'optimal'
            ? msg('compute-optimal')
            : formatShort(run.value.stages[curve.stage ?? 0]!.N);
      return [{ left, top, text, kind: curve.kind }];
    });
    return found.map(({ left, top, text, kind }) => svg`<text class="name of-${kind}" x=${left} y=${top}>${text}</text>`);
  }

  /** A curve in the quantities of the axis. */
  private places({ points, stage, kind }: LearningCurve, axis: CurveAxis): readonly Place[] {
    const { fleets, stages } = this.growth.choices.value;
    if (kind === 'grown') return this.grownPlaces(points, axis);
    const fleet = fleets[stage ?? stages.length - 1]!;
    return points.map((point): Place => [placeOf(point, axis, point.compute, fleet), point.loss]);
  }

  /** The grown run: each stage on its own accelerators, after the time and money of those before. */
  private grownPlaces(points: readonly CurvePoint[], axis: CurveAxis): readonly Place[] {
    const { run, bills, choices } = this.growth;
    const perStage = points.length / run.value.stages.length;
    let before = { compute: 0, spent: 0 };
    return points.map((point, i): Place => {
      const stage = Math.floor(i / perStage);
      if (i > 0 && i % perStage === 0) {
        const done = stage - 1;
        const bill = bills.value[done]!;
        before = {
          compute: before.compute + run.value.stages[done]!.compute,
          spent: before.spent + (axis === 'cost' ? (bill.cost ?? Number.NaN) : bill.days),
        };
      }
      if (axis === 'tokens' || axis === 'compute') return [point[axis], point.loss];
      return [before.spent + placeOf(point, axis, point.compute - before.compute, choices.value.fleets[stage]!), point.loss];
    });
  }

  /** Where the grown run is when it grows. */
  private switches(axis: CurveAxis): readonly Place[] {
    const { curves, run } = this.growth;
    const grown = curves.value.find(({ kind }) => kind === 'grown')!;
    const places = this.grownPlaces(grown.points, axis);
    const perStage = places.length / run.value.stages.length;
    return run.value.stages.slice(1).map((_, i) => places[(i + 1) * perStage - 1]!);
  }
}

/** A point in the quantity of an axis, where C FLOP are spent on a fleet. */
function placeOf(point: Pick<CurvePoint, 'tokens' | 'compute'>, axis: CurveAxis, C: number, fleet: Fleet): number {
  if (axis === 'tokens') return point.tokens;
  if (axis === 'compute') return point.compute;
  const { days, cost } = billOf(C, fleet);
  return axis === 'days' ? days : (cost ?? Number.NaN);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-growth-curves': IsoGrowthCurves;
  }
}
