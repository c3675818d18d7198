import { msg } from '@lit/localize';
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DocId } from '../../state/documentation';
import { quietButton, shared } from '../controls/styles';
import { StoreElement } from '../store-element';

/** The way into the documentation from a view, and the documentation while it is open; the reader is loaded when it is asked for. */
@customElement('iso-docs-link')
export class IsoDocsLink extends StoreElement {
  static override styles = [shared, quietButton];

  /** The page that it leads to. */
  @property() page: DocId = 'index';

  /** What is, or was, read: the dialog shows it until it is gone. */
  private read: DocId | undefined;

  override render() {
    const { doc } = this.store;
    this.read = doc.value ?? this.read;
    return html`<button type="button" @click=${() => this.turn(this.page)}>${msg('Documentation')}</button>
      <iso-docs-dialog
        page=${this.read ?? this.page}
        ?open=${doc.value !== undefined}
        @iso-page=${({ detail }: CustomEvent<DocId>) => this.turn(detail)}
        @iso-close=${() => (doc.value = undefined)}
      ></iso-docs-dialog>`;
  }

  protected override updated(): void {
    if (this.store.doc.peek() !== undefined) import('./dialog').catch((error: unknown) => this.fail(error));
  }

  private turn(to: DocId): void {
    this.store.doc.value = to;
  }

  private fail(error: unknown): void {
    console.error(error);
    this.store.doc.value = undefined;
    this.store.notify({ message: msg('The documentation could not be loaded.'), hint: msg('Reload the page to try again.') });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-docs-link': IsoDocsLink;
  }
}
