import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';
import './answer';
import './budget-slider';
import './compare-picker';
import './frontier-chart';
import './law-card';
import './profile-chart';
import './question';
import './stage';

/** The frontier view: question, answer, picture, charts; on a phone in that order, on a desk as one instrument. */
@customElement('iso-frontier-view')
export class IsoFrontierView extends StoreElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template: 'question question' 'picture answer' minmax(26rem, 1fr) 'charts details' minmax(15rem, auto) / minmax(0, 2fr) minmax(
            21rem,
            1fr
          );
        gap: var(--iso-gap) 2rem;
      }
      .question {
        grid-area: question;
      }
      .answer {
        grid-area: answer;
        display: flex;
        flex-direction: column;
        gap: 1.25rem;
        justify-content: space-between;
      }
      iso-stage {
        grid-area: picture;
      }
      .charts {
        grid-area: charts;
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 1.25rem;
        align-self: start;
        block-size: 15.5rem;
      }
      .details {
        grid-area: details;
        display: flex;
        flex-direction: column;
        gap: 0.75rem;
      }
      @media (max-width: 60rem) {
        :host {
          grid-template: 'question' 'answer' 'picture' 'charts' 'details' / minmax(0, 1fr);
          gap: 1.5rem;
        }
        iso-stage {
          block-size: min(30rem, 80svh);
        }
        .charts {
          grid-template-columns: minmax(0, 1fr);
          block-size: auto;
          grid-auto-rows: 17rem;
        }
      }
    `,
  ];

  override render() {
    return html`<iso-question class="question"></iso-question>
      <section class="answer" aria-label="Answer">
        <iso-answer></iso-answer>
        <iso-budget-slider></iso-budget-slider>
        <iso-compare-picker></iso-compare-picker>
      </section>
      <iso-stage></iso-stage>
      <section class="charts" aria-label="Charts">
        <iso-profile-chart></iso-profile-chart>
        <iso-frontier-chart quantity="N"></iso-frontier-chart>
        <iso-frontier-chart quantity="D"></iso-frontier-chart>
      </section>
      <section class="details" aria-label="Details">
        <iso-law-card></iso-law-card>
      </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-frontier-view': IsoFrontierView;
  }
}
