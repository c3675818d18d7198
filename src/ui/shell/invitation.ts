import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Tour } from '../../state/tour';
import { quietButton, shared } from '../controls/styles';
import { StoreElement, tourContext } from '../store-element';

/** One line for a first visit: what the tour is, a way in, and a way to be rid of it for good. */
@customElement('iso-invitation')
export class IsoInvitation extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    css`
      p {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 0.5rem;
        align-items: center;
        margin: 0.75rem 0 0;
      }
    `,
  ];

  @consume({ context: tourContext })
  private tour!: Tour;

  override render() {
    if (!this.tour.isOffered.value) return nothing;
    return html`<section aria-label=${msg('Tour')}>
      <p class="note">
        ${msg('New here?')}
        <button type="button" @click=${this.tour.start}>${msg('Take the two-minute tour')}</button>
        <button type="button" @click=${this.tour.decline}>${msg('No, thanks')}</button>
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-invitation': IsoInvitation;
  }
}
