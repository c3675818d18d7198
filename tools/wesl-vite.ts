// A Vite plugin that links WGSL modules with WESL imports at build time, so that a wrong name fails the build.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { link } from 'wesl/core';
import type { Plugin } from 'vite';

/** A linked module: WGSL text, its name and, line by line, the `file:line` where each line was written. */
interface Linked {
  readonly code: string;
  readonly source: string;
  readonly lines: readonly string[];
}

/**
 * `import code, { lines } from 'x.wgsl?wesl'` links a module and everything it imports.
 * `import shaders from 'x.wgsl?forms'` links it once for every file in `forms/`, which it then imports as `package::form`.
 * Needed in `plugins` and in `worker.plugins`.
 */
export function weslLinker(options: { root: string }): Plugin {
  const root = resolve(options.root);
  return {
    name: 'wesl-linker',
    enforce: 'pre',
    async load(id) {
      const [file, query] = id.split('?');
      if (!file || (query !== 'wesl' && query !== 'forms')) return null;
      const sources = await readSources(root);
      for (const name of Object.keys(sources)) this.addWatchFile(resolve(root, name));
      const name = relative(root, file).split(sep).join('/');
      if (query === 'wesl') {
        const { code, source, lines } = await linkModule(root, sources, name);
        return `export const source = ${JSON.stringify(source)};\nexport const lines = ${JSON.stringify(lines)};\nexport default ${JSON.stringify(code)};\n`;
      }
      const shaders: Record<string, Linked> = {};
      for (const path of Object.keys(sources)) {
        const form = /^\.\/forms\/(\w+)\.wgsl$/.exec(path)?.[1];
        if (form) shaders[form] = await linkModule(root, { ...sources, './form.wgsl': sources[path]! }, name);
      }
      return `export default ${JSON.stringify(shaders)};\n`;
    },
  };
}

async function readSources(root: string): Promise<Record<string, string>> {
  const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.wgsl'));
  const read = async (name: string) => ['./' + name.split(sep).join('/'), await readFile(resolve(root, name), 'utf8')] as const;
  return Object.fromEntries(await Promise.all(names.map(read)));
}

async function linkModule(root: string, weslSrc: Record<string, string>, name: string): Promise<Linked> {
  const { dest, sourceMap } = await link({ weslSrc, rootModuleName: './' + name, debugWeslRoot: relative(process.cwd(), root) });
  // the source map calls every file .wesl
  const sourceName = (path: string) => (existsSync(path) ? path : path.replace(/\.wesl$/, '.wgsl'));
  const lines: string[] = [];
  let position = 0;
  for (const text of dest.split('\n')) {
    const at = sourceMap.destToSrc(position + Math.max(0, text.search(/\S/)));
    lines.push(at ? `${sourceName(at.src.path ?? '')}:${at.src.text.slice(0, at.position).split('\n').length}` : '');
    position += text.length + 1;
  }
  return { code: dest, source: name, lines };
}
