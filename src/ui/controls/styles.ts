import { css, unsafeCSS } from 'lit';

// a property that the checker of styles does not know
const keepsColors = unsafeCSS('forced-color-adjust');

/** What every element shares: box model, focus ring, small units, notes, what is awaited, and text for screen readers only. */
export const shared = css`
  :host {
    display: block;
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 2px solid var(--iso-optimal);
    outline-offset: 2px;
    border-radius: 3px;
  }
  small,
  .note {
    color: var(--iso-quiet);
    font-size: var(--iso-size-note);
    font-weight: 400;
    line-height: 1.4;
  }
  .awaited {
    background: color-mix(in srgb, currentcolor 14%, transparent);
    clip-path: inset(0.15em 0 round 0.2em);
  }
  .awaited::before {
    content: attr(data-like);
    visibility: hidden;
  }
  /* a figure and its unit on one line */
  .whole {
    white-space: nowrap;
  }
  /* what is folded away: one mark on the whole page, and lines that wrap stay beneath the words */
  summary {
    padding-inline-start: 1rem;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::before {
    content: '';
    position: absolute;
    inline-size: 0.4375rem;
    block-size: 0.4375rem;
    /* in the middle of the first line */
    margin-block-start: calc(0.5lh - 0.25rem);
    margin-inline-start: -0.9375rem;
    border: solid var(--iso-quiet);
    border-width: 0 1.5px 1.5px 0;
    rotate: -45deg;
    transition: rotate var(--iso-motion);
  }
  summary:hover::before {
    border-color: var(--iso-text);
  }
  details[open] > summary::before {
    rotate: 45deg;
    translate: 0 -0.125rem;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  /* where the browser takes all colours away, what is chosen is still told, and colours that stand for something stay */
  @media (forced-colors: active) {
    [aria-pressed='true'],
    [aria-current='page'] {
      background: Highlight !important;
      color: HighlightText !important;
      ${keepsColors}: none;
    }
    [aria-pressed='true'] small {
      color: inherit;
    }
    .swatch,
    .bar,
    .track,
    .legend i,
    input[type='range'] {
      ${keepsColors}: none;
    }
  }
`;

/** An answer to the question before, which stands until the next one is there; one that comes at once is not seen to change. */
export const earlier = css`
  .earlier {
    opacity: 0.72;
    transition: opacity var(--iso-motion) 150ms;
  }
`;

/** Folded parts of a column, one under the other between rules: what each is about, and its value in a note beside it. */
export const folds = css`
  details {
    border-block-start: 1px solid var(--iso-line);
  }
  summary {
    padding-block: 0.4375rem;
    font-size: var(--iso-size-text);
    font-weight: 600;
  }
  summary small {
    display: inline-block;
    padding-inline-start: 0.25rem;
  }
`;

/** A button that looks like text on the panel: quiet, until it is pointed at. */
export const quietButton = css`
  button {
    min-block-size: 2rem;
    padding: 0.25rem 0.625rem;
    border: 1px solid var(--iso-line);
    border-radius: var(--iso-radius);
    background: transparent;
    color: var(--iso-text);
    font: inherit;
    font-size: var(--iso-size-note);
    cursor: pointer;
    transition:
      border-color var(--iso-motion),
      background var(--iso-motion);
  }
  button:hover,
  button[aria-pressed='true'] {
    border-color: var(--iso-line-strong);
  }
  button[aria-pressed='true'] {
    background: var(--iso-line);
  }
  button:disabled {
    color: var(--iso-quiet);
    cursor: default;
  }
  /* on paper only what says how something stands */
  @media print {
    button:not([aria-pressed='true'], .stated) {
      display: none;
    }
  }
`;

/** A word in a sentence that opens a list: a native select lies invisibly over a label, which keeps its own width. */
export const wordSelect = css`
  label {
    position: relative;
    border-block-end: 2px dotted var(--iso-line-strong);
    font-weight: 650;
  }
  label:hover {
    border-block-end-color: var(--iso-text);
  }
  label:focus-within {
    outline: 2px solid var(--iso-optimal);
    outline-offset: 3px;
    border-radius: 2px;
  }
  label svg {
    inline-size: 0.6em;
    margin-inline-start: 0.3em;
    fill: none;
    stroke: var(--iso-quiet);
    stroke-width: 2.5;
  }
  label select {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    opacity: 0;
    font-size: 1rem;
    cursor: pointer;
  }
  option,
  optgroup {
    background: var(--iso-panel);
    color: var(--iso-text);
  }
  @media print {
    label {
      border: 0;
    }
    label svg {
      display: none;
    }
  }
`;
