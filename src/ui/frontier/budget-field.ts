import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { formatScientific } from '../../quantities/format';
import { BUDGET_ALLOWED, parseBudget } from '../../state/budget';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';

/** The budget in the question, typed in place: `5.76e23`, `70e21`, `3640 PF-days`. Reads and sets the store's budget. */
@customElement('iso-budget-field')
export class IsoBudgetField extends StoreElement {
  static override styles = [
    shared,
    css`
      :host {
        display: inline-block;
        position: relative;
      }
      input {
        min-inline-size: 4ch;
        max-inline-size: 100%;
        padding: 0 0.125em;
        border: 0;
        border-block-end: 2px dotted var(--iso-line-strong);
        background: none;
        color: inherit;
        font: inherit;
        font-weight: 650;
        font-variant-numeric: inherit;
        cursor: text;
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
        max-inline-size: min(24rem, 80vw);
        margin: 0.25rem 0 0;
        padding: 0.375rem 0.625rem;
        border: 1px solid var(--iso-limit);
        border-radius: var(--iso-radius);
        background: var(--iso-panel);
        color: var(--iso-text);
        font-size: var(--iso-size-note);
      }
    `,
  ];

  /** What is being typed, until it is a budget. */
  @state() private draft: string | undefined;

  override render() {
    const text = this.draft ?? `${formatScientific(this.store.C.value)} FLOP`;
    const isWrong = this.draft !== undefined && parseBudget(this.draft) === undefined;
    return html`<input
        size=${text.length}
        style="field-sizing: content"
        aria-label=${msg('Compute budget')}
        aria-describedby=${isWrong ? 'wrong' : nothing}
        aria-invalid=${isWrong ? 'true' : 'false'}
        autocomplete="off"
        spellcheck="false"
        .enterKeyHint=${'done'}
        .value=${text}
        @focus=${this.select}
        @input=${this.type}
        @keydown=${this.press}
        @blur=${this.finish}
      />${isWrong ? html`<p id="wrong" role="alert">${msg(str`This is not a budget. Type ${BUDGET_ALLOWED}.`)}</p>` : nothing}`;
  }

  private select(event: FocusEvent): void {
    (event.target as HTMLInputElement).select();
  }

  private type(event: InputEvent): void {
    this.draft = (event.target as HTMLInputElement).value;
    const budget = parseBudget(this.draft);
    if (budget !== undefined) this.store.C.value = budget;
  }

  private press(event: KeyboardEvent): void {
    if (event.key === 'Enter' || event.key === 'Escape') (event.target as HTMLInputElement).blur();
  }

  /** What was typed either moved the budget already, or is no budget and gives way to the one in force. */
  private finish(): void {
    this.draft = undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-budget-field': IsoBudgetField;
  }
}
