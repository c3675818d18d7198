import { css, html, svg } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { quietButton, shared } from '../controls/styles';
import { StoreElement } from '../store-element';
import './backend-badge';

/** The top of every view: wordmark, backend, export, theme. */
@customElement('iso-header')
export class IsoHeader extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    css`
      header {
        display: flex;
        gap: 0.5rem;
        align-items: center;
      }
      h1 {
        display: flex;
        gap: 0.5rem;
        align-items: center;
        margin: 0 auto 0 0;
        font-size: var(--iso-size-text);
        font-weight: 650;
        letter-spacing: 0.01em;
      }
      h1 svg {
        inline-size: 1.375rem;
        fill: none;
        stroke: var(--iso-quiet);
        stroke-width: 2.5;
        stroke-linecap: round;
      }
      h1 circle {
        fill: var(--iso-optimal);
        stroke: none;
      }
      .theme svg {
        display: block;
        inline-size: 1rem;
        fill: none;
        stroke: currentColor;
        stroke-width: 2;
        stroke-linecap: round;
      }
      @media (max-width: 40rem) {
        h1 small {
          display: none;
        }
      }
      /* the badge needs the room; the mark stays */
      @media (max-width: 27rem) {
        h1 span {
          position: absolute;
          clip-path: inset(50%);
        }
      }
    `,
  ];

  /** Whether the export dialog has been asked for: its elements are loaded then. */
  @state() private isExporting = false;

  override render() {
    const { theme } = this.store;
    const other = theme.value === 'dark' ? 'light' : 'dark';
    return html`<header>
        <h1>
          <svg viewBox="0 0 32 26" aria-hidden="true">
            <path d="M3 3c3 24 17 24 25 5" />
            <circle cx="14" cy="20.5" r="4.5" /></svg
          ><span>Isoflop</span>
          <small>scaling-law laboratory</small>
        </h1>
        <iso-backend-badge></iso-backend-badge>
        <button type="button" @click=${this.export}>Export<span class="hidden"> CSV</span></button>
        <button type="button" class="theme" aria-label="Switch to the ${other} theme" @click=${() => (theme.value = other)}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            ${
              theme.value === 'dark'
                ? svg`<circle cx="12" cy="12" r="4.5" />
                <path d="M12 2v2m0 16v2M2 12h2m16 0h2M4.9 4.9l1.4 1.4m11.4 11.4 1.4 1.4M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4" />`
                : svg`<path d="M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z" />`
            }
          </svg>
        </button>
      </header>
      <iso-export-dialog ?open=${this.isExporting} @iso-close=${() => (this.isExporting = false)}></iso-export-dialog>`;
  }

  private async export(): Promise<void> {
    await import('../frontier/export-dialog');
    this.isExporting = true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-header': IsoHeader;
  }
}
