// Writes the generated part of docs/: `npm run docs`. A unit test holds the files to the code that they are read from.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { FLOORS } from '../tools/check-layers.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const outDir = join(root, 'node_modules/.cache/isoflop-docs');
await build({
  root,
  configFile: join(root, 'vite.cli.config.ts'),
  logLevel: 'warn',
  build: { outDir, sourcemap: false, rolldownOptions: { input: { pages: join(root, 'tools/reference/pages.ts') } } },
});
const { generatedFiles } = await import(pathToFileURL(join(outDir, 'pages.js')).href);
for (const [name, text] of Object.entries(generatedFiles(FLOORS))) {
  const path = join(root, 'docs', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`docs/${name}`);
}
rmSync(outDir, { recursive: true });
