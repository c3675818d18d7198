import { msg } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { said } from '../../locales/said';
import type { CostMatrix } from '../../state/law-table';
import { comparedStyle } from '../controls/compared';
import { shared } from '../controls/styles';
import { formatExtra } from '../controls/value';
import { StoreElement } from '../store-element';

/** Extra compute, as a share, at which a cell has its full colour. */
const FULL = 1;

/** The cost of being wrong among the chosen law and what it is compared with, folded: one trained, another true. */
@customElement('iso-cost-matrix')
export class IsoCostMatrix extends StoreElement {
  static override styles = [
    shared,
    css`
      :host {
        margin-block-start: 0.5rem;
        font-size: var(--iso-size-note);
      }
      summary {
        padding-block: 0.375rem;
        font-weight: 600;
        cursor: pointer;
      }
      p {
        margin: 0 0 0.5rem;
      }
      .scroll {
        overflow-x: auto;
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

  @state() private isOpen = false;

  override render() {
    if (this.store.comparedCurves.value.length === 0) return nothing;
    return html`<details @toggle=${this.toggle}>
      <summary>${msg('Cost of being wrong')}</summary>
      ${this.isOpen ? this.table(this.store.costMatrix.value) : nothing}
    </details>`;
  }

  private table({ trained, truths, costs }: CostMatrix): TemplateResult {
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

  private toggle(event: Event): void {
    this.isOpen = (event.target as HTMLDetailsElement).open;
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
