import { posix } from 'node:path';
import { Marked, type Tokens } from 'marked';
import temml from 'temml';

/** A page of the documentation as the reader shows it. */
export interface DocsPage {
  /** Its first heading. */
  readonly title: string;
  /** Second headings, for the list of contents. */
  readonly sections: readonly { readonly id: string; readonly title: string }[];
  readonly html: string;
}

/** What a page needs from outside: pictures that are drawn into it, by path below the folder. */
export interface PageSources {
  readonly read: (path: string) => string;
}

/** Name of a heading in links, as GitHub makes it. */
export function headingId(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/<[^>]*>|&\w+;/g, '')
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

/** Id of the page at a path below `docs`, the same in every language: `science/laws.md` and `ja/science/laws.md` are `science/laws`. */
export function pageId(path: string): string {
  return path.replace(/\.md$/, '').replace(/^ja\//, '');
}

/**
 * Renders a page of Markdown for the reader. Formulas between dollar signs become MathML. A link to another page names it in
 * `data-page` and `data-section`, and the reader follows it; what is not shipped with the page (other files of the repository, pictures of it)
 * is shown as its text. SVG pictures are drawn into the page, so that they follow its theme.
 */
export function renderPage(markdown: string, path: string, { read }: PageSources): DocsPage {
  const sections: { id: string; title: string }[] = [];
  let title = '';
  const folder = posix.dirname(path);
  const tableLabel = path.startsWith('ja/') ? '表' : 'Table';
  const marked = new Marked({
    gfm: true,
    extensions: [
      {
        name: 'formulaBlock',
        level: 'block',
        start: (text: string) => text.indexOf('$$'),
        tokenizer: (text: string) => formulaToken('formulaBlock', /^\$\$\n?([\s\S]+?)\n?\$\$(?:\n|$)/.exec(text)),
        renderer: (token) => `<p class="formula" tabindex="0">${mathml(textOf(token), true)}</p>`,
      },
      {
        name: 'formula',
        level: 'inline',
        start: (text: string) => text.indexOf('$'),
        tokenizer: (text: string) => formulaToken('formula', /^\$(?!\s)([^$\n]+?)(?<!\s)\$(?!\d)/.exec(text)),
        renderer: (token) => mathml(textOf(token), false),
      },
    ],
    renderer: {
      html: ({ text }: Tokens.HTML | Tokens.Tag) => (/^<!--[\s\S]*-->\s*$/.test(text) ? '' : text),
      heading({ tokens, depth, text }: Tokens.Heading) {
        const id = headingId(text);
        const shown = this.parser.parseInline(tokens);
        if (depth === 1) title = shown;
        if (depth === 2) sections.push({ id, title: shown });
        return `<h${depth} id="${id}" tabindex="-1">${shown}</h${depth}>`;
      },
      link({ href, tokens }: Tokens.Link) {
        const shown = this.parser.parseInline(tokens);
        if (/^https?:/.test(href)) return `<a href="${href}" target="_blank" rel="noreferrer">${shown}</a>`;
        const [file = '', section = ''] = href.split('#');
        const target = file === '' ? path : posix.normalize(posix.join(folder, file));
        if (target.startsWith('..') || !target.endsWith('.md')) return shown;
        return `<a role="link" tabindex="0" data-page="${pageId(target)}" data-section="${section}">${shown}</a>`;
      },
      image({ href, text }: Tokens.Image) {
        if (!href.endsWith('.svg')) return '';
        return `<figure>${read(posix.normalize(posix.join(folder, href)))}<figcaption>${text}</figcaption></figure>`;
      },
      table({ header, rows }: Tokens.Table) {
        const cells = (tag: string, row: readonly Tokens.TableCell[]): string =>
          `<tr>${row.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`;
        // wide tables are scrolled, by the keyboard, too
        return `<div class="table" tabindex="0" role="group" aria-label="${tableLabel}"><table><thead>${cells('th', header)}</thead><tbody>${rows
          .map((row) => cells('td', row))
          .join('')}</tbody></table></div>`;
      },
      code({ text }: Tokens.Code) {
        return `<pre tabindex="0"><code>${escape(text)}</code></pre>`;
      },
    },
  });
  const html = marked.parse(markdown, { async: false });
  return { title, sections, html };
}

function formulaToken(type: string, match: RegExpExecArray | null) {
  return match ? { type, raw: match[0], text: match[1]! } : undefined;
}

function textOf(token: Tokens.Generic): string {
  return String(token['text']);
}

function mathml(tex: string, isBlock: boolean): string {
  return temml.renderToString(tex.trim(), { displayMode: isBlock, throwOnError: true });
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
