import { Command, CommanderError } from 'commander';
import { InputError } from '../quantities/issue';
import { addBench } from './commands/bench';
import { addClaims } from './commands/claims';
import { addData } from './commands/data';
import { addFinetune } from './commands/finetune';
import { addFit } from './commands/fit';
import { addEval } from './commands/eval';
import { addGrowth } from './commands/growth';
import { addLaws } from './commands/laws';
import { addMerge } from './commands/merge';
import { addOptimum } from './commands/optimum';
import { addNumbers } from './commands/numbers';
import { addPlan } from './commands/plan';
import { addServe } from './commands/serve';
import { addSkill } from './commands/skill';
import { addSweep } from './commands/sweep';
import type { CliContext } from './context';
import { version } from '../data/version';

/** What the process exits with. */
const EXIT = { success: 0, failure: 1, badInput: 2, interrupted: 130 } as const;

/** Runs a command line, without `node` and the script's name. Resolves with the exit code; errors are told on stderr. */
export async function run(argv: readonly string[], context: CliContext): Promise<number> {
  const program = createProgram(context);
  try {
    checkCommand(program, argv[0]);
    await program.parseAsync(argv, { from: 'user' });
    return EXIT.success;
  } catch (error) {
    if (context.signal.aborted) return fail(context, EXIT.interrupted, 'cancelled');
    if (error instanceof InputError) return fail(context, EXIT.badInput, error.message);
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.success; // help or version, printed already
      return fail(context, EXIT.badInput, describe(error, program, argv[0]));
    }
    return fail(context, EXIT.failure, error instanceof Error ? error.message : String(error));
  }
}

/** The command line: every command with its arguments and options. */
export function createProgram(context: CliContext): Command {
  const program = new Command('isoflop')
    .description('Scaling-law laboratory: laws, compute-optimal frontiers and sweeps.')
    .version(version)
    .exitOverride()
    // messages come as errors, which `run` puts into one line
    .configureOutput({ writeOut: (text) => void context.stdout(text), outputError: () => undefined });
  const commands = [
    addLaws,
    addEval,
    addOptimum,
    addGrowth,
    addFit,
    addSweep,
    addMerge,
    addClaims,
    addBench,
    addData,
    addSkill,
    addPlan,
    addServe,
    addFinetune,
    addNumbers,
  ];
  for (const add of commands) add(program, context);
  return program;
}

function checkCommand(program: Command, name: string | undefined): void {
  const names = program.commands.map((command) => command.name());
  if (name !== undefined && (name.startsWith('-') || name === 'help' || names.includes(name))) return;
  throw new InputError([{ field: 'command', given: name ?? 'nothing', allowed: `one of ${names.join(', ')}` }]);
}

/** Commander's message in one line, with the options that there are where one is unknown. */
function describe({ code, message }: CommanderError, program: Command, name: string | undefined): string {
  const text = message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  if (code !== 'commander.unknownOption') return text;
  const command = program.commands.find((known) => known.name() === name) ?? program;
  return `${text}; expected one of ${command.options.map((option) => option.long).join(', ')}`;
}

function fail(context: CliContext, code: number, message: string): number {
  context.stderr(`isoflop: ${message}\n`);
  return code;
}
