import { provide } from '@lit/context';
import { msg, str } from '@lit/localize';
import { type PropertyValues, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { requestParts } from '../../model/plan/phrases';
import type { PlanRequest } from '../../model/plan/request';
import { figureNames } from '../../model/plan/markdown';
import { planFigures, traceFigure } from '../../model/plan/trace';
import { type PlanState, createPlan } from '../../state/plan';
import { earlier, shared } from '../controls/styles';
import { StoreElement } from '../store-element';
import './actions';
import './alternatives';
import './answer';
import './bars';
import { planContext } from './context';
import './granted-fold';
import './layout-figure';
import './pareto-chart';
import './question';
import './refusal';
import './serve-fold';
import './text-fold';
import './tune-fold';
import { saidList } from './words';

/** The plan view, which reads like a quotation: question, answer, how it runs, what it is made of, what else could be done, what follows. */
@customElement('iso-plan-view')
export class IsoPlanView extends StoreElement {
  static override styles = [
    shared,
    earlier,
    css`
      :host {
        display: grid;
        grid-template:
          'question question' auto
          'picture answer' auto
          'picture others' 1fr
          'folds folds' auto / minmax(0, 2fr) minmax(21rem, 1fr);
        gap: 1.5rem 2.5rem;
        align-content: start;
      }
      .question {
        grid-area: question;
        display: grid;
        gap: 0.625rem;
      }
      .answer {
        grid-area: answer;
      }
      /* what stands beneath waits out of sight, so that nothing jumps when the answer comes */
      .waiting {
        grid-area: picture;
        margin: 0;
        min-block-size: 100dvh;
      }
      .picture {
        grid-area: picture;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1.75rem;
        align-content: start;
        min-inline-size: 0;
      }
      iso-plan-alternatives {
        grid-area: others;
        min-inline-size: 0;
      }
      iso-plan-pareto {
        block-size: 24rem;
      }
      .folds {
        grid-area: folds;
      }
      .printed {
        display: none;
      }
      @media (max-width: 60rem) {
        :host {
          grid-template: 'question' 'answer' 'picture' 'others' 'folds' / minmax(0, 1fr);
        }
      }
      @media print {
        :host {
          display: block;
        }
        .answer,
        .picture > *,
        .folds > * {
          break-inside: avoid;
        }
        .picture,
        .answer,
        .folds,
        iso-plan-alternatives {
          margin-block-start: 14pt;
        }
        iso-plan-pareto {
          display: none;
        }
        .printed {
          display: block;
        }
        .head {
          margin-block-end: 10pt;
          padding-block-end: 6pt;
          border-block-end: 1px solid var(--iso-line-strong);
        }
        .head b {
          display: block;
          font-size: 16pt;
        }
        .sources {
          margin-block-start: 14pt;
          font-size: 8.5pt;
        }
        .sources h2 {
          font-size: 10pt;
        }
        .sources p {
          margin: 0 0 2pt;
          overflow-wrap: anywhere;
        }
      }
    `,
  ];

  /** What the view shows; made of the store when the view is first opened. */
  @provide({ context: planContext })
  protected plan!: PlanState;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.plan ??= createPlan(this.store, () => this.store.view.value === 'plan');
  }

  override render() {
    const { report, isSearching, failure, plan } = this.plan;
    const found = report.value;
    const run = plan.value;
    const busy = isSearching.value && found ? 'earlier' : '';
    return html`<section class="question" aria-label=${msg('Question')}>
        ${found ? html`<p class="printed head"><b>${msg('Quotation for a training run')}</b>${describeAsked(found.request)}</p>` : nothing}
        <iso-plan-question></iso-plan-question>
        <iso-plan-actions></iso-plan-actions>
      </section>
      <section class="answer ${busy}" aria-label=${msg('Answer')} aria-busy=${isSearching.value}>
        <iso-plan-refusal></iso-plan-refusal>
        <iso-plan-answer></iso-plan-answer>
      </section>
      ${
        found || failure.value !== undefined
          ? nothing
          : html`<p class="note waiting" role="status">${msg('Searching for the best layout …')}</p>`
      }
      ${
        run
          ? html`<div class="picture ${busy}">
              <iso-plan-layout></iso-plan-layout>
              <iso-plan-bars></iso-plan-bars>
              <iso-plan-pareto></iso-plan-pareto>
            </div>`
          : nothing
      }
      ${
        run && found
          ? html`<iso-plan-alternatives class=${busy}></iso-plan-alternatives>
              <section class="folds" aria-label=${msg('What follows')}>
                <iso-plan-text></iso-plan-text>
                <iso-plan-serve></iso-plan-serve>
                <iso-plan-tune></iso-plan-tune>
                <iso-plan-granted></iso-plan-granted>
                <div class="printed sources">
                  <h2>${msg('Where the figures come from')}</h2>
                  ${planFigures.map((figure) => {
                    const { formula, source } = traceFigure(figure, found.request, run);
                    return html`<p><b>${said(figureNames[figure])}</b>: ${said(formula)}; ${said(source)}</p>`;
                  })}
                </div>
              </section>`
          : nothing
      }`;
  }
}

/** What was asked, in one line. */
function describeAsked(request: PlanRequest): string {
  const { known, hardware, law } = requestParts(request);
  const [asked, machines] = [saidList(known), said(hardware)];
  return known.length > 0 ? msg(str`${asked} on ${machines}, under ${law}`) : msg(str`${machines}, under ${law}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-view': IsoPlanView;
  }
}
