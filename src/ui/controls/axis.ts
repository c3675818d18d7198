import { type ScaleLinear, type ScaleLogarithmic, scaleLog } from 'd3-scale';
import { type SVGTemplateResult, nothing, svg } from 'lit';

/** Where a chart draws: pixels from the top left corner of its plot. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A scale of a chart. */
export type Scale = ScaleLinear<number, number> | ScaleLogarithmic<number, number>;

/** The frame that a plot of a size leaves to its data. */
export function frameOf(width: number, height: number): Frame {
  return { left: 40, right: Math.max(width - 10, 60), top: 10, bottom: Math.max(height - 36, 30) };
}

/** Powers of ten in a scale's domain, thinned so that labels stand at least `space` pixels apart. */
export function decades(scale: ScaleLogarithmic<number, number>, space: number): readonly number[] {
  const [from, to] = scale.domain() as [number, number];
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  const pixels = Math.abs(scale(10 ** (first + 1)) - scale(10 ** first));
  const every = Math.max(1, Math.ceil(space / pixels));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
    .filter((exponent) => exponent % every === 0)
    .map((exponent) => 10 ** exponent);
}

/** Losses that an axis may carry, nat/token. */
const LOSSES = [0.5, 0.7, 1, 1.2, 1.5, 1.7, 2, 2.2, 2.5, 3, 3.5, 4, 5, 6, 8, 10, 15, 20, 30, 50];

/** Round losses in a scale's domain, thinned so that labels stand at least `space` pixels apart. */
export function lossTicks(scale: ScaleLogarithmic<number, number>, space: number): readonly number[] {
  const [from, to] = scale.domain() as [number, number];
  return LOSSES.filter((loss) => loss >= from && loss <= to).reduce<number[]>((kept, loss) => {
    const last = kept.at(-1);
    return last === undefined || Math.abs(scale(loss) - scale(last)) >= space ? [...kept, loss] : kept;
  }, []);
}

/** The horizontal axis: a faint line for each tick, its text beneath, and a title. */
export function renderXAxis(
  scale: Scale,
  frame: Frame,
  ticks: readonly number[],
  format: (tick: number) => string,
  title: string,
): SVGTemplateResult {
  return svg`<g class="axis">
    ${ticks.map((tick) => svg`<line x1=${scale(tick)} x2=${scale(tick)} y1=${frame.top} y2=${frame.bottom} />`)}
    ${ticks.map((tick) => svg`<text x=${scale(tick)} y=${frame.bottom + 15} text-anchor="middle">${format(tick)}</text>`)}
    <text x=${frame.right} y=${frame.bottom + 31} text-anchor="end">${title}</text>
  </g>`;
}

/** The vertical axis: a faint line for each tick, its text at the left. */
export function renderYAxis(scale: Scale, frame: Frame, ticks: readonly number[], format: (tick: number) => string): SVGTemplateResult {
  return svg`<g class="axis">
    ${ticks.map((tick) => svg`<line x1=${frame.left} x2=${frame.right} y1=${scale(tick)} y2=${scale(tick)} />`)}
    ${ticks.map((tick) => svg`<text x=${frame.left - 6} y=${scale(tick)} dy="0.32em" text-anchor="end">${format(tick)}</text>`)}
  </g>`;
}

/** Hatches the parts of the horizontal axis outside a range, with a dotted limit at each end of the range that lies within. */
export function renderOutside(
  scale: ScaleLogarithmic<number, number>,
  frame: Frame,
  range: readonly [number, number] | undefined,
  id: string,
): SVGTemplateResult | typeof nothing {
  if (!range) return nothing;
  const clamp = (x: number) => Math.min(Math.max(x, frame.left), frame.right);
  const [from, to] = [clamp(scale(range[0])), clamp(scale(range[1]))];
  const height = frame.bottom - frame.top;
  return svg`
    <pattern id=${id} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" y2="7" /></pattern>
    <rect fill="url(#${id})" x=${frame.left} y=${frame.top} width=${from - frame.left} height=${height} />
    <rect fill="url(#${id})" x=${to} y=${frame.top} width=${frame.right - to} height=${height} />
    ${[from, to].filter((x) => x > frame.left && x < frame.right).map((x) => svg`<line class="limit" x1=${x} x2=${x} y1=${frame.top} y2=${frame.bottom} />`)}`;
}

/** Hatches what limits cut off of a chart, beyond a value of its horizontal or its vertical axis; nothing where that lies outside. */
export function renderCut(
  frame: Frame,
  beyond: { readonly x?: number; readonly y?: number },
  id: string,
): SVGTemplateResult | typeof nothing {
  const { x = frame.left, y = frame.bottom } = beyond;
  if (!(x < frame.right && y > frame.top)) return nothing;
  const [left, bottom] = [Math.max(x, frame.left), Math.min(y, frame.bottom)];
  const edge =
    beyond.x === undefined ? { x1: left, x2: frame.right, y1: bottom, y2: bottom } : { x1: left, x2: left, y1: frame.top, y2: bottom };
  return svg`
    <pattern id=${id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><line class="cut-hatch" y2="6" /></pattern>
    <rect class="cut" fill="url(#${id})" x=${left} y=${frame.top} width=${frame.right - left} height=${bottom - frame.top} />
    <line class="cut-edge" x1=${edge.x1} x2=${edge.x2} y1=${edge.y1} y2=${edge.y2} />`;
}

/** The point under the pointer, the same in every chart: a line down to the axis and a ring; nothing where it lies outside. */
export function renderHover(frame: Frame, x: number, y: number): SVGTemplateResult | typeof nothing {
  if (x < frame.left || x > frame.right) return nothing;
  const isInside = y >= frame.top && y <= frame.bottom;
  return svg`<line class="hover" stroke-dasharray="1 3" x1=${x} x2=${x} y1=${isInside ? y : frame.top} y2=${frame.bottom} />
    ${isInside ? svg`<circle class="hover" r="5.5" cx=${x} cy=${y} />` : nothing}`;
}

/** A logarithmic scale between a domain and pixels. */
export function logScale(domain: readonly [number, number], range: readonly [number, number]): ScaleLogarithmic<number, number> {
  return scaleLog([...domain], [...range]);
}
