import { css } from 'lit';

/** Above a figure its name and, beside it where there is room, small buttons. */
export const headStyles = css`
  header {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.75rem;
    align-items: center;
    justify-content: space-between;
  }
  header div {
    display: flex;
    gap: 0.25rem;
  }
  button {
    min-block-size: 1.75rem;
    padding: 0.0625rem 0.5rem;
  }
`;
