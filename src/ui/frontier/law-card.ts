import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { lossEntry } from '../../model/catalogue';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';
import './catalogue-card';

/** The laws behind the numbers: a card for the chosen one, and one for the law that it is compared with. */
@customElement('iso-law-card')
export class IsoLawCard extends StoreElement {
  static override styles = [
    shared,
    css`
      iso-catalogue-card + iso-catalogue-card {
        --iso-card-accent: var(--iso-compared);

        margin-block-start: 0.75rem;
      }
    `,
  ];

  override render() {
    const { shownLaw, comparedLaw } = this.store;
    const compared = comparedLaw.value;
    return html`<iso-catalogue-card .entry=${lossEntry(shownLaw.value)}></iso-catalogue-card>${
        compared ? html`<iso-catalogue-card .entry=${lossEntry(compared)}></iso-catalogue-card>` : nothing
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-law-card': IsoLawCard;
  }
}
