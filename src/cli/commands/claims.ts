import { setImmediate } from 'node:timers/promises';
import type { Command } from 'commander';
import { claimTopics } from '../../model/claim-topics';
import { type Claim, type ClaimCheck, type Tolerance, claims } from '../../model/claims';
import { type Recomputed, recomputeClaim } from '../../model/recompute';
import { formatStated } from '../../quantities/format';
import { InputError } from '../../quantities/issue';
import { CliFailure, type CliContext } from '../context';
import { formatTable } from '../table';

/** Characters of a statement in the table. */
const STATEMENT_LENGTH = 48;
/** Significant digits of differences. */
const DIFFERENCE_DIGITS = 2;

/** A claim with our values of its numbers. */
interface Outcome {
  readonly claim: Claim;
  readonly ours: readonly Recomputed[];
}

/** Adds `claims`: recomputes the published numbers and says which come out. */
export function addClaims(program: Command, context: CliContext): void {
  program
    .command('claims')
    .description('recompute the published claims and worked cases; exits 1 when one does not come out')
    .option('--topic <name>', `only claims about one of ${claimTopics.join(', ')}`)
    .option('--json', 'print JSON')
    .action(async ({ topic, json }: { topic?: string; json?: boolean }) => {
      const outcomes = await recompute(claimsAbout(topic), context);
      const lost = outcomes.filter((outcome) => !passes(outcome)).map(({ claim }) => claim.id);
      await context.stdout(json ? toJson(outcomes) : toTable(outcomes));
      if (lost.length > 0) throw new CliFailure(`claims that do not come out: ${lost.join(', ')}`);
    });
}

function claimsAbout(topic: string | undefined): readonly Claim[] {
  const chosen = claims.filter((claim) => topic === undefined || claim.topic === topic);
  if (chosen.length === 0)
    throw new InputError([{ field: '--topic', given: topic || 'nothing', allowed: `one of ${claimTopics.join(', ')}` }]);
  return chosen;
}

/** Recomputes claims one by one, with their number on a terminal; Ctrl-C is heard between two of them. */
async function recompute(chosen: readonly Claim[], { stderr, isTerminal, signal }: CliContext): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const claim of chosen) {
    if (isTerminal) stderr(`\r\x1b[K${outcomes.length} of ${chosen.length} claims`);
    await setImmediate();
    signal.throwIfAborted();
    outcomes.push({ claim, ours: recomputeClaim(claim) });
  }
  if (isTerminal) stderr('\r\x1b[K');
  return outcomes;
}

function passes({ ours }: Outcome): boolean {
  return ours.every(({ isWithin }) => isWithin);
}

function toJson(outcomes: readonly Outcome[]): string {
  const list = outcomes.map((outcome) => ({
    ...outcome.claim,
    pass: passes(outcome),
    checks: outcome.claim.checks.map(({ value: stated, ...check }, i) => {
      const { value: ours, isWithin } = outcome.ours[i]!;
      return { ...check, stated, ours, difference: ours - stated, pass: isWithin };
    }),
  }));
  return `${JSON.stringify({ pass: outcomes.every(passes), claims: list }, undefined, 2)}\n`;
}

function toTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.flatMap(({ claim, ours }) =>
    claim.checks.map((check, i) => [...(i === 0 ? [claim.id, shorten(claim.statement)] : ['', '']), ...toCells(check, ours[i]!)]),
  );
  const numbers = outcomes.flatMap(({ ours }) => ours);
  const passed = numbers.filter(({ isWithin }) => isWithin).length;
  return (
    formatTable(
      [['claim', 'statement', 'quantity', 'stated', 'ours', 'difference', 'tolerance', ''], ...rows],
      ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'left'],
    ) + `${outcomes.length} ${outcomes.length === 1 ? 'claim' : 'claims'}, ${passed} of ${numbers.length} numbers within tolerance\n`
  );
}

/** What the table says of one number, after the claim. */
function toCells({ quantity, unit, value, tolerance }: ClaimCheck, ours: Recomputed): readonly string[] {
  const isAbsolute = 'abs' in tolerance;
  const difference = isAbsolute ? formatStated(ours.value - value, DIFFERENCE_DIGITS) : formatPercent(ours.value / value - 1);
  return [
    unit === '1' ? quantity : `${quantity}, ${unit}`,
    formatStated(value),
    formatStated(ours.value),
    difference,
    describeTolerance(tolerance),
    ours.isWithin ? 'pass' : 'FAIL',
  ];
}

function shorten(statement: string): string {
  return statement.length > STATEMENT_LENGTH ? `${statement.slice(0, STATEMENT_LENGTH - 1).trimEnd()}…` : statement;
}

function describeTolerance(tolerance: Tolerance): string {
  if ('rel' in tolerance) return `± ${formatPercent(tolerance.rel)}`;
  if ('abs' in tolerance) return `± ${formatStated(tolerance.abs, DIFFERENCE_DIGITS)}`;
  return `${formatStated(tolerance.min)} to ${formatStated(tolerance.max)}`;
}

function formatPercent(ratio: number): string {
  return `${formatStated(ratio * 100, DIFFERENCE_DIGITS)} %`;
}
