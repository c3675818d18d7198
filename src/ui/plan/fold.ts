import { css } from 'lit';
import { consume } from '@lit/context';
import type { PlanState } from '../../state/plan';
import { PanelElement } from '../controls/panel';
import { panelStyles } from '../controls/panel-styles';
import { ruledRows, tableStyles } from '../controls/table-styles';
import { planContext } from './context';
import { traceStyles } from './trace';

/** A folded section of the plan view. */
export abstract class PlanFold extends PanelElement {
  static override styles = [
    ...PanelElement.styles,
    panelStyles,
    traceStyles,
    ruledRows,
    tableStyles,
    css`
      :host {
        display: block;
        padding: 0;
      }
      :host([hidden]) {
        display: none;
      }
      .body {
        display: grid;
        gap: 1rem;
        padding-block: 0.25rem 1.5rem;
        max-inline-size: 68rem;
      }
      .body p {
        margin: 0;
      }
      .scroll {
        overflow-x: auto;
      }
      /* Japanese breaks anywhere, English between words */
      table.wide:lang(ja) {
        white-space: nowrap;
      }
      th,
      td {
        padding: 0.375rem 0 0.375rem 1rem;
        vertical-align: baseline;
      }
      th:first-child {
        padding-inline-start: 0;
        white-space: nowrap;
      }
      td b {
        font-weight: 650;
        white-space: nowrap;
      }
      td.how {
        color: var(--iso-quiet);
      }
      @media (max-width: 40rem) {
        table:not(.wide) tr {
          display: grid;
          grid-template-columns: minmax(0, 1fr) auto;
          gap: 0 0.75rem;
          padding-block: 0.375rem;
          border-block-end: 1px solid var(--iso-line);
        }
        table:not(.wide) :is(th, td) {
          padding: 0;
          border: 0;
          white-space: normal;
        }
        td.how {
          grid-column: 1 / -1;
        }
      }
      @media print {
        summary::before {
          display: none;
        }
      }
    `,
  ];

  /** What the view shows. */
  @consume({ context: planContext })
  protected plan!: PlanState;

  protected override load(): Promise<unknown> {
    return Promise.resolve();
  }
}
