import { css } from 'lit';
import { panelSelect } from './input-styles';

/** What the bodies of panels share: the sentence that answers, words in a column, choices, charts beside each other. */
export const panelStyles = css`
  ${panelSelect}
  :host {
    display: grid;
    gap: 1.5rem 2rem;
    padding-block: 0.25rem 1.5rem;
  }
  .sentence {
    max-inline-size: 62rem;
    margin: 0;
    font-size: var(--iso-size-question);
    line-height: 1.45;
  }
  .sentence b {
    color: var(--iso-optimal);
    font-weight: 650;
    white-space: nowrap;
  }
  h3 {
    margin: 0 0 0.25rem;
    font-size: var(--iso-size-note);
    font-weight: 600;
  }
  p {
    max-inline-size: 46rem;
  }
  .note {
    margin: 0 0 0.5rem;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem 1.25rem;
    align-items: center;
  }
  .choice {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem 0.5rem;
    align-items: center;
  }
  .charts {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    grid-auto-rows: 18rem;
    gap: 1.5rem 2rem;
  }
  .aside {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 2fr);
    gap: 1.5rem 2rem;
  }
  @media (max-width: 60rem) {
    .charts,
    .aside {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
