import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Optimum } from '../../model/optimum';
import type { OptimumInterval } from '../../model/uncertainty';
import { formatQuantity, formatScientific } from '../../quantities/format';
import { type QuantityId, quantities } from '../../quantities/registry';
import { tokensPerParameterInterval } from '../../state/spread';
import type { LawAnswer } from '../../state/store';
import { shared } from '../controls/styles';
import { formatInterval, formatRatio } from '../controls/value';
import { StoreElement } from '../store-element';

interface Row {
  readonly id: QuantityId;
  /** What the figure is called beside it. */
  readonly name: string;
  readonly symbol?: string;
  readonly unit?: string;
  value(optimum: Optimum): number;
  interval(of: OptimumInterval): readonly [number, number];
}

const leading: readonly Row[] = [
  { id: 'N', name: 'parameters', symbol: 'N', value: ({ N }) => N, interval: ({ N }) => N },
  { id: 'D', name: 'tokens', symbol: 'D', value: ({ D }) => D, interval: ({ D }) => D },
];

const following: readonly Row[] = [
  {
    id: 'tokensPerParameter',
    name: quantities.tokensPerParameter.label,
    value: ({ N, D }) => D / N,
    interval: tokensPerParameterInterval,
  },
  { id: 'loss', name: 'loss', symbol: 'L', unit: 'nat/token', value: ({ loss }) => loss, interval: ({ loss }) => loss },
];

/** The compute-optimal configuration in large figures with its intervals, what these are, and how far the law is out of its range. */
@customElement('iso-answer')
export class IsoAnswer extends StoreElement {
  static override styles = [
    shared,
    css`
      table {
        inline-size: 100%;
        border-collapse: collapse;
      }
      caption {
        padding-block-end: 0.25rem;
        text-align: start;
      }
      th,
      td {
        padding: 0.125rem 1.25rem 0.125rem 0;
        text-align: start;
        vertical-align: baseline;
        font-weight: 400;
      }
      .figure {
        display: block;
        font-size: var(--iso-size-question);
        font-weight: 600;
        line-height: 1.25;
        white-space: nowrap;
      }
      .interval {
        display: block;
        line-height: 1.2;
        white-space: nowrap;
      }
      th[scope='row'] {
        inline-size: 100%;
        padding-inline-end: 0;
        color: var(--iso-quiet);
      }
      .leading td {
        min-inline-size: 8.5rem;
        padding-block-end: 0.25rem;
      }
      .leading .figure {
        color: var(--iso-optimal);
        font-size: var(--iso-size-answer);
        font-weight: 650;
        line-height: 1.1;
        letter-spacing: -0.015em;
      }
      .leading th {
        color: var(--iso-text);
      }
      i {
        font-family: 'STIX Two Math', 'Cambria Math', Georgia, serif;
      }
      p {
        margin: 0.5rem 0 0;
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
        line-height: 1.4;
      }
      .reach {
        padding-inline-start: 0.625rem;
        border-inline-start: 3px solid var(--iso-line-strong);
      }
      .reach.outside {
        border-inline-start-color: var(--iso-limit);
      }
      .reach b {
        color: var(--iso-limit);
      }
      @media (max-width: 75rem) {
        th,
        td {
          padding-inline-end: 0.75rem;
        }
        .leading td {
          min-inline-size: 0;
        }
      }
    `,
  ];

  override render() {
    const { answer, spread } = this.store;
    const interval = spread.interval.value;
    return html`<table>
        <caption class="note">
          Compute-optimal training run
        </caption>
        <tbody class="leading">
          ${leading.map((row) => this.row(row, interval))}
        </tbody>
        <tbody>
          ${following.map((row) => this.row(row, interval))}
        </tbody>
      </table>
      ${this.certainty(interval)}${this.reach(answer.value)}`;
  }

  private row({ id, name, symbol, unit, value, interval }: Row, found: OptimumInterval | undefined): TemplateResult {
    return html`<tr>
      <td>
        <span class="figure">${formatQuantity(id, value(this.store.answer.value.optimum)).number}</span>
        ${
          found
            ? html`<small class="interval"><span class="hidden">80 % interval</span> ${formatInterval(id, interval(found))}</small>`
            : nothing
        }
      </td>
      <th scope="row">
        ${name}${symbol === undefined ? nothing : html` <i>${symbol}*</i>`}${unit === undefined ? nothing : html` <small>${unit}</small>`}
      </th>
    </tr>`;
  }

  /** What the intervals are. */
  private certainty(interval: OptimumInterval | undefined): TemplateResult {
    return interval
      ? html`<p>80 % intervals, from the joint uncertainty of the law’s coefficients; the law’s own shape is not in them.</p>`
      : html`<p>No intervals: no uncertainty published.</p>`;
  }

  /** Whether the budget lies where the law was fitted. */
  private reach({ law, reach }: LawAnswer): TemplateResult {
    if (reach.kind === 'unknown') return html`<p class="reach">Where ${law.label} was fitted: ${law.validity}.</p>`;
    const [from, to] = reach.range.map((C) => formatScientific(C, 2)) as [string, string];
    if (reach.kind === 'within') return html`<p class="reach">Within the budgets that this law was fitted on, ${from} to ${to} FLOP.</p>`;
    const [side, end] = reach.kind === 'above' ? ['beyond the largest', to] : ['below the smallest', from];
    return html`<p class="reach outside">
      <b>Extrapolated.</b> This budget is ${formatRatio(reach.factor)} ${side} run that this law was fitted on, ${end} FLOP.
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-answer': IsoAnswer;
  }
}
