import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { FLOP_PER_PF_DAY } from '../../model/compute';
import { formatQuantity } from '../../quantities/format';
import { BUDGET_RANGE, roundBudget } from '../../state/budget';
import { models } from '../../state/models';
import { quietButton, shared } from '../controls/styles';
import { formatPower, formatValue, renderValue } from '../controls/value';
import '../help/term';
import { StoreElement } from '../store-element';

const [FROM, TO] = BUDGET_RANGE.map(Math.log10) as [number, number];

/** Decades that carry a label. */
const LABELLED = [17, 19, 21, 23, 25, 27];

/** Runs that everyone knows, as places to jump to. */
const landmarks = ['GPT-3 175B', 'Chinchilla 70B', 'Llama 3.1 405B'].flatMap((name) => models.filter((model) => model.name === name));

/** The budget on a logarithmic track: dragging moves every number, chart and the picture at once. Sets the store's budget. */
@customElement('iso-budget-slider')
export class IsoBudgetSlider extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    css`
      :host {
        --thumb: 1.375rem;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.75rem;
        align-items: baseline;
        justify-content: end;
      }
      .head label {
        margin-inline-end: auto;
      }
      label,
      b {
        font-weight: 600;
      }
      .fitted-text {
        position: relative;
        block-size: 0.875rem;
        line-height: 1;
      }
      .fitted-text span {
        position: absolute;
        translate: -50% 0;
      }
      .track {
        position: relative;
      }
      .track::before,
      .fitted {
        content: '';
        position: absolute;
        inset-block-start: 0.8125rem;
        block-size: 0.375rem;
        border-radius: 0.1875rem;
      }
      .track::before {
        inset-inline: 0;
        inset-block-start: 0.9375rem;
        block-size: 0.125rem;
        background: var(--iso-line-strong);
      }
      .fitted {
        background: var(--iso-line-strong);
      }
      input {
        position: relative;
        display: block;
        inline-size: 100%;
        block-size: 2rem;
        margin: 0;
        appearance: none;
        background: none;
        cursor: grab;
        touch-action: pan-y;
      }
      input:active {
        cursor: grabbing;
      }
      input::-webkit-slider-thumb {
        inline-size: var(--thumb);
        block-size: var(--thumb);
        border: 3px solid var(--iso-panel);
        border-radius: 50%;
        background: var(--iso-optimal);
        box-shadow: 0 0 0 1.5px var(--iso-optimal);
        appearance: none;
      }
      input::-moz-range-thumb {
        inline-size: calc(var(--thumb) - 6px);
        block-size: calc(var(--thumb) - 6px);
        border: 3px solid var(--iso-panel);
        border-radius: 50%;
        background: var(--iso-optimal);
        box-shadow: 0 0 0 1.5px var(--iso-optimal);
      }
      .ticks {
        position: relative;
        block-size: 1.125rem;
      }
      .ticks span {
        position: absolute;
        translate: -50% 0;
      }
      .landmarks {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.375rem;
        margin-block-start: 0.5rem;
      }
      @media print {
        .landmarks {
          display: none;
        }
      }
      @media (max-width: 27rem) {
        .landmarks span {
          inline-size: 100%;
        }
      }
    `,
  ];

  override render() {
    const { C, answer } = this.store;
    const { fitted, law } = answer.value;
    const label = said(law.label);
    const pfDays = formatQuantity('computePfDays', C.value / FLOP_PER_PF_DAY, 4);
    return html`<div class="head">
        <label for="budget">${msg('Compute budget')}</label>
        <span><b>${renderValue('C', C.value)}</b></span>
        <span
          ><b
            >${pfDays.number} <small><iso-term of="pf-day">${said(pfDays.unit)}</iso-term></small></b
          ></span
        >
      </div>
      <div class="fitted-text note" aria-hidden="true">
        ${fitted ? html`<span style="inset-inline-start: ${place(Math.sqrt(fitted[0] * fitted[1]))}">${msg('fitted here')}</span>` : nothing}
      </div>
      <div class="track">
        ${
          fitted
            ? html`<div
                class="fitted"
                title=${msg(str`Where ${label} was fitted`)}
                style="inset-inline-start: ${place(fitted[0])}; inset-inline-end: calc(100% - ${place(fitted[1])})"
              ></div>`
            : nothing
        }
        <input
          id="budget"
          type="range"
          min=${FROM}
          max=${TO}
          step="0.01"
          aria-valuetext="${formatValue('C', C.value)}, ${formatValue('computePfDays', C.value / FLOP_PER_PF_DAY)}"
          .value=${String(Math.log10(C.value))}
          @input=${this.drag}
        />
      </div>
      <div class="ticks note" aria-hidden="true">
        ${LABELLED.map((exponent) => html`<span style="inset-inline-start: ${place(10 ** exponent)}">${formatPower(10 ** exponent)}</span>`)}
      </div>
      <div class="landmarks">
        <span class="note">${msg('The budget of')}</span>
        ${landmarks.map(({ name, reportedCompute = 0 }) => {
          const isHere = Math.abs(Math.log10(C.value / reportedCompute)) < 0.006;
          return html`<button type="button" aria-pressed=${isHere} @click=${() => this.jump(reportedCompute)}>${name}</button>`;
        })}
      </div>`;
  }

  private drag(event: Event): void {
    this.store.C.value = roundBudget(10 ** Number((event.target as HTMLInputElement).value));
  }

  private jump(C: number): void {
    this.store.C.value = C;
  }
}

/** Where the middle of the thumb stands at a budget: it never leaves the track, so its way is shorter than the track. */
function place(C: number): string {
  const share = Math.min(Math.max((Math.log10(C) - FROM) / (TO - FROM), 0), 1);
  return `calc(${share} * (100% - var(--thumb)) + var(--thumb) / 2)`;
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-budget-slider': IsoBudgetSlider;
  }
}
