import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { said } from '../../locales/said';
import { type QuantityId } from '../../quantities/registry';
import { formatQuantity } from '../../quantities/format';
import { type Comparison, comparisonOf, comparisons } from '../../state/comparisons';
import type { Compared } from '../../state/store';
import { comparedStyle } from '../controls/compared';
import { shared } from '../controls/styles';
import { numberTable, ruledRows } from '../controls/table-styles';
import { formatInterval, formatRatio } from '../controls/value';
import { StoreElement } from '../store-element';

/**
 * What stands beside the chosen law: each with its colour, what it says of the budget and how far that is out of its range; over it the
 * list from which more are taken, and comparisons that explain something.
 */
@customElement('iso-compare-picker')
export class IsoComparePicker extends StoreElement {
  static override styles = [
    shared,
    numberTable,
    ruledRows,
    css`
      /* its code loads after the first paint; nothing moves when it comes */
      iso-compare-list {
        display: block;
        min-block-size: 3.57rem;
      }
      .scroll {
        position: relative;
        margin-block-start: 0.5rem;
        overflow-x: auto;
      }
      table {
        line-height: 1.3;
      }
      th,
      td {
        padding-inline-start: 0.5rem;
        vertical-align: baseline;
      }
      thead th {
        padding-block: 0 0.125rem;
      }
      tbody td {
        font-weight: 600;
      }
      th:first-child {
        inline-size: 100%;
        white-space: normal;
      }
      tbody th {
        color: var(--law);
        font-weight: 600;
      }
      th small {
        display: block;
        line-height: 1.25;
      }
      .outside {
        color: var(--iso-limit);
      }
      .swatch {
        display: inline-block;
        inline-size: 0.875rem;
        margin-inline-end: 0.375rem;
        border-block-start: 3px var(--law-border, solid) var(--law);
        vertical-align: 0.25em;
      }
      i {
        font-family: 'STIX Two Math', 'Cambria Math', Georgia, serif;
      }
      button {
        display: inline-grid;
        place-items: center;
        inline-size: 1.5rem;
        block-size: 1.5rem;
        padding: 0;
        border: 0;
        border-radius: 3px;
        background: none;
        color: var(--iso-quiet);
        cursor: pointer;
      }
      button:hover {
        background: var(--iso-line);
        color: var(--iso-text);
      }
      .offered {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 0.375rem;
        margin-block-start: 0.5rem;
      }
      button.offer {
        min-block-size: 1.75rem;
        inline-size: auto;
        padding: 0.125rem 0.5rem;
        border: 1px solid var(--iso-line);
        border-radius: var(--iso-radius);
        font: inherit;
        font-size: var(--iso-size-note);
      }
      button.offer[aria-pressed='true'] {
        border-color: var(--iso-line-strong);
        background: var(--iso-line);
        color: var(--iso-text);
      }
      button svg {
        inline-size: 0.625rem;
        fill: none;
        stroke: currentColor;
        stroke-width: 2;
      }
      p {
        margin: 0.375rem 0 0;
      }
    `,
  ];

  override render() {
    const { compared } = this.store;
    return html`<iso-compare-list></iso-compare-list> ${this.offered()}${compared.value.length > 0 ? this.table(compared.value) : nothing}`;
  }

  protected override firstUpdated(): void {
    import('./compare-list').catch((error: unknown) => {
      console.error(error);
      this.store.notify({ message: msg('The list of laws could not be loaded.'), hint: msg('Reload the page to try again.') });
    });
  }

  /** Comparisons that explain something, and what the one that is on explains. */
  private offered(): TemplateResult {
    const { law, vs } = this.store;
    const shown = comparisonOf(
      vs.value.filter((id) => id !== law.value),
      law.value,
    );
    return html`<div class="offered" role="group" aria-label=${msg('Comparisons that explain something')}>
        ${comparisons.map(
          (each) =>
            html`<button type="button" class="offer" aria-pressed=${each === shown} @click=${() => this.take(each, each === shown)}>
              ${each.label}
            </button>`,
        )}
      </div>
      ${shown ? html`<p class="note">${shown.about}</p>` : nothing}`;
  }

  private take({ ids }: Comparison, isShown: boolean): void {
    this.store.vs.value = isShown ? [] : ids.filter((id) => id !== this.store.law.value);
  }

  private table(compared: readonly Compared[]): TemplateResult {
    return html`<div class="scroll">
        <table>
          <caption class="hidden">
            ${msg('What the compared laws say of this budget')}
          </caption>
          <thead>
            <tr>
              <th scope="col"><span class="hidden">${msg('law')}</span></th>
              <th scope="col"><i>N*</i></th>
              <th scope="col"><i>D*</i></th>
              <th scope="col"><span class="hidden">${msg('tokens per parameter')}</span><i aria-hidden="true">D/N</i></th>
              <th scope="col"><i>L*</i></th>
              <td></td>
            </tr>
          </thead>
          <tbody>
            ${repeat(
              compared,
              ({ subject }) => subject.id,
              (each) => this.row(each),
            )}
          </tbody>
        </table>
      </div>
      <p class="note">${msg('Floors differ between laws: compare N* and D*, not the losses.')}</p>`;
  }

  private row(each: Compared): TemplateResult {
    const { subject, slot, optimum } = each;
    const { N, D, loss } = optimum;
    const label = said(subject.label);
    const interval = this.store.comparedSpreads[slot]?.interval.value;
    return html`<tr style=${comparedStyle(slot)}>
      <th scope="row" title=${said(subject.about)}>
        <span class="swatch" aria-hidden="true"></span>${label}${this.reach(each)}
        ${interval ? html`<small>${msg(html`80 % of draws: <i>N*</i> ${formatInterval('N', interval.N)}`)}</small>` : nothing}
      </th>
      ${this.figure('N', N)}${this.figure('D', D)}${this.figure('tokensPerParameter', N && D && D / N)}
      <td>${loss === undefined ? '–' : loss.toFixed(3)}</td>
      <td>
        <button type="button" aria-label=${msg(str`Compare no more with ${label}`)} @click=${() => this.drop(subject.id)}>
          <svg viewBox="0 0 10 10" aria-hidden="true"><path d="M1 1l8 8M9 1l-8 8" /></svg>
        </button>
      </td>
    </tr>`;
  }

  private figure(id: QuantityId, value: number | undefined): TemplateResult {
    return html`<td>${value === undefined ? '–' : formatQuantity(id, value).number}</td>`;
  }

  /** What can be said of where it was fitted. */
  private reach({ subject, reach }: Compared): TemplateResult {
    if (subject.kind === 'trend' && subject.of.of !== 'C') return html`<small>${msg('only in the IsoFLOP profile')}</small>`;
    if (reach.kind === 'unknown') return html`<small>${msg('fitted range not stated')}</small>`;
    if (reach.kind === 'within') return html`<small>${msg('within its fitted range')}</small>`;
    const ratio = formatRatio(reach.factor);
    return html`<small class="outside"
      >${reach.kind === 'above' ? msg(str`${ratio} beyond its fitted range`) : msg(str`${ratio} below its fitted range`)}</small
    >`;
  }

  private drop(id: string): void {
    this.store.vs.value = this.store.vs.value.filter((other) => other !== id);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-compare-picker': IsoComparePicker;
  }
}
