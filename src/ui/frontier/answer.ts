import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { FLOP_PER_PF_DAY } from '../../model/compute';
import type { Optimum } from '../../model/optimum';
import { formatQuantity, formatScientific } from '../../quantities/format';
import { type QuantityId, quantities } from '../../quantities/registry';
import type { LawAnswer } from '../../state/store';
import { shared } from '../controls/styles';
import { formatRatio } from '../controls/value';
import { StoreElement } from '../store-element';

interface Row {
  readonly id: QuantityId;
  readonly digits: number;
  /** What the figure is called beside it. */
  readonly name: string;
  readonly symbol?: string;
  readonly unit?: string;
  value(optimum: Optimum): number;
}

const leading: readonly Row[] = [
  { id: 'N', digits: 3, name: 'parameters', symbol: 'N', value: ({ N }) => N },
  { id: 'D', digits: 3, name: 'tokens', symbol: 'D', value: ({ D }) => D },
];

const following: readonly Row[] = [
  { id: 'tokensPerParameter', digits: 3, name: quantities.tokensPerParameter.label, value: ({ N, D }) => D / N },
  { id: 'loss', digits: 3, name: 'loss', symbol: 'L', unit: 'nat/token', value: ({ loss }) => loss },
];

const spent: readonly Row[] = [
  { id: 'C', digits: 3, name: 'FLOP of compute', value: ({ C }) => C },
  { id: 'computePfDays', digits: 4, name: 'PF-days', value: ({ C }) => C / FLOP_PER_PF_DAY },
];

/** The compute-optimal configuration in large figures, with the compared law's beside it, and how far out of its range the law is. */
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
        padding: 0.0625rem 0;
        text-align: start;
        vertical-align: baseline;
        font-weight: 400;
      }
      td {
        padding-inline-end: 1rem;
        font-size: var(--iso-size-question);
        font-weight: 600;
        white-space: nowrap;
      }
      th[scope='row'] {
        inline-size: 100%;
        color: var(--iso-quiet);
      }
      th[scope='col'] {
        max-inline-size: 11rem;
        padding: 0 1rem 0.25rem 0;
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
        color: var(--iso-optimal);
        font-size: var(--iso-size-answer);
        font-weight: 650;
        line-height: 1.12;
        letter-spacing: -0.015em;
        min-inline-size: 4.75ch;
      }
      .leading th {
        color: var(--iso-text);
      }
      tbody + tbody tr:first-child > * {
        padding-block-start: 0.5rem;
      }
      td.compared,
      .leading td.compared {
        color: var(--iso-compared);
      }
      i {
        font-family: 'STIX Two Math', 'Cambria Math', Georgia, serif;
      }
      .reach {
        margin: 0.5rem 0 0;
        padding-inline-start: 0.625rem;
        border-inline-start: 3px solid var(--iso-line-strong);
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
      }
      .reach.outside {
        border-inline-start-color: var(--iso-limit);
      }
      .reach b {
        color: var(--iso-limit);
      }
    `,
  ];

  override render() {
    const answer = this.store.answer.value;
    const compared = this.store.compared.value;
    return html`<table>
        <caption class=${compared ? 'hidden' : 'note'}>
          Compute-optimal training run
        </caption>
        ${
          compared
            ? html`<thead>
                <tr>
                  <th scope="col">${answer.law.label}</th>
                  <th scope="col" class="compared">${compared.law.label}</th>
                  <td></td>
                </tr>
              </thead>`
            : nothing
        }
        <tbody class="leading">
          ${leading.map((row) => this.row(row, answer, compared))}
        </tbody>
        <tbody>
          ${following.map((row) => this.row(row, answer, compared))}
        </tbody>
        <tbody>
          ${spent.map((row) => this.row(row, answer, undefined, compared !== undefined))}
        </tbody>
      </table>
      ${
        compared
          ? html`${this.reach(answer)}${this.reach(compared)}
              <p class="reach">Laws fitted on different text have different floors: compare N* and D*, not the losses.</p>`
          : this.reachInFull(answer)
      }`;
  }

  private row({ id, digits, name, symbol, unit, value }: Row, answer: LawAnswer, compared?: LawAnswer, isShared = false): TemplateResult {
    const figure = (optimum: Optimum) => formatQuantity(id, value(optimum), digits).number;
    return html`<tr>
      <td colspan=${isShared ? 2 : 1}>${figure(answer.optimum)}</td>
      ${compared ? html`<td class="compared">${figure(compared.optimum)}</td>` : nothing}
      <th scope="row">
        ${name}${symbol === undefined ? nothing : html` <i>${symbol}*</i>`}${unit === undefined ? nothing : html` <small>${unit}</small>`}
      </th>
    </tr>`;
  }

  /** How far the budget lies outside the law's range. */
  private reach({ law, reach }: Pick<LawAnswer, 'law' | 'reach'>): TemplateResult {
    if (reach.kind === 'unknown') return html`<p class="reach">The source of ${law.label} states no range in which it was fitted.</p>`;
    if (reach.kind === 'within') return html`<p class="reach">Within the budgets that ${law.label} was fitted on.</p>`;
    const side = reach.kind === 'above' ? 'beyond' : 'below';
    return html`<p class="reach outside"><b>Extrapolated</b> ${formatRatio(reach.factor)} ${side} the budgets of ${law.label}.</p>`;
  }

  /** The same in full, where one law stands alone. */
  private reachInFull({ law, reach }: LawAnswer): TemplateResult {
    if (reach.kind === 'unknown') return this.reach({ law, reach });
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
