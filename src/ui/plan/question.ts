import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { accelerators } from '../../model/plan/hardware';
import { dollars, trim } from '../../model/plan/phrases';
import { formatCount, formatScientific } from '../../quantities/format';
import { parseNumber } from '../../quantities/parse';
import { type AskId, type GivenId, askIds, asked, planAllowed } from '../../state/plan-choices';
import { awaited } from '../controls/awaited';
import '../controls/field';
import '../controls/law-picker';
import { earlier, shared, wordSelect } from '../controls/styles';
import { renderValue } from '../controls/value';
import { PlanElement } from './context';
import { inDays, parseMoney } from './words';

/** The word of the sentence that says what is known, and what it says in the list. */
const ASKS: Readonly<Record<AskId, { readonly word: string; readonly option: string }>> = {
  cluster: { word: msg('a cluster'), option: msg('With a cluster for some days …') },
  money: { word: msg('a budget'), option: msg('With a budget of money …') },
  loss: { word: msg('a loss'), option: msg('To reach a loss as cheaply as possible …') },
  model: { word: msg('a given model'), option: msg('To train a given model on given tokens …') },
  use: { word: msg('a model for use'), option: msg('To train a model for so many inference tokens …') },
};

/** How a quantity is typed: its name, how it is read and written, and an example. */
interface Typed {
  readonly label: string;
  readonly example: string;
  read(text: string): number;
  write(value: number): string;
}

const count = (label: string, example: string): Typed => ({ label, example, read: parseNumber, write: (value) => exact(value) });

const typed: Readonly<Record<GivenId, Typed>> = {
  gpus: { label: msg('accelerators'), example: '256', read: parseNumber, write: String },
  days: { label: msg('days', { desc: 'a number of them', id: 'plan-days' }), example: '30', read: parseNumber, write: trim },
  usd: { label: msg('money in USD'), example: '$1M', read: parseMoney, write: (value) => `$${exact(value)}` },
  kwh: count(msg('energy in kWh'), '200k'),
  N: count(msg('parameters'), '7B'),
  D: count(msg('tokens'), '1.4T'),
  C: {
    label: msg('compute in FLOP'),
    example: '1e24',
    read: parseNumber,
    write: (value) => formatScientific(value, 4).replace(/\.?0+e/, 'e'),
  },
  loss: {
    label: msg('loss in nat/token'),
    example: '2.0',
    read: parseNumber,
    write: (value) => (Number.isInteger(value) ? value.toFixed(1) : String(value)),
  },
  use: count(msg('inference tokens'), '1T'),
};

/** What a condition is called in the list of those that can be added. */
const CONDITIONS: Readonly<Record<GivenId, string>> = {
  gpus: msg('so many accelerators'),
  days: msg('within so many days'),
  usd: msg('for at most so much money'),
  kwh: msg('with at most so much energy'),
  N: msg('with so many parameters'),
  D: msg('on so many tokens'),
  C: msg('with so much compute'),
  loss: msg('to a loss'),
  use: msg('for so many inference tokens'),
};

/** The view's question and its answer in one sentence: what is known is typed in place, and one word says which question it is. */
@customElement('iso-plan-question')
export class IsoPlanQuestion extends PlanElement {
  static override styles = [
    shared,
    earlier,
    wordSelect,
    css`
      p {
        margin: 0;
        font-size: var(--iso-size-question);
        line-height: 1.6;
      }
      b {
        color: var(--iso-optimal);
        font-weight: 650;
        white-space: nowrap;
      }
      .other b {
        color: inherit;
      }
      .remove {
        min-inline-size: 1.5rem;
        min-block-size: 1.5rem;
        padding: 0;
        border: 0;
        border-radius: 50%;
        background: none;
        color: var(--iso-quiet);
        font: inherit;
        font-size: var(--iso-size-text);
        line-height: 1;
        cursor: pointer;
      }
      .remove:hover {
        color: var(--iso-limit);
      }
      .add {
        color: var(--iso-quiet);
        font-size: var(--iso-size-text);
        font-weight: 400;
        white-space: nowrap;
      }
      @media print {
        .add,
        .remove {
          display: none;
        }
      }
    `,
  ];

