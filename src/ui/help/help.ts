import '@awesome.me/webawesome/dist/components/drawer/drawer.js';
import { msg, str } from '@lit/localize';
import { type PropertyValues, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { said } from '../../locales/said';
import { formatStated } from '../../quantities/format';
import { type GlossaryEntry, type GlossaryPlace, type TermId, findEntries } from '../../state/glossary';
import { choicesOf, formatHash } from '../../state/url';
import { views } from '../../state/views';
import '../controls/icons';
import { findShown } from '../controls/find-shown';
import { lineInput } from '../controls/input-styles';
import { quietButton, shared } from '../controls/styles';
import { StoreElement } from '../store-element';
import { renderName, sourceOf } from './entry';
import { pageKeys, viewHelp } from './view-help';

/** How long an element that a term leads to is waited for: its view may have to be loaded. */
const WAITING_MS = 5000;

/**
 * Help beside the view: what it answers, how it is used, keys, and the glossary of quantities and terms, of this view or all.
 *
 * @fires iso-close when it is closed
 * @fires iso-tour when the tour was asked for, after it is closed
 */
@customElement('iso-help')
export class IsoHelp extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    lineInput,
    css`
      wa-drawer {
        --size: min(30rem, 100vw);
        --show-duration: var(--iso-motion);
        --hide-duration: var(--iso-motion);
      }
      wa-drawer::part(title) {
        font-size: var(--iso-size-question);
      }
      section {
        display: grid;
        gap: 0.5rem;
        padding-block-end: 1.25rem;
      }
      h2,
      h3,
      p,
      ul,
      dl,
      dd {
        margin: 0;
      }
      h2 {
        font-size: var(--iso-size-text);
        font-weight: 650;
      }
      ul {
        display: grid;
        gap: 0.375rem;
        padding-inline-start: 1.125rem;
      }
      .start {
        justify-self: start;
      }
      .keys {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.25rem 1rem;
        align-items: baseline;
      }
      kbd {
        padding: 0.0625rem 0.375rem;
        border: 1px solid var(--iso-line-strong);
        border-radius: 4px;
        font: inherit;
        font-size: var(--iso-size-note);
        white-space: nowrap;
      }
      .find {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem;
      }
      input {
        flex: 1 1 10rem;
        min-inline-size: 0;
      }
      .terms > div {
        padding-block: 0.625rem;
        border-block-start: 1px solid var(--iso-line);
        overflow-wrap: anywhere;
      }
      dt {
        font-weight: 650;
      }
      dt i {
        font-family: 'Latin Modern Math', 'STIX Two Math', Cambria, serif;
        font-weight: 400;
      }
      a {
        color: var(--iso-optimal);
        white-space: nowrap;
      }
    `,
  ];

  /** Whether it is shown. */
  @property({ type: Boolean }) open = false;

  /** The entry of the glossary that it opens with. */
  @property({ attribute: false }) entry: TermId | undefined;

  @state() private search = '';
  /** Whether terms of other views are listed, too. */
  @state() private isWhole = false;

  /** What happens once it is closed. */
  private afterwards: (() => void) | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (!this.open || !changed.has('open') || !this.entry) return;
    this.search = '';
    this.isWhole ||= findEntries('', this.store.view.peek()).every(({ id }) => id !== this.entry);
  }

  override render() {
    const view = views.find(({ id }) => id === this.store.view.value) ?? views[0];
    const { use, keys } = viewHelp[view.id];
    return html`<wa-drawer
      label=${msg('Help')}
      .lightDismiss=${true}
      ?open=${this.open}
      @wa-after-show=${this.turn}
      @wa-after-hide=${this.close}
    >
      <section aria-labelledby="view">
        <h2 id="view">${msg(str`${view.label}: ${view.question}`)}</h2>
        <ul>
          ${use.map((text) => html`<li>${text}</li>`)}
        </ul>
        <button type="button" class="start" @click=${this.tour}>${msg('Take the two-minute tour')}</button>
      </section>
      <section aria-labelledby="keys">
        <h2 id="keys">${msg('Keys')}</h2>
        <dl class="keys">
          ${[...keys, ...pageKeys].map(
            ([key, does]) =>
              html`<dt><kbd>${key}</kbd></dt>
                <dd class="note">${does}</dd>`,
          )}
        </dl>
      </section>
      ${this.glossary(view)}
    </wa-drawer>`;
  }

  private glossary({ id, label }: (typeof views)[number]) {
    const isSearching = this.search.trim() !== '';
    const isWhole = this.isWhole || isSearching;
    const found = findEntries(this.search, isWhole ? undefined : id);
    return html`<section aria-labelledby="glossary">
      <h2 id="glossary">${msg('Glossary')}</h2>
      <div class="find" role="group" aria-label=${msg('Which terms')}>
        <input
          type="search"
          placeholder=${msg('Search all terms')}
          aria-label=${msg('Search the glossary')}
          .value=${this.search}
          @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
        />
        <button type="button" aria-pressed=${!isWhole} ?disabled=${isSearching} @click=${() => (this.isWhole = false)}>${label}</button>
        <button type="button" aria-pressed=${isWhole} @click=${() => (this.isWhole = true)}>${msg('All')}</button>
      </div>
      <p class="note" role="status">${found.length === 1 ? msg('1 term') : msg(str`${found.length} terms`)}</p>
      <dl class="terms">
        ${repeat(
          found,
          (entry) => entry.id,
          (entry) => this.term(entry),
        )}
      </dl>
    </section>`;
  }

  private term(entry: GlossaryEntry) {
    const { id, term, text, range, places } = entry;
    const comma = msg(', ', { desc: 'between the parts of a list', id: 'list-comma' });
    const ends = range?.map((end) => formatStated(end));
    return html`<div data-term=${id} tabindex="-1">
      <dt>${renderName(entry)}</dt>
      <dd>${said(text)}</dd>
      <dd class="note">${sourceOf(entry)}${ends === undefined ? nothing : html`<br />${msg(str`Range: ${ends[0]} to ${ends[1]}`)}`}</dd>
      <dd class="note">${msg(html`See it in ${places.map((place, i) => [i > 0 ? comma : nothing, this.place(said(term), place)])}`)}</dd>
    </div>`;
  }

  private place(term: string, place: GlossaryPlace) {
    const label = views.find(({ id }) => id === place.view)?.label;
    return html`<a
      href=${formatHash({ ...choicesOf(this.store), view: place.view })}
      aria-label=${msg(str`See ${term} in ${label}`)}
      @click=${(event: MouseEvent) => this.show(event, place)}
      >${label}</a
    >`;
  }

  /** Opens the view of a place, and outlines the element; in another tab where the browser was asked for that. */
  private show(event: MouseEvent, { view, at }: GlossaryPlace): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.store.view.value = view;
    this.afterwards = () => outline(at, performance.now() + WAITING_MS);
    this.open = false;
  }

  /** Turns to the entry that was asked for. */
  private turn(): void {
    const found = this.renderRoot.querySelector<HTMLElement>(`[data-term="${this.entry}"]`);
    if (!found) return;
    // the drawer takes the focus in a frame of its own, which comes after it has shown where motion is reduced
    requestAnimationFrame(() => {
      found.focus({ preventScroll: true });
      flash(found);
    });
  }

  private tour(): void {
    this.afterwards = () => this.dispatchEvent(new CustomEvent('iso-tour'));
    this.open = false;
  }

  private close(event: Event): void {
    if (event.target !== event.currentTarget) return;
    this.dispatchEvent(new CustomEvent('iso-close'));
    this.afterwards?.();
    this.afterwards = undefined;
  }
}

/** Brings the element of a selector into view and outlines it for a moment, as soon as it is there. */
function outline(selector: string, until: number): void {
  const found = findShown(document, selector);
  if (!found) {
    if (performance.now() < until) requestAnimationFrame(() => outline(selector, until));
    return;
  }
  flash(found);
}

/** Brings an element into view and outlines it for a moment. */
function flash(found: Element): void {
  found.scrollIntoView({ block: 'center' });
  found.animate(
    [
      { outline: '2px solid var(--iso-optimal)', outlineOffset: '6px', borderRadius: '4px' },
      { outline: '2px solid transparent', outlineOffset: '6px', borderRadius: '4px' },
    ],
    { duration: 2500, easing: 'ease-in' },
  );
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-help': IsoHelp;
  }
}
