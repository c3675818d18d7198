import { msg } from '@lit/localize';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { shared, wordSelect } from './styles';
import { StoreElement } from '../store-element';
import { lawGroups } from './law-groups';
import { openOwnLaws } from './own-laws';

/** What opens the user's own laws among the options. */
const OWN = 'own';

/**
 * The law in the question, as a word that opens a list. A native select lies invisibly over the word: the word keeps its own
 * width in the sentence, which no select does in every browser. Reads and sets the store's law.
 */
@customElement('iso-law-picker')
export class IsoLawPicker extends StoreElement {
  static override styles = [
    shared,
    wordSelect,
    css`
      :host {
        display: inline;
      }
    `,
  ];

  override render() {
    const { law } = this.store.answer.value;
    return html`<label
      >${said(law.label)}&NoBreak;<svg viewBox="0 0 12 8" aria-hidden="true"><path d="M1 1.5l5 5 5-5" /></svg
      ><select aria-label=${msg('Law')} .value=${law.id} @change=${this.pick}>
        ${lawGroups(this.store.own.value).map(
          ({ name, laws }) =>
            html`<optgroup label=${name}>
              ${laws.map(({ id, label }) => html`<option value=${id} ?selected=${id === law.id}>${said(label)}</option>`)}
            </optgroup>`,
        )}
        <option value=${OWN}>${msg('A law of your own …')}</option>
      </select></label
    >`;
  }

  private pick(event: Event): void {
    const { store } = this;
    const select = event.target as HTMLSelectElement;
    const picked = select.value;
    if (picked === OWN) {
      select.value = store.law.value;
      openOwnLaws(this);
      return;
    }
    // picking a law that is compared swaps the two
    store.vs.value = store.vs.value.map((id) => (id === picked ? store.law.value : id));
    store.law.value = picked;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-law-picker': IsoLawPicker;
  }
}
