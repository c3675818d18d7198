import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { type PanelId, withPanel } from '../../state/panels';
import { StoreElement } from '../store-element';
import { shared } from './styles';

/**
 * A question that carries the answer further, folded: the short answer stands beside it, the rest is loaded when it is first opened.
 * Which panels are open is the store's, so it is in the URL.
 */
export abstract class PanelElement extends StoreElement {
  static override styles = [
    shared,
    css`
      details {
        border-block-start: 1px solid var(--iso-line);
      }
      summary {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.75rem;
        align-items: baseline;
        padding-block: 0.875rem;
        padding-inline-start: 1.25rem;
      }
      summary::before {
        position: static;
        flex: none;
        inline-size: 0.5rem;
        block-size: 0.5rem;
        margin-block-start: 0;
        margin-inline: -1.25rem 0;
        border-width: 0 2px 2px 0;
      }
      h2 {
        margin: 0;
        font-size: var(--iso-size-question);
        font-weight: 650;
        line-height: 1.3;
      }
      .short {
        color: var(--iso-quiet);
      }
      @media (max-width: 40rem) {
        .short {
          flex-basis: 100%;
        }
      }
    `,
  ];

  @state() private isLoaded = false;

  /** Which panel it is. */
  protected abstract readonly panel: PanelId;
  /** What it asks. */
  protected abstract readonly question: string;
  /** The answer in a few words. */
  protected abstract short(): string;
  /** Loads the code of the body. */
  protected abstract load(): Promise<unknown>;
  /** What is folded away. */
  protected abstract body(): TemplateResult;

  override render() {
    const isOpen = this.store.open.value.includes(this.panel);
    return html`<details ?open=${isOpen} @toggle=${this.toggle}>
      <summary>
        <h2>${this.question}</h2>
        <span class="short">${this.short()}</span>
      </summary>
      ${isOpen && this.isLoaded ? this.body() : isOpen ? html`<p class="note" role="status">${msg('Opening …')}</p>` : nothing}
    </details>`;
  }

  protected override updated(): void {
    if (!this.isLoaded && this.store.open.value.includes(this.panel)) void this.prepare();
  }

  private async prepare(): Promise<void> {
    try {
      await this.load();
      this.isLoaded = true;
    } catch (error) {
      console.error(error);
      this.store.notify({ message: msg(str`“${this.question}” could not be loaded.`), hint: msg('Reload the page to try again.') });
    }
  }

  private toggle(event: Event): void {
    const { open } = this.store;
    const isOpen = (event.target as HTMLDetailsElement).open;
    if (open.value.includes(this.panel) !== isOpen) open.value = withPanel(open.value, this.panel, isOpen);
  }
}
