import { css } from 'lit';

/** Small buttons and lists, in tools and tables. */
export const smallControls = css`
  button {
    min-block-size: 1.75rem;
    padding: 0.0625rem 0.5rem;
  }
  select {
    min-block-size: 1.75rem;
    border: 1px solid var(--iso-line);
    border-radius: var(--iso-radius);
    background: var(--iso-ground);
    color: var(--iso-text);
    font: inherit;
  }
  option {
    background: var(--iso-panel);
    color: var(--iso-text);
  }
`;

/** How far a sweep is, what went wrong with it, and checksums. */
export const statusStyles = css`
  wa-progress-bar {
    --indicator-color: var(--iso-optimal);
    --track-height: 0.375rem;
  }
  .wrong {
    color: var(--iso-limit);
  }
  code {
    overflow-wrap: anywhere;
  }
`;
