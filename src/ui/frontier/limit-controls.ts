import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { type Accelerator, accelerators, findAccelerator, latestPrice } from '../../model/plan/hardware';
import { parseNumber } from '../../quantities/parse';
import { type LimitChoices, type LimitNumber, isLimit, limitAllowed } from '../../state/limits';
import '../controls/field';
import { folds, shared } from '../controls/styles';
import { StoreElement } from '../store-element';
import { limitPhrase } from './limit-words';

/** What a number is called, and its unit. */
const numbers: Readonly<Record<LimitNumber, { readonly label: string; readonly unit: string }>> = {
  accelerators: { label: msg('Accelerators'), unit: '' },
  mfu: { label: msg('Share of their peak'), unit: '' },
  days: { label: msg('Most days'), unit: msg('days', { id: 'unit-days', desc: 'after a number' }) },
  money: { label: msg('Most money'), unit: 'USD' },
};

/** What stands, and can be typed, where there is no limit. */
const NONE = msg('none');

/** What a run may take: days, money and memory on given hardware, folded away. They cut a part of every chart off. */
@customElement('iso-limit-controls')
export class IsoLimitControls extends StoreElement {
  static override styles = [
    shared,
    folds,
    css`
      details {
        border-block-end: 1px solid var(--iso-line);
      }
      .bound {
        color: var(--iso-constraint);
      }
      fieldset {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.25rem 0.75rem;
        align-items: center;
        margin: 0;
        padding: 0.375rem 0 0.25rem;
        border: 0;
      }
      select {
        min-block-size: 2rem;
        min-inline-size: 0;
        padding-inline: 0.375rem;
        border: 1px solid var(--iso-line);
        border-radius: var(--iso-radius);
        background: var(--iso-panel);
        color: var(--iso-text);
        font: inherit;
      }
      .check {
        grid-column: span 2;
      }
      p {
        margin: 0.125rem 0 0.25rem;
      }
    `,
  ];

  override render() {
    const limits = this.store.limits.value;
    const phrase = limitPhrase(limits);
    const accelerator = findAccelerator(limits.hardware)!;
    const price = latestPrice(accelerator);
    return html`<details>
      <summary>
        ${msg('What the run may take')}
        <small class=${phrase === undefined ? '' : 'bound'}>${phrase ?? msg('no limit on days, money or memory')}</small>
      </summary>
      <fieldset>
        <legend class="hidden">${msg('What the run may take')}</legend>
        ${this.number('days')} ${price ? this.number('money') : nothing}
        <label class="check"
          ><input type="checkbox" .checked=${limits.memory === true} @change=${this.toggleMemory} />
          ${msg('The training state fits into the memory')}</label
        >
        <label for="hardware">${msg('Hardware')}</label>
        <select id="hardware" @change=${this.pickHardware}>
          ${accelerators.map(({ id, name }) => html`<option value=${id} ?selected=${id === limits.hardware}>${name}</option>`)}
        </select>
        ${this.number('accelerators')} ${this.number('mfu')}
      </fieldset>
      <p class="note">
        ${priceWords(accelerator)}
        ${msg('Memory is counted at 16 bytes a parameter, spread over all accelerators; activations come on top.')}
      </p>
    </details>`;
  }

  private number(id: LimitNumber): TemplateResult {
    const { label, unit } = numbers[id];
    const value = this.store.limits.value[id];
    const isOptional = id === 'days' || id === 'money';
    const allowed = limitAllowed(id);
    return html`<span>${label}</span>
      <span
        ><iso-field
          label=${label}
          text=${value === undefined ? NONE : String(value)}
          allowed=${isOptional ? msg(str`${allowed}, or ${NONE}`) : allowed}
          .accept=${(text: string) => this.accept(id, text)}
        ></iso-field>
        ${unit === '' ? nothing : html`<small>${unit}</small>`}</span
      >`;
  }

  private accept(id: LimitNumber, text: string): boolean {
    const { limits } = this.store;
    if (['', NONE, 'none'].includes(text.trim()) && (id === 'days' || id === 'money')) {
      const { [id]: _, ...others } = limits.value;
      limits.value = others;
      return true;
    }
    const value = parseNumber(text);
    if (!isLimit(id, value)) return false;
    limits.value = { ...limits.value, [id]: value };
    return true;
  }

  private toggleMemory(event: Event): void {
    const { limits } = this.store;
    const { memory: _, ...others } = limits.value;
    limits.value = (event.target as HTMLInputElement).checked ? { ...others, memory: true } : others;
  }

  /** Another accelerator; money is no limit where no price of it is known. */
  private pickHardware(event: Event): void {
    const { limits } = this.store;
    const hardware = (event.target as HTMLSelectElement).value;
    const { money, ...others } = limits.value;
    const isPriced = latestPrice(findAccelerator(hardware)!) !== undefined;
    const next: LimitChoices = { ...others, hardware };
    limits.value = isPriced && money !== undefined ? { ...next, money } : next;
  }
}

/** What an hour of an accelerator costs, in a sentence. */
function priceWords(accelerator: Accelerator): string {
  const { name } = accelerator;
  const price = latestPrice(accelerator);
  if (!price) return msg(str`No price of ${name} is known.`);
  const { middle } = price;
  const [source, when] = [said(price.source), said(price.when)];
  return msg(str`An hour of ${name} at $${middle} (${source}, ${when}).`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-limit-controls': IsoLimitControls;
  }
}
