import type { Configuration } from '../model/configuration';
import type { Law } from '../model/laws';
import { excessCompute, mismatchCost } from '../model/mismatch';
import { type Subject, pointAt } from './subjects';

/** What a law or an allocation rule says of a budget, beside the chosen law. Costs are extra compute as a share: 0.25 is a quarter more; NaN where they cannot be told. */
export interface LawRow extends Configuration {
  readonly subject: Subject;
  /** What it costs to train what this one advises if the chosen law is true. */
  readonly costIfTrained: number;
  /** What it costs to train the chosen law's optimum if this one is true; NaN for a rule, which knows no loss. */
  readonly costIfTrue: number;
}

/** Costs are at least 0; below this they are no rounding but losses that the law reaches at more than one budget. */
const ROUNDING = -1e-9;

/** What every subject with a frontier advises at a budget and the cost of being wrong about it, by rising N*. The chosen law stands among them. */
export function lawTable(subjects: readonly Subject[], chosen: Law, C: number): readonly LawRow[] {
  return subjects
    .flatMap((subject): LawRow[] => {
      const advised = adviceOf(subject, C);
      if (!advised) return [];
      const isChosen = subject.id === chosen.id;
      return [
        {
          subject,
          ...advised,
          costIfTrained: isChosen ? 0 : known(excessCompute(advised, chosen)),
          costIfTrue: isChosen ? 0 : subject.kind === 'law' ? known(mismatchCost(chosen, subject.of, C)) : Number.NaN,
        },
      ];
    })
    .toSorted((a, b) => a.N - b.N);
}

/** The cost of being wrong for each pair: what is trained (rows) and the law that is true (columns, loss laws alone). */
export interface CostMatrix {
  readonly trained: readonly Subject[];
  readonly truths: readonly Subject[];
  /** Extra compute as a share, [trained][truth]; NaN where it cannot be told. */
  readonly costs: readonly (readonly number[])[];
}

/** The cost matrix of some subjects at a budget; those without a frontier are left out. */
export function costMatrix(subjects: readonly Subject[], C: number): CostMatrix {
  const advising = subjects.flatMap((subject) => {
    const advised = adviceOf(subject, C);
    return advised ? [{ subject, advised }] : [];
  });
  const truths = subjects.filter((subject) => subject.kind === 'law');
  return {
    trained: advising.map(({ subject }) => subject),
    truths,
    costs: advising.map(({ subject, advised }) =>
      truths.map((truth) => (truth.id === subject.id ? 0 : known(excessCompute(advised, truth.of)))),
    ),
  };
}

function adviceOf(subject: Subject, C: number): Configuration | undefined {
  const { N, D } = pointAt(subject, C);
  return N === undefined || D === undefined ? undefined : { N, D };
}

function known(cost: number): number {
  return cost >= ROUNDING ? Math.max(0, cost) : Number.NaN;
}
