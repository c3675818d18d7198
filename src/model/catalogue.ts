import { type Allocation, allocations } from './allocation/allocations';
import { type HyperparameterRule, hyperparameterRules, inputsOfRule } from './batch/hyperparameters';
import { type ExponentsOnly, exponentsOnly } from './exponents';
import { type FittedRange, type Law, hasOptimum, lossLaws } from './laws';
import { type LearningCurve, learningCurves } from './learning-curve';
import { type Trend, trends } from './trends';

/**
 * What kinds of law there are: of the loss, of the compute-optimal split alone, of the loss in one quantity alone, of the loss during
 * training, of learning rate and batch, and those of which only exponents are published.
 */
export const catalogueKinds = ['loss', 'allocation', 'trend', 'curve', 'hyperparameters', 'exponents'] as const;

/** A kind of law. */
export type CatalogueKind = (typeof catalogueKinds)[number];

/** What every entry of the catalogue says of itself. */
interface EntryFacts {
  /** Unique in the catalogue. */
  readonly id: string;
  readonly label: string;
  /** What was fitted to what, in one sentence. */
  readonly about: string;
  /** What it is about, for grouping; the user's own laws are a family of their own. */
  readonly family: string;
  /** What can be asked of it, in words; empty where nothing can. */
  readonly answers: readonly string[];
  /** Which parameters N counts; absent where it reads none. */
  readonly counted?: string;
  /** Where it was fitted, as ranges; absent where the source states none. */
  readonly range?: FittedRange;
  /** Where it was fitted, in words. */
  readonly validity: string;
  readonly source: string;
  /** How the numbers were checked. */
  readonly status: string;
}

interface LossEntry extends EntryFacts {
  readonly kind: 'loss';
  readonly law: Law;
}

interface AllocationEntry extends EntryFacts {
  readonly kind: 'allocation';
  readonly allocation: Allocation;
}

interface TrendEntry extends EntryFacts {
  readonly kind: 'trend';
  readonly trend: Trend;
}

interface CurveEntry extends EntryFacts {
  readonly kind: 'curve';
  readonly curve: LearningCurve;
}

interface HyperparameterEntry extends EntryFacts {
  readonly kind: 'hyperparameters';
  readonly rule: HyperparameterRule;
}

interface ExponentsEntry extends EntryFacts {
  readonly kind: 'exponents';
  readonly exponents: ExponentsOnly;
}

/** A published law, or the user's own, of any kind. Plain data. */
export type CatalogueEntry = LossEntry | AllocationEntry | TrendEntry | CurveEntry | HyperparameterEntry | ExponentsEntry;

/** Entries of one kind. */
export type EntryOf<K extends CatalogueKind> = Extract<CatalogueEntry, { readonly kind: K }>;

/** The entry of a law of the loss: a published one, in any scenario, or the user's own. */
export function lossEntry(law: Law): LossEntry {
  const answers = hasOptimum(law)
    ? ['loss of N and D', 'optimum of C', 'sweeps']
    : [`loss of N after ${law.tokens === undefined ? 'a fixed number of' : (law.tokens / 1e9).toString() + 'B'} tokens`, 'grids over N'];
  return { ...factsOf(law), answers, kind: 'loss', law };
}

/** The entry of a frontier without a loss. */
function allocationEntry(allocation: Allocation): AllocationEntry {
  return { ...factsOf(allocation), answers: ['optimum of C'], kind: 'allocation', allocation };
}

function trendEntry(trend: Trend): TrendEntry {
  return {
    ...factsOf({ ...trend, range: trend.range && { [trend.of]: trend.range } }),
    answers: [`loss of ${trend.of}`],
    kind: 'trend',
    trend,
  };
}

function curveEntry(curve: LearningCurve): CurveEntry {
  return { ...factsOf(curve), answers: ['loss of N and steps', 'loss of N and D at the critical batch'], kind: 'curve', curve };
}

function hyperparameterEntry(rule: HyperparameterRule): HyperparameterEntry {
  return {
    ...factsOf(rule),
    answers: [`learning rate and batch of ${inputsOfRule(rule).join(' and ')}`],
    kind: 'hyperparameters',
    rule,
  };
}

function exponentsEntry(exponents: ExponentsOnly): ExponentsEntry {
  return { ...factsOf(exponents), answers: [], kind: 'exponents', exponents };
}

/** The facts that all data entries state under the same names. */
function factsOf(
  of: Omit<EntryFacts, 'family' | 'answers' | 'range'> & Pick<Partial<EntryFacts>, 'family'> & { range?: FittedRange | undefined },
) {
  const { id, label, about, family = 'Your own', counted, range, validity, source, status } = of;
  return { id, label, about, family, ...(counted !== undefined && { counted }), ...(range && { range }), validity, source, status };
}

/** Every published law of every kind: those of the loss first, the default one at the head. */
export const catalogue: readonly CatalogueEntry[] = [
  ...lossLaws.map(lossEntry),
  ...allocations.map(allocationEntry),
  ...trends.map(trendEntry),
  ...learningCurves.map(curveEntry),
  ...hyperparameterRules.map(hyperparameterEntry),
  ...exponentsOnly.map(exponentsEntry),
];

/** An entry by id; undefined when there is none. */
export function findEntry(id: string): CatalogueEntry | undefined {
  return catalogue.find((entry) => entry.id === id);
}

/** The numbers of an entry, by the names of its formula. */
export function coefficientsOf(entry: CatalogueEntry): Readonly<Record<string, number>> {
  switch (entry.kind) {
    case 'loss':
      return entry.law.coefficients;
    case 'allocation': {
      const { k, a, tokens } = entry.allocation;
      return { k, a, ...(tokens && { k_D: tokens.k, b: tokens.a }) };
    }
    case 'trend': {
      const { size, scale, exponent, floor } = entry.trend;
      return { size, scale, exponent, floor };
    }
    case 'curve': {
      const { alpha_N, N_c, alpha_S, S_c, alpha_B, B_0 } = entry.curve;
      return { alpha_N, N_c, alpha_S, S_c, alpha_B, B_0 };
    }
    case 'hyperparameters':
      return Object.fromEntries(
        (['learningRate', 'batch'] as const).flatMap((name) => {
          const { k, exponents } = entry.rule[name];
          return [[`${name}_k`, k], ...Object.entries(exponents).map(([id, exponent]) => [`${name}_${id}`, exponent])];
        }),
      ) as Record<string, number>;
    case 'exponents': {
      const { a, b, alpha, beta } = entry.exponents;
      return {
        ...(a !== undefined && { a }),
        ...(b !== undefined && { b }),
        ...(alpha !== undefined && { alpha }),
        ...(beta !== undefined && { beta }),
      };
    }
  }
}

/** Whether an entry gives parameters and tokens for a budget. */
export function allotsBudget(entry: CatalogueEntry): entry is EntryOf<'loss'> | EntryOf<'allocation'> {
  return entry.kind === 'allocation' || (entry.kind === 'loss' && hasOptimum(entry.law));
}
