import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { accelerators } from '../../model/plan/hardware';
import { dollars, plural, trim } from '../../model/plan/phrases';
import { formatCount, formatScientific } from '../../quantities/format';
import { parseNumber } from '../../quantities/parse';
import { type AskId, type GivenId, askIds, asked, planAllowed } from '../../state/plan-choices';
import '../controls/field';
import { shared, wordSelect } from '../controls/styles';
import { renderValue } from '../controls/value';
import '../frontier/law-picker';
import { PlanElement } from './context';
import { parseMoney } from './words';

/** The word of the sentence that says what is known, and what it says in the list. */
const ASKS: Readonly<Record<AskId, { readonly word: string; readonly option: string }>> = {
  cluster: { word: 'a cluster', option: 'With a cluster for some days …' },
  money: { word: 'a budget', option: 'With a budget of money …' },
  loss: { word: 'a loss', option: 'To reach a loss as cheaply as possible …' },
  model: { word: 'a given model', option: 'To train a given model on given tokens …' },
  use: { word: 'a model for use', option: 'To train a model for so many inference tokens …' },
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
  gpus: { label: 'accelerators', example: '256', read: parseNumber, write: String },
  days: { label: 'days', example: '30', read: parseNumber, write: trim },
  usd: { label: 'money in USD', example: '$1M', read: parseMoney, write: (value) => `$${exact(value)}` },
  kwh: count('energy in kWh', '200k'),
  N: count('parameters', '7B'),
  D: count('tokens', '1.4T'),
  C: {
    label: 'compute in FLOP',
    example: '1e24',
    read: parseNumber,
    write: (value) => formatScientific(value, 4).replace(/\.?0+e/, 'e'),
  },
  loss: {
    label: 'loss in nat/token',
    example: '2.0',
    read: parseNumber,
    write: (value) => (Number.isInteger(value) ? value.toFixed(1) : String(value)),
  },
  use: count('inference tokens', '1T'),
};

/** What a condition is called in the list of those that can be added. */
const CONDITIONS: Readonly<Record<GivenId, string>> = {
  gpus: 'so many accelerators',
  days: 'within so many days',
  usd: 'for at most so much money',
  kwh: 'with at most so much energy',
  N: 'with so many parameters',
  D: 'on so many tokens',
  C: 'with so much compute',
  loss: 'to a loss',
  use: 'for so many inference tokens',
};

/** The view's question and its answer in one sentence: what is known is typed in place, and one word says which question it is. */
@customElement('iso-plan-question')
export class IsoPlanQuestion extends PlanElement {
  static override styles = [
    shared,
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
    const { ask } = this.plan.choices.value;
    return html`<p aria-live="polite">${this.known(ask)}${this.conditions()}${this.adding()}${this.outcome()}</p>`;
  }

  /** What is known, as each question says it. */
  private known(ask: AskId): TemplateResult {
    const word = this.word(ask);
    const law = html`<iso-law-picker></iso-law-picker>`;
    switch (ask) {
      case 'cluster':
        return html`With ${word} of ${this.field('gpus')} × ${this.hardware()} for ${this.field('days')} days under ${law}`;
      case 'money':
        return html`With ${word} of ${this.field('usd')} on ${this.hardware()} under ${law}`;
      case 'loss':
        return html`To reach ${word} of ${this.field('loss')} as ${this.objective()} as possible on ${this.hardware()} under ${law}`;
      case 'model':
        return html`To train ${word} of ${this.field('N')} parameters on ${this.field('D')} tokens with ${this.field('gpus')} ×
        ${this.hardware()} under ${law}`;
      case 'use':
        return html`To train ${word}, of ${this.field('N')} parameters and for ${this.field('use')} inference tokens, on ${this.hardware()}
        under ${law}`;
    }
  }

  /** What is given beyond what the question needs; each can be taken back. */
  private conditions() {
    const { ask, given } = this.plan.choices.value;
    const phrases: Readonly<Record<GivenId, (field: TemplateResult) => TemplateResult>> = {
      gpus: (field) => html`on ${field} accelerators`,
      days: (field) => html`within ${field} days`,
      usd: (field) => html`for at most ${field}`,
      kwh: (field) => html`with at most ${field} kWh`,
      N: (field) => html`with ${field} parameters`,
      D: (field) => html`on ${field} tokens`,
      C: (field) => html`with ${field} FLOP`,
      loss: (field) => html`to a loss of ${field}`,
      use: (field) => html`for ${field} inference tokens`,
    };
    const beyond = (Object.keys(given) as readonly GivenId[]).filter((id) => !(id in asked[ask]));
    return beyond.map(
      (id) =>
        html`, ${phrases[id](this.field(id))}&NoBreak;<button
            class="remove"
            type="button"
            aria-label="Without ${typed[id].label}"
            title="Without this condition"
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
      >and …<select aria-label="Add a condition" .value=${''} @change=${this.add}>
        <option value="">and …</option>
        ${offers.map((id) => html`<option value=${id}>${CONDITIONS[id]}</option>`)}
      </select></label
    >`;
  }

  private outcome() {
    const { report, plan, choices } = this.plan;
    const run = plan.value;
    if (!report.value) return html`: …`;
    if (!report.value.answer.isFeasible || !run) return html`: this cannot be done.`;
    const { N, D, loss, bill, accelerators: n } = run;
    const money = bill.cost === undefined ? nothing : html`<b>${dollars(bill.cost)}</b>`;
    const tokens = html`<b>${renderValue('N', D)}</b> tokens`;
    const reached = html`for a loss of <b>${loss.toFixed(2)}</b> <small>nat/token</small>`;
    switch (choices.value.ask) {
      case 'cluster':
        return html`, train <b>${renderValue('N', N)}</b> parameters on ${tokens}, ${reached}: ${money}.`;
      case 'money':
        return html`, train <b>${renderValue('N', N)}</b> parameters on ${tokens} with <b>${n}</b> accelerators in
          <b>${plural(bill.days, 'day')}</b>, ${reached}.`;
      case 'loss':
        return html`, train <b>${renderValue('N', N)}</b> parameters on ${tokens} with <b>${n}</b> accelerators:
          <b>${plural(bill.days, 'day')}</b>, ${money}.`;
      case 'model':
        return html`, take <b>${plural(bill.days, 'day')}</b> and ${money}, ${reached}.`;
      case 'use':
        return html`, take ${tokens}: <b>${plural(bill.days, 'day')}</b> on <b>${n}</b>, ${money}, ${reached}.`;
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
      'Question',
      ASKS[ask].word,
      ask,
      askIds.map((id) => [id, ASKS[id].option]),
      (value) => this.plan.ask(value as AskId),
    );
  }

  private hardware(): TemplateResult {
    const { id, name } = this.plan.accelerator.value;
    return this.pick(
      'Hardware',
      name,
      id,
      accelerators.map((each) => [each.id, each.name]),
      (hardware) => this.plan.change({ hardware, fixed: {} }),
    );
  }

  private objective(): TemplateResult {
    const { best } = this.plan.choices.value;
    return this.pick(
      'As what',
      best === 'time' ? 'fast' : 'cheaply',
      best === 'time' ? 'time' : 'money',
      [
        ['money', 'cheaply'],
        ['time', 'fast'],
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
