import { msg } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import type { PageNotice } from '../../state/store';
import { quietButton, shared } from '../controls/styles';
import { StoreElement } from '../store-element';

/**
 * A live region: what happened, what was done about it, and what the user can do. A dialog that makes the rest of the page inert holds one of
 * its own, which lies over that of the page.
 */
@customElement('iso-status')
export class IsoStatus extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    css`
      :host {
        position: fixed;
        inset: auto 1rem 1rem;
        z-index: 20;
        /* many or long ones are scrolled, so that the page stays to be seen */
        max-block-size: 40dvh;
        overflow-y: auto;
        pointer-events: none;
      }
      @media print {
        :host {
          display: none;
        }
      }
      section {
        display: grid;
        gap: 0.5rem;
        justify-items: center;
      }
      div {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.125rem 1rem;
        align-items: center;
        inline-size: min(44rem, 100%);
        padding: 0.625rem 0.875rem;
        border: 1px solid var(--iso-line-strong);
        border-inline-start: 4px solid var(--iso-limit);
        border-radius: var(--iso-radius);
        background: var(--iso-panel);
        box-shadow: 0 0.5rem 1.5rem rgb(0 0 0 / 25%);
        pointer-events: auto;
        overflow-wrap: anywhere;
      }
      p {
        margin: 0;
      }
      span {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        justify-content: end;
      }
    `,
  ];

  override render() {
    return html`<section role="status">${this.store.notices.value.map((notice) => this.notice(notice))}</section>`;
  }

  private notice(notice: PageNotice) {
    return html`<div>
      <p>${said(notice.message)} <small>${said(notice.hint)}</small></p>
      <span>
        ${notice.action ? html`<button type="button" @click=${() => this.act(notice)}>${said(notice.action.label)}</button>` : nothing}
        <button type="button" @click=${() => this.store.dismiss(notice)}>${msg('Dismiss')}</button>
      </span>
    </div>`;
  }

  private act(notice: PageNotice): void {
    this.store.dismiss(notice);
    notice.action?.run();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-status': IsoStatus;
  }
}
