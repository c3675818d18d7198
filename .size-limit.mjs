// What loads, in bytes over the wire: a file with all that it imports at once, whatever pieces the build cuts it into.
import { readFileSync, readdirSync } from 'node:fs';

const assets = new URL('dist/assets/', import.meta.url);
const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
const named = (start) => scripts.filter((name) => new RegExp(`^${start}-[\\w-]{8}\\.js$`).test(name));

/** Files, and those that they import before they run. */
function withImports(names) {
  const all = new Set();
  const visit = (name) => {
    if (all.has(name)) return;
    all.add(name);
    const text = readFileSync(new URL(name, assets), 'utf8');
    for (const [, next] of text.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{][^'"`;]*?from)?\s*["`]\.\/([^"`]+\.js)["`]/g))
      visit(next);
  };
  names.forEach(visit);
  return [...all].map((name) => `dist/assets/${name}`);
}

const page = readFileSync(new URL('dist/index.html', import.meta.url), 'utf8');
const atOnce = [...page.matchAll(/(?:src|href)="\.\/assets\/([^"]+\.js)"/g)].map(([, name]) => name);

export default [
  { name: 'first paint: all JavaScript that the page loads at once', path: withImports(atOnce), gzip: true, limit: '170 kB' },
  { name: 'engine worker without the picture', path: withImports(named('engine\\.worker')), gzip: true, limit: '110 kB' },
  {
    name: 'picture: three.js, loaded after the first paint',
    path: named('scene-view').map((name) => `dist/assets/${name}`),
    gzip: true,
    limit: '260 kB',
  },
];
