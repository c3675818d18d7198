import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { type Lifetime, costRatioOrigin } from '../../model/plan/lifetime';
import { figureNames, figureValue, formatFigure, planGuesses } from '../../model/plan/markdown';
import { dollars, trim } from '../../model/plan/phrases';
import type { Interval, Plan } from '../../model/plan/request';
import { storageOrigin } from '../../model/plan/storage';
import { type PlanFigure, type Trace, traceFigure } from '../../model/plan/trace';
import { textOfTokens } from '../../model/plan/words';
import { describeExcursion, findExcursions } from '../../model/validity';
import { formatCount } from '../../quantities/format';
import { formatBytes } from '../controls/amounts';
import { awaited } from '../controls/awaited';
import { shared } from '../controls/styles';
import { PlanElement } from './context';
import { renderTrace, traceLines, traceStyles } from './trace';
import { betweenEnds } from './words';

const LARGE = ['N', 'D', 'days', 'cost'] as const satisfies readonly PlanFigure[];
const LINES = [
  'loss',
  'C',
  'acceleratorHours',
  'energy',
  'carbon',
  'mfu',
  'meanMfu',
  'tokensPerSecond',
] as const satisfies readonly PlanFigure[];

/** The answer: four large figures with their intervals, the rest line by line; each unfolds to where it comes from. */
@customElement('iso-plan-answer')
export class IsoPlanAnswer extends PlanElement {
  static override styles = [
    shared,
    traceStyles,
    traceLines,
    css`
      .large {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 0.625rem 1rem;
      }
      .large details[open] {
        grid-column: 1 / -1;
      }
      .large summary,
      .large div {
        display: grid;
      }
      .large strong {
        color: var(--iso-optimal);
        font-size: var(--iso-size-answer);
        font-weight: 650;
        line-height: 1.1;
        white-space: nowrap;
      }
      .large strong small {
        color: inherit;
        font-size: var(--iso-size-text);
      }
      .name {
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
      }
      .name:not(.plain)::after {
        content: ' ›';
        opacity: 0.6;
      }
      summary:hover .name {
        color: var(--iso-text);
      }
      .interval {
        min-block-size: 1.25em;
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
        line-height: 1.25;
      }
      .lines {
        margin-block-start: 0.875rem;
      }
      .line {
        display: flex;
        gap: 0.5rem;
        align-items: baseline;
        padding-block: 0.25rem;
      }
      .line .leader {
        flex: 1;
        min-inline-size: 1rem;
        border-block-end: 1px dotted var(--iso-line-strong);
        opacity: 0.6;
      }
      .line .between {
        color: var(--iso-quiet);
        font-size: var(--iso-size-note);
      }
      .line b {
        font-weight: 600;
        white-space: nowrap;
      }
      .beyond {
        margin: 0.5rem 0 0;
        padding-inline-start: 0.625rem;
        border-inline-start: 3px solid var(--iso-limit);
        font-size: var(--iso-size-note);
      }
      .beyond b {
        color: var(--iso-limit);
      }
      @media print {
        .large strong {
          font-size: 20pt;
        }
        .name:not(.plain)::after {
          content: '';
        }
      }
    `,
  ];

  override render() {
    const { plan, report, failure } = this.plan;
    const run = plan.value;
    if (!report.value && failure.value === undefined) {
      return html`<div class="large" aria-hidden="true">${LARGE.map((figure) => blank(figure))}</div>`;
    }
    if (!run || !report.value) return nothing;
    return html`<div class="large">${LARGE.map((figure) => this.large(figure, run))}</div>
      ${this.beyond(run)}${this.guesses(run)}
      <div class="lines">${LINES.map((figure) => this.line(figure, run))}${this.storage(run)}${this.life(run)}${this.words(run)}</div>`;
  }

  private large(figure: PlanFigure, run: Plan) {
    const value = figureValue(figure, run);
    if (value === undefined) return nothing;
    const { number, unit } = formatFigure(figure, value);
    const interval = this.interval(figure);
    return html`<details data-figure=${figure} data-value=${value}>
      <summary>
        <span class="name">${said(figureNames[figure])}</span>
        <strong>${number}${unit === '' || figure === 'days' ? nothing : html` <small>${said(unit)}</small>`}</strong>
        <span class="interval">${interval ? betweenEnds(figure, interval) : nothing}</span>
      </summary>
      ${renderTrace(traceFigure(figure, this.plan.report.value!.request, run))}
    </details>`;
  }

