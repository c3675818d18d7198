import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { type Law, formOf } from '../../model/laws';
import { frontierExponent } from '../../model/optimum';
import { quantities } from '../../quantities/registry';
import { coefficientDeviations } from '../../state/deviations';
import { scenarioValues } from '../../state/scenario';
import { comparedStyle } from '../controls/compared';
import { shared } from '../controls/styles';
import { renderSymbol } from '../controls/symbol';
import { StoreElement } from '../store-element';

/** The law behind the numbers: its formula and how its frontier grows; folded, its coefficients, validity, source and checks. */
@customElement('iso-law-card')
export class IsoLawCard extends StoreElement {
  static override styles = [
    shared,
    css`
      article {
        position: relative;
      }
      article + article {
        margin-block-start: 0.75rem;
      }
      h2 {
        margin: 0;
        /* beside it stands what opens the details */
        margin-inline-end: 11rem;
        color: var(--law, var(--iso-optimal));
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
        cursor: pointer;
      }
      summary:hover {
        color: var(--iso-text);
      }
      table {
        border-collapse: collapse;
        font-size: var(--iso-size-note);
      }
      th,
      td {
        padding: 0.125rem 1rem 0.125rem 0;
        border-block-end: 1px solid var(--iso-line);
        text-align: start;
        font-weight: 400;
      }
      td:nth-child(2) {
        font-weight: 600;
        white-space: nowrap;
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.125rem 0.75rem;
        margin-block: 0.5rem;
        font-size: var(--iso-size-note);
      }
      dt {
        color: var(--iso-quiet);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .deviation {
        font-weight: 400;
      }
      i {
        font-family: 'STIX Two Math', 'Cambria Math', Georgia, serif;
      }
      .about {
        margin: 0;
      }
      math {
        font-size: 1.125em;
      }
    `,
  ];

  override render() {
    const { shownLaw, comparedCurves } = this.store;
    return html`${this.law(shownLaw.value)}${comparedCurves.value.map(({ subject, slot }) =>
      subject.kind === 'law' ? this.law(subject.of, comparedStyle(slot)) : nothing,
    )}`;
  }

  private law(law: Law, style = '') {
    const form = formOf(law);
    const deviations = coefficientDeviations(law);
    return html`<article style=${style}>
      <h2>${law.label}</h2>
      <p class="about note">${law.about}</p>
      <div class="formulas" role="group" aria-label="Formula of ${law.label}" tabindex="0">
        ${unsafeHTML(`<math>${form.mathml}</math>`)}${this.growth(law)}
      </div>
      <details>
        <summary>What the numbers are</summary>
        <table>
          <tbody>
            ${Object.entries(form.coefficients).map(
              ([id, { symbol, unit, about }]) =>
                html`<tr>
                  <th scope="row">${renderSymbol(symbol ?? id)}</th>
                  <td>
                    ${law.coefficients[id]}
                    ${deviations?.[id] === undefined ? nothing : html`<span class="deviation">± ${Number(deviations[id].toPrecision(2))}</span>`}
                    ${unit === '1' ? nothing : html`<small>${unit}</small>`}
                  </td>
                  <td>${about}</td>
                </tr>`,
            )}
            ${scenarioValues([law]).map(({ id, value }) => {
              const { symbol, unit, about, max } = quantities[id];
              return html`<tr>
                <th scope="row">${renderSymbol(symbol)}</th>
                <td>${value > max ? 'unlimited' : html`${value} ${unit === '1' ? nothing : html`<small>${unit}</small>`}`}</td>
                <td>${about} You set it.</td>
              </tr>`;
            })}
          </tbody>
        </table>
        <dl>
          <dt>Uncertainty</dt>
          <dd>
            ${law.uncertainty ? `± one standard deviation; drawn jointly, for the coefficients are correlated: ${law.uncertainty.about}` : 'none published'}
          </dd>
          <dt>Fitted on</dt>
          <dd>${law.validity}</dd>
          <dt>Source</dt>
          <dd>${law.source}</dd>
          <dt>Checked</dt>
          <dd>${law.status}</dd>
          <dt>Form</dt>
          <dd>${form.source}</dd>
        </dl>
      </details>
    </article>`;
  }

  /** How optimal parameters and tokens grow with compute. */
  private growth(law: Law) {
    const a = frontierExponent(law);
    if (a === undefined) return nothing;
    const power = (symbol: string, exponent: number) =>
      `<msup><mi>${symbol}</mi><mo>*</mo></msup><mo>∝</mo><msup><mi>C</mi><mn>${exponent.toFixed(3)}</mn></msup>`;
    return unsafeHTML(`<math>${power('N', a)}</math><math>${power('D', 1 - a)}</math>`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-law-card': IsoLawCard;
  }
}
