// Builds the command line and the page when they are missing or older than their sources. No dependencies until then.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);

/** Folder of the built command line, as a URL that ends in a slash. */
export const cliFolder = new URL('dist-cli/', root);

const shared = ['src', 'shaders', 'tools', 'package-lock.json'];

/** Builds the command line where that is needed. */
export function buildCli() {
  build({ name: 'command line', folder: 'dist-cli', proof: 'cli.js', config: 'vite.cli.config.ts', sources: shared });
}

/** Builds the page where that is needed, and returns its folder. */
export function buildPage() {
  const sources = [...shared, 'public', 'index.html', 'headless.html'];
  build({ name: 'page', folder: 'dist', proof: 'headless.html', config: 'vite.config.ts', sources });
  return fileURLToPath(new URL('dist/', root));
}

/** @param {{ name: string, folder: string, proof: string, config: string, sources: string[] }} job */
function build({ name, folder, proof, config, sources }) {
  const isBuilt = () => existsSync(new URL(`${folder}/${proof}`, root));
  const builtAt = isBuilt() ? statSync(new URL(`${folder}/${proof}`, root)).mtimeMs : 0;
  if (builtAt > newest([...sources, config])) return;
  const vite = new URL('node_modules/vite/bin/vite.js', root);
  if (!existsSync(vite)) {
    if (isBuilt()) return; // a copy of the built files alone, on a machine that has no more than Node
    throw new Error(`the ${name} is not built, and the packages to build it are missing; run \`npm ci\` first`);
  }
  console.error(`Building the ${name} …`);
  // elsewhere, and then renamed: another process may be running the old one, or building, too
  const partial = `node_modules/.cache/isoflop/${folder}.${process.pid}`;
  try {
    const args = [fileURLToPath(vite), 'build', '--config', config, '--outDir', partial, '--emptyOutDir', '--logLevel', 'error'];
    const { status } = spawnSync(process.execPath, args, { cwd: fileURLToPath(root), stdio: ['ignore', process.stderr.fd, 'inherit'] });
    if (status !== 0) throw new Error(`the ${name} could not be built`);
    rmSync(new URL(folder, root), { recursive: true, force: true });
    renameSync(new URL(partial, root), new URL(folder, root));
  } catch (error) {
    rmSync(new URL(partial, root), { recursive: true, force: true });
    const isBuiltByOther = ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code) && isBuilt();
    if (!isBuiltByOther) throw error;
  }
  if (!isBuilt()) throw new Error(`the build of the ${name} made no ${folder}/${proof}`);
}

/**
 * Time of the newest file among paths, looked for in folders. Tests change nothing that is built.
 * @param {string[]} paths
 * @returns {number}
 */
function newest(paths) {
  return Math.max(
    0,
    ...paths.map((path) => {
      const url = new URL(path, root);
      const stats = statSync(url, { throwIfNoEntry: false });
      if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
      return newest(
        readdirSync(url)
          .filter((entry) => !entry.endsWith('.test.ts'))
          .map((entry) => `${path}/${entry}`),
      );
    }),
  );
}