  private line(figure: PlanFigure, run: Plan) {
    const value = figureValue(figure, run);
    if (value === undefined) return nothing;
    const { number, unit } = formatFigure(figure, value);
    const interval = this.interval(figure);
    return html`<details data-figure=${figure} data-value=${value}>
      <summary class="line">
        <span class="name">${said(figureNames[figure])}</span><span class="leader"></span>
        ${interval ? html`<span class="between">${betweenEnds(figure, interval)}</span>` : nothing}
        <b>${number} <small>${said(unit)}</small></b>
      </summary>
      ${renderTrace(traceFigure(figure, this.plan.report.value!.request, run))}
    </details>`;
  }

  private words({ D }: Plan) {
    return html`<div class="line">
      <span class="name plain">${msg('as English text, about')}</span><span class="leader"></span>
      <b
        >${formatCount(textOfTokens(D, 'english'))}
        <small>${msg('words', { desc: 'unit of an amount of text', id: 'text-words' })}</small></b
      >
    </div>`;
  }

  /** What training and use cost together. */
  private life({ life }: Plan) {
    if (!life) return nothing;
    const { bill, inferenceTokens, prices, chosen } = life;
    const trace: Trace = {
      ...costRatioOrigin,
      inputs: [
        { name: 'training', text: dollars(bill.training) },
        { name: 'reading', text: dollars(bill.reading) },
        { name: 'writing', text: dollars(bill.writing) },
        { name: 'w', text: trim(prices.outputShare) },
        { name: 'u_read', text: trim(prices.utilisation.reading) },
        { name: 'u_write', text: trim(prices.utilisation.writing) },
        { name: 'm', text: trim(prices.ratio) },
        ...(chosen ? [{ name: 'cheapest to train', text: describeCheapest(chosen.trainingOptimal) }] : []),
      ],
    };
    const tokens = formatCount(inferenceTokens);
    return this.extra(msg(str`training and ${tokens} tokens of use`), dollars(bill.total), trace);
  }

  /** What keeping checkpoints and data takes. */
  private storage({ storage }: Plan) {
    const trace: Trace = {
      ...storageOrigin,
      inputs: [
        { name: 'checkpoints', text: formatBytes(storage.checkpoints) },
        { name: 'data', text: formatBytes(storage.data) },
        { name: 'months', text: trim(storage.months) },
      ],
    };
    return this.extra(msg('storage, beside the money'), dollars(storage.cost), trace);
  }

  private extra(name: string, value: string, trace: Trace) {
    return html`<details>
      <summary class="line"><span class="name">${name}</span><span class="leader"></span><b>${value}</b></summary>
      ${renderTrace(trace)}
    </details>`;
  }

  private beyond({ N, D, C }: Plan) {
    const { law } = this.plan.report.value!.request;
    const excursions = findExcursions(law.range, { N, D, C });
    if (excursions.length === 0) return nothing;
    const beyond = excursions
      .map((each) => said(describeExcursion(each, law.label)))
      .join(msg('; ', { desc: 'between sentences', id: 'list-semicolon' }));
    return html`<p class="beyond"><b>${msg('Extrapolated.')}</b> ${msg(str`${beyond}.`)}</p>`;
  }

  private guesses(run: Plan) {
    const sentences = planGuesses(this.plan.report.value!.request, run).map((each) => said(each));
    return sentences.map((sentence) => html`<p class="beyond"><b>${msg('Assumed.')}</b> ${sentence}</p>`);
  }

  private interval(figure: PlanFigure): Interval | undefined {
    return (this.plan.report.value!.intervals as Partial<Record<PlanFigure, Interval>>)[figure];
  }
}

/** A large figure before there is an answer. */
function blank(figure: PlanFigure) {
  return html`<div>
    <span class="name">${said(figureNames[figure])}</span>
    <strong>${awaited('1.00T')}</strong>
    <span class="interval"></span>
  </div>`;
}

/** The model that is cheapest to train, with what its whole life costs. */
function describeCheapest({ N, bill }: Lifetime['trainingOptimal']): string {
  return msg(str`${formatCount(N)} parameters, ${dollars(bill.total)}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-answer': IsoPlanAnswer;
  }
}
