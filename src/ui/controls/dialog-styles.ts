import { css } from 'lit';

/** What dialogs share: the size of the title, and actions at the end of the footer. */
export const dialogStyles = css`
  wa-dialog::part(title) {
    font-size: var(--iso-size-question);
  }
  .actions {
    display: flex;
    gap: 0.5rem;
    justify-content: end;
    inline-size: 100%;
  }
`;
