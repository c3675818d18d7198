import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing, svg } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { type FunnelStep, aboutStep, funnelSteps } from '../../model/corpus/funnel';
import { formatShare, formatTimes } from '../../model/corpus/supply';
import { formatCount } from '../../quantities/format';
import { parseShare } from '../../state/data';
import { accepting } from '../controls/field';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';

/** Height of the largest amount, in pixels, and what a visible amount has at least. */
const HEIGHT = 150;
const LEAST = 1.5;
/** Where in its column a stream starts and ends, as shares of the column. */
const [BEND_FROM, BEND_TO] = [0.35, 0.95];

/** An amount of tokens on its way. */
interface Stage {
  readonly label: string;
  /** Tokens. */
  readonly amount: number;
  /** The step that leads to it; absent for the corpus and for the training tokens. */
  readonly step?: FunnelStep;
}

/** From raw text to training tokens as one stream: what each step keeps, in proportion, and what repetition makes of the rest. */
@customElement('iso-funnel')
export class IsoFunnel extends StoreElement {
  static override styles = [
    shared,
    css`
      svg {
        display: block;
        inline-size: 100%;
        overflow: visible;
      }
      .kept {
        fill: var(--iso-line-strong);
        opacity: 0.55;
      }
      .unique {
        fill: var(--iso-limit);
      }
      .seen {
        fill: var(--iso-optimal);
      }
      .worn {
        fill: var(--iso-optimal);
        opacity: 0.3;
      }
      ol {
        display: grid;
        grid-template-columns: repeat(6, minmax(0, 1fr));
        margin: 0.375rem 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        min-inline-size: 0;
        padding-inline-end: 0.5rem;
      }
      b {
        display: block;
        font-size: var(--iso-size-question);
        font-weight: 600;
        line-height: 1.25;
      }
      .unique-text {
        color: var(--iso-limit);
      }
      .seen-text {
        color: var(--iso-optimal);
      }
      .name {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.35em;
        align-items: baseline;
        min-block-size: 1.625rem;
        font-weight: 600;
        font-size: var(--iso-size-note);
      }
      .bar {
        display: none;
      }
      @media (max-width: 48rem) {
        .stream,
        .key {
          display: none;
        }
        ol {
          grid-template-columns: minmax(0, 1fr);
          gap: 0.5rem;
          margin: 0;
        }
        li {
          display: grid;
          grid-template-columns: 1fr auto;
          gap: 0 0.75rem;
          align-items: baseline;
          padding: 0;
        }
        .bar {
          grid-column: 1 / -1;
          display: block;
          min-inline-size: 2px;
          block-size: 0.5rem;
          background: var(--iso-line-strong);
        }
        .bar.unique-bar {
          background: var(--iso-limit);
        }
        .bar.seen-bar {
          background: var(--iso-optimal);
        }
        .about {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  private readonly size = new SizeController(this, () => this.renderRoot.querySelector('.stream'));

  override render() {
    const stages = this.stages();
    return html`<div class="stream" aria-hidden="true">
        <svg height=${HEIGHT + 2}>${this.size.width > 0 ? this.stream(stages, this.size.width / stages.length) : nothing}</svg>
      </div>
      <ol>
        ${stages.map((stage, i) => this.stage(stage, i, stages))}
      </ol>`;
  }

  private stages(): readonly Stage[] {
    const { supply, bytesPerToken } = this.store.data;
    const { corpus, rawTokens, funnel, tokens } = supply.value;
    return [
      { label: said(corpus.label), amount: rawTokens },
      ...funnelSteps.map((step) => ({ label: said(aboutStep(step).label), amount: funnel.bytes[step] / bytesPerToken.value, step })),
      { label: msg('Training tokens'), amount: tokens },
    ];
  }

  private stream(stages: readonly Stage[], column: number) {
    const most = Math.max(...stages.map(({ amount }) => amount));
    const height = (amount: number) => Math.max((amount / most) * HEIGHT, LEAST);
    const { worth } = this.store.data.supply.value;
    const last = stages.length - 1;
    return svg`
      <defs>
        <linearGradient id="lost"><stop offset="0" stop-color="var(--iso-line-strong)" stop-opacity="0.3" /><stop offset="1" stop-color="var(--iso-line-strong)" stop-opacity="0" /></linearGradient>
        <linearGradient id="read"><stop offset="0" stop-color="var(--iso-limit)" stop-opacity="0.55" /><stop offset="1" stop-color="var(--iso-optimal)" stop-opacity="0.55" /></linearGradient>
      </defs>
      ${stages.slice(0, -1).map(({ amount }, i) => {
        const [from, to] = [height(amount), height(stages[i + 1]!.amount)];
        const x = i * column;
        const isRead = i === last - 1;
        return svg`
          ${!isRead && from - to > 1 ? svg`<path fill="url(#lost)" d=${fallen(x, column, from, to)} />` : nothing}
          <path class=${isRead ? '' : 'kept'} fill=${isRead ? 'url(#read)' : nothing} d=${band(x, column, from, to)} />`;
      })}
      ${stages.map(
        ({ amount }, i) =>
          svg`<rect class=${i === last ? 'seen' : i === last - 1 ? 'unique' : 'kept'} x=${i * column} width="4" height=${height(amount)} />`,
      )}
      <rect class="worn" x=${last * column + 4} width=${column * 0.5} height=${height(stages[last]!.amount)} />
      <rect class="seen" x=${last * column + 4} width=${column * 0.5} height=${height(stages[last]!.amount * worth)} />`;
  }

  private stage({ label, amount, step }: Stage, i: number, stages: readonly Stage[]): TemplateResult {
    const most = Math.max(...stages.map((stage) => stage.amount));
    const isUnique = i === stages.length - 2;
    const isSeen = i === stages.length - 1;
    return html`<li title=${said(step ? aboutStep(step).source : this.store.data.corpus.value.about)}>
      <span class="name"><span>${label}</span>${step ? this.keeps(step) : nothing}</span>
      <b class=${isUnique ? 'unique-text' : isSeen ? 'seen-text' : ''}>${formatCount(amount)}</b>
      <span class="bar ${isUnique ? 'unique-bar' : isSeen ? 'seen-bar' : ''}" style="inline-size: ${(amount / most) * 100}%"></span>
      <small class="about"
        >${this.about(i, stages.length)}${isSeen && this.store.data.supply.value.epochs > 1 ? html`<span class="key">${msg(', the full part', { desc: 'after: 3.2 epochs, worth 90 % of new ones' })}</span>` : nothing}</small
      >
    </li>`;
  }

  private keeps(step: FunnelStep): TemplateResult {
    const { data } = this.store;
    const name = said(aboutStep(step).label);
    return html`<span>${msg('keeps')}</span>
      <iso-field
        label=${msg(str`${name}: share kept`)}
        text=${`${Number((data.yields.value[step] * 100).toPrecision(3))} %`}
        allowed=${msg('a share from 0.01 % to 100 %')}
        .accept=${accepting(parseShare, (value) => data.change({ [step]: value }))}
      ></iso-field>`;
  }

  /** What stands beneath an amount. */
  private about(i: number, count: number): string {
    const { corpus, uniqueInterval, epochs, worth } = this.store.data.supply.value;
    if (i === 0) {
      const { interval, size } = corpus;
      return interval && size.unit === 'token' ? msg(str`tokens, ${spanText(interval)}`) : msg('tokens');
    }
    if (i === count - 2) return uniqueInterval ? msg(str`unique tokens, ${spanText(uniqueInterval)}`) : msg('unique tokens');
    if (i < count - 1) return msg('tokens');
    if (epochs <= 1) return msg(str`${formatShare(epochs)} of the unique ones, read once`);
    return msg(str`${formatTimes(epochs)} epochs, worth ${formatShare(worth)} of new ones`);
  }
}

/** The ends of an interval: 10.0T – 26.0T. */
function spanText(interval: readonly [number, number]): string {
  return interval.map((end) => formatCount(end)).join(' – ');
}

/** A stream of one column from one height to another, its upper edge straight. */
function band(x: number, column: number, from: number, to: number): string {
  const [a, b, end] = [x + column * BEND_FROM, x + column * BEND_TO, x + column];
  const middle = (a + b) / 2;
  return `M${x},0H${end}V${to}H${b}C${middle},${to} ${middle},${from} ${a},${from}H${x}Z`;
}

/** What falls off a stream where it narrows. */
function fallen(x: number, column: number, from: number, to: number): string {
  const [a, b] = [x + column * BEND_FROM, x + column * BEND_TO];
  const middle = (a + b) / 2;
  return `M${x},${from}H${a}C${middle},${from} ${middle},${to} ${b},${to}V${from}H${x}Z`;
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-funnel': IsoFunnel;
  }
}
