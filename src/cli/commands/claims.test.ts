import { Command } from 'commander';
import { beforeEach, expect, test, vi } from 'vitest';
import type * as catalogue from '../../model/claims';
import type { CliContext } from '../context';
import { addClaims } from './claims';

// one number that comes out, and one that does not
vi.mock(import('../../model/claims'), async (original) => {
  const module = await original();
  const claim = {
    id: 'sum',
    topic: 'compute',
    statement: 'Six billion FLOP train a thousand parameters on a million tokens, and this sentence is longer than a column.',
    source: 'none',
    status: 'made up',
    checks: [1, 1.5].map((factor) => ({
      quantity: 'C',
      unit: 'FLOP',
      case: 'trainingCompute',
      inputs: { N: 1e3, D: 1e6 },
      value: 6e9 * factor,
      tolerance: { rel: 0.01 },
    })),
  } satisfies catalogue.Claim;
  return { ...module, claims: [claim] };
});

let printed = '';
beforeEach(() => {
  printed = '';
});

function runClaims(...args: string[]): Promise<unknown> {
  const program = new Command();
  const context: Partial<CliContext> = {
    stdout: async (text) => void (printed += String(text)),
    isTerminal: false,
    signal: new AbortController().signal,
  };
  addClaims(program, context as CliContext);
  return program.parseAsync(['claims', ...args], { from: 'user' });
}

test('a number that does not come out is printed, and fails the command', async () => {
  await expect(runClaims()).rejects.toThrow('claims that do not come out: sum');
  expect(printed).toMatchInlineSnapshot(`
    "claim  statement                                         quantity  stated  ours  difference  tolerance
    sum    Six billion FLOP train a thousand parameters on…  C, FLOP      6e9   6e9         0 %      ± 1 %  pass
                                                             C, FLOP      9e9   6e9       -33 %      ± 1 %  FAIL
    1 claim, 1 of 2 numbers within tolerance
    "
  `);
});

test('JSON has the statement, the numbers and the verdict', async () => {
  await expect(runClaims('--json')).rejects.toThrow('sum');
  expect(JSON.parse(printed)).toMatchObject({
    pass: false,
    claims: [
      {
        id: 'sum',
        source: 'none',
        status: 'made up',
        pass: false,
        checks: [{ pass: true }, { stated: 9e9, ours: 6e9, difference: -3e9, pass: false }],
      },
    ],
  });
});

test('a topic that there is not is refused with the list', async () => {
  await expect(runClaims('--topic', 'none')).rejects.toThrow(/--topic: none .*compute, loss, frontier/);
  expect(printed).toBe('');
});
