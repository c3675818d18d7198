import { css } from 'lit';
import { headStyles } from './head-styles';

/** How the parts of the figure look. */
export const figureStyles = css`
  ${headStyles}
  :host {
    gap: 0.5rem;
  }
  header {
    column-gap: 1rem;
  }
  .plot {
    min-block-size: 20rem;
  }
  .area {
    fill: var(--iso-growth);
    opacity: 0.22;
  }
  .saved {
    opacity: 0.55;
  }
  .saved-hatch {
    stroke: var(--iso-growth);
    stroke-width: 1.25;
    opacity: 0.55;
  }
  .steps {
    fill: none;
    stroke: var(--iso-growth);
    stroke-width: 3;
    stroke-linejoin: round;
  }
  .rectangle {
    fill: none;
    stroke: var(--iso-line-strong);
    stroke-width: 1.5;
  }
  .matched {
    stroke: var(--iso-text);
    stroke-dasharray: 5 4;
    fill: none;
    stroke-width: 1.5;
  }
  .optimum {
    fill: color-mix(in srgb, var(--iso-optimal) 10%, transparent);
    stroke: var(--iso-optimal);
    stroke-width: 2;
  }
  .ideal {
    fill: none;
    stroke: var(--iso-optimal);
    stroke-width: 1.75;
    stroke-dasharray: 1 5;
    stroke-linecap: round;
  }
  .shape {
    fill: none;
    stroke: var(--iso-compared-1);
    stroke-width: 2;
  }
  text {
    paint-order: stroke;
    stroke: var(--iso-ground);
    stroke-width: 4px;
    stroke-linejoin: round;
  }
  .axis text {
    stroke: none;
  }
  .size {
    fill: var(--iso-text);
    font-size: var(--iso-size-text);
    font-weight: 650;
  }
  .percent {
    fill: var(--iso-growth);
    font-size: var(--iso-size-question);
    font-weight: 700;
  }
  .of-optimum {
    fill: var(--iso-optimal);
    font-weight: 600;
  }
  .of-shape {
    fill: var(--iso-compared-1);
    font-weight: 600;
  }
  .handle {
    cursor: ns-resize;
    touch-action: none;
  }
  .handle.end {
    cursor: ew-resize;
  }
  .handle .reach {
    fill: transparent;
    stroke: none;
  }
  .handle .grip {
    fill: var(--iso-ground);
    stroke: var(--iso-growth);
    stroke-width: 3;
    transition: fill var(--iso-motion);
  }
  .handle .riser {
    stroke: var(--iso-growth);
    stroke-width: 3;
  }
  .handle:hover .grip,
  .handle:focus-visible .grip {
    fill: var(--iso-growth);
  }
  .handle:focus-visible {
    outline: none;
  }
  .handle:focus-visible .reach {
    stroke: var(--iso-optimal);
    stroke-width: 2;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 1.25rem;
    margin: 0;
  }
  .legend span {
    display: flex;
    gap: 0.5rem;
    align-items: center;
  }
  .legend svg {
    position: static;
    inline-size: 1.5rem;
    block-size: 0.875rem;
  }
`;
