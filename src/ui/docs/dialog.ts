import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { msg } from '@lit/localize';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DocId } from '../../state/documentation';
import '../controls/icons';
import { dialogStyles } from '../controls/dialog-styles';
import { shared } from '../controls/styles';
import './docs';

/**
 * The documentation over the page.
 *
 * @fires iso-page with the id of a page that is opened
 * @fires iso-close when it is closed
 */
@customElement('iso-docs-dialog')
export class IsoDocsDialog extends LitElement {
  static override styles = [
    shared,
    dialogStyles,
    css`
      wa-dialog {
        --width: 68rem;
      }
    `,
  ];

  /** Whether it is shown. */
  @property({ type: Boolean }) open = false;

  /** The page that it opens with. */
  @property() page: DocId = 'index';

  override render() {
    return html`<wa-dialog label=${msg('Documentation')} ?open=${this.open} @wa-after-hide=${this.close}>
      <iso-docs page=${this.page} @iso-page=${this.turn}></iso-docs>
    </wa-dialog>`;
  }

  private turn({ detail }: CustomEvent<DocId>): void {
    this.dispatchEvent(new CustomEvent('iso-page', { detail }));
  }

  private close(event: Event): void {
    if (event.target === event.currentTarget) this.dispatchEvent(new CustomEvent('iso-close'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-docs-dialog': IsoDocsDialog;
  }
}
