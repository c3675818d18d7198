import { css, svg } from 'lit';
import type { Tolerance } from '../../model/claims';

const WIDTH = 96;
const HEIGHT = 14;
/** Share of the width that the tolerance takes. */
const BAND = 0.6;

/** Where our value lies against the stated one: the band is the tolerance, the line the stated value, the dot ours. */
export function renderGauge(stated: number, ours: number | undefined, tolerance: Tolerance) {
  const [low, high] = rangeOf(stated, tolerance);
  const x = (value: number): number => {
    const share = high > low ? (value - low) / (high - low) : value === stated ? 0.5 : Math.sign(value - stated) * 10;
    return Math.min(Math.max((0.5 - BAND / 2 + BAND * share) * WIDTH, 3), WIDTH - 3);
  };
  const middle = HEIGHT / 2;
  return svg`<svg class="gauge" viewBox="0 0 ${WIDTH} ${HEIGHT}" width=${WIDTH} height=${HEIGHT} aria-hidden="true">
    <line class="track" x1="0" x2=${WIDTH} y1=${middle} y2=${middle} />
    <rect class="band" x=${((1 - BAND) / 2) * WIDTH} width=${BAND * WIDTH} y=${middle - 3.5} height="7" rx="2" />
    <line class="stated" x1=${x(stated)} x2=${x(stated)} y1="1" y2=${HEIGHT - 1} />
    ${ours === undefined ? '' : svg`<circle class="ours" r="3" cx=${x(ours)} cy=${middle} />`}
  </svg>`;
}

function rangeOf(stated: number, tolerance: Tolerance): readonly [number, number] {
  if ('min' in tolerance) return [tolerance.min, tolerance.max];
  const allowed = 'rel' in tolerance ? tolerance.rel * Math.abs(stated) : tolerance.abs;
  return [stated - allowed, stated + allowed];
}

/** The gauge's colours; `.gauge-cell` holds it where there is room. */
export const gaugeStyles = css`
  .gauge {
    display: block;
  }
  .track {
    stroke: var(--iso-line);
  }
  .band {
    fill: color-mix(in srgb, var(--iso-line-strong) 55%, var(--iso-line));
  }
  line.stated {
    stroke: var(--iso-text);
    stroke-width: 1.5;
  }
  .ours {
    fill: var(--iso-text);
  }
  @media (max-width: 34rem) {
    .gauge-cell {
      display: none;
    }
  }
`;
