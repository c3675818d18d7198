import { css } from 'lit';

/** The builder: examples in a row, folded parts, compact lines of fields. */
export const builderStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    min-inline-size: 0;
  }
  .examples,
  .chips,
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
  }
  .examples {
    margin-block-end: 0.75rem;
  }
  p {
    margin: 0;
  }
  summary {
    display: flex;
    align-items: baseline;
  }
  summary b {
    flex: none;
    inline-size: 5.5rem;
    font-weight: inherit;
  }
  summary span {
    overflow: hidden;
    color: var(--iso-quiet);
    font-size: var(--iso-size-note);
    font-weight: 400;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  details[open] summary span {
    visibility: hidden;
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    padding-block-end: 0.75rem;
  }
  .axis,
  .line {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    align-items: center;
  }
  .line > :first-child {
    flex: 1;
    min-inline-size: 6rem;
  }
  .axis {
    padding-block-end: 0.25rem;
    color: var(--iso-quiet);
    font-size: var(--iso-size-note);
  }
  .axis select {
    flex: 1 1 calc(100% - 5.5rem);
  }
  .list {
    flex: 1 1 calc(100% - 4rem);
    display: flex;
  }
  .list input {
    inline-size: 100%;
    text-align: start;
  }
  .check {
    display: flex;
    gap: 0.5rem;
    align-items: center;
    font-size: var(--iso-size-note);
  }
  .chosen {
    flex-basis: 100%;
  }
  .axis .chosen select {
    flex: none;
  }
  .tools {
    display: flex;
    gap: 0.25rem;
  }
  .axis button {
    padding-inline: 0.375rem;
  }
  input,
  select,
  textarea {
    min-block-size: 1.75rem;
    padding: 0.0625rem 0.375rem;
    border: 1px solid var(--iso-line);
    border-radius: var(--iso-radius);
    background: var(--iso-ground);
    color: var(--iso-text);
    font: inherit;
    font-size: var(--iso-size-note);
    font-variant-numeric: tabular-nums;
  }
  input {
    text-align: end;
  }
  input:hover,
  select:hover,
  textarea:hover {
    border-color: var(--iso-line-strong);
  }
  input[aria-invalid='true'] {
    border-color: var(--iso-limit);
  }
  .add {
    justify-self: start;
    color: var(--iso-quiet);
  }
  textarea {
    inline-size: 100%;
    padding: 0.5rem;
    font-family: ui-monospace, monospace;
    line-height: 1.45;
    resize: vertical;
  }
  code {
    font-size: var(--iso-size-note);
    overflow-wrap: anywhere;
  }
  .wrong {
    flex-basis: 100%;
    color: var(--iso-limit);
    font-size: var(--iso-size-note);
  }
  label.button {
    min-block-size: 1.75rem;
    padding: 0.1875rem 0.5rem;
  }
`;
