import { type TemplateResult, css, html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { folds, shared } from '../controls/styles';
import { ruledRows, tableStyles } from '../controls/table-styles';
import { StoreElement } from '../store-element';

/** Tables beneath the answer that are folded away, and made only while they are unfolded. */
export abstract class FoldedTable extends StoreElement {
  static override styles = [
    shared,
    folds,
    css`
      :host {
        font-size: var(--iso-size-note);
      }
      p {
        margin: 0 0 0.5rem;
      }
      .scroll {
        position: relative;
        overflow-x: auto;
      }
    `,
  ];

  @state() private isOpen = false;

  /** What is folded away, in a few words. */
  protected abstract summary(): string;
  /** What is folded away. */
  protected abstract tables(): TemplateResult;

  override render(): TemplateResult | typeof nothing {
    return html`<details @toggle=${this.toggle}>
      <summary>${this.summary()}</summary>
      ${this.isOpen ? this.tables() : nothing}
    </details>`;
  }

  /** Remembers whether it is unfolded. */
  protected toggle(event: Event): void {
    this.isOpen = (event.target as HTMLDetailsElement).open;
  }
}

/** Lines of numbers, each under its heading. */
export const numberLines = css`
  ${tableStyles}
  ${ruledRows}
  table {
    line-height: 1.3;
  }
  th,
  td {
    padding: 0.25rem 0 0.25rem 0.375rem;
    text-align: end;
    white-space: nowrap;
  }
  thead th {
    vertical-align: bottom;
  }
  i {
    font-family: 'STIX Two Math', 'Cambria Math', Georgia, serif;
  }
`;
