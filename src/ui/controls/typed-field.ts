import { css, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { StoreElement } from '../store-element';
import { shared } from './styles';

/**
 * A value typed in place, in a sentence or a table. What is typed counts as soon as it can be taken; until then the field says what is
 * allowed, and when it is left the value in force stands again.
 */
export abstract class TypedField extends StoreElement {
  static override styles = [
    shared,
    css`
      :host {
        display: inline-block;
        position: relative;
        max-inline-size: 100%;
      }
      input {
        min-inline-size: 1ch;
        max-inline-size: 100%;
        padding: 0 0.125em;
        border: 0;
        border-block-end: 2px dotted var(--iso-line-strong);
        background: none;
        color: inherit;
        font: inherit;
        font-weight: 650;
        font-variant-numeric: inherit;
        text-align: inherit;
        cursor: text;
      }
      input:hover {
        border-block-end-color: var(--iso-text);
      }
      input[aria-invalid='true'] {
        border-block-end: 2px solid var(--iso-limit);
      }
      @media print {
        input {
          border: 0;
        }
      }
      p {
        position: absolute;
        inset-block-start: 100%;
        inset-inline-start: 0;
        z-index: 3;
        inline-size: max-content;
        max-inline-size: min(20rem, 80vw);
        margin: 0.25rem 0 0;
        padding: 0.375rem 0.625rem;
        border: 1px solid var(--iso-limit);
        border-radius: var(--iso-radius);
        background: var(--iso-panel);
        color: var(--iso-text);
        font-size: var(--iso-size-note);
        font-weight: 400;
        line-height: 1.4;
        text-align: start;
        white-space: normal;
      }
    `,
  ];

  /** Name for screen readers. */
  protected abstract name(): string;
  /** The value in force, as text. */
  protected abstract value(): string;
  /** Takes what is typed, or says that it is none. */
  protected abstract take(text: string): boolean;
  /** What is said of a text that is none. */
  protected abstract refusal(): string;

  /** What is being typed, until the field is left. */
  @state() private draft: string | undefined;

  @state() private isWrong = false;

  override render() {
    const text = this.draft ?? this.value();
    return html`<input
        size=${Math.max(text.length, 1)}
        style="field-sizing: content"
        aria-label=${this.name()}
        aria-describedby=${this.isWrong ? 'wrong' : nothing}
        aria-invalid=${this.isWrong ? 'true' : 'false'}
        autocomplete="off"
        spellcheck="false"
        .enterKeyHint=${'done'}
        .value=${text}
        @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()}
        @input=${this.type}
        @keydown=${this.press}
        @blur=${this.finish}
      />${this.isWrong ? html`<p id="wrong" role="alert">${this.refusal()}</p>` : nothing}`;
  }

  private type(event: InputEvent): void {
    this.draft = (event.target as HTMLInputElement).value;
    this.isWrong = !this.take(this.draft);
  }

  private press(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // what was typed is left first, and a dialog around it with the next press
    if (event.key === 'Escape' && this.draft !== undefined) {
      event.preventDefault();
      event.stopPropagation();
    }
    (event.target as HTMLInputElement).blur();
  }

  private finish(): void {
    this.draft = undefined;
    this.isWrong = false;
  }
}
