import type { Command } from 'commander';
import { type Law, formOf, laws } from '../../model/laws';
import type { CliContext } from '../context';
import { formatTable } from '../table';

/** Adds `laws`: lists every law with its coefficients and source. */
export function addLaws(program: Command, context: CliContext): void {
  program
    .command('laws')
    .description('list the laws: id, form, coefficients and source')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      await context.stdout(json ? `${JSON.stringify(laws.map(describe), undefined, 2)}\n` : table());
    });
}

function describe({ id, label, form, coefficients, source, validity, status }: Law) {
  return { id, label, form, formula: formOf({ form } as Law).formula, coefficients, source, validity, status };
}

function table(): string {
  const rows = laws.map(({ id, label, form, coefficients, source }) => [
    id,
    label,
    form,
    Object.entries(coefficients)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
    source,
  ]);
  return formatTable([['id', 'label', 'form', 'coefficients', 'source'], ...rows]);
}
