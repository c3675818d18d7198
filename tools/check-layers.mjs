// Checks that imports point down (who may import whom), from the imports in the code itself.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each floor may import, besides itself, `quantities` and `data`; packages a floor must not know are in `FORBIDDEN`. */
export const FLOORS = {
  quantities: [],
  data: [],
  locales: [],
  model: [],
  fit: ['model'],
  sweep: ['model', 'fit'],
  gpu: ['sweep', 'fit', 'model', 'shaders'],
  export: ['sweep', 'model'],
  scene: ['shaders'],
  worker: ['sweep', 'gpu', 'fit', 'export', 'scene', 'model'],
  state: ['worker', 'sweep', 'model', 'scene', 'locales'],
  ui: ['state', 'model', 'sweep', 'worker', 'locales'],
  app: ['ui', 'state', 'locales', 'worker', 'export', 'scene', 'gpu', 'sweep', 'fit', 'model', 'bench'],
  cli: ['export', 'gpu', 'sweep', 'fit', 'model', 'bench', 'app'],
  bench: ['export', 'gpu', 'sweep', 'fit', 'model'],
  testing: ['export', 'gpu', 'sweep', 'fit', 'model', 'state', 'worker', 'locales', 'cli'],
};
/** Floors that only lend their types: across these borders `import type` alone is allowed. */
const TYPES_ONLY = { state: ['scene'], ui: ['sweep', 'worker'], cli: ['app'] };
/** Files that a floor may take from another although the floor as a whole is closed to it. */
const ONLY_FILES = {
  state: {
    worker: ['client', 'api', 'evidence-client', 'pruning-client', 'pruning-api', 'fit-client', 'fit-api', 'plan-client'].map(
      (name) => `src/worker/${name}`,
    ),
  },
};
const FORBIDDEN = {
  quantities: /./,
  data: /./,
  model: /^(three|lit|comlink|d3|@|node:)/,
  sweep: /^(three|lit|d3|@)/,
  gpu: /^(three|lit|comlink|d3)/,
  export: /^(three|lit|comlink|d3)/,
  scene: /^(?!three)/,
  state: /^(three|lit|d3|comlink)/,
  ui: /^(three|comlink)/,
};

/** Why a file of `src` may not import something; undefined where it may. Tests import what they like. */
export function whyNot(path, from, isTypeOnly = false) {
  const floor = path.split('/')[1];
  if (path.endsWith('.test.ts')) return undefined;
  if (!from.startsWith('.')) return !isTypeOnly && FORBIDDEN[floor]?.test(from) ? `${floor} must not know this package` : undefined;
  const target = relative(root, normalize(join(root, dirname(path), from)))
    .split(sep)
    .join('/');
  const parts = target.split('/');
  const other = parts[0] === 'src' ? parts[1] : parts[0];
  if (floor === 'ui' && other === 'ui')
    return isSideways(path, target) ? 'views do not import one another; what several need stands in src/ui/controls' : undefined;
  if (other === floor || other === '' || other === 'package.json') return undefined;
  if (other === 'testing') return 'only tests import testing';
  if (!FLOORS[floor]) return `src/${floor} is no floor`;
  if (other === 'quantities' || other === 'data' || (other === 'scripts' && floor === 'cli'))
    return floor === 'quantities' ? 'quantities imports nothing' : undefined;
  if (!FLOORS[floor].includes(other)) return `${floor} may import ${FLOORS[floor].join(', ') || 'nothing'}`;
  if (isTypeOnly) return undefined;
  if (TYPES_ONLY[floor]?.includes(other)) return `${floor} takes only types from ${other}`;
  const files = ONLY_FILES[floor]?.[other];
  return files && !files.includes(target) ? `${floor} takes from ${other} only ${files.join(' and ')}` : undefined;
}

/** Whether an import within `src/ui` leads into a view from outside it; the shell alone shows the views. */
function isSideways(path, target) {
  const [into, within] = [dirname(target), dirname(path)];
  return into !== within && within !== 'src/ui/shell' && existsSync(join(root, into, 'view.ts'));
}

// who imports only the floors or the rule is not checked
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = [];
  for (const file of readdirSync(join(root, 'src'), { recursive: true })) {
    const path = `src/${file.split(sep).join('/')}`;
    if (!/\.(ts|mts)$/.test(path) || path.endsWith('.d.ts')) continue;
    const text = readFileSync(join(root, path), 'utf8');
    const check = (from, isTypeOnly) => {
      const why = whyNot(path, from, isTypeOnly);
      if (why) problems.push(`${path}: imports ${from}; ${why}`);
    };
    for (const [, typeOnly, from] of text.matchAll(/^(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'/gm))
      check(from, Boolean(typeOnly));
    for (const [, from] of text.matchAll(/(?:^import\s+|\bimport\(\s*|new URL\(\s*)'([^']+)'/gm)) check(from, false);
  }
  if (problems.length > 0) {
    console.error(problems.join('\n'));
    process.exit(1);
  }
}