  override render() {
    const { choices, isSearching, report } = this.plan;
    const stands = isSearching.value && report.value ? 'earlier' : '';
    return html`<p aria-live="polite">
      ${this.known(choices.value.ask)}${this.conditions()}${this.adding()}<span class=${stands}>${this.outcome()}</span>
    </p>`;
  }

  /** What is known, as each question says it. */
  private known(ask: AskId): TemplateResult {
    const word = this.word(ask);
    const law = html`<iso-law-picker></iso-law-picker>`;
    const hardware = this.hardware();
    switch (ask) {
      case 'cluster':
        return msg(html`With ${word} of ${this.field('gpus')} × ${hardware} for ${this.field('days')} days under ${law}`);
      case 'money':
        return msg(html`With ${word} of ${this.field('usd')} on ${hardware} under ${law}`);
      case 'loss':
        return msg(html`To reach ${word} of ${this.field('loss')} as ${this.objective()} as possible on ${hardware} under ${law}`);
      case 'model':
        return msg(
          html`To train ${word} of ${this.field('N')} parameters on ${this.field('D')} tokens with ${this.field('gpus')} × ${hardware} under
          ${law}`,
        );
      case 'use':
        return msg(
          html`To train ${word}, of ${this.field('N')} parameters and for ${this.field('use')} inference tokens, on ${hardware} under ${law}`,
        );
    }
  }

  /** What is given beyond what the question needs; each can be taken back. */
  private conditions() {
    const { ask, given } = this.plan.choices.value;
    const phrases: Readonly<Record<GivenId, (field: TemplateResult) => TemplateResult>> = {
      gpus: (field) => msg(html`, on ${field} accelerators`),
      days: (field) => msg(html`, within ${field} days`),
      usd: (field) => msg(html`, for at most ${field}`),
      kwh: (field) => msg(html`, with at most ${field} kWh`),
      N: (field) => msg(html`, with ${field} parameters`),
      D: (field) => msg(html`, on ${field} tokens`),
      C: (field) => msg(html`, with ${field} FLOP`),
      loss: (field) => msg(html`, to a loss of ${field}`),
      use: (field) => msg(html`, for ${field} inference tokens`),
    };
    const beyond = (Object.keys(given) as readonly GivenId[]).filter((id) => !(id in asked[ask]));
    return beyond.map(
      (id) =>
        html`${phrases[id](this.field(id))}&NoBreak;<button
            class="remove"
            type="button"
            aria-label=${msg(str`Without ${typed[id].label}`)}
            title=${msg('Without this condition')}
            @click=${() => this.plan.give(id, undefined)}
          >
            ×
          </button>`,
    );
  }

  private adding() {
    const offers = this.plan.offers.value;
    if (offers.length === 0) return nothing;
    return html` <label class="add"
      >${msg('and …')}<select aria-label=${msg('Add a condition')} .value=${''} @change=${this.add}>
        <option value="">${msg('and …')}</option>
        ${offers.map((id) => html`<option value=${id}>${CONDITIONS[id]}</option>`)}
      </select></label
    >`;
  }

  private outcome() {
    const { report, plan, choices, failure, isSearching } = this.plan;
    const isFeasible = report.value?.answer.isFeasible === true;
    const run = isFeasible ? plan.value : undefined;
    if (!report.value && failure.value !== undefined) return html`: …`;
    if (report.value && !isFeasible && !isSearching.value) return msg(': this cannot be done.');
    // before there is an answer, the same sentence with room for its values
    const money = run && run.bill.cost === undefined ? nothing : html`<b>${run ? dollars(run.bill.cost!) : awaited('$644k')}</b>`;
    const size = html`<b>${run ? renderValue('N', run.N) : awaited('53.7B')}</b>`;
    const tokens = html`<b>${run ? renderValue('N', run.D) : awaited('1.00T')}</b>`;
    const reached = html`<span class="whole"><b>${run ? run.loss.toFixed(2) : awaited('1.99')}</b> <small>nat/token</small></span>`;
    const days = html`<b>${run ? inDays(run.bill.days) : awaited(inDays(30))}</b>`;
    const count = html`<b>${run ? run.accelerators : awaited('256')}</b>`;
    switch (choices.value.ask) {
      case 'cluster':
        return msg(html`, train ${size} parameters on ${tokens} tokens, for a loss of ${reached}: ${money}.`);
      case 'money':
        return msg(html`, train ${size} parameters on ${tokens} tokens with ${count} accelerators in ${days}, for a loss of ${reached}.`);
      case 'loss':
        return msg(html`, train ${size} parameters on ${tokens} tokens with ${count} accelerators: ${days}, ${money}.`);
      case 'model':
        return msg(html`, take ${days} and ${money}, for a loss of ${reached}.`);
      case 'use':
        return msg(html`, take ${tokens} tokens: ${days} on ${count}, ${money}, for a loss of ${reached}.`);
    }
  }

