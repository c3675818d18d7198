// Checks that imports point down (who may import whom), from the imports in the code itself.
import { readdirSync, readFileSync } from 'node:fs';
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
  testing: ['export', 'gpu', 'sweep', 'fit', 'model', 'state', 'worker', 'locales'],
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

const problems = [];
for (const file of readdirSync(join(root, 'src'), { recursive: true })) {
  const path = `src/${file.split(sep).join('/')}`;
  if (!/\.(ts|mts)$/.test(path) || path.endsWith('.d.ts')) continue;
  const isTest = path.endsWith('.test.ts');
  const floor = path.split('/')[1];
  const text = readFileSync(join(root, path), 'utf8');
  for (const [, typeOnly, from] of text.matchAll(/^(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'/gm))
    check(path, floor, isTest, from, Boolean(typeOnly));
  for (const [, from] of text.matchAll(/(?:^import\s+|\bimport\(\s*|new URL\(\s*)'([^']+)'/gm)) check(path, floor, isTest, from, false);
}

function check(path, floor, isTest, from, isTypeOnly) {
  if (isTest) return;
  const complain = (why) => problems.push(`${path}: imports ${from}; ${why}`);
  if (!from.startsWith('.')) {
    if (!isTypeOnly && FORBIDDEN[floor]?.test(from)) complain(`${floor} must not know this package`);
    return;
  }
  const target = relative(root, normalize(join(root, dirname(path), from)))
    .split(sep)
    .join('/');
  const parts = target.split('/');
  const other = parts[0] === 'src' ? parts[1] : parts[0];
  if (other === floor || other === '' || other === 'package.json') return;
  if (other === 'testing') return complain('only tests import testing');
  if (!FLOORS[floor]) return complain(`src/${floor} is no floor`);
  if (other === 'quantities' || other === 'data' || (other === 'scripts' && floor === 'cli')) {
    if (floor === 'quantities') complain('quantities imports nothing');
    return;
  }
  if (!FLOORS[floor].includes(other)) return complain(`${floor} may import ${FLOORS[floor].join(', ') || 'nothing'}`);
  if (TYPES_ONLY[floor]?.includes(other) && !isTypeOnly) complain(`${floor} takes only types from ${other}`);
  const files = ONLY_FILES[floor]?.[other];
  if (files && !isTypeOnly && !files.includes(target)) complain(`${floor} takes from ${other} only ${files.join(' and ')}`);
}

// who imports the floors, to draw them, is not checked
if (problems.length > 0 && process.argv[1] === fileURLToPath(import.meta.url)) {
  console.error(problems.join('\n'));
  process.exit(1);
}
