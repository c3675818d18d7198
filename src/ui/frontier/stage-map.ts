import { msg } from '@lit/localize';
import { contours } from 'd3-contour';
import { line } from 'd3-shape';
import { css, html, nothing, svg } from 'lit';
import { customElement } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { said } from '../../locales/said';
import type { Configuration } from '../../model/configuration';
import type { Law } from '../../model/laws';
import { loss } from '../../model/loss';
import { tokensForBudget } from '../../model/spend/spend';
import { BUDGET_RANGE, roundBudget } from '../../state/budget';
import { computeOf, logSpace } from '../../state/curves';
import { models } from '../../state/models';
import { type Walls, mostTokens } from '../../model/plan/limits';
import { PICTURE, isInPicture, isoflopLine, sceneBox, wallEdges } from '../../state/picture';
import type { BandPoint } from '../../state/spread';
import type { CurvePoint } from '../../state/subjects';
import { type Frame, type Scale, decades, frameOf, logScale, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { surfaceStyle } from '../controls/compared';
import { MAP_COLORS } from '../controls/color-map';
import { pointerIn } from '../controls/pointer';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { formatDecade, formatPower } from '../controls/value';
import { StoreElement } from '../store-element';
import { READING_HELP, ReadingKeys } from './reading-keys';

/** Grid points along each side of the map. */
const SIDE = 72;

/** Bands of colour. */
const LEVELS = 24;

/** Sizes along the edge of what limits cut off. */
const CUT_SIZES = 33;

/** Room that a model's name takes, in pixels, and how many are shown. */
const NAME = { width: 120, height: 18, most: 9 } as const;

/** The picture without WebGPU or WebGL: a map of loss over parameters and tokens, with IsoFLOP lines, frontier and models. A drag moves the budget. */
@customElement('iso-stage-map')
export class IsoStageMap extends StoreElement {
  static override styles = [
    shared,
    chartStyles,
    css`
      .plot {
        min-block-size: 0;
      }
      .axis line {
        display: none;
      }
      .isoflop {
        stroke: #ffffff;
        stroke-opacity: 0.4;
      }
      .on-map {
        fill: #ffffff;
        paint-order: stroke;
        stroke: #101522;
        stroke-width: 3px;
      }
      .frontier {
        stroke: var(--iso-surface-optimal);
        stroke-width: 3;
      }
      .frontier.other {
        stroke: var(--law);
        stroke-dasharray: 7 5;
      }
      .band {
        fill: var(--iso-surface-optimal);
        opacity: 0.34;
      }
      .free {
        stroke: var(--iso-surface-optimal);
      }
      .shade {
        fill: #101522;
        opacity: 0.4;
      }
      .cut-hatch,
      .cut-edge {
        fill: none;
        stroke: var(--iso-surface-constraint);
      }
      .plot:focus-visible {
        outline-offset: -3px;
      }
      .keys {
        position: absolute;
        inset: auto 0.625rem 2.5rem auto;
        max-inline-size: min(30rem, calc(100% - 4rem));
        margin: 0;
        padding: 0.25rem 0.5rem;
        border-radius: 3px;
        background: color-mix(in srgb, var(--iso-panel) 88%, transparent);
        color: var(--iso-text);
        opacity: 0;
        pointer-events: none;
      }
      .plot:focus-visible .keys {
        opacity: 1;
      }
      .profile {
        stroke: var(--iso-surface-budget);
      }
      .dot {
        fill: #ffffff;
        stroke: #0b1020;
      }
      .optimum {
        fill: var(--iso-surface-optimal);
        stroke: #ffffff;
        stroke-width: 2;
      }
      .reader {
        fill: none;
        stroke: #ffffff;
        stroke-width: 2;
      }
    `,
  ];

  private isDragging = false;

  private readonly reading = new ReadingKeys(this, () => this.store);

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  override render() {
    return html`<div
      class="plot"
      tabindex="0"
      role="application"
      aria-roledescription=${msg('map')}
      aria-label=${msg('Map of loss over parameters and tokens, with IsoFLOP lines, the frontier, and published models')}
      aria-describedby="keys"
      @keydown=${this.press}
      @blur=${() => this.reading.end()}
    >
      <svg
        aria-hidden="true"
        @pointerdown=${this.grab}
        @pointermove=${this.point}
        @pointerup=${this.release}
        @pointercancel=${this.release}
        @pointerleave=${this.leave}
      >
        ${this.size.width > 0 ? this.plot(frameOf(this.size.width, this.size.height)) : nothing}
      </svg>
      <p class="keys note" id="keys">${READING_HELP}</p>
      <p class="hidden" aria-live="polite">${this.reading.words}</p>
    </div>`;
  }

  private scales(frame: Frame) {
    return { x: logScale(PICTURE.N, [frame.left + 4, frame.right]), y: logScale(PICTURE.D, [frame.bottom, frame.top]) };
  }

  private plot(frame: Frame) {
    const { law, frontier, freeFrontier, walls, optimum } = this.store.answer.value;
    const band = (this.store.spread.band.value ?? []).filter(({ C, N }) => !walls || (C <= walls.budget && N[1] <= walls.N));
    const compared = this.store.comparedCurves.value;
    const hover = this.store.hover.value;
    const { x, y } = this.scales(frame);
    const path = line<Configuration>(
      ({ N }) => x(N),
      ({ D }) => y(D),
    );
    const isoflop = (C: number) => path(isoflopLine(law, C)) ?? '';
    const exponents = BUDGET_RANGE.map(Math.log10) as [number, number];
    const budgets = Array.from({ length: exponents[1] - exponents[0] + 1 }, (_, i) => 10 ** (exponents[0] + i));
    return svg`
      <clipPath id="inside"><rect x=${frame.left} y=${frame.top} width=${frame.right - frame.left} height=${frame.bottom - frame.top} /></clipPath>
      <g clip-path="url(#inside)">
        ${guard([law, this.size.width, this.size.height], () => this.bands(law, frame))}
        ${guard([law, this.size.width, this.size.height], () => budgets.map((C) => svg`<path class="line faint isoflop" d=${isoflop(C)} />`))}
        ${budgets.map((C) => {
          const N = Math.sqrt(C / 6) / 60; // near the left end of most lines
          const at = { N, D: tokensForBudget(law.spend, C, N) };
          return isInPicture(at) && at.D < PICTURE.D[1] / 2
            ? svg`<text class="on-map" x=${x(at.N)} y=${y(at.D)}>${formatPower(C)}</text>`
            : nothing;
        })}
        ${walls ? this.cut(law, walls, frame) : nothing}
        <path class="band" d=${bandPath(law, band, path)} />
        ${freeFrontier ? svg`<path class="line free" d=${path([...freeFrontier]) ?? ''} />` : nothing}
        <path class="line profile" d=${isoflop(optimum.C)} />
        ${compared.map(({ points, slot }) => svg`<path class="line frontier other" style=${surfaceStyle(slot)} d=${path(configurations(points)) ?? ''} />`)}
        <path class="line frontier" d=${path(frontier) ?? ''} />
        ${models.map((model) => svg`<circle class="dot" r="3" cx=${x(model.N)} cy=${y(model.D)}><title>${said(model.name)}</title></circle>`)}
        <circle class="optimum" r="7" cx=${x(optimum.N)} cy=${y(optimum.D)} />
        ${hover ? svg`<circle class="reader" r="6" cx=${x(hover.N)} cy=${y(hover.D)} />` : nothing}
      </g>
      ${this.names(x, y)}
      ${renderXAxis(x, frame, decades(x, 44), formatDecade, msg('parameters N'))}
      ${renderYAxis(y, frame, decades(y, 22), formatDecade)}
      <text x=${frame.left + 8} y=${frame.top + 14} class="on-map">${msg('tokens D')}</text>`;
  }

  /** What limits cut off: dimmed and hatched, with its edges. */
  private cut(law: Law, walls: Walls, frame: Frame) {
    const { x, y } = this.scales(frame);
    const sizes = logSpace(PICTURE.N[0], PICTURE.N[1], CUT_SIZES);
    // the memory's bound lies between two sizes, and stands upright
    const corners = [...sizes.filter((N) => N < walls.N), ...(walls.N < PICTURE.N[1] ? [walls.N, walls.N * (1 + 1e-9)] : [])]
      .concat(walls.N < PICTURE.N[1] ? [PICTURE.N[1]] : [])
      .filter((N) => N >= PICTURE.N[0] && N <= PICTURE.N[1]);
    const edge = corners.map((N) => {
      const D = Math.min(Math.max(mostTokens(law, walls, N), PICTURE.D[0]), PICTURE.D[1]);
      return `${x(N).toFixed(1)},${y(D).toFixed(1)}`;
    });
    const area = `M${edge.join('L')}L${frame.right},${frame.top}L${x(PICTURE.N[0])},${frame.top}Z`;
    const through = (points: readonly Configuration[]) => points.map(({ N, D }) => `${x(N).toFixed(1)},${y(D).toFixed(1)}`).join('L');
    return svg`
      <pattern id="cut" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><line class="cut-hatch" y2="6" /></pattern>
      <path class="shade" d=${area} />
      <path class="cut" fill="url(#cut)" d=${area} />
      ${wallEdges(law, walls).map((points) => svg`<path class="cut-edge" d=${`M${through(points)}`} />`)}`;
  }

  /** Names of models, the largest runs first, where there is room beside their dots. */
  private names(x: Scale, y: Scale) {
    const named: { readonly x: number; readonly y: number; readonly name: string }[] = [];
    for (const model of models.toSorted((a, b) => b.N * b.D - a.N * a.D)) {
      const at = { x: x(model.N) + 6, y: y(model.D) + 4, name: said(model.name) };
      if (named.some((other) => Math.abs(other.x - at.x) < NAME.width && Math.abs(other.y - at.y) < NAME.height)) continue;
      named.push(at);
    }
    return named.slice(0, NAME.most).map((at) => svg`<text class="on-map" x=${at.x} y=${at.y}>${at.name}</text>`);
  }

  /** Filled contours, computed on grid indices: the grid is even in the logarithm, as the scales are. */
  private bands(law: Law, frame: Frame) {
    const sizes = logSpace(PICTURE.N[0], PICTURE.N[1], SIDE);
    const tokens = logSpace(PICTURE.D[0], PICTURE.D[1], SIDE);
    const [floor, top] = sceneBox([law]).loss;
    // heights as in the picture: reducible loss by its logarithm, or the valley would be flat
    const height = (value: number) => Math.log1p((value - floor) / (0.02 * (top - floor))) / Math.log1p(50);
    const values = tokens.flatMap((D) => sizes.map((N) => height(loss(law, N, D))));
    const levels = Array.from({ length: LEVELS }, (_, i) => i / LEVELS);
    const { x, y } = this.scales(frame);
    const px = ([i, j]: readonly number[]) => {
      const at = (index = 0) => (index - 0.5) / (SIDE - 1);
      const [left, right] = x.range() as [number, number];
      const [bottom, above] = y.range() as [number, number];
      return `${(left + at(i) * (right - left)).toFixed(1)},${(bottom + at(j) * (above - bottom)).toFixed(1)}`;
    };
    return contours()
      .size([SIDE, SIDE])
      .thresholds(levels)(values)
      .map(({ value, coordinates }) => {
        const d = coordinates.flatMap((polygon) => polygon.map((ring) => `M${ring.map(px).join('L')}Z`)).join('');
        return svg`<path d=${d} style="fill: ${colorAt(value)}" />`;
      });
  }

  private point(event: PointerEvent): void {
    this.reading.yield();
    const { x, y } = this.scales(frameOf(this.size.width, this.size.height));
    const at = pointerIn(event);
    const configuration = { N: x.invert(at.x), D: y.invert(at.y) };
    if (this.isDragging) this.store.C.value = roundBudget(computeOf(this.store.shownLaw.value, configuration));
    this.store.hover.value = isInPicture(configuration) ? configuration : undefined;
  }

  private grab(event: PointerEvent): void {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.isDragging = true;
    this.point(event);
  }

  private release(): void {
    this.isDragging = false;
  }

  private leave(): void {
    if (!this.reading.isReading) this.store.hover.value = undefined;
  }

  private press(event: KeyboardEvent): void {
    if (this.reading.press(event)) event.preventDefault();
  }
}

/** The configurations of a curve; none of one that knows only losses. */
function configurations(points: readonly CurvePoint[]): Configuration[] {
  return points.flatMap(({ N, D }) => (N === undefined || D === undefined ? [] : [{ N, D }]));
}

/** The strip between the edges of the frontier's intervals. */
function bandPath(law: Law, band: readonly BandPoint[], path: (points: Configuration[]) => string | null): string {
  const edge = (side: 0 | 1) => band.map(({ C, N }) => ({ N: N[side], D: tokensForBudget(law.spend, C, N[side]) }));
  return path([...edge(0), ...edge(1).toReversed()].filter(({ D }) => D > 0)) ?? '';
}

/** Colour of a height from 0 to 1, between the two nearest of the map. */
function colorAt(height: number): string {
  const position = height * (MAP_COLORS.length - 1);
  const below = Math.min(Math.floor(position), MAP_COLORS.length - 2);
  return `color-mix(in oklab, ${MAP_COLORS[below + 1]} ${((position - below) * 100).toFixed(0)}%, ${MAP_COLORS[below]})`;
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-stage-map': IsoStageMap;
  }
}
