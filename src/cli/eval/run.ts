import { inputsOfRule } from '../../model/batch/hyperparameters';
import type { EntryOf } from '../../model/catalogue';
import { trainingCompute } from '../../model/compute';
import { resolveConfiguration } from '../../model/configuration';
import { hasOptimum } from '../../model/laws';
import { budgetFor } from '../../model/spend/spend';
import { formatQuantity } from '../../quantities/format';
import { InputError, type Issue } from '../../quantities/issue';
import { parseNumber } from '../../quantities/parse';
import { inputIds, quantities } from '../../quantities/registry';
import { describeRange } from '../bounds';
import type { Settings } from '../input';

/** A training run as far as it is given: parameters, tokens, FLOP, optimiser steps, tokens in a batch. */
export interface Run {
  readonly N?: number;
  readonly D?: number;
  readonly C?: number;
  readonly steps?: number;
  readonly batch?: number;
}

/** Steps and batches that a learning curve takes. */
const COUNTS = { min: 1, max: 1e15 };

/**
 * The run that settings and flags give, with what the law reads of it. An InputError names what is missing, too much or out of range:
 * a law of the loss takes exactly two of N, D, C and tokens per parameter, one without a term of the tokens N alone, others what they read.
 */
export function readRun(
  entry: EntryOf<'loss' | 'trend' | 'curve' | 'hyperparameters'>,
  settings: Settings,
  flags: { readonly steps?: string; readonly batch?: string },
): Run {
  const counts = { ...readCount('steps', flags.steps), ...readCount('batch', flags.batch) };
  const given = Object.fromEntries(inputIds.map((id) => [id, settings[id]]));
  const names = [...inputIds.filter((id) => settings[id] !== undefined), ...Object.keys(counts)];
  const expect = (isMet: boolean, allowed: string): void => {
    if (!isMet) throw new InputError([{ field: '--N, --D, --C', given: names.join(', ') || 'nothing', allowed }]);
  };
  const { N, D, C } = given;
  const spend = entry.kind === 'loss' ? entry.law.spend : undefined;
  const pair = resolveConfiguration(given, spend);
  if (pair && Number.isNaN(pair.D)) {
    const allowed = `more than the ${formatQuantity('C', budgetFor(spend, pair.N, 0)).number} FLOP that serving takes of the budget`;
    throw new InputError([{ field: '--C', given: String(C), allowed }]);
  }
  if (pair) checkDerived(pair, settings);
  const whole = pair && { ...pair, C: C ?? trainingCompute(pair.N, pair.D) };
  const alone = { ...(N !== undefined && { N }), ...(D !== undefined && { D }), ...(C !== undefined && { C }) };
  const isAlone = (id: string): boolean => names.length === 1 && names[0] === id;
  if (entry.kind !== 'curve') expect(Object.keys(counts).length === 0, `no steps and no batch: ${entry.id} reads none`);
  switch (entry.kind) {
    case 'loss':
      if (!hasOptimum(entry.law) && N !== undefined && names.length === 1) return { N, ...(entry.law.tokens && { D: entry.law.tokens }) };
      expect(whole !== undefined, `exactly two of ${inputIds.join(', ')}${hasOptimum(entry.law) ? '' : ', or N alone'}`);
      return whole!;
    case 'trend':
      expect(whole !== undefined || isAlone(entry.trend.of), `${entry.trend.of}, or two of ${inputIds.join(', ')} that give it`);
      return whole ?? alone;
    case 'hyperparameters': {
      const [first, ...more] = inputsOfRule(entry.rule);
      const isEnough = more.length === 0 && isAlone(first!);
      expect(
        whole !== undefined || isEnough,
        more.length === 0 ? `${first}, or two of ${inputIds.join(', ')}` : `exactly two of ${inputIds.join(', ')}`,
      );
      return whole ?? alone;
    }
    case 'curve': {
      const { steps, batch } = counts;
      const isOfSteps = steps !== undefined && N !== undefined && names.length === (batch === undefined ? 2 : 3);
      expect(
        isOfSteps || (whole !== undefined && steps === undefined && batch === undefined),
        '--N with --steps, and --batch or not; or two of N, D, C',
      );
      return isOfSteps ? { N: N!, ...counts } : whole!;
    }
  }
}

/** What follows from two allowed values may itself be out of range: 1e15 parameters for 1e15 FLOP see no token. */
function checkDerived(pair: { readonly N: number; readonly D: number }, settings: Settings): void {
  const issues = (['N', 'D'] as const)
    .filter((id) => settings[id] === undefined && !(pair[id] >= quantities[id].min && pair[id] <= quantities[id].max))
    .map((id): Issue => ({
      field: `${id} from ${inputIds.filter((other) => settings[other] !== undefined).join(' and ')}`,
      given: String(pair[id]),
      allowed: `a number ${describeRange(id)}`,
    }));
  if (issues.length > 0) throw new InputError(issues);
}

function readCount<Q extends 'steps' | 'batch'>(name: Q, text: string | undefined): { readonly [K in Q]?: number } {
  if (text === undefined) return {};
  const value = parseNumber(text);
  if (value >= COUNTS.min && value <= COUNTS.max) return { [name]: value } as { readonly [K in Q]: number };
  throw new InputError([{ field: `--${name}`, given: text || 'nothing', allowed: `a number from ${COUNTS.min} to 1e15` }]);
}
