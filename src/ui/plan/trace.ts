import { type TemplateResult, css, html, nothing } from 'lit';
import { said } from '../../locales/said';
import type { Trace } from '../../model/plan/trace';

/** Where a figure comes from, unfolded: formula, what went in, and who says so. */
export function renderTrace({ formula, inputs, source }: Trace): TemplateResult {
  return html`<div class="trace">
    <p class="formula">${said(formula)}</p>
    ${
      inputs.length === 0
        ? nothing
        : html`<dl>
            ${inputs.map(
              ({ name, text }) =>
                html`<div>
                  <dt>${said(name)}</dt>
                  <dd>${said(text)}</dd>
                </div>`,
            )}
          </dl>`
    }
    <p class="source">${said(source)}</p>
  </div>`;
}

/** Lines that unfold to where they come from: they stand in columns, with a mark of their own. */
export const traceLines = css`
  summary {
    padding-inline-start: 0;
  }
  summary::before {
    content: none;
  }
`;

/** How it looks. */
export const traceStyles = css`
  .trace {
    margin-block: 0.25rem 0.75rem;
    padding: 0.5rem 0.75rem;
    border-inline-start: 2px solid var(--iso-line-strong);
    font-size: var(--iso-size-note);
    line-height: 1.45;
    overflow-wrap: anywhere;
  }
  .trace p {
    margin: 0;
  }
  .trace .formula {
    font-weight: 600;
  }
  .trace .source {
    color: var(--iso-quiet);
  }
  .trace dl {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 0.875rem;
    margin: 0.25rem 0;
  }
  .trace dl div {
    display: flex;
    gap: 0.375rem;
  }
  .trace dt {
    color: var(--iso-quiet);
  }
  .trace dd {
    margin: 0;
  }
`;
