import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { said } from '../../locales/said';
import type { BackendChoice, BackendPreference } from '../../worker/api';
import type { PageNotice } from '../../state/store';
import { formatRate } from '../controls/amounts';
import { quietButton, shared } from '../controls/styles';
import { StoreElement } from '../store-element';

const PREFERENCES: readonly { readonly id: BackendPreference; readonly text: string }[] = [
  { id: 'auto', text: msg('The faster one, by measurement') },
  { id: 'webgpu', text: 'WebGPU' },
  { id: 'cpu', text: 'CPU' },
];

const NAMES = { webgpu: 'WebGPU', cpu: 'CPU' } as const;

/** What computes, on what, how fast; on demand why, and a choice. Sets the store's backend preference. */
@customElement('iso-backend-badge')
export class IsoBackendBadge extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    css`
      :host {
        position: relative;
        min-inline-size: 0;
      }
      button {
        display: flex;
        gap: 0.5rem;
        align-items: center;
        max-inline-size: 100%;
      }
      .dot {
        flex: none;
        inline-size: 0.5rem;
        block-size: 0.5rem;
        border: 1.5px solid var(--iso-quiet);
        border-radius: 50%;
      }
      .dot.on {
        border-color: transparent;
        background: var(--iso-optimal);
      }
      .dot.stopped {
        border-color: var(--iso-limit);
        border-radius: 0;
      }
      button,
      b {
        white-space: nowrap;
      }
      .adapter {
        overflow: hidden;
        max-inline-size: 16rem;
        color: var(--iso-quiet);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .panel {
        position: absolute;
        inset-block-start: calc(100% + 0.375rem);
        inset-inline-end: 0;
        z-index: 10;
        display: grid;
        gap: 0.625rem;
        inline-size: 22rem;
        max-inline-size: calc(100vw - 2rem);
        padding: 0.875rem 1rem;
        border: 1px solid var(--iso-line-strong);
        border-radius: var(--iso-radius);
        background: var(--iso-panel);
        box-shadow: 0 0.5rem 1.5rem rgb(0 0 0 / 25%);
      }
      /* keeps the panel open while the pointer crosses the gap */
      .panel::before {
        content: '';
        position: absolute;
        inset: -0.5rem 0 100%;
      }
      p {
        margin: 0;
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.125rem 1rem;
        margin: 0;
        font-size: var(--iso-size-note);
      }
      dt {
        color: var(--iso-quiet);
      }
      dd {
        margin: 0;
      }
      fieldset {
        display: grid;
        gap: 0.25rem;
        margin: 0;
        padding: 0;
        border: 0;
      }
      @media (max-width: 40rem), (min-width: 60rem) and (max-width: 72rem) {
        .rate {
          position: absolute;
          clip-path: inset(50%);
        }
        .adapter {
          display: none;
        }
      }
      /* the badge stands too far left for its panel: it takes the width of the header */
      @media (max-width: 40rem) {
        :host {
          position: static;
        }
        .panel {
          inset: 2.5rem 0 auto;
          inline-size: auto;
          max-inline-size: none;
        }
      }
    `,
  ];

  @state() private isOpen = false;

  override render() {
    const { value: choice } = this.store.choice;
    const { value: stopped } = this.store.stopped;
    return html`<div @pointerenter=${this.peek} @pointerleave=${this.leave} @focusout=${this.blurred} @keydown=${this.press}>
      <button type="button" aria-expanded=${this.isOpen} aria-controls="panel" @click=${this.toggle} @focus=${this.show}>
        ${this.badge(choice, stopped)}
      </button>
      <div id="panel" class="panel" ?hidden=${!this.isOpen} style=${this.isOpen ? '' : 'display: none'}>
        ${stopped ? this.stopped(stopped) : this.panel(choice)}
      </div>
    </div>`;
  }

  private badge(choice: BackendChoice | undefined, stopped: PageNotice | undefined) {
    if (stopped) {
      const name = choice && NAMES[choice.info.kind];
      return html`<span class="dot stopped"></span>${name ? msg(str`${name} engine stopped`) : msg('Engine stopped')}`;
    }
    if (!choice) return html`<span class="dot"></span>${msg('Measuring…')}`;
    const { info, measured } = choice;
    const name = said(info.adapter);
    const adapter = info.isSoftware ? msg(str`${name}, software`) : name;
    const rate = measured[info.kind] ?? this.store.summary.value?.cellsPerSecond;
    return html`<span class="dot ${info.kind === 'webgpu' && !info.isSoftware ? 'on' : ''}"></span>
      <b>${NAMES[info.kind]}</b>
      <span class="adapter">${adapter}</span>
      ${rate === undefined ? nothing : html`<span class="rate">${formatRate(rate)}</span>`}`;
  }

  private stopped({ message, hint }: PageNotice) {
    return html`<p>${said(message)}</p>
      <p class="note">${said(hint)}</p>`;
  }

  private panel(choice: BackendChoice | undefined) {
    const { backend } = this.store;
    const isSoftware = choice?.info.isSoftware;
    const adapter = said(choice?.info.adapter ?? '');
    return html`${
        choice
          ? html`<p>${said(choice.reason)}</p>
              <dl>
                <dt>${msg('Runs on')}</dt>
                <dd>${isSoftware ? msg(str`${adapter}, emulated on the CPU`) : adapter}</dd>
                ${this.picture()}
                ${(['webgpu', 'cpu'] as const).map((kind) => {
                  const rate = choice.measured[kind];
                  return rate === undefined
                    ? nothing
                    : html`<dt>${NAMES[kind]}</dt>
                        <dd>${formatRate(rate)}</dd>`;
                })}
              </dl>`
          : html`<p>${msg('Finding out what this machine computes fastest with.')}</p>`
      }
      <fieldset>
        <legend class="note">${msg('Compute with')}</legend>
        ${PREFERENCES.map(
          ({ id, text }) =>
            html`<label
              ><input type="radio" name="backend" .checked=${backend.value === id} @change=${() => (backend.value = id)} /> ${text}</label
            >`,
        )}
      </fieldset>`;
  }

  private picture() {
    const stage = this.store.stage.value;
    if (stage.kind !== 'open') return nothing;
    const { renderer, side } = stage.stage.info;
    const name = renderer === 'webgpu' ? 'WebGPU' : 'WebGL';
    return html`<dt>${msg('Draws with')}</dt>
      <dd>${msg(str`${name}, ${side} × ${side} points`)}</dd>`;
  }

  private show(): void {
    this.isOpen = true;
  }

  private peek(event: PointerEvent): void {
    if (event.pointerType === 'mouse') this.isOpen = true;
  }

  private leave(event: PointerEvent): void {
    if (event.pointerType === 'mouse' && !this.renderRoot.querySelector(':focus-visible')) this.isOpen = false;
  }

  private toggle(): void {
    this.isOpen = true;
  }

  private blurred(event: FocusEvent): void {
    if (!(event.relatedTarget instanceof Node) || !this.renderRoot.contains(event.relatedTarget)) this.isOpen = false;
  }

  private press(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    this.renderRoot.querySelector('button')?.focus();
    this.isOpen = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-backend-badge': IsoBackendBadge;
  }
}
