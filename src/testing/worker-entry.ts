import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

/** Builds a Node worker's TypeScript entry into a temporary folder and returns its URL; Node 20 runs no TypeScript itself. */
export async function buildWorkerEntry(path: string): Promise<URL> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const outDir = `${root}node_modules/.cache/isoflop-test-worker`;
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { ssr: path, outDir, emptyOutDir: true, rolldownOptions: { output: { entryFileNames: 'worker.js' } } },
  });
  return pathToFileURL(`${outDir}/worker.js`);
}
