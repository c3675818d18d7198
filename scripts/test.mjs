// Runs every check and every suite, goes on after a failure, and ends with one line: N passed, N failed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = `${root}test-results/reports`;
const bin = (name) => `${root}node_modules/.bin/${name}`;
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

let passed = 0;
let failed = 0;
const failures = [];

/** Runs a command whose output is shown as it comes, and says whether it exited with 0. */
function run(title, command, args, env = {}) {
  console.log(`\n== ${title}`);
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;
}

/** Runs a command beside others, shows its whole output at its end, and resolves with whether it exited with 0. A check counts as one test. */
async function check(title, command, ...args) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const ok = await new Promise((resolve) => {
    child.once('error', (error) => {
      output += `${error.message}\n`;
      resolve(false);
    });
    child.once('close', (code) => resolve(code === 0));
  });
  console.log(`\n== ${title}\n${output.trimEnd()}`);
  if (ok) passed += 1;
  else fail(title, 1);
  return ok;
}

/** Runs checks, as many at a time as the machine has cores, and resolves with their outcomes. */
async function checkAll(checks) {
  const outcomes = [];
  let next = 0;
  const lane = async () => {
    while (next < checks.length) {
      const i = next++;
      outcomes[i] = await check(...checks[i]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return outcomes;
}

function fail(title, count) {
  failed += count;
  failures.push(title);
}

/** A suite counts as many tests as it reports; one that reports nothing has failed. */
function suite(title, command, args, report, env) {
  const ok = run(title, command, args, env);
  const counts = existsSync(report) ? countTests(JSON.parse(readFileSync(report, 'utf8'))) : undefined;
  passed += counts?.passed ?? 0;
  const broken = counts?.failed ?? 0;
  // an exit code without a failed test is a failure of the suite itself
  if (broken > 0 || !ok || !counts || counts.passed === 0) fail(title, Math.max(broken, 1));
}

/** Counts of a Vitest or a Playwright JSON report. */
function countTests(report) {
  if (report.stats) return { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky };
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}

function vitest(project) {
  const report = `${reports}/${project}.json`;
  suite(
    `${project} tests`,
    bin('vitest'),
    ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    report,
  );
}

const [built, builtCli] = await checkAll([
  ['build of the page', bin('vite'), 'build', '--logLevel', 'warn'],
  ['build of the command line', bin('vite'), 'build', '-c', 'vite.cli.config.ts', '--logLevel', 'warn'],
  ['types of page and tools', bin('tsc'), '-p', 'tsconfig.json'],
  ['types of workers', bin('tsc'), '-p', 'tsconfig.worker.json'],
  ['templates', bin('lit-analyzer'), 'src/ui', '--strict'],
  ['lint', bin('oxlint'), '--type-aware', '--deny-warnings'],
  ['unused code', bin('knip')],
  ['translations', process.execPath, 'scripts/locales.mjs', '--check'],
  ['format', bin('oxfmt'), '--check'],
  ['import directions', process.execPath, 'tools/check-layers.mjs'],
]);
if (built) await check('size of the page', bin('size-limit'));
vitest('unit');
vitest('gpu');
if (built && builtCli) {
  const report = `${reports}/e2e.json`;
  const args = ['test', '-c', 'e2e/playwright.config.ts', '--project=e2e', '--reporter=list,json'];
  suite('end-to-end tests', bin('playwright'), args, report, { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
} else fail('end-to-end tests need a build', 1);

if (failures.length > 0) console.log(`\nfailed: ${failures.join(', ')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
