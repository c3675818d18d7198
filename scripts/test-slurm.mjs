// Runs deploy/slurm/sweep.sbatch on a real Slurm, which it starts on this machine for itself, and checks that the merged shards are
// the bytes of the whole sweep, also where a task was killed. Needs root, munge, slurmctld, slurmd and slurm-client; skips without.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildCli } from '../bin/build.mjs';

const SHARDS = 8;
const KILLED = 3;
const PATIENCE_MS = 300_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const isoflop = join(root, 'bin/isoflop.mjs');

/** A reduction over everything, and a grid; long enough for a task to be killed on its way. */
const SWEEPS = {
  schedules: {
    version: 1,
    law: 'hoffmann-2022',
    schedule: { stages: 3, N3: 101e9, D: 311.54e9, switch2: 0.9148 },
    axes: [
      { quantity: 'N1', scale: 'log', from: 4e9, to: 101e9, steps: 600 },
      { quantity: 'N2', scale: 'log', from: 16e9, to: 101e9, steps: 600 },
      { quantity: 'switch1', scale: 'linear', from: 0.05, to: 0.9, steps: 1200 },
    ],
    metrics: ['loss', 'compute', 'lossMatchedSaving'],
    reduce: { kind: 'best', of: 'lossMatchedSaving', keep: [] },
  },
  grid: {
    version: 1,
    law: 'besiroglu-2024',
    axes: [
      { quantity: 'D', scale: 'log', from: 1e8, to: 1e14, steps: 701 },
      { quantity: 'N', scale: 'log', from: 1e7, to: 1e13, steps: 1009 },
    ],
    metrics: ['C', 'loss'],
  },
};

const needed = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scontrol', 'scancel', 'sinfo'];
const paths = `${process.env.PATH}:/usr/sbin:/sbin`;
const absent = needed.filter((name) => !paths.split(':').some((folder) => existsSync(join(folder, name))));
if (absent.length > 0 || process.getuid?.() !== 0) {
  const why = absent.length > 0 ? `not installed here: ${absent.join(', ')}` : 'it must be started by root';
  console.log(`Skipped: the test on Slurm needs Slurm and munge, and ${why}.`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'isoflop-slurm-'));
const env = { ...process.env, PATH: paths, SLURM_CONF: join(folder, 'slurm.conf'), ISOFLOP: `${process.execPath} ${isoflop}` };
/** @type {import('node:child_process').ChildProcess[]} */
const daemons = [];

