import { type TemplateResult, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { type FineTuningMethod, type FineTuningPlan, fineTuningOrigins } from '../../model/plan/finetune';
import { memoryParts, totalMemory } from '../../model/plan/memory';
import { partNames } from '../../model/plan/markdown';
import { dollars, gigabytes, trim } from '../../model/plan/phrases';
import { formatCount } from '../../quantities/format';
import { parseNumber } from '../../quantities/parse';
import { isPlanNumber } from '../../state/plan-choices';
import '../controls/field';
import { formatShort } from '../growth/words';
import { PlanFold } from './fold';

/** What the methods are called. */
const METHODS: Readonly<Record<FineTuningMethod, string>> = { full: 'all weights', lora: 'LoRA', qlora: 'QLoRA, 4 bits' };

/** What fine-tuning the trained model takes: memory, time and money, of all weights and of adapters. */
@customElement('iso-plan-tune')
export class IsoPlanTune extends PlanFold {
  static override styles = PlanFold.styles;

  protected readonly panel = 'tune';
  protected readonly question = 'What does it take to fine-tune it?';

  protected short(): string {
    const tuning = this.plan.tuning.value;
    const [full, lora] = [tuning.find(({ method }) => method === 'full'), tuning.find(({ method }) => method === 'lora')];
    if (!full || !lora) return '';
    const of = ({ accelerators, bill, hours }: FineTuningPlan) =>
      `${accelerators} accelerator${accelerators === 1 ? '' : 's'} for ${trim(hours)} h${bill.cost === undefined ? '' : ` and ${dollars(bill.cost)}`}`;
    return `On ${formatShort(this.plan.choices.value.tune.tokens)} tokens, all weights: ${of(full)}; LoRA: ${of(lora)}.`;
  }

  protected body(): TemplateResult {
    const { tokens, rank } = this.plan.choices.value.tune;
    const tuning = this.plan.tuning.value;
    const run = this.plan.plan.value;
    return html`<div class="body">
      <p class="sentence">
        On ${this.number('tokens', 'Tokens of fine-tuning', formatShort(tokens, 4))} tokens, with adapters of rank
        ${this.number('rank', 'Rank of the adapters', String(rank))}.
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label="Fine-tuning">
        <table class="wide">
          <thead>
            <tr>
              <th scope="col">method</th>
              <th scope="col">trained</th>
              <th scope="col">accelerators</th>
              <th scope="col">memory of each</th>
              <th scope="col">hours</th>
              <th scope="col">money</th>
            </tr>
          </thead>
          <tbody>
            ${tuning.map((each) => this.row(each, run?.bill.cost))}
          </tbody>
        </table>
      </div>
      ${memoryParts.map((part) => html`<p class="note"><b>${partNames[part]}</b>: ${fineTuningOrigins[part].formula}; ${fineTuningOrigins[part].source}.</p>`)}
      <p class="note">
        Time: 6·N·D FLOP for all weights, 4·N·D with adapters, and 2·N·D more because activations are computed again, at 40 % of the peak.
      </p>
    </div>`;
  }

  private row({ method, trained, accelerators, memory, fits, zero, hours, bill }: FineTuningPlan, training: number | undefined) {
    const share = bill.cost !== undefined && training !== undefined ? bill.cost / training : undefined;
    return html`<tr>
      <th scope="row">${METHODS[method]}</th>
      <td>${formatCount(trained)}</td>
      <td><b>${accelerators}</b>${zero > 0 ? html` <small>ZeRO ${zero}</small>` : nothing}</td>
      <td>${fits ? gigabytes(totalMemory(memory)) : `does not fit: ${gigabytes(totalMemory(memory))}`}</td>
      <td>${trim(hours)}</td>
      <td>
        <b>${bill.cost === undefined ? '–' : dollars(bill.cost)}</b>
        ${share === undefined ? nothing : html`<small>${trim(share * 100)} % of the training</small>`}
      </td>
    </tr>`;
  }

  private number(id: 'tokens' | 'rank', label: string, text: string) {
    return html`<iso-field
      label=${label}
      .text=${text}
      allowed=${id === 'tokens' ? 'tokens from 1e3 to 1e15, such as 100M' : 'a whole number from 1 to 4096, such as 16'}
      .accept=${(typed: string) => this.set(id, parseNumber(typed))}
    ></iso-field>`;
  }

  private set(id: 'tokens' | 'rank', value: number): boolean {
    if (!isPlanNumber(id, value)) return false;
    this.plan.changeTune({ [id]: value });
    return true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-tune': IsoPlanTune;
  }
}
