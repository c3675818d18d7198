import { css } from 'lit';

/** Rows of what is said: the words and who says it, beside them the numbers. */
export const rowStyles = css`
  article {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(30rem, 1.1fr);
    gap: 0.25rem 2rem;
    padding-block: 0.75rem;
    border-block-end: 1px solid var(--iso-line);
  }
  article p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  @media (max-width: 60rem) {
    article {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
