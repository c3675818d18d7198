import { css, unsafeCSS } from 'lit';

/** How what is typed into or chosen from looks: declarations, for the elements that a style names. */
export const fieldLook = unsafeCSS(`
  min-block-size: 2rem;
  padding: 0.25rem 0.5rem;
  border: 1px solid var(--iso-line-strong);
  border-radius: var(--iso-radius);
  background: var(--iso-panel);
  color: var(--iso-text);
  font: inherit;
  font-size: var(--iso-size-note);
`);

/** A line to type into that is not part of a sentence: to search, to name something. */
export const lineInput = css`
  input {
    ${fieldLook};
    padding-inline: 0.625rem;
    background: transparent;
    color: inherit;
  }
`;

/** A list to choose from, on a panel of its own. */
export const panelSelect = css`
  select {
    ${fieldLook};
    max-inline-size: 100%;
  }
`;
