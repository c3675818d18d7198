import { area, curveBasis } from 'd3-shape';
import { LitElement, css, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Interval } from '../../model/uncertainty';
import type { Density } from '../../state/density';

/** Units of the drawing; it is stretched to the width that it gets. */
const BOX = { width: 120, height: 18 } as const;

/**
 * How the draws of one quantity lie around its value: a translucent ridge on a logarithmic scale, denser over the interval, with a
 * line at the value. Shape alone; the figures stand above it.
 */
@customElement('iso-density-strip')
export class IsoDensityStrip extends LitElement {
  static override styles = css`
    :host {
      display: block;
      inline-size: 8.5rem;
      max-inline-size: 100%;
      block-size: 1.375rem;
      margin-block: 0.125rem 0.5rem;
      color: var(--iso-optimal);
    }
    svg {
      display: block;
      inline-size: 100%;
      block-size: 100%;
      overflow: visible;
    }
    .all {
      fill: currentColor;
      opacity: 0.16;
    }
    .likely {
      fill: currentColor;
      opacity: 0.3;
    }
    line {
      stroke: currentColor;
      stroke-width: 1.5;
    }
    .ground {
      stroke: var(--iso-line);
      stroke-width: 1;
    }
  `;

  @property({ attribute: false }) density: Density | undefined;
  /** The value in the middle of the scale. */
  @property({ attribute: false }) value = Number.NaN;
  @property({ attribute: false }) interval: Interval = [Number.NaN, Number.NaN];

  override render() {
    if (!this.density) return html``;
    const { factor, heights } = this.density;
    const x = (value: number): number => (Math.log(value / this.value) / Math.log(factor) + 1) * (BOX.width / 2);
    const ridge = area<number>()
      .x((_, i) => ((i + 0.5) / heights.length) * BOX.width)
      .y0(BOX.height)
      .y1((height) => (1 - height) * BOX.height)
      .curve(curveBasis)([...heights])!;
    const [from, to] = this.interval.map((end) => Math.min(Math.max(x(end), 0), BOX.width)) as [number, number];
    return html`<svg viewBox="0 0 ${BOX.width} ${BOX.height}" preserveAspectRatio="none" aria-hidden="true">
      ${svg`
        <clipPath id="interval"><rect x=${from} y="0" width=${Math.max(to - from, 0)} height=${BOX.height} /></clipPath>
        <line class="ground" vector-effect="non-scaling-stroke" x1="0" x2=${BOX.width} y1=${BOX.height} y2=${BOX.height} />
        <path class="all" d=${ridge} />
        <path class="likely" d=${ridge} clip-path="url(#interval)" />
        <line vector-effect="non-scaling-stroke" x1=${BOX.width / 2} x2=${BOX.width / 2} y1="0" y2=${BOX.height} />`}
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-density-strip': IsoDensityStrip;
  }
}