  private field(id: GivenId): TemplateResult {
    const { label, example, read, write } = typed[id];
    const value = this.plan.choices.value.given[id];
    return html`<iso-field
      label=${label[0]!.toUpperCase() + label.slice(1)}
      .text=${value === undefined ? '' : write(value)}
      .allowed=${planAllowed(id, label, example)}
      .accept=${(text: string) => this.plan.give(id, read(text))}
    ></iso-field>`;
  }

  private word(ask: AskId): TemplateResult {
    return this.pick(
      msg('Question'),
      ASKS[ask].word,
      ask,
      askIds.map((id) => [id, ASKS[id].option]),
      (value) => this.plan.ask(value as AskId),
    );
  }

  private hardware(): TemplateResult {
    const { id, name } = this.plan.accelerator.value;
    return this.pick(
      msg('Hardware'),
      said(name),
      id,
      accelerators.map((each) => [each.id, said(each.name)]),
      (hardware) => this.plan.change({ hardware, fixed: {} }),
    );
  }

  private objective(): TemplateResult {
    const { best } = this.plan.choices.value;
    const [cheaply, fast] = [msg('cheaply'), msg('fast')];
    return this.pick(
      msg('As what'),
      best === 'time' ? fast : cheaply,
      best === 'time' ? 'time' : 'money',
      [
        ['money', cheaply],
        ['time', fast],
      ],
      (value) => this.plan.change({ best: value === 'time' ? 'time' : 'money' }),
    );
  }

  /** A word that opens a list: a native select lies invisibly over it. */
  private pick(
    label: string,
    word: string,
    value: string,
    options: readonly (readonly [string, string])[],
    onPick: (value: string) => void,
  ) {
    return html`<label
      >${word}&NoBreak;<svg viewBox="0 0 12 8" aria-hidden="true"><path d="M1 1.5l5 5 5-5" /></svg
      ><select aria-label=${label} .value=${value} @change=${(event: Event) => onPick((event.target as HTMLSelectElement).value)}>
        ${options.map(([id, text]) => html`<option value=${id} ?selected=${id === value}>${text}</option>`)}
      </select></label
    >`;
  }

  private add(event: Event): void {
    const select = event.target as HTMLSelectElement;
    if (select.value === '') return;
    const id = select.value as GivenId;
    select.value = '';
    const run = this.plan.plan.value;
    // a condition begins where the answer stands, so that it changes nothing until it is typed over
    const now: Readonly<Record<GivenId, number | undefined>> = {
      gpus: run?.accelerators,
      days: run && Math.ceil(run.bill.days),
      usd: run?.bill.cost && rounded(run.bill.cost),
      kwh: run?.bill.energy && rounded(run.bill.energy),
      N: run && Number(run.N.toPrecision(3)),
      D: run && Number(run.D.toPrecision(3)),
      C: run && Number(run.C.toPrecision(3)),
      loss: run && Number(run.loss.toFixed(2)),
      use: 1e12,
    };
    this.plan.give(id, now[id] ?? asked.cluster[id] ?? 1e6);
  }
}

/** A count to six digits without idle zeros: 15.6T, 405.853B. */
function exact(value: number): string {
  return formatCount(value, 6)
    .replace(/(\.\d*?)0+(?=[A-Za-z]*$)/, '$1')
    .replace(/\.(?=[A-Za-z]*$)/, '');
}

/** Two digits, upwards. */
function rounded(value: number): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / step) * step;
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-question': IsoPlanQuestion;
  }
}
