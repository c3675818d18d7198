import { msg } from '@lit/localize';
import { LitElement, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { quietButton, shared } from '../controls/styles';

/** The way into the documentation from anywhere in the page; the reader is loaded when it is asked for. */
@customElement('iso-docs-link')
export class IsoDocsLink extends LitElement {
  static override styles = [shared, quietButton];

  /** The page that opens, by its id. */
  @property() page = 'index';

  @state() private isOpen = false;

  override render() {
    return html`<button type="button" @click=${this.open}>${msg('Documentation')}</button>
      <iso-docs-dialog page=${this.page} ?open=${this.isOpen} @iso-close=${() => (this.isOpen = false)}></iso-docs-dialog>`;
  }

  private async open(): Promise<void> {
    await import('./dialog');
    this.isOpen = true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-docs-link': IsoDocsLink;
  }
}
