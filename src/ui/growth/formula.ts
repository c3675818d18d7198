import { type TemplateResult, html, nothing } from 'lit';

/** Letters that a formula in plain text spells out. */
const GREEK: Readonly<Record<string, string>> = { alpha: 'α', beta: 'β', gamma: 'γ', eta: 'η', pi: 'π', rho: 'ρ', tau: 'τ' };

/** A power in brackets or of one piece, the logarithm to the base of ten, a minus sign, and a symbol with its index. */
const PART =
  /\^\((?<sum>(?:[^()]|\([^()]*\))*)\)|\^(?<power>-?[A-Za-z0-9._]+)|(?<log>log10)|(?<minus>-(?=[\s\d(a-z]))|(?<![A-Za-z])(?<symbol>alpha|beta|gamma|eta|pi|rho|tau|TPP|[A-Za-z])(?<index>\d+|_[A-Za-z]+)?(?![A-Za-z])/;

/**
 * A formula of plain text set as one: each equation on a line of its own, letters in italics, powers raised, indices lowered. Words stay
 * as they are.
 */
export function renderFormula(text: string): readonly TemplateResult[] {
  return text.split('; ').map((equation) => html`<span class="equation">${renderParts(equation)}</span>`);
}

function renderParts(text: string): readonly (string | TemplateResult)[] {
  const found = PART.exec(text);
  if (!found) return text === '' ? [] : [text];
  const rest = renderParts(text.slice(found.index + found[0].length));
  const before = text.slice(0, found.index);
  return [...(before === '' ? [] : [before]), renderPart(found.groups!), ...rest];
}

function renderPart({ sum, power, log, minus, symbol = '', index }: Partial<Record<string, string>>): string | TemplateResult {
  const raised = sum ?? power;
  if (raised !== undefined) return html`<sup>${renderParts(raised)}</sup>`;
  if (log !== undefined) return html`log<sub>10</sub>`;
  if (minus !== undefined) return '−';
  const lowered = index === undefined ? nothing : html`<sub>${index.replace('_', '')}</sub>`;
  return symbol === 'TPP' ? html`TPP${lowered}` : html`<i>${GREEK[symbol] ?? symbol}</i>${lowered}`;
}
