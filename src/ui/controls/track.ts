import { msg } from '@lit/localize';
import { type TemplateResult, css, html } from 'lit';
import { said } from '../../locales/said';
import { formatCount } from '../../quantities/format';
import { type QuantityId, quantities } from '../../quantities/registry';

/** Steps of a slider to each doubling of a quantity whose scale is logarithmic. */
const STEPS_PER_DOUBLING = 8;

/** Where the track of a quantity that may be 0 begins, above 0 itself. */
const LEAST_ABOVE_ZERO = 1e9;

/** How a slider runs over a quantity: from 0 in whole steps, evenly in the quantity or in its logarithm. */
interface Track {
  readonly steps: number;
  toPosition(value: number): number;
  toValue(position: number): number;
}

/** The track of a quantity. */
function trackOf(id: QuantityId): Track {
  const { min, max, scale } = quantities[id];
  if (scale === 'linear') return { steps: max - min, toPosition: (value) => value - min, toValue: (position) => min + position };
  // contexts are powers of two
  if (id === 'contextLength') {
    return { steps: Math.floor(Math.log2(max)), toPosition: (value) => Math.log2(value), toValue: (position) => 2 ** position };
  }
  if (min > 0) return logTrack(min, max);
  const above = logTrack(LEAST_ABOVE_ZERO, max);
  return {
    steps: above.steps + 1,
    toPosition: (value) => (value === 0 ? 0 : 1 + above.toPosition(value)),
    toValue: (position) => (position === 0 ? 0 : above.toValue(position - 1)),
  };
}

/** An even number of steps, so that a range about 1 has a step at 1. */
function logTrack(min: number, max: number): Track {
  const steps = 2 * Math.round((Math.log2(max / min) * STEPS_PER_DOUBLING) / 2);
  return {
    steps,
    toPosition: (value) => (steps * Math.log(value / min)) / Math.log(max / min),
    toValue: (position) => Number((min * (max / min) ** (position / steps)).toPrecision(3)),
  };
}

/** A value for people; above what can be set it is no limit. */
export function textOf(id: QuantityId, value: number): { readonly number: string; readonly unit: string } {
  const { unit, max, min } = quantities[id];
  if (value > max) return { number: msg('unlimited'), unit: '' };
  if (value === 0 && min === 0) return { number: msg('none'), unit: '' };
  const number = value < 1e6 ? String(Number(value.toPrecision(id === 'contextLength' ? 7 : 3))) : formatCount(value);
  return { number, unit: unit === '1' || unit === 'token/parameter' ? '' : said(unit) };
}

/**
 * A slider over a quantity, with its value for people beside it; its label names `id`. `set` is told of each value that is chosen, and
 * whether it is the end of the track.
 */
export function quantitySlider(id: QuantityId, value: number, set: (value: number, isAtEnd: boolean) => void): TemplateResult {
  const track = trackOf(id);
  const { number, unit } = textOf(id, value);
  return html`<input
      id=${id}
      type="range"
      min="0"
      max=${track.steps}
      aria-valuetext="${number} ${unit}"
      .value=${String(track.toPosition(value))}
      @input=${(event: Event) => {
        const position = Number((event.target as HTMLInputElement).value);
        set(track.toValue(position), position === track.steps);
      }}
    />
    <output for=${id}>${number} <small>${unit}</small></output>`;
}

/** A slider; quiet, unless `--slider` gives it a colour. */
export const sliderStyles = css`
  input[type='range'] {
    inline-size: 100%;
    block-size: 2rem;
    margin: 0;
    appearance: none;
    background: linear-gradient(var(--iso-line-strong), var(--iso-line-strong)) center / 100% 0.125rem no-repeat;
    cursor: grab;
    touch-action: pan-y;
  }
  input[type='range']::-webkit-slider-thumb {
    inline-size: 1.125rem;
    block-size: 1.125rem;
    border: 3px solid var(--iso-panel);
    border-radius: 50%;
    background: var(--slider, var(--iso-quiet));
    box-shadow: 0 0 0 1.5px var(--slider, var(--iso-quiet));
    appearance: none;
  }
  input[type='range']::-moz-range-thumb {
    inline-size: calc(1.125rem - 6px);
    block-size: calc(1.125rem - 6px);
    border: 3px solid var(--iso-panel);
    border-radius: 50%;
    background: var(--slider, var(--iso-quiet));
    box-shadow: 0 0 0 1.5px var(--slider, var(--iso-quiet));
  }
  input[type='range']:active {
    cursor: grabbing;
  }
`;
