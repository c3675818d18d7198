import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { FLOORS } from '../../../tools/check-layers.mjs';
import { headingId, pageId, renderPage } from '../../../tools/docs-page';
import { generatedFiles } from '../../../tools/reference/pages';
import { localeIds } from '../../locales/locale';
import { viewIds } from '../../state/views';
import { docIds, isDocId } from '../../state/documentation';
import { contents, loadPage } from './pages';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const paths = readdirSync(join(root, 'docs'), { recursive: true })
  .map((name) => String(name).replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.md'));
const ids = contents.flatMap(({ pages }) => pages.map(({ id }) => id));

/** Ids of the headings of a Markdown file. */
function headings(path: string): readonly string[] {
  return [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, text]) => headingId(text!));
}

test('every page of the folder is listed once, and every listed page is there', () => {
  expect(ids.toSorted()).toEqual(docIds.toSorted());
  expect(ids.toSorted()).toEqual(
    paths
      .filter((path) => !path.startsWith('ja/'))
      .map(pageId)
      .toSorted(),
  );
});

test('every view has its page', () => {
  for (const view of viewIds) expect(ids).toContain(`views/${view}`);
});

test.each(Object.entries(generatedFiles(FLOORS)))('docs/%s is what the code says; `npm run docs` writes it anew', (path, text) => {
  expect(read(`docs/${path}`)).toBe(text);
});

describe.each(['README.md', 'CONTRIBUTING.md', ...paths.map((path) => `docs/${path}`)])('%s', (path) => {
  const links = [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!).filter((target) => !/^https?:/.test(target));

  test('links lead to what is there', () => {
    const broken = links.filter((target) => {
      const [file = '', section] = target.split('#');
      const found = file === '' ? path : normalize(join(dirname(path), file));
      return !existsSync(join(root, found)) || (section !== undefined && !headings(found).includes(section));
    });
    expect(broken).toEqual([]);
  });
});

describe.each(localeIds.flatMap((language) => ids.map((id) => ({ id, language }))))('page $id in $language', ({ id, language }) => {
  test('is rendered with a title, and its links name pages and sections', async () => {
    const { title, html, sections } = await loadPage(id, language);
    expect(title).not.toBe('');
    for (const { id: section } of sections) expect(html).toContain(`id="${section}"`);
    for (const [, page, section] of html.matchAll(/data-page="([^"]*)" data-section="([^"]*)"/g)) {
      expect(ids).toContain(page);
      if (isDocId(page!) && section !== '') expect((await loadPage(page, language)).html).toContain(`id="${section}"`);
    }
    // no formula, table, picture or emphasis is left as Markdown
    expect(html.replaceAll(/<pre[\s\S]*?<\/pre>|<code>.*?<\/code>|<annotation[\s\S]*?<\/annotation>/g, '')).not.toMatch(
      /\$\$|\| ?-{3}|!\[|\*\*/,
    );
  });
});

test('formulas become MathML, other files of the repository are named, pictures of the page are left out', () => {
  const { html } = renderPage('# T\n\n$a^2$ costs 5 $ and [file](../README.md), ![p](p.png)', 'x.md', { read: () => '' });
  expect(html).toContain('<msup>');
  expect(html).toContain('costs 5 $ and file');
  expect(html).not.toContain('<img');
});