try {
  buildCli();
  await startSlurm();
  for (const [name, sweep] of Object.entries(SWEEPS)) await check(name, sweep);
  console.log('The shards of every sweep merge to the bytes of the whole one.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  for (const log of readdirSync(folder).filter((file) => file.endsWith('.log'))) {
    console.error(`--- ${log}\n${readFileSync(join(folder, log), 'utf8').slice(-3000)}`);
  }
  process.exitCode = 1;
} finally {
  await stopSlurm();
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Runs a sweep as a whole and as shards of an array job, of which one is killed and requeued.
 * @param {string} name
 * @param {object} sweep
 */
async function check(name, sweep) {
  const file = join(folder, `${name}.json`);
  const shards = join(folder, name);
  writeFileSync(file, JSON.stringify(sweep));
  const template = join(root, 'deploy/slurm/sweep.sbatch');
  const options = ['--parsable', `--array=1-${SHARDS}`, '--cpus-per-task=1', `--chdir=${folder}`];
  const job = call('sbatch', ...options, template, file, String(SHARDS), shards);
  const task = `${job}_${KILLED}`;
  await until(`task ${task} computes`, () => processOf(shards) !== undefined);
  process.kill(processOf(shards), 'SIGKILL');
  await until(`task ${task} is gone`, () => stateOf(task) === 'FAILED');
  if (existsSync(join(shards, `part-${KILLED}.csv`))) throw new Error(`task ${task} was done before it was killed`);
  call('scontrol', 'requeue', task);
  console.log(`${name}: shard ${KILLED} of ${SHARDS} was killed and is requeued.`);
  await until(`job ${job} ends`, () => call('squeue', '--noheader', '--states=PENDING,RUNNING,COMPLETING', `--jobs=${job}`) === '');

  const merged = join(folder, `${name}-merged.csv`);
  const parts = readdirSync(shards).filter((part) => part.endsWith('.csv') && !part.startsWith('.'));
  const summary = JSON.parse(call(process.execPath, isoflop, 'merge', merged, ...parts.map((part) => join(shards, part)), '--json'));
  const whole = join(folder, `${name}-whole.csv`);
  call(process.execPath, isoflop, 'sweep', file, '--backend', 'cpu', '--out', whole);
  if (!readFileSync(whole).equals(readFileSync(merged))) throw new Error(`${name}: the merged shards differ from the whole sweep`);
  console.log(`${name}: ${summary.shards} shards, ${summary.rows} rows, ${summary.bytes} bytes, sha256 ${summary.sha256}: the same.`);
}

/** The process that computes the shard to be killed, as the name of its unfinished file tells. @param {string} shards */
function processOf(shards) {
  const names = existsSync(shards) ? readdirSync(shards) : [];
  const [pid] = names.flatMap((name) => new RegExp(`^\\.part-${KILLED}\\.csv\\.(\\d+)\\.partial$`).exec(name)?.[1] ?? []);
  return pid === undefined ? undefined : Number(pid);
}

/** State of a task, as Slurm names it. @param {string} task */
function stateOf(task) {
  return /JobState=(\w+)/.exec(call('scontrol', 'show', 'job', task))?.[1];
}

async function startSlurm() {
  const munge = { key: join(folder, 'munge.key'), socket: join(folder, 'munge.socket') };
  writeFileSync(munge.key, randomBytes(1024), { mode: 0o400 });
  const [controllerPort, nodePort] = [await freePort(), await freePort()];
  for (const name of ['state', 'spool']) mkdirSync(join(folder, name));
  const host = hostname().split('.')[0];
  const settings = [
    'ClusterName=isoflop',
    `SlurmctldHost=${host}(127.0.0.1)`,
    `SlurmctldPort=${controllerPort}`,
    `SlurmdPort=${nodePort}`,
    // what is requeued waits until its credential has expired
    `AuthInfo=socket=${munge.socket},cred_expire=5`,
    'MpiDefault=none',
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_Core',
    'SlurmUser=root',
    `StateSaveLocation=${folder}/state`,
    `SlurmdSpoolDir=${folder}/spool`,
    `SlurmctldPidFile=${folder}/slurmctld.pid`,
    `SlurmdPidFile=${folder}/slurmd.pid`,
    `SlurmctldLogFile=${folder}/slurmctld.log`,
    `SlurmdLogFile=${folder}/slurmd.log`,
    'ReturnToService=2',
    `NodeName=${host} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} RealMemory=1024 State=UNKNOWN`,
    'PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
  ];
  writeFileSync(env.SLURM_CONF, `${settings.join('\n')}\n`);
  const files = ['pid', 'seed', 'log'].map((file) => `--${file}-file=${join(folder, `munge.${file}`)}`);
  start('munged', '--foreground', '--force', `--key-file=${munge.key}`, `--socket=${munge.socket}`, ...files);
  await until('munge answers', () => existsSync(munge.socket));
  start('slurmctld', '-D', '-c');
  start('slurmd', '-D', '-c');
  await until('the node is idle', () => ask('sinfo', '-h', '-o', '%T').stdout.includes('idle'));
}

async function stopSlurm() {
  if (daemons.length === 3) ask('scancel', '--user=root');
  for (const daemon of daemons.toReversed()) {
    if (daemon.exitCode !== null || daemon.signalCode !== null) continue;
    const gone = new Promise((resolve) => daemon.once('exit', resolve));
    daemon.kill('SIGTERM');
    await Promise.race([gone, sleep(10_000)]);
    daemon.kill('SIGKILL');
  }
}

/** @param {string} name @param {string[]} args */
function start(name, ...args) {
  daemons.push(spawn(name, args, { env, stdio: 'ignore' }));
}

/** Runs a command that must succeed; returns what it prints. @param {string} name @param {string[]} args */
function call(name, ...args) {
  const { status, stdout, stderr, error } = ask(name, ...args);
  if (status !== 0) throw new Error(`${name} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  return stdout.trim();
}

/** Runs a command that may fail. @param {string} name @param {string[]} args */
function ask(name, ...args) {
  return spawnSync(name, args, { env, cwd: folder, encoding: 'utf8' });
}

/** Waits until something holds. @param {string} what @param {() => boolean} holds */
async function until(what, holds) {
  for (const start = Date.now(); !holds(); await sleep(200)) {
    if (Date.now() - start > PATIENCE_MS) throw new Error(`waited in vain until ${what}`);
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
