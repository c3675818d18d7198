import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Optimum } from '../../model/optimum';
import { extraCompute } from '../../model/sized-run';
import type { OptimumInterval } from '../../model/uncertainty';
import { formatQuantity, formatScientific } from '../../quantities/format';
import { type QuantityId, quantities } from '../../quantities/registry';
import { tokensPerParameterInterval } from '../../state/spread';
import type { LawAnswer } from '../../state/store';
import { shared } from '../controls/styles';
import { formatExtra, formatInterval, formatRatio } from '../controls/value';
import { StoreElement } from '../store-element';

/** Whether an interval is but one value, as that of a size that was given. */
function isExact([from, to]: readonly [number, number]): boolean {
  return to - from <= 1e-9 * to;
}

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

/** A law's optimum, and its intervals where they are known. */
interface Column {
  readonly answer: LawAnswer;
  readonly interval: OptimumInterval | undefined;
}

/**
 * The compute-optimal configuration in large figures with its intervals, the compared law's beside it, what the intervals
 * are, and how far the laws are out of their range.
 */
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
      th[scope='col'] {
        max-inline-size: 11rem;
        padding-block-end: 0.25rem;
        color: var(--iso-optimal);
        font-size: var(--iso-size-note);
        font-weight: 600;
        line-height: 1.25;
        vertical-align: bottom;
      }
      th.compared {
        color: var(--iso-compared);
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
      .compared .figure,
      .leading .compared .figure {
        color: var(--iso-compared);
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
    const { answer, compared, spread, comparedSpread } = this.store;
    const columns: readonly Column[] = [
      { answer: answer.value, interval: spread.interval.value },
      ...(compared.value ? [{ answer: compared.value, interval: comparedSpread.interval.value }] : []),
    ];
    return html`<table>
        <caption class=${compared.value ? 'hidden' : 'note'}>
          ${answer.value.isSized ? 'Training run of the given size' : 'Compute-optimal training run'}
        </caption>
        ${compared.value ? this.head(columns) : nothing}
        <tbody class="leading">
          ${leading.map((row) => this.row(row, columns))}
        </tbody>
        <tbody>
          ${following.map((row) => this.row(row, columns))}
        </tbody>
      </table>
      ${columns.map(({ answer: each }) => this.excess(each))}${this.certainty(columns)}${compared.value ? this.bothReaches(answer.value, compared.value) : this.reachInFull(answer.value)}`;
  }

  private head(columns: readonly Column[]): TemplateResult {
    return html`<thead>
      <tr>
        ${columns.map(({ answer }, i) => html`<th scope="col" class=${i > 0 ? 'compared' : ''}>${answer.law.label}</th>`)}
        <td></td>
      </tr>
    </thead>`;
  }

  private row({ id, name, symbol, unit, value, interval }: Row, columns: readonly Column[]): TemplateResult {
    return html`<tr>
      ${columns.map(
        (column, i) =>
          html`<td class=${i > 0 ? 'compared' : ''}>
            <span class="figure">${formatQuantity(id, value(column.answer.optimum)).number}</span>
            ${
              column.interval && !isExact(interval(column.interval))
                ? html`<small class="interval"
                    ><span class="hidden">80 % interval</span> ${formatInterval(id, interval(column.interval))}</small
                  >`
                : this.silence(id, column, columns)
            }
          </td>`,
      )}
      <th scope="row">
        ${name}${symbol === undefined ? nothing : html` <i>${symbol}*</i>`}${unit === undefined ? nothing : html` <small>${unit}</small>`}
      </th>
    </tr>`;
  }

  /** What stands under the first figure of a law without intervals, beside a law that has some. */
  private silence(id: QuantityId, { interval: own }: Column, columns: readonly Column[]): TemplateResult | typeof nothing {
    const isNeeded = id === 'N' && !own && columns.some(({ interval }) => interval);
    return isNeeded ? html`<small class="interval">none published</small>` : nothing;
  }

  /** What a given size costs beyond the optimum. */
  private excess({ law, optimum, isSized }: LawAnswer): TemplateResult | typeof nothing {
    if (isSized === undefined) return nothing;
    if (!isSized) return html`<p class="reach outside">This budget cannot serve a model of that size: the optimal one is shown.</p>`;
    const extra = extraCompute(law, optimum);
    if (Number.isNaN(extra)) return html`<p>${law.label} knows no compute-optimal run of this loss.</p>`;
    return html`<p><b>${formatExtra(extra)}</b> compute beyond the compute-optimal run of this loss under ${law.label}.</p>`;
  }

  /** What the intervals are. */
  private certainty(columns: readonly Column[]): TemplateResult {
    return columns.some(({ interval }) => interval)
      ? html`<p>80 % intervals, from the joint uncertainty of the law’s coefficients; the law’s own shape is not in them.</p>`
      : html`<p>No intervals: no uncertainty published.</p>`;
  }

  /** How far the budget lies outside the ranges of two laws. */
  private bothReaches(answer: LawAnswer, compared: LawAnswer): TemplateResult {
    const isSame = answer.fitted?.join() === compared.fitted?.join();
    const floors = html`<p>Floors differ between laws: compare N* and D*, not the losses.</p>`;
    if (isSame) return html`${this.reach(answer, 'both laws')}${floors}`;
    return html`${this.reach(answer, answer.law.label)}${this.reach(compared, compared.law.label)}${floors}`;
  }

  private reach({ reach }: Pick<LawAnswer, 'reach'>, whose: string): TemplateResult {
    if (reach.kind === 'unknown') return html`<p class="reach">No range of fitted budgets is stated for ${whose}.</p>`;
    if (reach.kind === 'within') return html`<p class="reach">Within the fitted budgets of ${whose}.</p>`;
    const side = reach.kind === 'above' ? 'beyond' : 'below';
    return html`<p class="reach outside"><b>Extrapolated</b> ${formatRatio(reach.factor)} ${side} the fitted budgets of ${whose}.</p>`;
  }

  /** The same in full, where one law stands alone. */
  private reachInFull({ law, reach }: LawAnswer): TemplateResult {
    if (reach.kind === 'unknown') return html`<p class="reach">Where ${law.label} was fitted: ${law.validity}.</p>`;
    const [from, to] = reach.range.map((C) => formatScientific(C, 2)) as [string, string];
    if (reach.kind === 'within') return html`<p class="reach">Within the budgets that this law was fitted on, ${from} to ${to} FLOP.</p>`;
    const [side, end] = reach.kind === 'above' ? ['beyond the largest', to] : ['below the smallest', from];
    return html`<p class="reach outside">
      <b>Extrapolated.</b> ${law.spend ? 'The training compute of this run' : 'This budget'} is ${formatRatio(reach.factor)} ${side} run
      that this law was fitted on, ${end} FLOP.
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-answer': IsoAnswer;
  }
}
