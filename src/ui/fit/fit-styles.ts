import { type SVGTemplateResult, css, svg } from 'lit';
import { fieldLook, panelSelect } from '../controls/input-styles';

/** Runs that are left out: rings, or faint dots where they are more than those that are fitted. */
export function renderLeft(path: string, runs: { readonly usable: number; readonly kept: number }): SVGTemplateResult {
  return runs.usable - runs.kept > runs.kept
    ? svg`<path class="runs left many" d=${path} />`
    : svg`<path class="runs left" d=${path} /><path class="runs left inner" d=${path} />`;
}

/** Runs as dots, those left out as rings, and the run under the pointer; the same in every chart. */
export const runStyles = css`
  ${panelSelect}
  .runs {
    fill: none;
    stroke: var(--iso-quiet);
    stroke-width: 5;
    stroke-linecap: round;
  }
  .left {
    stroke: var(--iso-limit);
    stroke-width: 8;
  }
  .left.inner {
    stroke: var(--iso-ground);
    stroke-width: 5;
  }
  /* so many that rings would hide the rest */
  .left.many {
    stroke: var(--iso-quiet);
    stroke-width: 3;
    opacity: 0.3;
  }
  .far {
    fill: none;
    stroke: var(--iso-limit);
    stroke-width: 1.25;
  }
  .zero {
    stroke: var(--iso-line-strong);
  }
  select {
    min-block-size: 1.75rem;
    padding: 0.0625rem 0.375rem;
  }
  .head {
    display: flex;
    gap: 0.5rem;
    align-items: center;
    min-block-size: 2rem;
    white-space: nowrap;
  }
  @media (max-width: 76rem) {
    .head {
      flex-wrap: wrap;
    }
    .head h2 {
      white-space: normal;
    }
  }
`;

/** A field with its label above. */
export const inputStyles = css`
  .field {
    display: grid;
    gap: 0.125rem;
    margin-block-start: 0.5rem;
  }
  /* what was typed above, and why it is not taken */
  .refusal {
    margin: 0.25rem 0 0;
    padding-inline-start: 0.625rem;
    border-inline-start: 3px solid var(--iso-limit);
    font-size: var(--iso-size-note);
    line-height: 1.45;
  }
  input[aria-invalid='true'] {
    border-color: var(--iso-limit);
  }
  input,
  select {
    ${fieldLook};
  }
`;
