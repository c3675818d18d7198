import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { OPEN_OWN_LAWS } from '../controls/own-laws';
import { quietButton, shared } from '../controls/styles';
import { StoreElement } from '../store-element';

/** What opens the user's own laws; their dialog is loaded when it is first asked for. */
@customElement('iso-own-laws')
export class IsoOwnLaws extends StoreElement {
  static override styles = [shared, quietButton];

  @state() private isOpen = false;

  private readonly open = () => void this.load();

  constructor() {
    super();
    this.addController({
      hostConnected: () => document.addEventListener(OPEN_OWN_LAWS, this.open),
      hostDisconnected: () => document.removeEventListener(OPEN_OWN_LAWS, this.open),
    });
  }

  override render() {
    const { length } = this.store.own.value;
    return html`<button type="button" aria-haspopup="dialog" @click=${this.open}>
        ${msg('Laws of your own')}${length > 0 ? html` <small>${length}</small>` : nothing}
      </button>
      <iso-own-law-dialog ?open=${this.isOpen} @iso-close=${() => (this.isOpen = false)}></iso-own-law-dialog>`;
  }

  private async load(): Promise<void> {
    try {
      await import('./own-law-dialog');
      this.isOpen = true;
    } catch (error) {
      console.error(error);
      this.store.notify({ message: msg('The editor of laws could not be loaded.'), hint: msg('Reload the page to try again.') });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-own-laws': IsoOwnLaws;
  }
}
