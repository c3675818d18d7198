import { css } from 'lit';

/** A line to type into that is not part of a sentence: to search, to name something. */
export const lineInput = css`
  input {
    min-block-size: 2rem;
    padding: 0.25rem 0.625rem;
    border: 1px solid var(--iso-line-strong);
    border-radius: var(--iso-radius);
    background: transparent;
    color: inherit;
    font: inherit;
    font-size: var(--iso-size-note);
  }
`;

/** A list to choose from, on a panel of its own. */
export const panelSelect = css`
  select {
    min-block-size: 2rem;
    max-inline-size: 100%;
    padding: 0.25rem 0.5rem;
    border: 1px solid var(--iso-line-strong);
    border-radius: var(--iso-radius);
    background: var(--iso-panel);
    color: var(--iso-text);
    font: inherit;
    font-size: var(--iso-size-note);
  }
`;
