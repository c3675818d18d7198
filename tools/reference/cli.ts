import type { Argument, Command, Option } from 'commander';
import { createProgram } from '../../src/cli/cli';
import type { CliContext } from '../../src/cli/context';
import { cell, code, page, table } from './markdown';

/** No command runs here: they are only described. */
const nothing: CliContext = {
  stdout: () => Promise.resolve(),
  stderr: () => undefined,
  isTerminal: false,
  signal: new AbortController().signal,
  cpuWorker: new URL('file:///'),
  pageFolder: () => Promise.reject(new Error('no command runs here')),
  chromiumOptions: () => Promise.reject(new Error('no command runs here')),
};

/** The reference of the command line, from the commands themselves. */
export function cliPage(): string {
  const program = createProgram(nothing);
  return page(
    '# Command line',
    'Every command with its arguments, options and defaults, as `npx isoflop COMMAND --help` prints them. Numbers may carry `k`, `M`, `B` and `T`, or an ' +
      'exponent: `70B`, `1.4T`, `5.76e23`. With `--json` a command writes JSON to standard output and nothing else there. It exits with 0 on success, with 2 ' +
      'on bad input (one line on standard error names the field, the value and what is allowed), with 1 on failure, and with 130 where Ctrl-C ended it.',
    `Commands: ${program.commands.map((command) => `[${command.name()}](#${command.name()})`).join(', ')}.`,
    ...program.commands.flatMap(commandBlocks),
  );
}

function commandBlocks(command: Command): readonly string[] {
  const args = command.registeredArguments;
  return [
    `## ${command.name()}`,
    cell(sentence(command.description())),
    ['```sh', `npx isoflop ${[command.name(), ...args.map(usage), '[options]'].join(' ')}`, '```'].join('\n'),
    ...(args.length > 0
      ? [
          table(
            ['argument', 'what it is'],
            args.map((argument) => [code(argument.name()), cell(argument.description)]),
          ),
        ]
      : []),
    table(
      ['option', 'what it does', 'default'],
      command.options.map((option) => [code(option.flags), cell(describe(option)), defaultOf(option)]),
    ),
  ];
}

function usage(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

function describe({ description, argChoices }: Option): string {
  return argChoices ? `${description}; one of ${argChoices.join(', ')}` : description;
}

function defaultOf({ defaultValue }: Option): string {
  if (defaultValue === undefined || (Array.isArray(defaultValue) && defaultValue.length === 0)) return '';
  return code(typeof defaultValue === 'string' ? defaultValue : JSON.stringify(defaultValue));
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
