// A Vite plugin that lets the page load a chunk with its entry although the entry asks for it later.
import type { HtmlTagDescriptor, Plugin } from 'vite';

/** Preloads the chunk of a module, and what it imports at once, from the page. */
export function preloadChunk(options: { readonly page: string; readonly module: string }): Plugin {
  return {
    name: 'preload-chunk',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {}, filename }) {
        if (!filename.endsWith(options.page)) return html;
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const first = chunks.find(({ facadeModuleId, moduleIds }) =>
          [facadeModuleId, ...moduleIds].some((id) => id?.endsWith(options.module)),
        );
        if (!first) throw new Error(`the build has no chunk of ${options.module}`);
        const names = new Set([first.fileName]);
        for (const name of names) for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) names.add(next);
        return [...names]
          .filter((name) => !html.includes(name))
          .map((name): HtmlTagDescriptor => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${name}` },
            injectTo: 'head',
          }));
      },
    },
  };
}
