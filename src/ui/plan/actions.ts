import { msg, str } from '@lit/localize';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { downloadText } from '../controls/saving';
import { quietButton, shared } from '../controls/styles';
import { type PlanChoices } from '../../state/plan-choices';
import { PlanElement } from './context';

/** Questions that can be asked at once. */
const PRESETS: readonly { readonly label: string; readonly question: Pick<PlanChoices, 'ask'> & Partial<PlanChoices> }[] = [
  { label: msg('256 H100 for a month'), question: { ask: 'cluster' } },
  { label: '$1M', question: { ask: 'money' } },
  { label: msg('Loss 2.0'), question: { ask: 'loss' } },
  { label: msg('7B for 1T tokens of use'), question: { ask: 'use' } },
  { label: msg('LLaMA-65B on 2048 A100'), question: { ask: 'model', hardware: 'a100-80', settings: { price: 3.93 } } },
  {
    label: 'Llama 3 405B',
    question: { ask: 'model', given: { N: 405.853e9, D: 15.6e12, gpus: 16_384 }, settings: { context: 8192 } },
  },
  {
    label: msg('GPT-3 on one V100 in a day'),
    question: { ask: 'model', hardware: 'v100-sxm2-16', given: { N: 175e9, D: 300e9, gpus: 1, days: 1 } },
  },
];

/** Questions to begin with, and what can be done with the answer: print, Markdown, JSON. */
@customElement('iso-plan-actions')
export class IsoPlanActions extends PlanElement {
  static override styles = [
    shared,
    quietButton,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 1.5rem;
        align-items: center;
        justify-content: space-between;
      }
      div {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem;
        align-items: center;
      }
      /* at the end of the line, on one of its own too */
      div:last-child {
        margin-inline-start: auto;
      }
      /* keeps its room, so that the buttons beside it stay where they are */
      .searching {
        min-inline-size: 5.5rem;
        text-align: end;
      }
      @media (max-width: 60rem) {
        div:last-child {
          margin-inline-start: 0;
        }
        .searching {
          order: 1;
          text-align: start;
        }
      }
      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];

  override render() {
    const { isSearching, failure, report } = this.plan;
    const isReady = report.value !== undefined;
    const reason = failure.value && said(failure.value);
    return html`<div role="group" aria-label=${msg('Questions to begin with')}>
        ${PRESETS.map(({ label, question }) => html`<button type="button" @click=${() => this.plan.begin(question)}>${label}</button>`)}
      </div>
      <div role="group" aria-label=${msg('The answer as a file')}>
        <span class="note searching" role="status"
          >${reason ? msg(str`The search failed: ${reason}`) : isSearching.value ? msg('Searching …') : ''}</span
        >
        <button type="button" ?disabled=${!isReady} @click=${() => window.print()}>${msg('Print')}</button>
        <button type="button" ?disabled=${!isReady} @click=${() => this.save('md')}>Markdown</button>
        <button type="button" ?disabled=${!isReady} @click=${() => this.save('json')}>JSON</button>
      </div>`;
  }

  private save(kind: 'md' | 'json'): void {
    const text = kind === 'md' ? this.plan.markdown() : this.plan.json();
    if (text !== undefined) downloadText(text, `isoflop-plan.${kind}`, kind === 'md' ? 'text/markdown' : 'application/json');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-actions': IsoPlanActions;
  }
}
