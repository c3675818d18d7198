import { scaleLinear } from 'd3-scale';
import { msg, str } from '@lit/localize';
import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FitState } from '../../state/fit';
import { frameOf, renderXAxis, renderYAxis } from '../controls/axis';
import { chartStyles } from '../controls/chart-styles';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';
import { runStyles } from './fit-styles';
import { spanOf } from './points';

/** Size of a draw on the canvas, CSS pixels, and how much of the ground it hides. */
const DOT = { radius: 1.5, opacity: 0.5 };
const GREEK: Readonly<Record<string, string>> = { alpha: 'α', beta: 'β', gamma: 'γ', eta: 'η' };

/** A free coefficient as people write it: `ln A`, `α`. */
export function symbolOf(parameter: string): string {
  const name = parameter.replace('log ', '');
  return `${parameter.startsWith('log ') ? 'ln ' : ''}${GREEK[name] ?? name}`;
}

/** The draws of two coefficients against each other: how strongly one makes up for the other. */
@customElement('iso-fit-pair-chart')
export class IsoFitPairChart extends StoreElement {
  static override styles = [
    shared,
    chartStyles,
    runStyles,
    css`
      canvas {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
      }
    `,
  ];

  /** What is shown. */
  @property({ attribute: false }) fit!: FitState;

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.plot'));

  override render() {
    const pair = this.pair();
    return html`<div class="head">
        <h2>${msg('Draws')}</h2>
        ${pair ? html`${this.choice('vertical', pair)}<span class="note" aria-hidden="true">${msg('over')}</span>${this.choice('horizontal', pair)}` : nothing}
      </div>
      <div class="plot">
        <canvas aria-hidden="true"></canvas>
        <svg role="img" aria-label=${pair ? aboutPair(pair) : msg('No draws.')}>
          ${pair && this.size.width > 0 ? this.axes(pair) : nothing}
        </svg>
      </div>`;
  }

  protected override updated(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const ratio = devicePixelRatio;
    canvas.width = Math.round(this.size.width * ratio);
    canvas.height = Math.round(this.size.height * ratio);
    const pair = this.pair();
    // a canvas is not redrawn by style alone
    const isDark = this.store.theme.value === 'dark';
    if (!pair || this.size.width === 0) return;
    const { x, y } = this.scales(pair);
    context.scale(ratio, ratio);
    context.globalAlpha = DOT.opacity;
    context.fillStyle = getComputedStyle(this).getPropertyValue(isDark ? '--iso-run-small' : '--iso-run-large');
    pair.x.forEach((value, i) => {
      context.beginPath();
      context.arc(x(value), y(pair.y[i]!), DOT.radius, 0, 2 * Math.PI);
      context.fill();
    });
  }

  private choice(which: 'horizontal' | 'vertical', { parameters }: Pair) {
    const { fitCharts } = this.store;
    const own = fitCharts.value[which];
    const label = which === 'horizontal' ? msg('Horizontal axis') : msg('Vertical axis');
    const value = parameters.includes(own) ? own : parameters[which === 'horizontal' ? 0 : 1];
    return html`<select
      aria-label=${label}
      @change=${(event: Event) => (fitCharts.value = { ...fitCharts.value, [which]: (event.target as HTMLSelectElement).value })}
    >
      ${parameters.map((name) => html`<option value=${name} ?selected=${name === value}>${symbolOf(name)}</option>`)}
    </select>`;
  }

  private pair(): Pair | undefined {
    const report = this.fit.draws.value;
    if (!report || report.parameters.length < 2) return undefined;
    const { parameters, draws } = report;
    const place = (wanted: string, other: number) => (parameters.includes(wanted) ? parameters.indexOf(wanted) : other);
    const { horizontal, vertical } = this.store.fitCharts.value;
    const [i, j] = [place(horizontal, 0), place(vertical, 1)];
    const column = (k: number) => Float64Array.from({ length: report.done }, (_, draw) => draws[draw * parameters.length + k]!);
    const [x, y] = [column(i), column(j)];
    return { parameters, names: [symbolOf(parameters[i]!), symbolOf(parameters[j]!)], x, y, correlation: correlationOf(x, y) };
  }

  private scales({ x, y }: Pair) {
    const frame = frameOf(this.size.width, this.size.height);
    return {
      frame,
      x: scaleLinear(spanOf(x, false), [frame.left, frame.right]),
      y: scaleLinear(spanOf(y, false), [frame.bottom, frame.top]),
    };
  }

  private axes(pair: Pair) {
    const { frame, x, y } = this.scales(pair);
    const correlation = pair.correlation.toFixed(3);
    return svg`${renderXAxis(x, frame, x.ticks(5), x.tickFormat(5), pair.names[0])}
      ${renderYAxis(y, frame, y.ticks(5), y.tickFormat(5))}
      <text x=${frame.left + 6} y=${frame.top + 10}>${pair.names[1]}</text>
      <text x=${frame.right} y=${frame.bottom - 8} text-anchor="end">${msg(str`correlation ${correlation}`)}</text>`;
  }
}

interface Pair {
  readonly parameters: readonly string[];
  /** Of the horizontal and the vertical axis. */
  readonly names: readonly [string, string];
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly correlation: number;
}

function aboutPair({ x, names: [horizontal, vertical], correlation }: Pair): string {
  const [count, strength] = [x.length, correlation.toFixed(3)];
  return msg(str`${count} draws of ${horizontal} and ${vertical}, correlation ${strength}.`);
}

function correlationOf(x: Float64Array, y: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xx, xy, yy] = [0, 0, 0];
  x.forEach((value, i) => {
    xx += (value - mx) ** 2;
    xy += (value - mx) * (y[i]! - my);
    yy += (y[i]! - my) ** 2;
  });
  return xy / Math.sqrt(xx * yy);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-fit-pair-chart': IsoFitPairChart;
  }
}
