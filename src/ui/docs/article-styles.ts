import { css } from 'lit';

/** How a rendered page of Markdown looks. */
export const article = css`
  article {
    min-inline-size: 0;
    max-inline-size: 50rem;
    line-height: 1.55;
    overflow-wrap: anywhere;
  }
  article h1,
  article h2,
  article h3 {
    margin: 1.75rem 0 0.5rem;
    font-size: var(--iso-size-text);
    font-weight: 650;
    line-height: 1.35;
    scroll-margin-block-start: 0.5rem;
  }
  article h1 {
    margin-block-start: 0;
    font-size: var(--iso-size-question);
  }
  article h3 {
    color: var(--iso-quiet);
  }
  article :is(h1, h2, h3):focus {
    outline: none;
  }
  article :is(p, ul, ol, pre, figure, .table) {
    margin: 0 0 0.875rem;
  }
  article :is(ul, ol) {
    padding-inline-start: 1.25rem;
  }
  article li + li {
    margin-block-start: 0.25rem;
  }
  article a {
    color: inherit;
    text-decoration: underline;
    text-decoration-color: var(--iso-line-strong);
    text-underline-offset: 0.2em;
    cursor: pointer;
  }
  article a:hover {
    text-decoration-color: currentcolor;
  }
  article code {
    padding: 0.0625rem 0.25rem;
    border-radius: 3px;
    background: color-mix(in srgb, var(--iso-line) 60%, transparent);
    font:
      0.9em / 1.4 ui-monospace,
      'SF Mono',
      Menlo,
      Consolas,
      monospace;
  }
  article pre {
    padding: 0.625rem 0.75rem;
    border: 1px solid var(--iso-line);
    border-radius: var(--iso-radius);
    overflow-x: auto;
  }
  article pre code {
    padding: 0;
    background: none;
    overflow-wrap: normal;
  }
  article .table {
    overflow-x: auto;
  }
  article table {
    border-collapse: collapse;
    font-size: var(--iso-size-note);
    line-height: 1.4;
    /* words stay whole, the table is scrolled */
    overflow-wrap: normal;
  }
  article :is(th, td) {
    padding: 0.3125rem 0.75rem 0.3125rem 0;
    border-block-end: 1px solid var(--iso-line);
    text-align: start;
    vertical-align: top;
  }
  article td:last-child {
    min-inline-size: 10rem;
  }
  /* Japanese may be broken after any letter, so that a column would shrink to one */
  article:lang(ja) :is(th, td) {
    word-break: auto-phrase;
  }
  article:lang(ja) :is(th, td):first-child {
    min-inline-size: 5.5rem;
  }
  article:lang(ja) :is(th, td):nth-child(2):nth-last-child(2) {
    min-inline-size: 9rem;
  }
  article .formula {
    /* tall parts reach beyond the line */
    padding-block: 0.375rem;
    overflow-x: auto;
  }
  article figcaption {
    color: var(--iso-quiet);
    font-size: var(--iso-size-note);
  }
  article svg {
    display: block;
    max-inline-size: 100%;
  }
`;
