import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { claims } from '../../model/claims';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';

/** The evidence view: every published number that the model recomputes, with what comes out. */
@customElement('iso-evidence-view')
export class IsoEvidenceView extends StoreElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
    `,
  ];

  override render() {
    return html`<p>${claims.length} claims</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-evidence-view': IsoEvidenceView;
  }
}
