import { msg } from '@lit/localize';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { quietButton, shared } from '../controls/styles';
import { article } from './article-styles';
import { type DocId, isDocId } from '../../state/documentation';
import { contents, loadPage } from './pages';

type Page = Awaited<ReturnType<typeof loadPage>>;

/**
 * A reader of the documentation: contents beside a page, links between pages followed in place.
 *
 * @fires iso-page with the id of a page that is opened
 */
@customElement('iso-docs')
export class IsoDocs extends LitElement {
  static override styles = [
    shared,
    quietButton,
    article,
    css`
      :host {
        display: grid;
        grid-template-columns: 11rem minmax(0, 1fr);
        gap: 2rem;
        align-items: start;
      }
      nav {
        position: sticky;
        inset-block-start: 0;
        /* what the dialog's head and its distance from the window leave */
        max-block-size: calc(100dvh - 9.5rem);
        overflow-y: auto;
      }
      nav h2 {
        margin: 0.75rem 0 0.25rem;
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
        font-weight: 600;
      }
      nav section:first-child h2 {
        margin-block-start: 0;
      }
      nav button {
        display: block;
        inline-size: 100%;
        min-block-size: 1.625rem;
        padding: 0.125rem 0.5rem;
        border-color: transparent;
        border-inline-start: 2px solid transparent;
        border-radius: 0;
        text-align: start;
      }
      nav button[aria-current='page'] {
        border-inline-start-color: var(--iso-optimal);
      }
      nav button.part {
        padding-inline-start: 1.25rem;
        color: var(--iso-quiet);
      }
      summary {
        display: none;
      }
      @media (max-width: 52rem) {
        :host {
          grid-template-columns: minmax(0, 1fr);
          gap: 1rem;
        }
        nav {
          position: static;
          max-block-size: none;
        }
        summary {
          display: list-item;
          padding-block: 0.25rem;
        }
      }
    `,
  ];

  /** The page that is shown. */
  @property() page: DocId = 'index';

  @state() private shown: Page | undefined;

  @state() private failed = false;

  /** Whether the list of pages is open on a narrow screen; on a wide one it always is. */
  @state() private isListing = !matchMedia('(max-width: 52rem)').matches;

  /** What is to be shown of the page once it is there: the heading of this id, or its beginning. */
  private section = '';

  override render() {
    return html`<nav aria-label=${msg('Pages')}>
        <details ?open=${this.isListing} @toggle=${(event: Event) => (this.isListing = (event.currentTarget as HTMLDetailsElement).open)}>
          <summary>${msg('Contents')}</summary>
          ${contents.map(
            ({ title, pages }) =>
              html`<section>
                <h2>${title}</h2>
                ${pages.map(({ id, label }) => this.entry(id, label))}
              </section>`,
          )}
        </details>
      </nav>
      <article @click=${this.follow} @keydown=${this.followKey}>
        ${this.failed ? html`<p role="alert">${msg('This page could not be loaded. Open it again to try once more.')}</p>` : nothing}
        ${this.shown ? unsafeHTML(this.shown.html) : html`<p class="note" role="status">${msg('Opening …')}</p>`}
      </article>`;
  }

  private entry(id: DocId, label: string) {
    const isOpen = id === this.page;
    return html`<button type="button" aria-current=${isOpen ? 'page' : 'false'} @click=${() => this.go(id, '')}>${label}</button> ${
        isOpen
          ? this.shown?.sections.map(
              (part) => html`<button type="button" class="part" @click=${() => this.go(id, part.id)}>${unsafeHTML(part.title)}</button>`,
            )
          : nothing
      }`;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('page')) void this.load(this.page);
  }

  /** Opens a page, at a section of it or at its beginning. */
  private go(page: DocId, section: string): void {
    this.section = section;
    if (matchMedia('(max-width: 52rem)').matches) this.isListing = false;
    if (page === this.page && this.shown) this.reveal();
    this.page = page;
    this.dispatchEvent(new CustomEvent('iso-page', { detail: page }));
  }

  private async load(id: DocId): Promise<void> {
    this.failed = false;
    try {
      const page = await loadPage(id);
      if (id !== this.page) return;
      this.shown = page;
      await this.updateComplete;
      if (this.hasUpdated) this.reveal();
    } catch (error) {
      console.error(error);
      if (id === this.page) this.failed = true;
    }
  }

  /** Brings the section, or the beginning, to the top, and the focus to its heading. */
  private reveal(): void {
    const heading = this.renderRoot.querySelector<HTMLElement>(this.section === '' ? 'h1' : `[id="${this.section}"]`);
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
    this.section = '';
  }

  private follow(event: Event): void {
    const link = (event.target as Element).closest<HTMLElement>('[data-page]');
    const page = link?.dataset['page'] ?? 'index';
    if (link && isDocId(page)) this.go(page, link.dataset['section'] ?? '');
  }

  private followKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.follow(event);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-docs': IsoDocs;
  }
}
