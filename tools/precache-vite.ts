// A Vite plugin that tells the service worker which files the page consists of, so that it works without a network.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

/** Where the service worker's code names the list; `src/app/service-worker.worker.ts` reads it. */
const PLACE = '__PRECACHE_LIST__';

/** Files that no visitor needs: maps for debuggers, and the page that the command line drives. */
const isLeftOut = (name: string): boolean => name.endsWith('.map') || name.startsWith('headless') || name.includes('/headless');

/**
 * Writes the list into the chunk of the service worker: `name revision` by commas. Names with a hash need no revision.
 * Files of the public folder are copied past the bundle, so they are read from there.
 */
export function precacheList(options: { readonly worker: string }): Plugin {
  let publicDir = '';
  return {
    name: 'precache-list',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      publicDir = config.publicDir;
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle[options.worker];
        if (worker?.type !== 'chunk') throw new Error(`the build has no chunk ${options.worker}`);
        const files = Object.values(bundle).filter(({ fileName }) => fileName !== options.worker && !isLeftOut(fileName));
        const entries = files.map((file) =>
          file.fileName.startsWith('assets/') ? `${file.fileName} ` : `${file.fileName} ${revisionOf(file)}`,
        );
        for (const name of existsSync(publicDir) ? readdirSync(publicDir) : []) {
          entries.push(`${name} ${toRevision(readFileSync(join(publicDir, name)))}`);
        }
        if (!worker.code.includes(PLACE)) throw new Error(`${options.worker} does not name ${PLACE}`);
        worker.code = worker.code.replace(PLACE, entries.toSorted().join(','));
      },
    },
  };
}

function revisionOf(file: Rolldown.OutputChunk | Rolldown.OutputAsset): string {
  return toRevision(file.type === 'chunk' ? file.code : file.source);
}

/** A short fingerprint of a file's content. */
function toRevision(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
