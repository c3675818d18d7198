import { msg, str } from '@lit/localize';
import { LitElement, type TemplateResult, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { said } from '../../locales/said';
import type { CardNumber } from '../../model/card/card';
import { describeEntry } from '../../model/card/describe';
import { formatCardInterval, formatCardNumber } from '../../model/card/format';
import type { CatalogueEntry } from '../../model/catalogue';
import { shared } from '../controls/styles';
import { ruledRows, tableStyles } from '../controls/table-styles';
import '../help/term';

/** A law of any kind: its name, what it is and its formulas; folded, its numbers, where it holds and where it comes from. */
@customElement('iso-catalogue-card')
export class IsoCatalogueCard extends LitElement {
  static override styles = [
    shared,
    ruledRows,
    tableStyles,
    css`
      :host {
        display: block;
      }
      article {
        position: relative;
      }
      h2 {
        margin: 0;
        /* beside it stands what opens the details */
        margin-inline-end: 11rem;
        color: var(--iso-card-accent, var(--iso-optimal));
        font-size: var(--iso-size-note);
        font-weight: 600;
      }
      .formulas {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1.5rem;
        align-items: center;
        /* room for exponents, which reach above the line */
        padding-block: 0.5rem 0.25rem;
        /* a formula does not break into lines */
        overflow-x: auto;
        overflow-y: hidden;
        color: var(--iso-text);
        font-size: var(--iso-size-text);
      }
      /* beside the law's name, so that folded it takes no line of its own */
      summary {
        position: absolute;
        inset: 0 0 auto auto;
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
      }
      summary:hover {
        color: var(--iso-text);
      }
      table {
        line-height: 1.35;
      }
      th,
      td {
        padding: 0.25rem 0.875rem 0.25rem 0;
        vertical-align: baseline;
      }
      .number {
        white-space: nowrap;
      }
      .number b {
        font-weight: 600;
      }
      .interval {
        display: block;
        color: var(--iso-quiet);
      }
      td:last-child {
        inline-size: 100%;
        padding-inline-end: 0;
        color: var(--iso-quiet);
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.25rem 0.75rem;
        margin-block: 0.625rem 0.25rem;
        font-size: var(--iso-size-note);
        line-height: 1.4;
      }
      dt {
        color: var(--iso-quiet);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      i {
        font-family: 'STIX Two Math', 'Cambria Math', Georgia, serif;
      }
      sub {
        line-height: 0;
      }
      .about {
        margin: 0;
      }
      math {
        font-size: 1.125em;
      }
    `,
  ];

  /** The law; the user's own is an entry, too, by `lossEntry`. */
  @property({ attribute: false }) entry?: CatalogueEntry;

  override render() {
    if (!this.entry) return nothing;
    const { kind, about, formulas, numbers, facts, ...card } = describeEntry(this.entry);
    const label = said(card.label);
    const isLoss = this.entry.kind === 'loss';
    return html`<article>
      <h2>${label}${isLoss ? nothing : html` <small>${said(kind)}</small>`}</h2>
      <p class="about note">${said(about)}</p>
      <div class="formulas" role="group" aria-label=${msg(str`Formula of ${label}`)} tabindex="0">
        ${formulas.map(({ mathml }) => unsafeHTML(`<math>${inPageLanguage(mathml)}</math>`))}
      </div>
      <details>
        <summary>${msg('What the numbers are')}</summary>
        <table>
          <tbody>
            ${numbers.map((number) => this.number(number))}
          </tbody>
        </table>
        <dl>
          ${facts.map(
            ({ name, text }) =>
              html`<dt>${said(name)}</dt>
                <dd>${said(text)}</dd>`,
          )}
        </dl>
      </details>
    </article>`;
  }

  private number({ symbol, value, deviation, interval, unit, isSet, ...number }: CardNumber): TemplateResult {
    const about = said(number.about);
    const isFloor = number.about === IRREDUCIBLE;
    const level = interval && `${Math.round(interval.level * 100)} %`;
    return html`<tr>
      <th scope="row">${renderSymbol(symbol)}</th>
      <td class="number">
        <b>${value === Infinity ? said(formatCardNumber(value)) : formatCardNumber(value).replace('-', '−')}</b>
        ${deviation === undefined ? nothing : html`± ${formatCardNumber(Number(deviation.toPrecision(2)))}`}
        ${unit === '1' || value === Infinity ? nothing : html`<small>${said(unit)}</small>`}
        ${interval ? html`<span class="interval">${formatCardInterval(interval)} <small>${level}</small></span>` : nothing}
      </td>
      <td>${isSet ? msg(str`${about} You set it.`) : isFloor ? html`<iso-term of="irreducibleLoss">${about}</iso-term>` : about}</td>
    </tr>`;
  }
}

/** What a form says of the coefficient that the glossary explains. */
const IRREDUCIBLE = 'irreducible loss';

/** A formula whose words, such as those of a unit, are said in the page's language. */
function inPageLanguage(mathml: string): string {
  return mathml.replaceAll(/(?<=<mtext>)[^<]+/g, said);
}

/** A symbol such as `alpha_N` or `N_c` set as in a formula. */
function renderSymbol(symbol: string): TemplateResult {
  const [base = '', index] = symbol.split('_');
  return html`<i>${base}${index === undefined ? nothing : html`<sub>${index}</sub>`}</i>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-catalogue-card': IsoCatalogueCard;
  }
}
