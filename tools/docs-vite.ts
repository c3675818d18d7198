// A Vite plugin that renders pages of the documentation at build time, so that no parser of Markdown ships.
import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';
import { renderPage } from './docs-page.ts';

/** `import page from 'docs/x.md?page'` gives a `DocsPage`. */
export function docsPages(options: { readonly root: string }): Plugin {
  const root = resolve(options.root);
  return {
    name: 'docs-pages',
    enforce: 'pre',
    async load(id) {
      const [file, query] = id.split('?');
      if (!file?.endsWith('.md') || query !== 'page') return null;
      const path = relative(root, file).split(sep).join('/');
      const read = (name: string): string => {
        this.addWatchFile(join(root, name));
        return readFileSync(join(root, name), 'utf8');
      };
      return `export default ${JSON.stringify(renderPage(await readFile(file, 'utf8'), path, { read }))};\n`;
    },
  };
}
