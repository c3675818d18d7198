import { msg } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { comparedStyle } from '../controls/compared';
import { formatExtra } from '../controls/value';
import { FoldedTable } from './folded-table';

/** Extra compute, as a share, at which a cell has its full colour. */
const FULL = 1;

/** The cost of being wrong among the chosen law and what it is compared with, folded: one trained, another true. */
@customElement('iso-cost-matrix')
export class IsoCostMatrix extends FoldedTable {
  static override styles = [
    ...FoldedTable.styles,
    css`
      :host {
        margin-block-start: 0.5rem;
      }
      table {
        border-collapse: separate;
        border-spacing: 2px;
        line-height: 1.25;
      }
      th,
      td {
        padding: 0.3125rem 0.375rem;
        font-weight: 400;
      }
      th {
        color: var(--law, var(--iso-optimal));
        font-weight: 600;
      }
      thead td {
        color: var(--iso-quiet);
        vertical-align: bottom;
      }
      thead th {
        max-inline-size: 6rem;
        min-inline-size: 3.5rem;
        vertical-align: bottom;
        text-align: center;
      }
      tbody th {
        min-inline-size: 6rem;
        padding-inline-start: 0;
        text-align: start;
      }
      tbody td {
        border-radius: 3px;
        background: color-mix(in srgb, var(--iso-limit) var(--heat, 0%), var(--iso-ground));
        text-align: center;
        white-space: nowrap;
      }
    `,
  ];

  override render(): TemplateResult | typeof nothing {
    return this.store.comparedCurves.value.length === 0 ? nothing : super.render();
  }

  protected override summary(): string {
    return msg('Cost of being wrong');
  }

  protected override tables(): TemplateResult {
    const { trained, truths, costs } = this.store.costMatrix.value;
    return html`<p class="note">${msg('Extra compute paid when the row’s optimum is trained and the column’s law is true.')}</p>
      <div class="scroll" role="region" aria-label=${msg('Cost of being wrong')} tabindex="0">
        <table>
          <thead>
            <tr>
              <td>${msg('trained')}&thinsp;\\&thinsp;${msg('true', { id: 'cost-matrix-true', desc: 'of a law, over columns' })}</td>
              ${truths.map(({ id, label }) => html`<th scope="col" style=${this.styleOf(id)}>${said(label)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${trained.map(
              ({ id, label }, i) =>
                html`<tr>
                  <th scope="row" style=${this.styleOf(id)}>${said(label)}</th>
                  ${costs[i]!.map((cost) => html`<td style="--heat: ${heatOf(cost)}%">${formatExtra(cost)}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${costs.flat().some(Number.isNaN) ? html`<p class="note">${msg('A dash stands where that law cannot tell the cost.')}</p>` : nothing}`;
  }

  private styleOf(id: string): string {
    const compared = this.store.comparedCurves.value.find(({ subject }) => subject.id === id);
    return compared ? comparedStyle(compared.slot) : '';
  }
}

/** Share of the warning colour in a cell: by the root of the cost, so that a few per cent show, and never so much that text is hard to read. */
function heatOf(cost: number): number {
  return Number.isNaN(cost) ? 0 : Math.round(42 * Math.sqrt(Math.min(cost / FULL, 1)));
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-cost-matrix': IsoCostMatrix;
  }
}
