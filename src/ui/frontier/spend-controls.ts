import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import type { Scenario } from '../../model/laws';
import { scenarioPhrases, shapeInWords } from '../../model/spend/words';
import { type FlopCountId, type QuantityId, type ScenarioId, flopCountIds, flopCounts, quantities } from '../../quantities/registry';
import { generalDefaults, withValue } from '../../state/scenario';
import { folds, shared } from '../controls/styles';
import { quantitySlider, sliderStyles, textOf } from '../controls/track';
import '../help/term';
import { StoreElement } from '../store-element';

/** How large the model is to be, by what is fixed. */
const sizePolicies = {
  optimal: msg('compute-optimal'),
  N: msg('parameters fixed'),
  tokensPerParameter: msg('tokens per parameter fixed'),
} as const;

type SizePolicy = keyof typeof sizePolicies;

/** A scenario quantity that every law heeds. */
type GeneralQuantity = Extract<ScenarioId, keyof typeof generalDefaults>;

/** What a budget pays for, how large the model is, and what the optimizer is worth: folded away, with what is not as usual in words. */
@customElement('iso-spend-controls')
export class IsoSpendControls extends StoreElement {
  static override styles = [
    shared,
    folds,
    sliderStyles,
    css`
      fieldset {
        display: grid;
        grid-template-columns: max-content minmax(4rem, 1fr) minmax(3.5rem, max-content);
        gap: 0.125rem 0.75rem;
        align-items: center;
        margin: 0;
        padding: 0.375rem 0 0.25rem;
        border: 0;
      }
      label {
        max-inline-size: 9rem;
        line-height: 1.25;
      }
      output {
        font-weight: 600;
        text-align: end;
        white-space: nowrap;
      }
      select {
        grid-column: span 2;
        min-block-size: 2rem;
        min-inline-size: 0;
        padding-inline: 0.375rem;
        border: 1px solid var(--iso-line);
        border-radius: var(--iso-radius);
        background: var(--iso-panel);
        color: var(--iso-text);
        font: inherit;
      }
      p {
        margin: 0.125rem 0 0.25rem;
      }
    `,
  ];

  override render() {
    const law = this.store.shownLaw.value;
    const { spend, efficiency, ...plain } = law;
    const { scenario, size, answer } = this.store;
    const shapeWords = shapeInWords(law, answer.value.optimum.N);
    const shape = shapeWords && said(shapeWords);
    const count = scenario.value.flopCount ?? generalDefaults.flopCount;
    const paidFor = [...scenarioPhrases({ ...plain, ...(spend && { spend }) }).map(said), ...(size.value ? [this.sizeInWords()] : [])];
    const semicolon = msg('; ', { id: 'spend-separator', desc: 'between the parts of a list' });
    return html`<details>
        <summary>
          ${msg('What the budget pays for')}
          <small>${paidFor.length > 0 ? paidFor.join(semicolon) : msg('training by 6ND, compute-optimal')}</small>
        </summary>
        <fieldset>
          <legend class="hidden">${msg('What the budget pays for')}</legend>
          ${this.sizeControl()} ${this.slider('inferenceTokens')}
          ${spend && spend.inferenceTokens > 0 ? this.slider('inferenceCostRatio') : nothing}
          <label for="flopCount"><iso-term of="flop-count">${msg('FLOP counted by')}</iso-term></label>
          <select id="flopCount" @change=${this.pickCount}>
            ${flopCountIds.map((id) => html`<option value=${id} ?selected=${id === count}>${said(flopCounts[id])}</option>`)}
          </select>
          ${shape === undefined ? nothing : this.slider('contextLength')}
        </fieldset>
        ${
          shape === undefined
            ? nothing
            : html`<p class="note">
                ${msg(str`Counted on a model of the usual shape: ${shape}; width over layers rises as N to the power 0.1.`)}
              </p>`
        }
      </details>
      <details>
        <summary>
          ${msg('Optimizer')}
          <small
            >${
              efficiency
                ? scenarioPhrases({ ...plain, efficiency })
                    .map(said)
                    .join(semicolon)
                : msg('as in the runs of the law')
            }</small
          >
        </summary>
        <fieldset>
          <legend class="hidden">${msg('Optimizer')}</legend>
          ${this.slider('rhoN')} ${this.slider('rhoD')}
        </fieldset>
      </details>`;
  }

  private sizeInWords(): string {
    const size = this.store.size.value!;
    const { number } = 'N' in size ? textOf('N', size.N) : textOf('tokensPerParameter', size.tokensPerParameter);
    return 'N' in size ? msg(str`${number} parameters`) : msg(str`${number} tokens per parameter`);
  }

  private slider(id: GeneralQuantity): TemplateResult {
    const value = this.store.scenario.value[id] ?? generalDefaults[id];
    return this.row(id, value, (next) => {
      const { scenario } = this.store;
      scenario.value = withValue(scenario.value, id, next === generalDefaults[id] ? undefined : next);
    });
  }

  private row(id: QuantityId, value: number, set: (value: number) => void): TemplateResult {
    const label = said(quantities[id].label);
    return html`<label for=${id}><iso-term of=${id}>${label[0]?.toUpperCase()}${label.slice(1)}</iso-term></label>
      ${quantitySlider(id, value, set)}`;
  }

  private sizeControl(): TemplateResult {
    const { size } = this.store;
    const policy = policyOf(size.value);
    return html`<label for="size">${msg('Size of the model')}</label>
      <select id="size" @change=${this.pickPolicy}>
        ${Object.entries(sizePolicies).map(([id, text]) => html`<option value=${id} ?selected=${id === policy}>${text}</option>`)}
      </select>
      ${size.value && 'N' in size.value ? this.row('N', size.value.N, (N) => (size.value = { N })) : nothing}
      ${
        size.value && 'tokensPerParameter' in size.value
          ? this.row('tokensPerParameter', size.value.tokensPerParameter, (tokensPerParameter) => (size.value = { tokensPerParameter }))
          : nothing
      }`;
  }

  /** A policy starts from the run that is shown. */
  private pickPolicy(event: Event): void {
    const { size, answer } = this.store;
    const { N, D } = answer.value.optimum;
    const policy = (event.target as HTMLSelectElement).value as SizePolicy;
    if (policy === 'optimal') size.value = undefined;
    else size.value = policy === 'N' ? { N: Number(N.toPrecision(3)) } : { tokensPerParameter: Number((D / N).toPrecision(3)) };
  }

  private pickCount(event: Event): void {
    const { scenario } = this.store;
    const id = (event.target as HTMLSelectElement).value as FlopCountId;
    const flopCount: Scenario['flopCount'] = id === generalDefaults.flopCount ? undefined : id;
    scenario.value = withValue(scenario.value, 'flopCount', flopCount);
  }
}

function policyOf(size: object | undefined): SizePolicy {
  if (!size) return 'optimal';
  return 'N' in size ? 'N' : 'tokensPerParameter';
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-spend-controls': IsoSpendControls;
  }
}
