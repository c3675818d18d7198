import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { comparedStyle } from '../controls/compared';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';

/** Which line is whose, where the charts stand alone: the chosen law and what it is compared with. */
@customElement('iso-law-legend')
export class IsoLawLegend extends StoreElement {
  static override styles = [
    shared,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 0.125rem 1.25rem;
      }
      span {
        display: flex;
        gap: 0.5rem;
        align-items: center;
      }
      i {
        inline-size: 1.25rem;
        border-block-start: 3px var(--law-border, solid) var(--law, var(--iso-optimal));
      }
    `,
  ];

  override render() {
    const { shownLaw, comparedCurves } = this.store;
    if (comparedCurves.value.length === 0) return nothing;
    return html`<div class="note" aria-hidden="true">
      <span><i></i>${said(shownLaw.value.label)}</span>
      ${comparedCurves.value.map(({ subject, slot }) => html`<span style=${comparedStyle(slot)}><i></i>${said(subject.label)}</span>`)}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-law-legend': IsoLawLegend;
  }
}
