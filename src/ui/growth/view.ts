import { provide } from '@lit/context';
import { msg } from '@lit/localize';
import { type PropertyValues, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { type GrowthState, createGrowth } from '../../state/growth';
import '../controls/scenario-controls';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';
import { growthContext } from './context';
import './curves';
import './figure';
import './figure-tools';
import './hardware';
import './map';
import './measured';
import './model-picker';
import './question';
import './savings';
import './warnings';

/**
 * The growth view: question, the three savings, the figure that is dragged, learning curves and savings map, hardware, growth models; in this
 * order for a phone, for the keyboard and for screen readers.
 */
@customElement('iso-growth-view')
export class IsoGrowthView extends StoreElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template:
          'question question' auto
          'picture answer' auto
          'picture details' 1fr / minmax(0, 2fr) minmax(21rem, 1fr);
        gap: var(--iso-gap) 2rem;
        align-content: start;
      }
      .question {
        grid-area: question;
      }
      .answer {
        grid-area: answer;
        display: grid;
        gap: 1.125rem;
        align-content: start;
      }
      .picture {
        grid-area: picture;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1.25rem;
        align-content: start;
        min-inline-size: 0;
      }
      iso-growth-figure {
        block-size: min(31rem, 60svh);
        min-block-size: 25rem;
      }
      .charts {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 2rem;
      }
      .charts > * {
        min-block-size: 26rem;
      }
      .details {
        grid-area: details;
        display: grid;
        gap: 1.25rem;
        align-content: start;
      }
      @media (max-width: 60rem) {
        :host {
          grid-template: 'question' 'answer' 'picture' 'details' / minmax(0, 1fr);
          gap: 1.5rem;
        }
        .charts {
          grid-template-columns: minmax(0, 1fr);
        }
        iso-growth-figure {
          block-size: 30rem;
        }
      }
    `,
  ];

  /** What the view shows; made of the store when the view is first opened. */
  @provide({ context: growthContext })
  protected growth!: GrowthState;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.growth ??= createGrowth(this.store);
  }

  override render() {
    const isScenarioRead = this.store.readScenario.value.length > 0;
    return html`<iso-growth-question class="question"></iso-growth-question>
      <section class="answer" aria-label=${msg('Answer')}>
        <iso-growth-savings></iso-growth-savings>
        <iso-growth-warnings></iso-growth-warnings>
        ${isScenarioRead ? html`<iso-scenario-controls></iso-scenario-controls>` : ''}
      </section>
      <div class="picture">
        <iso-growth-tools></iso-growth-tools>
        <iso-growth-figure></iso-growth-figure>
        <section class="charts" aria-label=${msg('Charts')}>
          <iso-growth-curves></iso-growth-curves>
          <iso-growth-map></iso-growth-map>
        </section>
        <iso-growth-hardware></iso-growth-hardware>
      </div>
      <section class="details" aria-label=${msg('Growth models')}>
        <iso-growth-models></iso-growth-models>
        <iso-growth-measured></iso-growth-measured>
      </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-growth-view': IsoGrowthView;
  }
}
