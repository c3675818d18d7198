import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { type CatalogueEntry, catalogue, lossEntry } from '../../model/catalogue';
import type { Subject } from '../../state/subjects';
import { comparedStyle } from '../controls/compared';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';
import './catalogue-card';

/** What the catalogue has of a compared subject. */
function entryOf(subject: Subject): CatalogueEntry | undefined {
  return subject.kind === 'law' ? lossEntry(subject.of) : catalogue.find(({ id }) => id === subject.id);
}

/** The laws behind the numbers: a card for the chosen one, and one for each that it is compared with. */
@customElement('iso-law-card')
export class IsoLawCard extends StoreElement {
  static override styles = [
    shared,
    css`
      iso-catalogue-card + iso-catalogue-card {
        --iso-card-accent: var(--law);

        margin-block-start: 0.75rem;
      }
    `,
  ];

  override render() {
    const { shownLaw, comparedCurves } = this.store;
    return html`<iso-catalogue-card .entry=${lossEntry(shownLaw.value)}></iso-catalogue-card>${comparedCurves.value.map(
        ({ subject, slot }) => {
          const entry = entryOf(subject);
          return entry ? html`<iso-catalogue-card style=${comparedStyle(slot)} .entry=${entry}></iso-catalogue-card>` : nothing;
        },
      )}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-law-card': IsoLawCard;
  }
}
