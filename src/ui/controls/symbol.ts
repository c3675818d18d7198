import { type TemplateResult, html, nothing } from 'lit';

/** A symbol such as `alpha_N` or `N_c` set as in a formula. */
export function renderSymbol(symbol: string): TemplateResult {
  const [base = '', index] = symbol.split('_');
  return html`<i>${base}</i>${index === undefined ? nothing : html`<sub>${index}</sub>`}`;
}
