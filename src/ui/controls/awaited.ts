import { type TemplateResult, html } from 'lit';

/**
 * Room for a value that is not known yet: a faint bar, as large as a value like the given one would be set. What stands after it has its
 * place from the start. It holds no text that could be read or found. Styled by `shared`.
 */
export function awaited(like: string): TemplateResult {
  return html`<span class="awaited" data-like=${like} aria-hidden="true"></span>`;
}
