import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import type { BenchReport } from '../../bench/report';
import { formatReport } from '../bench-table';
import { type BenchHost, benchHosts, runBench } from '../bench-hosts';
import type { CliContext } from '../context';
import { checkOutput } from '../output-path';

/** Runs of each case after the warm-up. */
const RUNS = 9;
const QUICK_RUNS = 3;

interface BenchOptions {
  readonly quick?: boolean;
  readonly host: BenchHost;
  readonly out?: string;
  readonly json?: boolean;
}

/** Adds `bench`: times the sweeps that everything else is made of, on both backends. */
export function addBench(program: Command, context: CliContext): void {
  program
    .command('bench')
    .description(
      'time sweeps, fits and layouts on both backends, files on the CPU: grid, frontier, data-limited, ensemble, growth3, reduce, csv, parquet, fit, plan and more',
    )
    .option('--quick', `${QUICK_RUNS} runs of each case instead of ${RUNS}, and a smaller reduce`)
    .addOption(
      new Option('--host <name>', 'the page in Chromium (both backends), the CPU in Node, or Dawn and the CPU in Node')
        .choices(benchHosts)
        .default('chromium'),
    )
    .option('--out <file.json>', 'file to write the figures to')
    .option('--json', 'print the figures as JSON')
    .action(async ({ quick, host, out, json }: BenchOptions) => {
      if (out !== undefined) await checkOutput(out, '.json');
      const report: BenchReport = await runBench(host, quick ? QUICK_RUNS : RUNS, quick === true, context);
      const text = `${JSON.stringify(report, undefined, 2)}\n`;
      if (out !== undefined) await writeFile(out, text);
      await context.stdout(json ? text : formatReport(report));
    });
}
