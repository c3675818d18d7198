import { area, line } from 'd3-shape';
import { msg, str } from '@lit/localize';
import { css, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { loss } from '../../model/loss';
import { formatCount, formatStated } from '../../quantities/format';
import { type FitState, type FrontierPoint, lawOfPinned, optimumOfPinned } from '../../state/fit';
import { decades, frameOf, logScale, lossTicks, renderOutside, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { formatDecade, formatPower, formatValue } from '../controls/value';
import '../help/term';
import { comparedStyle } from '../controls/compared';
import { StoreElement } from '../store-element';
import { runStyles } from './fit-styles';
import { type RunsAndFit, dots, spanOf } from './points';

/** How far beyond the runs the frontier is drawn, as a factor of the budget. */
const BEYOND = 1e5;

/** What can be drawn against the budget. */
const QUANTITIES = {
  N: msg('optimal N*'),
  D: msg('optimal D*'),
  tokensPerParameter: msg('tokens per parameter'),
  loss: msg('loss'),
} as const;
type Quantity = keyof typeof QUANTITIES;

/** What the fit extrapolates, with its bands and the fits that were kept; the budgets of the runs are those that are not hatched. */
@customElement('iso-fit-frontier-chart')
export class IsoFitFrontierChart extends StoreElement {
  static override styles = [
    shared,
    chartStyles,
    runStyles,
    css`
      .band.noise {
        opacity: 0.13;
      }
    `,
  ];

  /** What is shown. */
  @property({ attribute: false }) fit!: FitState;

  @state() private chosen: Quantity = 'N';

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  private get quantity(): Quantity {
    return this.chosen === 'loss' && this.fit.choices.value.approach !== '3' ? 'N' : this.chosen;
  }

  override render() {
    const answer = this.fit.answer.value;
    const { quantity } = this;
    const value = answer && valueOf(answer, quantity);
    const drawn = QUANTITIES[quantity];
    const about = answer && value !== undefined ? aboutAt(textOf(quantity, value), formatValue('C', answer.C)) : msg('No fit yet.');
    const ids = (Object.keys(QUANTITIES) as Quantity[]).filter((id) => id !== 'loss' || this.fit.choices.value.approach === '3');
    return html`<div class="head">
        <h2><iso-term of="extrapolation">${msg('Extrapolated')}</iso-term></h2>
        <select
          aria-label=${msg('Quantity')}
          @change=${(event: Event) => (this.chosen = (event.target as HTMLSelectElement).value as Quantity)}
        >
          ${ids.map((id) => html`<option value=${id} ?selected=${id === quantity}>${QUANTITIES[id]}</option>`)}
        </select>
      </div>
      <div class="plot">
        <svg role="img" aria-label=${msg(str`Extrapolated ${drawn} with its band. ${about}`)}>
          ${this.size.width > 0 ? this.plot() : nothing}
        </svg>
      </div>`;
  }

  private plot() {
    const runs = this.fit.runs.value;
    const answer = this.fit.answer.value;
    const { quantity } = this;
    const points = this.fit.frontier.value.flatMap((point) => {
      const value = valueOf(point, quantity);
      return value !== undefined && value > 0 ? [{ C: point.C, value }] : [];
    });
    if (!runs || points.length === 0) return nothing;
    const frame = frameOf(this.size.width, this.size.height);
    const kept = [...runs.C.keys()].filter((i) => runs.isLeft[i] === 0);
    const [low, high] = spanOf(
      kept.map((i) => runs.C[i]!),
      true,
      0,
    );
    const span = [Math.min(low, answer?.C ?? low) / 3, Math.max(high * BEYOND, (answer?.C ?? high) * 10)] as const;
    const isInside = ({ C }: { readonly C: number }) => C >= span[0] / 2 && C <= span[1] * 2;
    const inside = points.filter(isInside);
    const x = logScale(span, [frame.left, frame.right]);
    const drawn = kept.map((i) => [runs.C[i]!, ofRun(runs, i, quantity)] as const);
    const extent = [...inside.map(({ value }) => value), ...(quantity === 'tokensPerParameter' ? [] : drawn.map(([, value]) => value))];
    const y = logScale(spanOf(extent, true, 0.08), [frame.bottom, frame.top]);
    const path = line<{ readonly C: number; readonly value: number }>(
      ({ C }) => x(C),
      ({ value }) => y(value),
    );
    const band = this.fit.choices.value.approach === '3' ? (this.fit.draws.value?.band ?? []) : [];
    const between = (id: Quantity | 'runLoss') =>
      area<(typeof band)[number]>()
        .x(({ C }) => x(C))
        .y0((point) => y(point[id][0]))
        .y1((point) => y(point[id][1]))([...band]) ?? '';
    const minima = this.fit.choices.value.approach === '2' && quantity === 'N' ? (this.fit.fit.value?.isoflop?.minima ?? []) : [];
    const mark = answer && valueOf(answer, quantity);
    const ticks = quantity === 'loss' ? lossTicks(y, 22) : decades(y, 22);
    const others = this.fit.pinned.all.value.map((pinned) =>
      points.filter(isInside).flatMap(({ C }) => {
        const { N, D } = optimumOfPinned(pinned, C);
        const law = quantity === 'loss' ? lawOfPinned(pinned) : undefined;
        const value = valueOf({ N, D, loss: law && loss(law, N, D) }, quantity);
        return value === undefined ? [] : [{ C, value }];
      }),
    );
    return svg`
      <clipPath id="inside"><rect x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} /></clipPath>
      ${renderXAxis(x, frame, decades(x, 40), formatPower, msg('budget C, FLOP; hatched: beyond the runs'))}
      ${renderYAxis(y, frame, ticks.length > 1 ? ticks : y.ticks(4), (tick) => (quantity === 'N' || quantity === 'D' ? formatDecade(tick) : String(Number(tick.toPrecision(2)))))}
      ${renderOutside(x, frame, [low, high], 'outside')}
      <g clip-path="url(#inside)">
        <path class="runs" style="stroke-width: 3; opacity: 0.5" d=${dots(drawn.map(([C, value]) => [x(C), y(value)] as const))} />
        ${quantity === 'loss' ? svg`<path class="band noise" d=${between('runLoss')} />` : nothing}
        <path class="band" d=${between(quantity)} />
        ${others.map((each, i) => svg`<path class="line compared" style=${comparedStyle(i)} d=${path(each) ?? ''} />`)}
        <path class="line optimal" d=${path(inside) ?? ''} />
        ${minima.map(({ C, N }) => svg`<circle class="mark" r="4" cx=${x(C)} cy=${y(N)} />`)}
        ${answer && mark !== undefined ? svg`<line class="cursor" x1=${x(answer.C)} x2=${x(answer.C)} y1=${frame.top} y2=${frame.bottom} /><circle class="mark" r="6" cx=${x(answer.C)} cy=${y(mark)} />` : nothing}
      </g>
      ${answer && mark !== undefined ? svg`<text class="mark-text" x=${x(answer.C) - 10} y=${y(mark) - 8} text-anchor="end">${textOf(quantity, mark)}</text>` : nothing}`;
  }
}

function valueOf({ N, D, loss: value }: FrontierPoint, quantity: Quantity): number | undefined {
  return quantity === 'N' ? N : quantity === 'D' ? D : quantity === 'loss' ? value : D / N;
}

function ofRun(runs: RunsAndFit['runs'], i: number, quantity: Quantity): number {
  return valueOf({ N: runs.N[i]!, D: runs.D[i]!, loss: runs.loss[i]! }, quantity)!;
}

function aboutAt(figure: string, budget: string): string {
  return msg(str`${figure} at ${budget}.`);
}

function textOf(quantity: Quantity, value: number): string {
  return quantity === 'N' || quantity === 'D' ? formatCount(value) : formatStated(value, quantity === 'loss' ? 4 : 3);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-fit-frontier-chart': IsoFitFrontierChart;
  }
}
