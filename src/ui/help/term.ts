import { msg } from '@lit/localize';
import { type TemplateResult, css, html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { TermId } from '../../state/glossary';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';

/** How long the pointer or the focus rests on a term before its card comes: who only passes sees none. */
const OPENING_MS = 300;

/** How long the card stays once the pointer has left, so that it can be reached. */
const CLOSING_MS = 200;

/**
 * A term of the glossary where it stands, with a faint line beneath. Pointing at it, focusing or pressing it shows a card with its meaning and
 * source; pressing it again, but by a finger, leads to its entry in help. The glossary is loaded with the first card.
 *
 * @slot the word
 * @fires iso-explain with the id of the term whose entry is asked for
 */
@customElement('iso-term')
export class IsoTerm extends StoreElement {
  static override styles = [
    shared,
    css`
      :host {
        display: inline-block;
      }
      .word {
        position: relative;
        padding: 0;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        letter-spacing: inherit;
        text-align: inherit;
        text-decoration: underline 1px dotted var(--iso-line-strong);
        text-underline-offset: 0.25em;
        cursor: help;
      }
      .word:hover,
      .word:focus-visible {
        text-decoration-color: currentcolor;
      }
      /* a finger needs more than a letter */
      @media (pointer: coarse) {
        .word::after {
          content: '';
          position: absolute;
          inset: -0.375rem -0.25rem;
        }
      }
      /* of what it stands in, the card takes nothing over */
      .card {
        --width: min(21rem, 100vw - 1.5rem);
        inset: auto auto 0.75rem 0.75rem;
        inline-size: var(--width);
        max-block-size: 60vh;
        margin: 0;
        padding: 0.75rem 0.875rem;
        border: 1px solid var(--iso-line-strong);
        border-radius: var(--iso-radius);
        background: var(--iso-panel);
        box-shadow: 0 0.5rem 1.5rem rgb(0 0 0 / 25%);
        color: var(--iso-text);
        font: 400 var(--iso-size-note) / 1.45 var(--iso-font);
        letter-spacing: normal;
        text-align: start;
        white-space: normal;
        overflow-wrap: anywhere;
        cursor: auto;
        animation: come var(--iso-motion);
      }
      /* beneath the word, or above it where there is no room; never beyond the edge of the window */
      @supports (anchor-name: --word) {
        .card {
          inset: calc(anchor(bottom) + 0.375rem) auto auto clamp(0.75rem, anchor(left), 100% - 0.75rem - var(--width));
        }
      }
      @keyframes come {
        from {
          opacity: 0;
        }
      }
      .card p {
        margin: 0 0 0.375rem;
      }
      .card p:last-child {
        margin: 0;
      }
      .card button {
        padding: 0;
        border: 0;
        background: none;
        color: var(--iso-optimal);
        font: inherit;
        text-decoration: underline;
        cursor: pointer;
      }
      i {
        font-family: 'STIX Two Math', 'Cambria Math', Georgia, serif;
        font-weight: 400;
      }
      kbd {
        color: var(--iso-quiet);
        font: inherit;
      }
      .word:not(:focus-visible) + .card kbd {
        display: none;
      }
      @media print {
        .word {
          text-decoration: none;
        }
        .card {
          display: none;
        }
      }
    `,
  ];

  /** Which entry of the glossary explains it. */
  @property() of!: TermId;

  @state() private content: TemplateResult | undefined;

  @query('.word') private word!: HTMLButtonElement;
  @query('.card') private card!: HTMLElement;

  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Whether the card is to be seen; it may still be on its way. */
  private isWanted = false;

  /** Whether the entry is read in help, from where the focus comes back: nobody asks for the card then. */
  private isRead = false;

  constructor() {
    super();
    this.addController({ hostDisconnected: () => clearTimeout(this.timer) });
    this.addEventListener('pointerenter', ({ pointerType }) => pointerType !== 'touch' && this.wait(this.show, OPENING_MS));
    this.addEventListener('pointerleave', ({ pointerType }) => pointerType !== 'touch' && this.wait(this.leave, CLOSING_MS));
  }

  override render() {
    return html`<button
        type="button"
        class="word"
        style="anchor-name: --word"
        aria-haspopup="dialog"
        aria-describedby="card"
        @focus=${this.arrive}
        @blur=${() => this.wait(this.leave, CLOSING_MS)}
        @click=${this.press}
      >
        <slot></slot>
      </button>
      <div
        class="card"
        id="card"
        style="position-anchor: --word; position-try-fallbacks: flip-block"
        .popover=${'auto'}
        @beforetoggle=${({ newState }: ToggleEvent) => (this.isWanted = newState === 'open')}
      >
        ${this.content}
      </div>`;
  }

  protected override firstUpdated(): void {
    // or else pressing the word would be a press elsewhere, which closes the card
    this.word.popoverTargetElement = this.card;
  }

  private arrive(): void {
    if (!this.isRead && this.word.matches(':focus-visible')) this.wait(this.show, OPENING_MS);
    this.isRead = false;
  }

  private wait(then: () => void, ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(then, ms);
  }

  private press(event: PointerEvent): void {
    // the label that it may stand in hears nothing of it
    event.preventDefault();
    clearTimeout(this.timer);
    if (!this.card.matches(':popover-open')) void this.show();
    // who taps beside the card to close it often meets the word
    else if (event.pointerType === 'touch') this.card.hidePopover();
    else this.ask();
  }

  private readonly show = async (): Promise<void> => {
    this.isWanted = true;
    try {
      const { renderCard } = await import('./entry');
      this.content ??= renderCard(this.of, () => this.ask());
    } catch (error) {
      console.error(error);
      this.store.notify({ message: msg('The glossary could not be loaded.'), hint: msg('Reload the page to try again.') });
      return;
    }
    await this.updateComplete;
    if (this.isWanted && this.isConnected && !this.card.matches(':popover-open')) this.card.showPopover();
  };

  private readonly leave = (): void => {
    if (this.matches(':hover') || this.word.matches(':focus-visible')) return;
    this.isWanted = false;
    this.card.hidePopover();
  };

  private ask(): void {
    // where the focus comes back to
    this.word.focus({ preventScroll: true });
    this.isRead = true;
    this.card.hidePopover();
    clearTimeout(this.timer);
    this.dispatchEvent(new CustomEvent('iso-explain', { detail: this.of, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-term': IsoTerm;
  }
  interface WindowEventMap {
    'iso-explain': CustomEvent<TermId>;
  }
}
