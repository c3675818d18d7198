import type { Law } from '../model/laws';
import { mismatchCost } from '../model/mismatch';
import { type Optimum, optimum } from '../model/optimum';

/** A law at a budget, beside the chosen law. Costs are extra compute as a share: 0.25 is a quarter more; NaN where they cannot be told. */
export interface LawRow {
  readonly law: Law;
  readonly optimum: Optimum;
  /** What it costs to train this law's optimum if the chosen law is true. */
  readonly costIfTrained: number;
  /** What it costs to train the chosen law's optimum if this law is true. */
  readonly costIfTrue: number;
}

/** Costs are at least 0; below this they are no rounding but losses that the law reaches at more than one budget. */
const ROUNDING = -1e-9;

/** Every law's optimum at a budget and the cost of being wrong about it, by rising N*. The chosen law stands among the laws. */
export function lawTable(laws: readonly Law[], chosen: Law, C: number): readonly LawRow[] {
  return laws
    .map((law) => ({
      law,
      optimum: optimum(law, C),
      costIfTrained: law.id === chosen.id ? 0 : costOf(law, chosen, C),
      costIfTrue: law.id === chosen.id ? 0 : costOf(chosen, law, C),
    }))
    .toSorted((a, b) => a.optimum.N - b.optimum.N);
}

function costOf(trained: Law, truth: Law, C: number): number {
  const cost = mismatchCost(trained, truth, C);
  return cost >= ROUNDING ? Math.max(0, cost) : Number.NaN;
}
