import { msg, str } from '@lit/localize';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import type { BestAnswer } from '../../state/growth';
import { growthPresets } from '../../model/growth/presets';
import { formatPercent } from '../controls/plain-values';
import { quietButton, shared } from '../controls/styles';
import { GrowthElement } from './context';

/** Names of the shapes by their exponents. */
const SHAPES: Readonly<Record<number, string>> = { 0.5: msg('sub-linear'), 1: msg('linear'), 2: msg('super-linear') };

/** Where schedules come from: published runs, the best ones, continuous shapes. */
@customElement('iso-growth-tools')
export class IsoGrowthTools extends GrowthElement {
  static override styles = [
    shared,
    quietButton,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 1.25rem;
        align-items: center;
      }
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem;
        align-items: center;
      }
      .label {
        margin-inline-end: 0.25rem;
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
      }
      @media print {
        :host {
          display: none;
        }
      }
      .shape[aria-pressed='true'] {
        border-color: var(--iso-compared-1);
        color: var(--iso-compared-1);
      }
    `,
  ];

  override render() {
    const { bests, choices, preset, shapes } = this.growth;
    const { stages } = choices.value;
    const shown = shapes.value.filter(({ isShown }) => isShown).at(-1);
    const [shape, steps] = [shown && SHAPES[shown.exponent], Math.max(4, stages.length)];
    return html`<div role="group" aria-label=${msg('Published schedules')}>
        ${growthPresets.map(
          (each) =>
            html`<button
              type="button"
              aria-pressed=${preset.value?.id === each.id}
              title=${said(each.about)}
              @click=${() => this.growth.usePreset(each)}
            >
              ${each.label}
            </button>`,
        )}
      </div>
      <div role="group" aria-label=${msg('Best schedules to this loss')}>
        <span class="label">${msg('Best to this loss')}</span>${bests.value.map(({ count, answer }) => this.best(count, answer, 'loss'))}
      </div>
      <div role="group" aria-label=${msg('Best schedules for this budget')}>
        <span class="label">${msg('for this budget')}</span>${bests.value.map(({ count, answer }) => this.best(count, answer, 'compute'))}
      </div>
      <div role="group" aria-label=${msg('Continuous shapes')}>
        <span class="label">${msg('Shapes')}</span>
        ${shapes.value.map(
          ({ exponent, saving, isShown }) =>
            html`<button
              type="button"
              class="shape"
              aria-pressed=${isShown}
              title=${msg(str`N(x) from the first size to the last, with x to the power ${exponent}: saves ${formatPercent(saving)} of the area`)}
              @click=${() => this.toggleShape(exponent)}
            >
              ${SHAPES[exponent]}
            </button>`,
        )}
        ${
          shown
            ? html`<button type="button" @click=${() => this.growth.useShape(shown)}>${msg(str`${shape} in ${steps} stages`)}</button>`
            : ''
        }
      </div>`;
  }

  private best(count: number, answer: BestAnswer, target: 'loss' | 'compute') {
    const title = answer.ok
      ? msg(
          str`${answer.best.stages.length} stages, ${formatPercent(1 - answer.best.computeRatio, 2)} less compute than the compute-optimal run`,
        )
      : answer.reason;
    return html`<button
      type="button"
      ?disabled=${!answer.ok}
      title=${title}
      aria-label=${target === 'loss' ? msg(str`Best ${count} stages to this loss`) : msg(str`Best ${count} stages for this budget`)}
      @click=${() => this.useBest(count, target)}
    >
      ${count}
    </button>`;
  }

  private useBest(count: number, target: 'loss' | 'compute'): void {
    const answer = this.growth.best(count, target);
    if (answer.ok) this.growth.setStages(answer.best.stages);
  }

  private toggleShape(exponent: number): void {
    const { shapes } = this.growth.choices.value;
    this.growth.choose({ shapes: shapes.includes(exponent) ? shapes.filter((each) => each !== exponent) : [...shapes, exponent] });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-growth-tools': IsoGrowthTools;
  }
}
