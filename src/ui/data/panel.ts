import { msg } from '@lit/localize';
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { shortVerdict } from '../../model/corpus/supply';
import { PanelElement } from '../controls/panel';

/** Whether there is enough text for the answer. */
@customElement('iso-data-panel')
export class IsoDataPanel extends PanelElement {
  protected readonly panel = 'data';
  protected readonly question = msg('Is there enough text?');

  protected short(): string {
    return said(shortVerdict(this.store.data.supply.value));
  }

  protected load(): Promise<unknown> {
    return import('./body');
  }

  protected body() {
    return html`<iso-data-body></iso-data-body>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-data-panel': IsoDataPanel;
  }
}
