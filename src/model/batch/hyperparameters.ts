import data from '../../data/hyperparameters.json';
import { power } from '../math/elementary';
import type { FittedRange } from '../laws';

/** What a law of hyperparameters may read: parameters, tokens, compute in FLOP. */
export type HyperparameterInput = 'N' | 'D' | 'C';

/** A product of powers, k · Π quantity^exponent. */
export interface PowerProduct {
  readonly k: number;
  readonly exponents: { readonly [Q in HyperparameterInput]?: number };
}

/** A published law of the learning rate and the batch. */
export interface HyperparameterRule {
  readonly id: string;
  readonly label: string;
  readonly family: string;
  /** What was measured, in one sentence. */
  readonly about: string;
  /** Peak learning rate of AdamW. */
  readonly learningRate: PowerProduct;
  /** Tokens in a batch. */
  readonly batch: PowerProduct;
  /** Which parameters N counts; absent where the rule does not read them. */
  readonly counted?: string;
  readonly range?: FittedRange;
  readonly validity: string;
  readonly source: string;
  readonly status: string;
}

/** Peak learning rate and batch size. */
export interface Hyperparameters {
  /** Peak learning rate of AdamW. */
  readonly learningRate: number;
  /** Tokens in a batch. */
  readonly batch: number;
}

/** Every published law of hyperparameters. */
export const hyperparameterRules: readonly HyperparameterRule[] = data.rules as unknown as readonly HyperparameterRule[];

/** The quantities that a rule reads, in the order N, D, C. */
export function inputsOfRule({ learningRate, batch }: HyperparameterRule): readonly HyperparameterInput[] {
  return (['N', 'D', 'C'] as const).filter((id) => id in learningRate.exponents || id in batch.exponents);
}

/** Learning rate and batch of a run by a rule; the run must give what the rule reads. */
export function hyperparametersOf(
  { learningRate, batch }: HyperparameterRule,
  run: { readonly [Q in HyperparameterInput]?: number | undefined },
): Hyperparameters {
  const value = ({ k, exponents }: PowerProduct): number =>
    (['N', 'D', 'C'] as const).reduce((product, id) => product * power(run[id] ?? Number.NaN, exponents[id] ?? 0), k);
  return { learningRate: value(learningRate), batch: value(batch) };
}

/** A rule by id; undefined when there is none. */
export function findHyperparameterRule(id: string): HyperparameterRule | undefined {
  return hyperparameterRules.find((rule) => rule.id === id);
}
