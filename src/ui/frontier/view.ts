import { msg } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import '../controls/scenario-controls';
import { SizeController } from '../controls/size-controller';
import { shared } from '../controls/styles';
import '../data/panel';
import '../skill/panel';
import { StoreElement } from '../store-element';
import './answer';
import './budget-slider';
import './compare-picker';
import './computation';
import './cost-matrix';
import './frontier-chart';
import './law-card';
import './law-legend';
import './law-table';
import './limit-controls';
import './own-laws';
import './profile-chart';
import './question';
import './spend-controls';
import './stage';
import './stage-table';

/**
 * The frontier view: question, answer, picture, charts, choices, details, further questions, in this order for a phone, for the keyboard and
 * for screen readers. On a desk picture and charts are one instrument that fills the window and stays while longer details scroll by.
 */
@customElement('iso-frontier-view')
export class IsoFrontierView extends StoreElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: 1.5rem;
      }
      /* a grid of its own, which the sticky instrument does not leave */
      .frontier {
        display: grid;
        grid-template:
          'question question' auto
          'instrument answer' auto
          'instrument choices' auto
          'instrument details' 1fr / minmax(0, 2fr) minmax(21rem, 1fr);
        gap: var(--iso-gap) 2rem;
      }
      .question {
        grid-area: question;
      }
      .answer,
      .choices {
        display: flex;
        flex-direction: column;
        gap: 1.125rem;
      }
      .answer {
        grid-area: answer;
      }
      .choices {
        grid-area: choices;
      }
      /* one list with what the budget pays for */
      iso-limit-controls {
        margin-block-start: -1.125rem;
      }
      .instrument {
        grid-area: instrument;
        position: sticky;
        inset-block-start: 0.75rem;
        display: grid;
        grid-template-rows: minmax(20rem, 2.5fr) minmax(15rem, 1fr);
        gap: var(--iso-gap);
        align-self: start;
        /* what header and question leave of the window */
        block-size: calc(100dvh - 6.25rem - var(--question, 2.25rem) - var(--iso-invitation, 0rem));
        min-block-size: 38rem;
      }
      .charts {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 1.25rem;
      }
      /* on a desk the picture's own legend stands right above */
      .legend {
        display: none;
      }
      .details {
        grid-area: details;
      }
      iso-law-card {
        margin-block-end: 1rem;
      }
      .panels {
        min-inline-size: 0;
      }
      @media (max-width: 60rem) {
        .frontier {
          grid-template: 'question' 'answer' 'instrument' 'choices' 'details' / minmax(0, 1fr);
          gap: 1.5rem;
        }
        .instrument {
          position: static;
          grid-template-rows: min(28rem, 80svh) auto;
          gap: 1.5rem;
          block-size: auto;
          min-block-size: 0;
        }
        .charts {
          grid-template: auto / minmax(0, 1fr);
          grid-auto-rows: 17rem;
        }
        .legend {
          display: block;
        }
      }
    `,
  ];

  private readonly question = new SizeController(this, () => this.renderRoot.querySelector('iso-question'));

  override render() {
    // the question may take a second line, and the charts' lowest titles must stay in the window
    const question = this.question.height > 0 ? `--question: ${this.question.height}px` : '';
    const isScenarioRead = this.store.readScenario.value.length > 0;
    return html`<div class="frontier" style=${question}>
        <iso-question class="question"></iso-question>
        <section class="answer" aria-label=${msg('Answer')}>
          <iso-answer></iso-answer>
          <iso-budget-slider></iso-budget-slider>
        </section>
        <div class="instrument">
          <iso-stage></iso-stage>
          <section class="charts" aria-label=${msg('Charts')}>
            <iso-law-legend class="legend"></iso-law-legend>
            <iso-profile-chart></iso-profile-chart>
            <iso-frontier-chart place="0"></iso-frontier-chart>
            <iso-frontier-chart place="1"></iso-frontier-chart>
          </section>
        </div>
        <section class="choices" aria-label=${msg('Scenario and comparison')}>
          ${isScenarioRead ? html`<iso-scenario-controls></iso-scenario-controls>` : nothing}
          <iso-spend-controls></iso-spend-controls>
          <iso-limit-controls></iso-limit-controls>
          <iso-compare-picker></iso-compare-picker>
          <iso-own-laws></iso-own-laws>
        </section>
        <section class="details" aria-label=${msg('Details')}>
          <iso-law-card></iso-law-card>
          <iso-stage-table></iso-stage-table>
          <iso-law-table></iso-law-table>
          <iso-cost-matrix></iso-cost-matrix>
          <iso-computation></iso-computation>
        </section>
      </div>
      <section class="panels" aria-label=${msg('Further questions')}>
        <iso-data-panel></iso-data-panel>
        <iso-skill-panel></iso-skill-panel>
      </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-frontier-view': IsoFrontierView;
  }
}
