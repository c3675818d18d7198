import { css } from 'lit';

/** A table across its room, beneath a quiet head. */
export const tableStyles = css`
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--iso-size-note);
  }
  th,
  td {
    font-weight: 400;
    text-align: start;
  }
  thead th {
    color: var(--iso-quiet);
  }
`;

/** A table of numbers at the end of their columns; first in a row stands what it is about. */
export const numberTable = css`
  ${tableStyles}
  th,
  td {
    padding: 0.3125rem 0 0.3125rem 0.75rem;
    text-align: end;
    white-space: nowrap;
  }
  th:first-child {
    padding-inline-start: 0;
    text-align: start;
  }
`;

/** A line beneath each row of a table. */
export const ruledRows = css`
  th,
  td {
    border-block-end: 1px solid var(--iso-line);
  }
`;
