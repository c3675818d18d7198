import { msg } from '@lit/localize';
import { FLOP_PER_PF_DAY } from '../model/compute';
import { parseNumber } from '../quantities/parse';

/** Budgets that the page offers, in FLOP. */
export const BUDGET_RANGE = [1e17, 1e28] as const;

/** What a budget may look like, for error messages. */
export const BUDGET_ALLOWED = msg('a budget from 1e17 to 1e28 FLOP, such as 5.76e23 or 3640 PF-days');

/** The budget that Isoflop opens with: the one that Gopher and Chinchilla shared. Hoffmann et al. 2022. */
export const DEFAULT_BUDGET = 5.76e23;

/** Reads a budget as people write it: `5.76e23`, `5.76e23 FLOP`, `3640 PF-days`, `0.5E`. Undefined outside the range. */
export function parseBudget(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^(.*?)\s*(flops?|pf(?:lops?)?(?:\/s)?[-\s]?d(?:ays?)?)?\s*$/i.exec(text.trim()) ?? [];
  const value = parseNumber(digits.replaceAll(/[,\s_]/g, '')) * (unit.toLowerCase().startsWith('p') ? FLOP_PER_PF_DAY : 1);
  return isBudget(value) ? value : undefined;
}

/** Whether a number of FLOP is a budget that the page offers. */
export function isBudget(C: number): boolean {
  return C >= BUDGET_RANGE[0] && C <= BUDGET_RANGE[1];
}

/** The nearest budget that the page offers, with four significant digits: what a drag means. */
export function roundBudget(C: number): number {
  return Number(Math.min(Math.max(C, BUDGET_RANGE[0]), BUDGET_RANGE[1]).toPrecision(4));
}
