import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { said } from '../../locales/said';
import { laws } from '../../model/laws';
import { formatQuantity } from '../../quantities/format';
import type { LawRow } from '../../state/law-table';
import { allocationSubjects } from '../../state/subjects';
import { comparedStyle } from '../controls/compared';
import { formatExtra } from '../controls/value';
import { FoldedTable, numberLines } from './folded-table';

/** Every law and allocation rule at the budget, folded: its optimum, and what it costs to believe the wrong law. A row's button compares its law. */
@customElement('iso-law-table')
export class IsoLawTable extends FoldedTable {
  static override styles = [
    ...FoldedTable.styles,
    numberLines,
    css`
      table {
        min-inline-size: 21rem;
      }
      th[colspan] {
        white-space: normal;
        border-block-end: 0;
        padding-block-end: 0;
      }
      .law {
        padding-inline-start: 0;
        text-align: start;
        white-space: normal;
      }
      .chosen,
      .chosen th {
        color: var(--iso-optimal);
        font-weight: 600;
      }
      .compared,
      .compared button {
        color: var(--law);
        font-weight: 600;
      }
      .chosen td,
      .compared td {
        font-weight: 600;
      }
      button {
        min-block-size: 1.5rem;
        padding: 0;
        border: 0;
        background: none;
        color: var(--iso-text);
        font: inherit;
        line-height: inherit;
        text-align: start;
        cursor: pointer;
      }
      button small {
        white-space: nowrap;
      }
      button:hover {
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }
    `,
  ];

  protected override summary(): string {
    const [lawCount, ruleCount] = [laws.length + this.store.own.value.length, allocationSubjects.length];
    return msg(str`All ${lawCount} laws and ${ruleCount} allocation rules at this budget`);
  }

  protected override tables(): TemplateResult {
    const rows = this.store.lawTable.value;
    const chosen = said(this.store.shownLaw.value.label);
    const isSilent = rows.some(({ costIfTrained, costIfTrue }) => Number.isNaN(costIfTrained + costIfTrue));
    return html`<p class="note">
        ${msg(
          html`Extra compute is the cost of being wrong: a law is followed but wrong if you train its optimum and ${chosen} is true, ignored
          but right if you train ${chosen}’s optimum and it is true.`,
        )}
        ${isSilent ? msg('A dash stands where there is no loss to compare.') : nothing}
      </p>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col" rowspan="2" class="law">${msg('law')}</th>
              <th scope="col" rowspan="2"><i>N*</i></th>
              <th scope="col" rowspan="2"><i>D*</i></th>
              <th scope="col" rowspan="2"><span class="hidden">${msg('tokens per parameter')}</span><i aria-hidden="true">D/N</i></th>
              <th scope="colgroup" colspan="2">${msg('extra compute, if')}</th>
            </tr>
            <tr>
              <th scope="col">${msg(html`followed<br />but wrong`)}</th>
              <th scope="col">${msg(html`ignored<br />but right`)}</th>
            </tr>
          </thead>
          <tbody>
            ${repeat(
              rows,
              ({ subject }) => subject.id,
              (row) => this.row(row),
            )}
          </tbody>
        </table>
      </div>`;
  }

  private row({ subject: { id, kind, ...named }, N, D, costIfTrained, costIfTrue }: LawRow): TemplateResult {
    const { shownLaw, comparedCurves } = this.store;
    const [label, about] = [said(named.label), said(named.about)];
    const isChosen = id === shownLaw.value.id;
    const compared = comparedCurves.value.find(({ subject }) => subject.id === id);
    return html`<tr class=${isChosen ? 'chosen' : compared ? 'compared' : ''} style=${compared ? comparedStyle(compared.slot) : ''}>
      <th scope="row" class="law">
        ${
          isChosen
            ? msg(html`${label}<span class="hidden">, chosen</span>`)
            : html`<button
                type="button"
                title=${msg(str`Compare with ${label}: ${about}`)}
                aria-pressed=${compared !== undefined}
                @click=${() => this.compare(id)}
              >
                ${label}${kind === 'allocation' ? html` <small>${msg('rule')}</small>` : nothing}
              </button>`
        }
      </th>
      <td>${formatQuantity('N', N).number}</td>
      <td>${formatQuantity('D', D).number}</td>
      <td>${formatQuantity('tokensPerParameter', D / N, 2).number}</td>
      <td>${formatExtra(costIfTrained)}</td>
      <td>${formatExtra(costIfTrue)}</td>
    </tr>`;
  }

  /** Compares with a law; no more with one that is compared already. */
  private compare(id: string): void {
    const { vs } = this.store;
    vs.value = vs.value.includes(id) ? vs.value.filter((other) => other !== id) : [...vs.value, id];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-law-table': IsoLawTable;
  }
}
