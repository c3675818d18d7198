import { msg, str } from '@lit/localize';
import { line } from 'd3-shape';
import { type TemplateResult, html, nothing, svg } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { GrownStage } from '../../model/growth/simulate';
import { scheduleTokens } from '../../model/growth/schedule';
import { shapeParameters } from '../../model/growth/shape';
import { formatCount } from '../../quantities/format';
import type { ShownShape } from '../../state/growth';
import { MAX_VIEW_STAGES } from '../../state/growth-choices';
import { decades, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { formatDays, formatPercent, formatShort } from '../controls/plain-values';
import { SizeController } from '../controls/size-controller';
import { quietButton, shared } from '../controls/styles';
import { formatDecade } from '../controls/value';
import { GrowthElement } from './context';
import { type FigureScales, type FigureSpan, figureFrame, figureScales, figureSpan } from './figure-scales';
import { figureStyles } from './figure-styles';

/** What is dragged: the size of a stage, or where it ends. */
interface Handle {
  readonly kind: 'size' | 'end';
  readonly stage: number;
}

/** Factors and shares by which keys move a handle: arrows, and page keys. */
const STEP = { size: { small: 1.02, large: 1.2 }, end: { small: 0.01, large: 0.05 } };

/** Points of a shape. */
const SHAPE_POINTS = 64;

/**
 * The figure of growth: parameters against tokens seen, so that compute is area. The stages stand as steps with their area filled, what they
 * save against training the last size all along is hatched, and the run that the schedule must beat stands beside them as a rectangle of
 * its own. Sizes and switches are dragged, or moved with the keyboard.
 */
@customElement('iso-growth-figure')
export class IsoGrowthFigure extends GrowthElement {
  static override styles = [shared, quietButton, chartStyles, figureStyles];

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  /** Spans of the axes while something is dragged. */
  @state() private held: FigureSpan | undefined;

  private dragged: Handle | undefined;

  override render() {
    const { saved, run } = this.growth;
    const steps = run.value.stages
      .map(({ N, D }) => msg(str`${formatCount(N)} on ${formatCount(D)} tokens`))
      .reduce((before, next) => msg(str`${before}, then ${next}`));
    const about = msg(str`Parameters against tokens: ${steps}. Area saving ${formatPercent(saved.value.areaSaving)}.`);
    return html`<header>
        <h2>${msg('Parameters against tokens seen')} <small>${msg('compute is the area under a line, 6 × N × D')}</small></h2>
        ${this.buttons()}
      </header>
      <div class="plot">
        <svg role="group" aria-label=${about} @pointermove=${this.drag} @pointerup=${this.release} @pointercancel=${this.release}>
          ${this.size.width > 0 ? this.plot(this.scales()) : nothing}
        </svg>
      </div>
      ${this.legend()}`;
  }

  /** Adding and removing stages, and the axis of sizes. */
  private buttons(): TemplateResult {
    const { stages, isLog } = this.growth.choices.value;
    return html`<div role="group" aria-label=${msg('Stages and axis')}>
      <button type="button" ?disabled=${stages.length >= MAX_VIEW_STAGES} @click=${() => this.growth.addStage()}>
        ${msg('Add a stage')}
      </button>
      <button type="button" ?disabled=${stages.length === 1} @click=${() => this.growth.removeStage(stages.length - 1)}>
        ${msg('Remove the last')}
      </button>
      <button
        type="button"
        aria-pressed=${isLog}
        title=${msg('On a logarithmic axis areas are no longer compute')}
        @click=${() => this.growth.choose({ isLog: !isLog })}
      >
        log N
      </button>
    </div>`;
  }

  private span(): FigureSpan {
    const { choices, baselines } = this.growth;
    return this.held ?? figureSpan(choices.value.stages, baselines.value, choices.value.isLog);
  }

  private scales(): FigureScales {
    return figureScales(figureFrame(this.size.width, this.size.height), this.span(), this.growth.choices.value.isLog);
  }

  private plot(scales: FigureScales) {
    const { frame, x, y } = scales;
    const { isLog } = this.growth.choices.value;
    const yTicks = isLog ? decades(y as Parameters<typeof decades>[0], 26) : y.ticks(6);
    const xTicks = x.ticks(Math.max(3, Math.floor((frame.right - frame.left) / 90)));
    return svg`
      <clipPath id="inside"><rect x=${frame.left} y=${frame.top - 4} width=${frame.right - frame.left} height=${frame.bottom - frame.top + 4} /></clipPath>
      <pattern id="saved" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="saved-hatch" y2="8" /></pattern>
      ${renderXAxis(x, frame, xTicks, (tick) => (tick === 0 ? '0' : formatShort(tick)), msg('tokens seen D'))}
      ${renderYAxis(y, frame, yTicks, (tick) => (tick === 0 ? '0' : isLog ? formatDecade(tick) : formatShort(tick)))}
      <g clip-path="url(#inside)">
        ${this.areas(scales)}
        ${this.baselines(scales)}
        ${this.ideal(scales)}
        ${this.growth.shapes.value.filter(({ isShown }) => isShown).map((shape) => this.shape(shape, scales))}
      </g>
      ${this.texts(scales)}
      ${this.handles(scales)}`;
  }

  /** The stages as filled steps, and what they save, hatched. */
  private areas({ x, y, floor }: FigureScales) {
    const bottom = y(floor);
    const stages = this.extents();
    const top = y(stages.at(-1)!.stage.N);
    const path = stages.map(({ stage, from, to }, i) => `${i === 0 ? 'M' : 'L'}${x(from)},${y(stage.N)}L${x(to)},${y(stage.N)}`).join('');
    return svg`
      ${stages.map(({ stage, from, to }) => svg`<rect class="area" x=${x(from)} width=${x(to) - x(from)} y=${y(stage.N)} height=${Math.max(bottom - y(stage.N), 0)} />`)}
      ${stages.map(({ stage, from, to }) => svg`<rect class="saved" fill="url(#saved)" x=${x(from)} width=${x(to) - x(from)} y=${top} height=${Math.max(y(stage.N) - top, 0)} />`)}
      <path class="steps" d=${path} />`;
  }

  /** The runs from scratch that the schedule is compared with, each a rectangle of its compute. */
  private baselines({ frame, x, y, floor }: FigureScales) {
    const { areaSaving, lossMatchedSaving, frontierSaving } = this.growth.baselines.value;
    const bottom = y(floor);
    const box = (N: number, D: number) => `M${x(0)},${bottom}V${y(N)}H${Math.min(x(D), frame.right + 20)}V${bottom}`;
    return svg`
      ${frontierSaving.C > 0 ? svg`<path class="optimum" d=${box(frontierSaving.N, frontierSaving.D)} />` : nothing}
      <path class="rectangle" d=${box(areaSaving.N, areaSaving.D)} />
      ${lossMatchedSaving.C > 0 ? svg`<path class="matched" d="M${x(lossMatchedSaving.D)},${y(areaSaving.N)}V${bottom}" />` : nothing}`;
  }

  /** Ideal growth to the same loss: its size is a power of the tokens. */
  private ideal({ x, y, floor }: FigureScales) {
    const end = this.growth.idealEnd.value;
    if (!end || this.growth.choices.value.stages.length < 2) return nothing;
    const points = Array.from({ length: SHAPE_POINTS + 1 }, (_, i) => {
      const share = i / SHAPE_POINTS;
      return [end.D * share, end.N * share ** end.exponent] as const;
    }).filter(([, N]) => N > floor);
    return svg`<path class="ideal" d=${
      line<readonly [number, number]>(
        ([D]) => x(D),
        ([, N]) => y(N),
      )(points) ?? ''
    } />`;
  }

  private shape(shape: ShownShape, { x, y }: FigureScales) {
    const shares = Array.from({ length: SHAPE_POINTS + 1 }, (_, i) => i / SHAPE_POINTS);
    const path = line<number>(
      (share) => x(share * shape.tokens),
      (share) => y(shapeParameters(shape, share)),
    );
    return svg`<path class="shape" d=${path(shares) ?? ''} />`;
  }

  private texts({ frame, x, y, floor }: FigureScales) {
    const { saved, baselines, bills, shapes } = this.growth;
    const stages = this.extents();
    const { N: last } = stages.at(-1)!.stage;
    const top = y(last);
    // the largest hatched piece has room for the number
    const widest = stages.reduce((best, each) => (room(each, last) > room(best, last) ? each : best));
    const matched = baselines.value.lossMatchedSaving;
    const optimal = baselines.value.frontierSaving;
    // clear of the line of the compute-optimal run, and of its name
    const level = y(optimal.N);
    const half = (y(widest.stage.N) + top) / 2;
    const middle = Math.abs(half - level) > 34 ? half : level - 52 > top ? level - 42 : level + 30;
    const isWide = frame.right - frame.left > 480;
    const [partFrom, partTo] = partBeside(x(widest.from), x(widest.to), x(matched.D));
    const middleOf = (partFrom + partTo) / 2;
    // beside the stages, where the compute-optimal run is longer than they are
    const isBeside = Math.min(x(optimal.D), frame.right) - x(stages.at(-1)!.to) > 190;
    const best = [formatShort(optimal.N), formatShort(optimal.D)] as const;
    const optimum = isWide
      ? msg(str`compute-optimal: ${best[0]} on ${best[1]}`)
      : msg(str`${best[0]} on ${best[1]}`, { desc: 'parameters on tokens', id: 'growth-size-tokens' });
    const isRoomy = partTo - partFrom > 96 && y(widest.stage.N) - top > 44;
    return svg`
      ${stages.map(({ stage, from, to }, i) => {
        const width = x(to) - x(from);
        const height = y(floor) - y(stage.N);
        if (width < 46 || height < 26) return nothing;
        const at = x(from) + Math.min(width / 2, width - 10);
        const days = formatDays(bills.value[i]?.days ?? Number.NaN);
        return svg`<text class="size" x=${at} y=${y(stage.N) + 28} text-anchor="middle">${formatShort(stage.N)}</text>
          ${width > 150 && height > 56 ? svg`<text x=${at} y=${y(stage.N) + 45} text-anchor="middle">${msg(str`${formatShort(stage.D)} tokens · ${days} days`)}</text>` : nothing}`;
      })}
      ${
        isRoomy && saved.value.areaSaving > 0.005
          ? svg`<text class="percent" x=${middleOf} y=${middle + 2} text-anchor="middle">${formatPercent(saved.value.areaSaving)}</text>
          ${partTo - partFrom > 116 ? svg`<text x=${middleOf} y=${middle + 19} text-anchor="middle">${msg('of the area saved')}</text>` : nothing}`
          : nothing
      }
      ${
        matched.C > 0 && isWide && x(matched.D) < frame.right - 20 && stages.length > 1
          ? svg`<text x=${x(matched.D) + 6} y=${top - 7} text-anchor="start">${msg('same loss from scratch')}</text>`
          : nothing
      }
      ${
        optimal.C > 0
          ? svg`<text class="of-optimum" x=${isBeside ? frame.right - 8 : x(0) + 10} y=${y(optimal.N) - 8} text-anchor=${isBeside ? 'end' : 'start'}>${optimum}</text>`
          : nothing
      }
      ${shapes.value
        .filter(({ isShown }) => isShown)
        .map((shape) => {
          const at = 0.62;
          return svg`<text class="of-shape" x=${x(at * shape.tokens)} y=${y(shapeParameters(shape, at)) - 7} text-anchor="end">x${shape.exponent === 1 ? '' : exponentText(shape.exponent)}: ${formatPercent(shape.saving, 0)}</text>`;
        })}`;
  }

  private handles(scales: FigureScales) {
    const { frame, x, y, floor } = scales;
    const stages = this.extents();
    const last = stages.length - 1;
    return svg`
      ${stages.map(({ stage, to }, i) => {
        const next = stages[i + 1]?.stage.N ?? floor;
        const at = x(to);
        const grip = i === last ? (y(stage.N) + y(floor)) / 2 : (y(stage.N) + y(next)) / 2;
        const total = scheduleTokens(stages.map((each) => each.stage));
        const label = i === last ? msg('Tokens in all') : msg(str`Switch from stage ${i + 1} to stage ${i + 2}`);
        return svg`<g
          class="handle end"
          role="slider"
          tabindex="0"
          aria-label=${label}
          aria-orientation="horizontal"
          aria-valuemin="0"
          aria-valuemax=${total}
          aria-valuenow=${to}
          aria-valuetext=${msg(str`after ${formatCount(to, 4)} tokens`)}
          data-handle="end-${i}"
          @pointerdown=${(event: PointerEvent) => this.grab(event, { kind: 'end', stage: i })}
          @keydown=${(event: KeyboardEvent) => this.press(event, { kind: 'end', stage: i })}
        >
          <rect class="reach" x=${at - 10} width="20" y=${Math.min(y(stage.N), y(next)) + 12} height=${Math.max(Math.abs(y(next) - y(stage.N)) - 24, 24)} rx="10" />
          ${i === last ? nothing : svg`<line class="riser" x1=${at} x2=${at} y1=${y(stage.N)} y2=${y(next)} />`}
          <rect class="grip" x=${at - 4} width="8" y=${grip - 11} height="22" rx="4" />
        </g>`;
      })}
      ${stages.map(({ stage, from, to }, i) => {
        const at = Math.min((x(from) + x(to)) / 2, frame.right);
        return svg`<g
          class="handle size"
          role="slider"
          tabindex="0"
          aria-label=${msg(str`Parameters of stage ${i + 1}`)}
          aria-orientation="vertical"
          aria-valuemin=${stages[i - 1]?.stage.N ?? 1e5}
          aria-valuemax=${stages[i + 1]?.stage.N ?? 1e15}
          aria-valuenow=${stage.N}
          aria-valuetext=${msg(str`${formatCount(stage.N, 4)} parameters`)}
          data-handle="size-${i}"
          @pointerdown=${(event: PointerEvent) => this.grab(event, { kind: 'size', stage: i })}
          @keydown=${(event: KeyboardEvent) => this.press(event, { kind: 'size', stage: i })}
        >
          <circle class="reach" r="15" cx=${at} cy=${y(stage.N)} />
          <circle class="grip" r="6.5" cx=${at} cy=${y(stage.N)} />
        </g>`;
      })}`;
  }

  private legend(): TemplateResult {
    return html`<p class="legend note" aria-hidden="true">
      <span
        ><svg>
          <rect class="area" width="24" height="14" />
          <path class="steps" d="M0,1.5H24" /></svg
        >${msg('this schedule')}</span
      >
      <span
        ><svg><rect class="rectangle" x="1" y="1" width="22" height="12" /></svg>${msg('last size all along')}</span
      >
      <span
        ><svg><path class="matched" d="M0,7H24" /></svg>${msg('last size to the same loss')}</span
      >
      <span
        ><svg><rect class="optimum" x="1" y="1" width="22" height="12" /></svg>${msg('compute-optimal, same loss')}</span
      >
      ${
        this.growth.idealEnd.value
          ? html`<span
              ><svg><path class="ideal" d="M1,7H24" /></svg>${msg('ideal growth, same loss')}</span
            >`
          : nothing
      }
    </p>`;
  }

  /** Stages with the tokens between which they run. */
  private extents(): readonly { readonly stage: GrownStage; readonly from: number; readonly to: number }[] {
    let seen = 0;
    return this.growth.run.value.stages.map((stage) => {
      const from = seen;
      seen += stage.D;
      return { stage, from, to: seen };
    });
  }

  private grab(event: PointerEvent, handle: Handle): void {
    if (event.button !== 0) return;
    event.preventDefault();
    const target = event.currentTarget as SVGElement;
    target.focus({ preventScroll: true });
    this.renderRoot.querySelector('.plot svg')?.setPointerCapture(event.pointerId);
    this.dragged = handle;
    this.held = this.span();
    this.growth.hold(true);
  }

  private drag(event: PointerEvent): void {
    if (!this.dragged || !this.held) return;
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    const { frame, x, y } = this.scales();
    const { kind, stage } = this.dragged;
    if (kind === 'size') this.growth.moveSize(stage, y.invert(within(event.clientY - top, frame.top - 4, frame.bottom - 1)));
    else this.growth.moveEnd(stage, x.invert(within(event.clientX - left, frame.left, frame.right)));
  }

  private release(): void {
    this.dragged = undefined;
    this.held = undefined;
    this.growth.hold(false);
  }

  private press(event: KeyboardEvent, { kind, stage }: Handle): void {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const [direction, amount] = step;
    const { stages } = this.growth.choices.value;
    if (kind === 'size') this.growth.moveSize(stage, stages[stage]!.N * STEP.size[amount] ** direction);
    else {
      const end = scheduleTokens(stages.slice(0, stage + 1));
      this.growth.moveEnd(stage, end + direction * STEP.end[amount] * scheduleTokens(stages));
    }
  }
}

/** What keys do: up or down, by how much. */
const STEPS: Partial<Record<string, readonly [1 | -1, 'small' | 'large']>> = {
  ArrowUp: [1, 'small'],
  ArrowRight: [1, 'small'],
  ArrowDown: [-1, 'small'],
  ArrowLeft: [-1, 'small'],
  PageUp: [1, 'large'],
  PageDown: [-1, 'large'],
};

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function room({ stage, from, to }: { readonly stage: GrownStage; readonly from: number; readonly to: number }, last: number): number {
  return (to - from) * (last - stage.N);
}

/** What is between two ends, or the larger part of it where something stands between them. */
function partBeside(from: number, to: number, between: number): readonly [number, number] {
  if (!(between > from && between < to)) return [from, to];
  return between - from > to - between ? [from, between] : [between, to];
}

function exponentText(exponent: number): string {
  return exponent === 0.5 ? '½' : exponent === 2 ? '²' : `^${exponent}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-growth-figure': IsoGrowthFigure;
  }
}
