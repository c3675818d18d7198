import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { formOf } from '../../model/laws';
import { formatCount } from '../../quantities/format';
import { type ScenarioId, quantities } from '../../quantities/registry';
import { type ScenarioValue, withValue } from '../../state/scenario';
import { shared } from '../controls/styles';
import { StoreElement } from '../store-element';

/** Steps of a slider to each doubling of a quantity whose scale is logarithmic. */
const STEPS_PER_DOUBLING = 8;

/** How a slider runs over a quantity: from 0 in whole steps, evenly in the quantity or in its logarithm. */
interface Track {
  readonly steps: number;
  toPosition(value: number): number;
  toValue(position: number): number;
}

/** The track of a quantity. */
function trackOf(id: ScenarioId): Track {
  const { min, max, scale } = quantities[id];
  if (scale === 'linear') return { steps: max - min, toPosition: (value) => value - min, toValue: (position) => min + position };
  const steps = Math.round(Math.log2(max / min) * STEPS_PER_DOUBLING);
  return {
    steps,
    toPosition: (value) => (steps * Math.log(value / min)) / Math.log(max / min),
    toValue: (position) => Number((min * (max / min) ** (position / steps)).toPrecision(3)),
  };
}

/** A value for people; above what can be set it is no limit. */
function textOf(id: ScenarioId, value: number): { readonly number: string; readonly unit: string } {
  const { unit, max } = quantities[id];
  if (value > max) return { number: 'unlimited', unit: '' };
  return { number: value < 1e6 ? String(Number(value.toPrecision(3))) : formatCount(value), unit: unit === '1' ? '' : unit };
}

/** What the laws on the page read beside parameters and tokens, a quiet slider each. Sets the store's scenario. */
@customElement('iso-scenario-controls')
export class IsoScenarioControls extends StoreElement {
  static override styles = [
    shared,
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
      input {
        inline-size: 100%;
        block-size: 2rem;
        margin: 0;
        appearance: none;
        background: linear-gradient(var(--iso-line-strong), var(--iso-line-strong)) center / 100% 0.125rem no-repeat;
        cursor: grab;
        touch-action: pan-y;
      }
      input::-webkit-slider-thumb {
        inline-size: 1.125rem;
        block-size: 1.125rem;
        border: 3px solid var(--iso-panel);
        border-radius: 50%;
        background: var(--iso-quiet);
        box-shadow: 0 0 0 1.5px var(--iso-quiet);
        appearance: none;
      }
      input::-moz-range-thumb {
        inline-size: calc(1.125rem - 6px);
        block-size: calc(1.125rem - 6px);
        border: 3px solid var(--iso-panel);
        border-radius: 50%;
        background: var(--iso-quiet);
        box-shadow: 0 0 0 1.5px var(--iso-quiet);
      }
      input:active {
        cursor: grabbing;
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
      <legend class="hidden">What the law assumes of the model</legend>
      ${this.store.readScenario.value.map((read) => this.control(read))}
    </fieldset>`;
  }

  private control({ id, value, laws }: ScenarioValue) {
    const { label, about } = quantities[id];
    const track = trackOf(id);
    const { number, unit } = textOf(id, value);
    const title = `${about} Read by ${laws.map((law) => law.label).join(' and ')}.`;
    return html`<label for=${id} title=${title}>${label[0]?.toUpperCase()}${label.slice(1)}</label>
      <input
        id=${id}
        type="range"
        min="0"
        max=${track.steps}
        aria-valuetext="${number} ${unit}"
        .value=${String(track.toPosition(value))}
        @input=${(event: Event) => this.set(id, Number((event.target as HTMLInputElement).value))}
      />
      <output for=${id}>${number} <small>${unit}</small></output>`;
  }

  private set(id: ScenarioId, position: number): void {
    const { scenario, readScenario } = this.store;
    const track = trackOf(id);
    const reader = readScenario.value.find((read) => read.id === id)?.laws[0];
    // a law that knows no limit by default has none at the end of the track
    const isUnlimited = position === track.steps && reader !== undefined && (formOf(reader).scenario[id] ?? 0) > quantities[id].max;
    scenario.value = withValue(scenario.value, id, isUnlimited ? undefined : track.toValue(position));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-scenario-controls': IsoScenarioControls;
  }
}
