#!/usr/bin/env node
// The `isoflop` command: builds what is missing or older than its sources, then runs the built command line.
import { buildCli, buildPage, cliFolder } from './build.mjs';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(130); // asked twice: do not wait for anything
    stop.abort(new Error(signal));
  });
}
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1)); // the reader has seen enough

const context = {
  stdout: (data) => new Promise((resolve) => process.stdout.write(data, () => resolve())),
  stderr: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
  signal: stop.signal,
  cpuWorker: new URL('cpu-worker.js', cliFolder),
  pageFolder: async () => buildPage(),
  chromiumOptions: async () => (await import('../scripts/chromium.mjs')).launchOptions(),
};

try {
  buildCli();
  const { run } = await import(new URL('cli.js', cliFolder).href);
  process.exit(await run(process.argv.slice(2), context));
} catch (error) {
  console.error(`isoflop: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
