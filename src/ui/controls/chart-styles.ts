import { css } from 'lit';

/** Strokes, dots and texts that mean the same in every chart. */
export const chartStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
  }
  h2 {
    overflow: hidden;
    margin: 0;
    font-size: var(--iso-size-note);
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .plot {
    position: relative;
    flex: 1;
    min-block-size: 12rem;
  }
  svg {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    overflow: visible;
    touch-action: pan-y;
    user-select: none;
  }
  text {
    fill: var(--iso-quiet);
    font-family: var(--iso-font);
    font-size: var(--iso-size-note);
  }
  .axis line {
    stroke: var(--iso-line);
  }
  .line {
    fill: none;
    stroke-width: 2;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .optimal {
    stroke: var(--iso-optimal);
  }
  .compared {
    stroke: var(--law);
    stroke-dasharray: var(--law-dash, none);
  }
  /* where it was not fitted */
  .compared.beyond {
    stroke-dasharray: 2 5;
    opacity: 0.7;
  }
  .band {
    fill: var(--iso-optimal);
    opacity: 0.26;
  }
  .band.other {
    fill: var(--law);
  }
  .faint {
    stroke: var(--iso-line-strong);
    stroke-width: 1.25;
  }
  .cursor {
    stroke: var(--iso-optimal);
    stroke-width: 1.25;
  }
  .mark {
    fill: var(--iso-optimal);
    stroke: var(--iso-panel);
    stroke-width: 2;
  }
  .mark.other {
    fill: var(--law);
  }
  .end-label {
    fill: var(--law);
    paint-order: stroke;
    stroke: var(--iso-ground);
    stroke-width: 3px;
  }
  .mark-text {
    fill: var(--iso-optimal);
    font-weight: 600;
    paint-order: stroke;
    stroke: var(--iso-ground);
    stroke-width: 4px;
  }
  .model {
    fill: var(--iso-quiet);
    opacity: 0.65;
  }
  .hatch {
    stroke: var(--iso-limit);
    stroke-width: 1;
    opacity: 0.28;
  }
  .limit {
    stroke: var(--iso-limit);
    stroke-dasharray: 2 3;
  }
  /* cut off by what the run may take */
  .cut-hatch {
    stroke: var(--iso-constraint);
    stroke-width: 1.25;
    opacity: 0.5;
  }
  .cut-edge {
    stroke: var(--iso-constraint);
    stroke-width: 1.5;
  }
  .free {
    stroke: var(--iso-optimal);
    stroke-dasharray: 2 4;
    opacity: 0.7;
  }
  .hover {
    fill: none;
    stroke: var(--iso-hover);
    stroke-width: 1.5;
    pointer-events: none;
  }
`;
