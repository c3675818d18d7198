import type { Command } from 'commander';
import { agrees, computeNumber, numberTopics, numbersToKnow } from '../../model/plan/numbers';
import { formatStated } from '../../quantities/format';
import type { CliContext } from '../context';
import { formatTable } from '../table';

/** Adds `numbers`: what every developer with language models should know, as stated and as computed. */
export function addNumbers(program: Command, context: CliContext): void {
  program
    .command('numbers')
    .description('numbers that every developer with language models should know, each as it is stated and as it is computed')
    .option('--json', 'print JSON')
    .action(async (flags: { readonly json?: boolean }) => {
      const found = numbersToKnow.map((number) => ({ ...number, computed: computeNumber(number) }));
      if (flags.json) {
        const rows = found.map((number) => ({
          ...number,
          ...(number.computed !== undefined && { agrees: agrees(number, number.computed) }),
        }));
        return context.stdout(`${JSON.stringify({ numbers: rows }, undefined, 2)}\n`);
      }
      const parts = numberTopics.map((topic) => {
        const rows = found
          .filter((number) => number.topic === topic)
          .map(({ stated, computed, unit, statement, when }) => [
            'low' in stated ? `${formatStated(stated.low)} to ${formatStated(stated.high)}` : formatStated(stated.value),
            computed === undefined ? 'measured' : formatStated(computed, 3),
            unit,
            `${statement} (${when})`,
          ]);
        return `${topic}\n${formatTable([['stated', 'computed', '', ''], ...rows])}`;
      });
      return context.stdout(parts.join('\n'));
    });
}
