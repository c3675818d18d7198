import { type ScaleLinear, type ScaleLogarithmic, scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { msg, str } from '@lit/localize';
import { css, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { loss } from '../../model/loss';
import { optimum } from '../../model/optimum';
import { formatCount, formatScientific } from '../../quantities/format';
import { type FitState, lawOfPinned, optimumOfPinned } from '../../state/fit';
import { type Frame, decades, frameOf, logScale, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { pointerIn } from '../controls/pointer';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { formatDecade, formatPower } from '../controls/value';
import { comparedStyle } from '../controls/compared';
import { StoreElement } from '../store-element';
import { SHADES, renderLeft, runStyles, shadeOf } from './fit-styles';
import { type RunsAndFit, dots, logSteps, nearest, profileBudgets, profileOf, residualsOf, spanOf } from './points';

/** Profiles that are drawn: as many as the eye can follow. */
const MOST_PROFILES = 9;
/** How near to the frame's edge, in pixels, runs stand that lie beyond it. */
const EDGE = 6;
/** Room that the name of a budget takes, in pixels. */
const NAME = 48;
/** Sizes whose curves are drawn against compute. */
const CURVE_SIZES = 6;
/** Runs that Page Up and Page Down pass over. */
const LEAP = 10;

interface Scales {
  readonly frame: Frame;
  readonly x: ScaleLogarithmic<number, number>;
  readonly y: ScaleLinear<number, number>;
}

/**
 * Every run with the law through it: loss against parameters, by budget, with the valley of the optimum; or against compute, by size, with
 * the envelope of approach 1. A click on a run leaves it out or takes it in again; so does Enter on the run that the arrow keys have reached.
 */
@customElement('iso-fit-data-chart')
export class IsoFitDataChart extends StoreElement {
  static override styles = [
    shared,
    chartStyles,
    runStyles,
    css`
      .plot {
        min-block-size: 18rem;
      }
      svg {
        cursor: crosshair;
      }
      .curve {
        fill: none;
        stroke-width: 1.5;
        opacity: 0.9;
      }
      .valley {
        stroke-width: 2.5;
      }
      .minimum {
        fill: var(--iso-optimal);
        stroke: var(--iso-ground);
        stroke-width: 1.5;
      }
      .envelope {
        stroke-width: 4;
      }
      .keys {
        position: absolute;
        inset: 0;
        border-radius: var(--iso-radius);
        pointer-events: none;
      }
      .budget {
        paint-order: stroke;
        stroke: var(--iso-ground);
        stroke-width: 3px;
      }
    `,
  ];

  /** What is shown. */
  @property({ attribute: false }) fit!: FitState;

  /** What the user chose; else what the approach is about. */
  @state() private chosen: 'N' | 'C' | undefined;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  private get against(): 'N' | 'C' {
    return this.chosen ?? (this.fit.choices.value.approach === '1' ? 'C' : 'N');
  }

  override render() {
    const runs = this.fit.runs.value;
    const caption = this.caption();
    const choice = html`<select
      .value=${this.against}
      @change=${(event: Event) => (this.chosen = (event.target as HTMLSelectElement).value as 'N' | 'C')}
    >
      <option value="N">${msg('parameters N')}</option>
      <option value="C">${msg('compute C')}</option>
    </select>`;
    return html`<div class="head">
        <h2>${msg('Loss of the runs')} <small>${msg(str`nat/token, ${caption}`)}</small></h2>
        <label class="note">${msg(html`against ${choice}`)}</label>
      </div>
      <div class="plot">
        <svg role="img" aria-label=${this.about(runs)} @pointermove=${this.point} @pointerleave=${this.leave} @click=${this.toggle}>
          ${runs && this.size.width > 0 ? this.plot({ runs, fit: this.fit.fit.value }) : nothing}
        </svg>
        ${runs ? this.keys(runs) : nothing}
      </div>`;
  }

  /** What the chart shows, for those who do not see it. */
  private about(runs: RunsAndFit['runs'] | undefined): string {
    if (!runs) return msg('No runs.');
    const { kept } = runs;
    return this.against === 'N'
      ? msg(str`Loss of ${kept} runs against parameters N, by budget, with the fitted law.`)
      : msg(str`Loss of ${kept} runs against compute C, by size, with the fitted law.`);
  }

  /** The runs for those who use keys: arrows go from run to run, Enter or Space leaves one out or takes it in. */
  private keys(runs: RunsAndFit['runs']) {
    const at = this.fit.pointed.value;
    const order = this.order(runs);
    const place = at === undefined ? 0 : order.indexOf(at);
    const text = at === undefined ? msg('No run chosen. Arrow keys go from run to run.') : this.describe(runs, at, 'key');
    return html`<div
      class="keys"
      tabindex="0"
      role="slider"
      aria-label=${msg('Run')}
      aria-valuemin="0"
      aria-valuemax=${Math.max(0, order.length - 1)}
      aria-valuenow=${Math.max(0, place)}
      aria-valuetext=${text}
      @keydown=${this.key}
      @blur=${this.leave}
    ></div>`;
  }

  /** Places of the runs from left to right. */
  private order(runs: RunsAndFit['runs']): readonly number[] {
    const values = runs[this.against];
    return [...values.keys()].sort((a, b) => values[a]! - values[b]! || runs.loss[a]! - runs.loss[b]!);
  }

  private key(event: KeyboardEvent): void {
    const runs = this.fit.runs.value;
    if (!runs) return;
    const order = this.order(runs);
    const at = this.fit.pointed.value;
    if (event.key === 'Enter' || event.key === ' ') {
      if (at !== undefined) this.fit.flip([runs.line[at]!]);
    } else {
      const to = nextPlace(event.key, at === undefined ? -1 : order.indexOf(at), order.length);
      if (to === undefined) return;
      this.fit.pointed.value = order[to];
    }
    event.preventDefault();
  }

  /** What the colours are, or what stands under the pointer. */
  private caption() {
    const runs = this.fit.runs.value;
    const at = this.fit.pointed.value;
    if (runs && at !== undefined) return this.describe(runs, at, 'click');
    const colours = this.against === 'N' ? msg('by budget in FLOP') : msg('by size');
    if (!runs || runs.kept === runs.usable) return colours;
    return runs.usable - runs.kept > runs.kept ? msg(str`${colours}; faint: left out`) : msg(str`${colours}; rings: left out`);
  }

  private describe(runs: RunsAndFit['runs'], at: number, by: 'click' | 'key'): string {
    const residual = residualsOf({ runs, fit: this.fit.fit.value })[at] ?? Number.NaN;
    const line = runs.line[at];
    const place = runs.format === 'Parquet' ? msg(str`row ${line}`) : msg(str`line ${line}`);
    const [N, D, value] = [formatCount(runs.N[at]!), formatCount(runs.D[at]!), runs.loss[at]!.toFixed(3)];
    const away = `${residual > 0 ? '+' : ''}${(residual * 100).toFixed(1)}`;
    const run = Number.isFinite(residual)
      ? msg(str`${place}: ${N} on ${D} tokens, loss ${value}, ${away} % off the law`)
      : msg(str`${place}: ${N} on ${D} tokens, loss ${value}`);
    if (by === 'key') return runs.isLeft[at] ? msg(str`${run}; press Enter to take it in`) : msg(str`${run}; press Enter to leave it out`);
    return runs.isLeft[at] ? msg(str`${run}; click to take it in`) : msg(str`${run}; click to leave it out`);
  }

  private scales(runs: RunsAndFit['runs']): Scales {
    const frame = frameOf(this.size.width, this.size.height);
    return {
      frame,
      x: logScale(spanOf(runs[this.against], true), [frame.left, frame.right]),
      // runs that are left out may lie far away, and would flatten the rest: they stand at the edge
      y: scaleLinear(
        spanOf(
          runs.loss.filter((_, i) => runs.isLeft[i] === 0),
          false,
          0.06,
        ),
        [frame.bottom, frame.top],
      ),
    };
  }

  private places(runs: RunsAndFit['runs']): readonly (readonly [number, number])[] {
    const { x, y, frame } = this.scales(runs);
    const edge = (place: number) => Math.min(Math.max(place, frame.top + EDGE), frame.bottom - EDGE);
    return [...runs[this.against]].map((value, i) => [x(value), edge(y(runs.loss[i]!))] as const);
  }

  private plot(data: RunsAndFit) {
    const { runs, fit } = data;
    const scales = this.scales(runs);
    const { frame } = scales;
    const at = this.fit.pointed.value;
    const { approach } = this.fit.choices.value;
    return svg`
      <clipPath id="inside"><rect x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} /></clipPath>
      ${guard([runs, fit, this.against, approach, this.fit.pinned.all.value, this.size.width, this.size.height], () => this.ground(data, scales))}
      ${this.hovered(at === undefined ? undefined : this.places(runs)[at])}`;
  }

  private hovered(place: readonly [number, number] | undefined) {
    return place ? svg`<circle class="hover" r="6" cx=${place[0]} cy=${place[1]} />` : nothing;
  }

  private ground({ runs, fit }: RunsAndFit, { frame, x, y }: Scales) {
    const places = this.places(runs);
    const other = this.against === 'N' ? runs.C : runs.N;
    const [low, high] = spanOf(other, true, 0);
    const placeOf = (value: number) => Math.log(value / low) / Math.log(high / low || 2);
    const of = (isWanted: (i: number) => boolean) => dots(places.filter((_, i) => isWanted(i)));
    const shades = Array.from({ length: SHADES }, (_, step) => step / (SHADES - 1));
    const left = of((i) => runs.isLeft[i] === 1);
    const outliers = new Set(fit?.outliers);
    const ticks = decades(x, this.against === 'N' ? 44 : 40);
    return svg`
      ${renderXAxis(x, frame, ticks, this.against === 'N' ? formatDecade : formatPower, this.against === 'N' ? msg('parameters N') : msg('compute C, FLOP'))}
      ${renderYAxis(y, frame, y.ticks(6), (tick) => String(Number(tick.toFixed(3))))}
      <g clip-path="url(#inside)">
        ${renderLeft(left, runs)}
        ${shades.map(
          (shade) =>
            svg`<path class="runs" style="stroke: ${shadeOf(shade)}" d=${of(
              (i) => runs.isLeft[i] === 0 && Math.round(placeOf(other[i]!) * (SHADES - 1)) === Math.round(shade * (SHADES - 1)),
            )} />`,
        )}
        ${places.flatMap(([px, py], i) => (outliers.has(runs.line[i]!) ? [svg`<circle class="far" r="7" cx=${px} cy=${py} />`] : []))}
        ${this.against === 'N' ? this.profiles({ runs, fit }, { frame, x, y }, placeOf) : this.curves({ runs, fit }, { frame, x, y }, placeOf)}
        ${this.valleys(runs, { x, y })}
      </g>`;
  }

  /** The optima of the laws that were kept. */
  private valleys(runs: RunsAndFit['runs'], { x, y }: Pick<Scales, 'x' | 'y'>) {
    const budgets = logSteps(spanOf(runs.C, true, 0), 40);
    const { against } = this;
    return this.fit.pinned.all.value.map((pinned, i) => {
      const law = lawOfPinned(pinned);
      if (!law) return nothing;
      const points = budgets.map((C) => {
        const { N, D } = optimumOfPinned(pinned, C);
        return [against === 'N' ? N : C, loss(law, N, D)] as const;
      });
      const path = line<readonly [number, number]>(
        ([at]) => x(at),
        ([, value]) => y(value),
      );
      return svg`<path class="line compared" style=${comparedStyle(i)} d=${path(points) ?? ''} />`;
    });
  }

  /** IsoFLOP profiles of the law, or the parabolas of approach 2, with the valley of their minima. */
  private profiles({ runs, fit }: RunsAndFit, { frame, x, y }: Scales, placeOf: (C: number) => number) {
    const path = line<readonly [number, number]>(
      ([N]) => x(N),
      ([, value]) => y(value),
    );
    const isoflop = this.fit.choices.value.approach === '2' ? fit?.isoflop : undefined;
    if (isoflop) {
      return svg`${isoflop.minima.map(({ C, N, loss: least, curvature }) => {
        const sizes = logSteps([N / 8, N * 8], 33);
        const points = sizes.map((size) => [size, least + curvature * Math.log(size / N) ** 2] as const);
        return svg`<path class="curve" style="stroke: ${shadeOf(placeOf(C))}" d=${path(points) ?? ''} />`;
      })}
      <path class="line optimal valley" d=${path(isoflop.minima.map(({ N, loss: least }) => [N, least])) ?? ''} />
      ${isoflop.minima.map(({ N, loss: least }) => svg`<circle class="minimum" r="4.5" cx=${x(N)} cy=${y(least)} />`)}`;
    }
    const law = this.fit.law.value;
    if (!law) return nothing;
    const sizes = logSteps(x.domain() as [number, number], 80);
    const budgets = profileBudgets(runs.C, MOST_PROFILES);
    const optima = logSteps(spanOf(runs.C, true, 0), 40).map((C) => optimum(law, C));
    let named = -Infinity;
    return svg`${budgets.map((C) => svg`<path class="curve" style="stroke: ${shadeOf(placeOf(C))}" d=${path(profileOf(law, C, sizes)) ?? ''} />`)}
      <path class="line optimal valley" d=${path(optima.map(({ N, loss: least }) => [N, least])) ?? ''} />
      ${budgets.map((C) => {
        const { N, loss: least } = optimum(law, C);
        const isNamed = x(N) > Math.max(frame.left, named + NAME) && x(N) < frame.right - NAME && y(least) < frame.bottom - 20;
        if (isNamed) named = x(N);
        return svg`<circle class="minimum" r="4" cx=${x(N)} cy=${y(least)} />
          ${isNamed ? svg`<text class="budget" x=${x(N) - 4} y=${y(least) + 18} text-anchor="end">${formatScientific(C, 1)}</text>` : nothing}`;
      })}`;
  }

  /** Loss against compute for a few sizes, and along the frontier. */
  private curves({ runs, fit }: RunsAndFit, { x, y }: Scales, placeOf: (N: number) => number) {
    const path = line<readonly [number, number]>(
      ([C]) => x(C),
      ([, value]) => y(value),
    );
    const envelope = this.fit.choices.value.approach === '1' ? fit?.envelope : undefined;
    if (envelope) {
      return svg`${envelope.lines.map(
        ({ N, C, loss: losses }) =>
          svg`<path class="curve" style="stroke: ${shadeOf(placeOf(N))}" d=${path(C.map((at, i) => [at, losses[i]!] as const)) ?? ''} />`,
      )}
      <path class="line optimal envelope" d=${path(envelope.path.map(({ C, loss: least }) => [C, least] as const)) ?? ''} />`;
    }
    const law = this.fit.law.value;
    if (!law) return nothing;
    const budgets = logSteps(x.domain() as [number, number], 80);
    const [low, high] = spanOf(runs.N, true, 0);
    const best = budgets.map((C) => [C, optimum(law, C).loss] as const);
    return svg`${logSteps([low, high], CURVE_SIZES).map(
      (N) =>
        svg`<path class="curve" style="stroke: ${shadeOf(placeOf(N))}" d=${path(budgets.map((C) => [C, loss(law, N, C / (6 * N))])) ?? ''} />`,
    )}
    <path class="line optimal valley" d=${path(best) ?? ''} />`;
  }

  private at(event: PointerEvent | MouseEvent): number | undefined {
    const runs = this.fit.runs.value;
    if (!runs) return undefined;
    const { x, y } = pointerIn(event as PointerEvent);
    return nearest(this.places(runs), x, y);
  }

  private point(event: PointerEvent): void {
    this.fit.pointed.value = this.at(event);
  }

  private leave(): void {
    this.fit.pointed.value = undefined;
  }

  private toggle(event: MouseEvent): void {
    const at = this.at(event);
    const chosen = at === undefined ? undefined : this.fit.runs.value?.line[at];
    if (chosen !== undefined) this.fit.flip([chosen]);
  }
}

/** Where a key leads among `count` places; undefined for a key that leads nowhere. */
function nextPlace(key: string, from: number, count: number): number | undefined {
  const last = count - 1;
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(last, from + 1);
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, from - 1);
  if (key === 'PageUp') return Math.min(last, from + LEAP);
  if (key === 'PageDown') return Math.max(0, from - LEAP);
  if (key === 'Home') return 0;
  return key === 'End' ? last : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-fit-data-chart': IsoFitDataChart;
  }
}
