import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import type WaSelect from '@awesome.me/webawesome/dist/components/select/select.js';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';
import { lawGroups } from './law-groups';

/** Chooses the law to compare with, or none. Sets the store's compared law. */
@customElement('iso-compare-picker')
export class IsoComparePicker extends StoreElement {
  static override styles = [
    shared,
    css`
      wa-select::part(form-control-label) {
        font-weight: 600;
      }
      wa-option small {
        display: block;
        max-inline-size: 24rem;
        white-space: normal;
      }
      .group {
        display: block;
        padding: 0.5rem 1rem 0.125rem;
      }
    `,
  ];

  override render() {
    const { law, vs } = this.store;
    return html`<wa-select
      label="Compare with"
      size="s"
      placeholder="another law"
      .withClear=${true}
      .value=${vs.value ?? ''}
      @change=${this.pick}
      @wa-clear=${this.clear}
    >
      ${lawGroups.map(
        ({ name, laws }) =>
          html`<small class="group">${name}</small> ${laws
              .filter(({ id }) => id !== law.value)
              .map(
                ({ id, label, about }) =>
                  html`<wa-option value=${id} .label=${label} aria-label=${label} title=${about}
                    >${label}<small>${about}</small></wa-option
                  >`,
              )}`,
      )}
    </wa-select>`;
  }

  private pick(event: Event): void {
    const { value } = event.target as WaSelect;
    this.store.vs.value = typeof value === 'string' && value !== '' ? value : undefined;
  }

  private clear(): void {
    this.store.vs.value = undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-compare-picker': IsoComparePicker;
  }
}
