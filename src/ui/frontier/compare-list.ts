import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import type WaSelect from '@awesome.me/webawesome/dist/components/select/select.js';
import { msg } from '@lit/localize';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import '../controls/icons';
import { comparisonGroups } from '../controls/law-groups';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';

/** The field shows how many are chosen, the table which; tags would say it again. */
const withoutTags = () => html``;

/** The list from which laws, rules and trends are taken to be compared. Sets what the store compares. */
@customElement('iso-compare-list')
export class IsoCompareList extends StoreElement {
  static override styles = [
    shared,
    css`
      wa-select::part(form-control-label) {
        font-weight: 600;
      }
      @media print {
        wa-select {
          display: none;
        }
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
    const { law, vs, own } = this.store;
    return html`<wa-select
      label=${msg('Compare with')}
      size="s"
      placeholder=${msg('other laws, allocation rules, trends')}
      multiple
      .maxOptionsVisible=${0}
      .withClear=${true}
      .getTag=${withoutTags}
      .value=${[...vs.value]}
      @change=${this.pick}
      @wa-clear=${this.clear}
    >
      ${comparisonGroups(own.value).map(
        ({ name, subjects }) =>
          html`<small class="group">${name}</small> ${subjects
              .filter(({ id }) => id !== law.value)
              .map((subject) => ({ id: subject.id, label: said(subject.label), about: said(subject.about) }))
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
    const chosen = Array.isArray(value) ? value : [];
    const { vs } = this.store;
    // in the order in which they came
    vs.value = [...vs.value.filter((id) => chosen.includes(id)), ...chosen.filter((id) => !vs.value.includes(id))];
  }

  private clear(): void {
    this.store.vs.value = [];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-compare-list': IsoCompareList;
  }
}
