import { css } from 'lit';
import { dialogStyles } from '../controls/dialog-styles';

/** How the dialog of the user's own laws is laid out: a list of laws, or the fields of one beside what follows from them. */
export const ownLawStyles = css`
  ${dialogStyles}
  wa-dialog {
    --width: min(54rem, 100vw - 1rem);
  }
  p {
    margin: 0 0 0.75rem;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    align-items: center;
    padding-block: 0.625rem;
    border-block-end: 1px solid var(--iso-line);
  }
  li > span {
    flex: 1 1 12rem;
    min-inline-size: 0;
  }
  li small {
    display: block;
    overflow-wrap: anywhere;
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 18.5rem;
    gap: 1rem 1.75rem;
  }
  .fields {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0.5rem 0.75rem;
    align-items: baseline;
  }
  .fields label {
    font-weight: 600;
  }
  input,
  select {
    inline-size: 100%;
    block-size: 2.125rem;
    padding-inline: 0.5rem;
    border: 1px solid var(--iso-line-strong);
    border-radius: var(--iso-radius);
    background: transparent;
    color: var(--iso-text);
    font: inherit;
  }
  option,
  optgroup {
    background: var(--iso-panel);
    color: var(--iso-text);
  }
  input[aria-invalid='true'] {
    border-color: var(--iso-limit);
  }
  .coefficient {
    display: grid;
    grid-template-columns: minmax(6rem, 9rem) minmax(0, 1fr);
    gap: 0 0.625rem;
    align-items: center;
  }
  .issue {
    grid-column: 1 / -1;
    color: var(--iso-limit);
  }
  h3 {
    margin: 0;
    font-size: var(--iso-size-note);
    font-weight: 600;
  }
  .preview {
    padding-inline-start: 0.75rem;
    border-inline-start: 3px solid var(--iso-line-strong);
    align-self: start;
  }
  .preview .formula {
    overflow-x: auto;
    padding-block: 0.5rem;
  }
  .preview dl {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 0.125rem 0.75rem;
    margin: 0.5rem 0 0;
  }
  .preview dd {
    margin: 0;
    font-weight: 600;
  }
  .preview .answer {
    color: var(--iso-optimal);
  }
  .actions {
    flex-wrap: wrap;
  }
  .actions .first {
    margin-inline-end: auto;
  }
  i {
    font-family: 'STIX Two Math', 'Cambria Math', Georgia, serif;
  }
  .alert {
    color: var(--iso-limit);
  }
  @media (max-width: 40rem) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
    .fields {
      grid-template-columns: minmax(0, 1fr);
      gap: 0.25rem;
    }
  }
`;
