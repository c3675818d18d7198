import { InputError, type Issue } from '../../quantities/issue';
import { parseNumber } from '../../quantities/parse';
import { type Schedule, checkSchedule } from './schedule';

/** How far shares may sum from 100 %: people round them. */
const SHARE_TOLERANCE = 0.5;

/** What a schedule's text may look like. */
const SHAPE = 'parameters:tokens,… such as 16B:245.37B,51B:39.64B, or parameters:share,… such as 16B:80%,51B:20%';

/**
 * A schedule as people write it: `16e9:245.37e9,51e9:39.64e9`, `16B:245.37B`, or with shares of a total, `16B:79%,51B:21%`, which sum to
 * 100 % and need `tokens`. An InputError holds every issue, under `field`.
 */
export function parseSchedule(text: string, { field = 'stages', tokens }: { field?: string; tokens?: number | undefined } = {}): Schedule {
  const parts = text.split(',').map((part) => part.trim());
  const areShares = parts.some((part) => part.endsWith('%'));
  const issues: Issue[] = [];
  const pairs = parts.map((part, i) => {
    const [N, amount, ...more] = part.split(':').map((each) => each.trim());
    const isWhole = N !== undefined && amount !== undefined && more.length === 0 && amount.endsWith('%') === areShares;
    const pair = { N: parseNumber(N ?? ''), amount: parseNumber(areShares ? (amount ?? '').slice(0, -1) : (amount ?? '')) };
    if (!isWhole || Number.isNaN(pair.N) || Number.isNaN(pair.amount))
      issues.push({ field: `${field}[${i}]`, given: part || 'nothing', allowed: SHAPE });
    return pair;
  });
  if (issues.length > 0) throw new InputError(issues);
  const sum = pairs.reduce((total, { amount }) => total + amount, 0);
  if (areShares && tokens === undefined)
    throw new InputError([{ field, given: 'shares without the tokens in all', allowed: 'both, or the tokens of each stage' }]);
  if (areShares && !(Math.abs(sum - 100) <= SHARE_TOLERANCE))
    throw new InputError([{ field, given: `${Number(sum.toPrecision(6))} % in all`, allowed: 'shares that sum to 100 %' }]);
  if (!areShares && tokens !== undefined)
    throw new InputError([
      { field, given: 'the tokens of each stage beside those in all', allowed: 'one of them, or shares such as 16B:79%' },
    ]);
  const stages = pairs.map(({ N, amount }) => ({ N, D: areShares ? ((tokens ?? Number.NaN) * amount) / sum : amount }));
  const wrong = checkSchedule(stages, field);
  if (wrong.length > 0) throw new InputError(wrong);
  return stages;
}
