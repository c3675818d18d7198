import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { type FineTuningMethod, type FineTuningPlan, fineTuningOrigins } from '../../model/plan/finetune';
import { type Origin, memoryParts, totalMemory } from '../../model/plan/memory';
import { partNames } from '../../model/plan/markdown';
import { dollars, gigabytes, trim } from '../../model/plan/phrases';
import { formatCount } from '../../quantities/format';
import { parseNumber } from '../../quantities/parse';
import { isPlanNumber } from '../../state/plan-choices';
import '../controls/field';
import { formatShort } from '../controls/plain-values';
import '../help/term';
import { PlanFold } from './fold';

/** What the methods are called. */
const METHODS: Readonly<Record<FineTuningMethod, string>> = { full: msg('all weights'), lora: 'LoRA', qlora: msg('QLoRA, 4 bits') };

/** What fine-tuning the trained model takes: memory, time and money, of all weights and of adapters. */
@customElement('iso-plan-tune')
export class IsoPlanTune extends PlanFold {
  static override styles = PlanFold.styles;

  protected readonly panel = 'tune';
  protected readonly question = msg('What does it take to fine-tune it?');

  protected short(): string {
    const tuning = this.plan.tuning.value;
    const [full, lora] = [tuning.find(({ method }) => method === 'full'), tuning.find(({ method }) => method === 'lora')];
    if (!full || !lora) return '';
    const [tokens, ofAll, ofAdapters] = [formatShort(this.plan.choices.value.tune.tokens), describeTuning(full), describeTuning(lora)];
    return msg(str`On ${tokens} tokens, all weights: ${ofAll}; LoRA: ${ofAdapters}.`);
  }

  protected body(): TemplateResult {
    const { tokens, rank } = this.plan.choices.value.tune;
    const tuning = this.plan.tuning.value;
    const run = this.plan.plan.value;
    const amount = this.number('tokens', msg('Tokens of fine-tuning'), formatShort(tokens, 4));
    const ofRank = this.number('rank', msg('Rank of the adapters'), String(rank));
    return html`<div class="body">
      <p class="sentence">${msg(html`On ${amount} tokens, with adapters of rank ${ofRank}.`)}</p>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Fine-tuning')}>
        <table class="wide">
          <thead>
            <tr>
              <th scope="col">${msg('method')}</th>
              <th scope="col">${msg('trained', { desc: 'parameters', id: 'tune-trained' })}</th>
              <th scope="col">${msg('accelerators')}</th>
              <th scope="col">${msg('memory of each')}</th>
              <th scope="col">${msg('hours')}</th>
              <th scope="col">${msg('money')}</th>
            </tr>
          </thead>
          <tbody>
            ${tuning.map((each) => this.row(each, run?.bill.cost))}
          </tbody>
        </table>
      </div>
      ${memoryParts.map((part) => html`<p class="note"><b>${said(partNames[part])}</b>: ${describeOrigin(fineTuningOrigins[part])}</p>`)}
      <p class="note">
        ${msg('Time: 6·N·D FLOP for all weights, 4·N·D with adapters, and 2·N·D more because activations are computed again, at 40 % of the peak.')}
      </p>
    </div>`;
  }

  private row({ method, trained, accelerators, memory, fits, zero, hours, bill }: FineTuningPlan, training: number | undefined) {
    const needed = gigabytes(totalMemory(memory));
    const share = bill.cost !== undefined && training !== undefined ? bill.cost / training : undefined;
    return html`<tr>
      <th scope="row">${method === 'lora' ? html`<iso-term of="lora">${METHODS[method]}</iso-term>` : METHODS[method]}</th>
      <td>${formatCount(trained)}</td>
      <td><b>${accelerators}</b>${zero > 0 ? html` <small>ZeRO ${zero}</small>` : nothing}</td>
      <td>${fits ? needed : msg(str`does not fit: ${needed}`)}</td>
      <td>${trim(hours)}</td>
      <td>
        <b>${bill.cost === undefined ? '–' : dollars(bill.cost)}</b>
        ${share === undefined ? nothing : html`<small>${msg(str`${trim(share * 100)} % of the training`)}</small>`}
      </td>
    </tr>`;
  }

  private number(id: 'tokens' | 'rank', label: string, text: string) {
    return html`<iso-field
      label=${label}
      .text=${text}
      allowed=${id === 'tokens' ? msg('tokens from 1e3 to 1e15, such as 100M') : msg('a whole number from 1 to 4096, such as 16')}
      .accept=${(typed: string) => this.set(id, parseNumber(typed))}
    ></iso-field>`;
  }

  private set(id: 'tokens' | 'rank', value: number): boolean {
    if (!isPlanNumber(id, value)) return false;
    this.plan.changeTune({ [id]: value });
    return true;
  }
}

/** What a method takes: accelerators, hours and money. */
function describeTuning({ accelerators, bill, hours }: FineTuningPlan): string {
  const [time, isOne] = [trim(hours), accelerators === 1];
  if (bill.cost === undefined) return isOne ? msg(str`1 accelerator for ${time} h`) : msg(str`${accelerators} accelerators for ${time} h`);
  const money = dollars(bill.cost);
  return isOne ? msg(str`1 accelerator for ${time} h and ${money}`) : msg(str`${accelerators} accelerators for ${time} h and ${money}`);
}

/** Where the bytes of a part come from, as a sentence. */
function describeOrigin(origin: Origin): string {
  const [formula, source] = [said(origin.formula), said(origin.source)];
  return msg(str`${formula}; ${source}.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-tune': IsoPlanTune;
  }
}
