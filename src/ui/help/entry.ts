import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { said } from '../../locales/said';
import { type GlossaryEntry, type TermId, findEntry } from '../../state/glossary';
import { renderSymbol } from '../controls/symbol';

/** What an entry of the glossary is called, with its symbol and its unit. */
export function renderName({ term, symbol, unit }: GlossaryEntry): TemplateResult {
  return html`${said(term)}${symbol === undefined ? nothing : html` ${renderSymbol(symbol)}`}${unit === undefined ? nothing : html` <small>${said(unit)}</small>`}`;
}

/** Who says what an entry says. */
export function sourceOf({ source }: GlossaryEntry): string {
  const from = said(source);
  return msg(str`Source: ${from}`);
}

/** What stands on the card of a term: name, meaning, source, and the way to the whole entry. */
export function renderCard(id: TermId, onMore: () => void): TemplateResult {
  const entry = findEntry(id);
  return html`<p><b>${renderName(entry)}</b></p>
    <p>${said(entry.text)}</p>
    <p><small>${sourceOf(entry)}</small></p>
    <p><button type="button" tabindex="-1" @click=${onMore}>${msg('Open in help')}</button> <kbd aria-hidden="true">Enter</kbd></p>`;
}
