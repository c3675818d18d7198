import { InputError } from '../quantities/issue';
import { type FitOptions, type ParametricFit, fitLaw } from './fit';
import { selectRows } from './validation';
import type { Rows } from './kernels/kernel';
import { relativeResiduals } from './uncertainty';
import { robustSigma } from './math/robust';

/** A rule that looks at all runs: the highest losses, or those far from the law that the others give. */
export type OutlierRule =
  | { readonly kind: 'top'; readonly text: string; readonly count: number }
  | { readonly kind: 'residual'; readonly text: string; readonly deviations: number };

/** Rules by what they look at. */
export interface SplitRules {
  /** Rules such as `outlier=1`, which look at a row alone. */
  readonly rows: readonly string[];
  readonly outliers: readonly OutlierRule[];
}

const TOP = /^top\s+(\d{1,6})\s+loss(?:es)?$/i;
const RESIDUAL = /^\|?residual\|?\s*>\s*(\d+(?:\.\d+)?)\s*mad$/i;

/** Parts `top 5 loss` and `residual > 5 MAD` from the rules that look at one row. Throws an InputError for one that leaves out nothing. */
export function splitRules(rules: readonly string[]): SplitRules {
  const rows: string[] = [];
  const outliers: OutlierRule[] = [];
  for (const text of rules) {
    const count = TOP.exec(text.trim())?.[1];
    const deviations = RESIDUAL.exec(text.trim())?.[1];
    if (count !== undefined) outliers.push({ kind: 'top', text, count: Number(count) });
    else if (deviations !== undefined) outliers.push({ kind: 'residual', text, deviations: Number(deviations) });
    else rows.push(text);
  }
  const idle = outliers.find((rule) => (rule.kind === 'top' ? rule.count : rule.deviations) === 0);
  if (idle) throw new InputError([{ field: '--exclude', given: idle.text, allowed: 'a number above 0' }]);
  return { rows, outliers };
}

/**
 * Runs that outlier rules mean, 1 for each, [runs], beside those that `isLeft` leaves out already. Residuals are those of a fit to the runs that
 * no other rule leaves out, in units of 1.4826 times the median of their sizes, which is a standard deviation that outliers do not move.
 * Throws an InputError where such a fit is impossible.
 */
export function markOutliers(rows: Rows, isLeft: Uint8Array, rules: readonly OutlierRule[], options: FitOptions): Uint8Array {
  const marked = Uint8Array.from(isLeft);
  for (const rule of rules) {
    if (rule.kind !== 'top') continue;
    const byLoss = [...rows.loss.keys()].filter((i) => isLeft[i] === 0).sort((a, b) => rows.loss[b]! - rows.loss[a]!);
    for (const i of byLoss.slice(0, rule.count)) marked[i] = 1;
  }
  const deviations = rules.flatMap((rule) => (rule.kind === 'residual' ? [rule.deviations] : []));
  if (deviations.length === 0) return marked;
  const kept = [...marked.keys()].filter((i) => marked[i] === 0);
  const fit = fitLaw(selectRows(rows, kept), options);
  for (const at of farRuns(fit, Math.min(...deviations))) marked[kept[at]!] = 1;
  return marked;
}

/** Indices of a fit's runs that lie more than so many robust standard deviations off its law, the farthest first. */
export function farRuns(fit: ParametricFit, deviations: number): readonly number[] {
  const residuals = relativeResiduals(fit);
  const limit = deviations * robustSigma(residuals);
  return [...residuals.keys()]
    .filter((i) => Math.abs(residuals[i]!) > limit)
    .toSorted((a, b) => Math.abs(residuals[b]!) - Math.abs(residuals[a]!));
}
