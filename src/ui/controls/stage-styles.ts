import { css } from 'lit';

/** How the picture's parts lie over each other: canvas, pointer surface, labels, legend, camera buttons. */
export const stageStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    gap: 0.375rem;
    min-inline-size: 0;
  }
  .frame {
    grid-area: 1 / 1;
    position: relative;
    min-block-size: 16rem;
    overflow: hidden;
    border-radius: var(--iso-radius);
    background: var(--iso-panel);
  }
  .frame > *,
  canvas {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }
  canvas {
    opacity: 0;
    transition: opacity var(--iso-motion);
  }
  .open canvas {
    opacity: 1;
  }
  .pointer {
    cursor: grab;
    touch-action: pan-y pinch-zoom;
  }
  .pointer:focus-visible {
    outline-offset: -3px;
    border-radius: var(--iso-radius);
  }
  /* told to screen readers always, shown to those who came by the keyboard */
  .by-keys,
  .frame:has(.pointer:focus-visible) ~ iso-readout .by-pointer {
    display: none;
  }
  .frame:has(.pointer:focus-visible) ~ iso-readout .by-keys {
    display: inline;
  }
  @media print {
    .by-pointer {
      display: none;
    }
  }
  .pointer.optimum {
    cursor: move;
  }
  .pointer:active {
    cursor: grabbing;
  }
  .labels {
    pointer-events: none;
  }
  .labels span {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
    color: var(--iso-quiet);
    font-size: var(--iso-size-note);
    line-height: 1.2;
    white-space: nowrap;
    text-shadow:
      0 0 3px var(--iso-panel),
      0 0 3px var(--iso-panel),
      0 0 6px var(--iso-panel);
    will-change: transform;
  }
  .labels .title {
    color: var(--iso-text);
    font-weight: 600;
  }
  .labels .model,
  .labels .optimum {
    padding: 0.0625rem 0.25rem;
    border-radius: 3px;
    background: color-mix(in srgb, var(--iso-panel) 78%, transparent);
    color: var(--iso-text);
    text-shadow: none;
  }
  .labels .optimum {
    color: var(--iso-optimal);
    font-weight: 650;
  }
  .labels .reader {
    inline-size: 15px;
    block-size: 15px;
    border: 2px solid var(--iso-hover);
    border-radius: 50%;
    box-shadow: 0 0 0 1.5px var(--iso-panel);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 1.25rem;
  }
  .legend span {
    display: flex;
    gap: 0.5rem;
    align-items: center;
  }
  /* each on a piece of the surface: what is bright there is faint on a light page */
  .legend i {
    inline-size: 1.5rem;
    block-size: 0.75rem;
    border-radius: 2px;
    background:
      linear-gradient(var(--legend) 0 0) center / 100% 3px no-repeat,
      var(--iso-surface-low);
  }
  .legend .frontier {
    --legend: var(--iso-surface-optimal);
  }
  .legend .band {
    background: linear-gradient(color-mix(in srgb, var(--iso-surface-optimal) 42%, transparent) 0 0), var(--iso-surface-low);
  }
  .legend .cut {
    background:
      repeating-linear-gradient(135deg, color-mix(in srgb, var(--iso-surface-constraint) 70%, transparent) 0 1.5px, transparent 1.5px 5px),
      var(--iso-surface-low);
  }
  .legend .budget {
    --legend: var(--iso-surface-budget);
  }
  .legend .other {
    background:
      repeating-linear-gradient(90deg, var(--law) 0 5px, transparent 5px 9px) center / 100% 3px no-repeat,
      var(--iso-surface-low);
  }
  .legend .model {
    margin-inline: 0.375rem;
    inline-size: 0.5rem;
    block-size: 0.5rem;
    border: 1.5px solid var(--iso-line-strong);
    border-radius: 50%;
    background: #fff;
  }
  .presets {
    inset: 0.625rem 0.625rem auto auto;
    inline-size: auto;
    block-size: auto;
    display: flex;
    gap: 0.25rem;
  }
  .presets button {
    background: color-mix(in srgb, var(--iso-panel) 80%, transparent);
  }
  .waiting {
    display: grid;
    place-items: center;
    margin: 0;
  }
  .missing {
    margin: 0;
    padding-inline-start: 0.625rem;
    border-inline-start: 3px solid var(--iso-limit);
  }
`;
