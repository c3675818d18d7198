import { msg, str } from '@lit/localize';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { formOf } from '../../model/laws';
import { type ScenarioId, quantities } from '../../quantities/registry';
import { type ScenarioValue, withValue } from '../../state/scenario';
import { shared } from './styles';
import { quantitySlider, sliderStyles } from './track';
import { StoreElement } from '../store-element';

/** What the laws on the page read beside parameters and tokens, a quiet slider each. Sets the store's scenario. */
@customElement('iso-scenario-controls')
export class IsoScenarioControls extends StoreElement {
  static override styles = [
    shared,
    sliderStyles,
    css`
      fieldset {
        display: grid;
        grid-template-columns: max-content minmax(4rem, 1fr) minmax(3.5rem, max-content);
        gap: 0 0.75rem;
        align-items: center;
        margin: 0;
        padding: 0;
        border: 0;
      }
      output {
        font-weight: 600;
        text-align: end;
        white-space: nowrap;
      }
    `,
  ];

  override render() {
    return html`<fieldset>
      <legend class="hidden">${msg('What the law assumes of the model')}</legend>
      ${this.store.readScenario.value.map((read) => this.control(read))}
    </fieldset>`;
  }

  private control({ id, value, laws }: ScenarioValue) {
    const [label, about] = [said(quantities[id].label), said(quantities[id].about)];
    const readers = laws.map((law) => said(law.label)).join(msg(' and ', { id: 'list-and', desc: 'between the last two of a list' }));
    const title = msg(str`${about} Read by ${readers}.`);
    return html`<label for=${id} title=${title}>${label[0]?.toUpperCase()}${label.slice(1)}</label>
      ${quantitySlider(id, value, (next, isAtEnd) => this.set(id, next, isAtEnd))}`;
  }

  private set(id: ScenarioId, value: number, isAtEnd: boolean): void {
    const { scenario, readScenario } = this.store;
    const reader = readScenario.value.find((read) => read.id === id)?.laws[0];
    // a law that knows no limit by default has none at the end of the track
    const isUnlimited = isAtEnd && reader !== undefined && (formOf(reader).scenario[id] ?? 0) > quantities[id].max;
    scenario.value = withValue(scenario.value, id, isUnlimited ? undefined : value);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-scenario-controls': IsoScenarioControls;
  }
}
