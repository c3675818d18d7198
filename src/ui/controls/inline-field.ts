import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { shared } from './styles';

/**
 * A number within a text that is typed in place. What is typed counts as soon as it is allowed; what is not gives way to the value in
 * force when the field is left.
 *
 * @fires iso-value with the number as `detail`
 */
@customElement('iso-inline-field')
export class IsoInlineField extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: inline-block;
        position: relative;
      }
      input {
        min-inline-size: 3ch;
        max-inline-size: 100%;
        min-block-size: 1.5rem;
        padding: 0;
        border: 0;
        border-block-end: 2px dotted var(--iso-line-strong);
        background: none;
        color: inherit;
        font: inherit;
        font-weight: 600;
        font-variant-numeric: inherit;
      }
      input:hover {
        border-block-end-color: var(--iso-text);
      }
      input[aria-invalid='true'] {
        border-block-end: 2px solid var(--iso-limit);
      }
      p {
        position: absolute;
        inset-block-start: 100%;
        inset-inline-start: 0;
        z-index: 3;
        inline-size: max-content;
        max-inline-size: min(15rem, 70vw);
        margin: 0.25rem 0 0;
        padding: 0.375rem 0.625rem;
        border: 1px solid var(--iso-limit);
        border-radius: var(--iso-radius);
        background: var(--iso-panel);
        font-size: var(--iso-size-note);
      }
    `,
  ];

  /** What the number is, for screen readers. */
  @property() label = '';

  /** The value in force, as text. */
  @property() text = '';

  /** What is allowed, in words that follow “Type”. */
  @property() allowed = '';

  /** Reads what is typed; undefined where it is not allowed. */
  @property({ attribute: false }) parse: (text: string) => number | undefined = () => undefined;

  @state() private draft: string | undefined;

  override render() {
    const shown = this.draft ?? this.text;
    const isWrong = this.draft !== undefined && this.parse(this.draft) === undefined;
    return html`<input
        size=${Math.max(shown.length, 3)}
        style="field-sizing: content"
        aria-label=${this.label}
        aria-describedby=${isWrong ? 'wrong' : nothing}
        aria-invalid=${isWrong ? 'true' : 'false'}
        autocomplete="off"
        spellcheck="false"
        .enterKeyHint=${'done'}
        .value=${shown}
        @focus=${this.select}
        @input=${this.type}
        @keydown=${this.press}
        @blur=${this.finish}
      />${isWrong ? html`<p id="wrong" role="alert">Type ${this.allowed}.</p>` : nothing}`;
  }

  private select(event: FocusEvent): void {
    (event.target as HTMLInputElement).select();
  }

  private type(event: InputEvent): void {
    this.draft = (event.target as HTMLInputElement).value;
    const value = this.parse(this.draft);
    if (value !== undefined) this.dispatchEvent(new CustomEvent('iso-value', { detail: value }));
  }

  private press(event: KeyboardEvent): void {
    if (event.key === 'Enter' || event.key === 'Escape') (event.target as HTMLInputElement).blur();
  }

  private finish(): void {
    this.draft = undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-inline-field': IsoInlineField;
  }
}
