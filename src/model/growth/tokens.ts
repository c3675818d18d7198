import { type Term, exponentsOf, termValue } from '../form';
import { type Law, formOf } from '../laws';
import { sumAt, sumAtLoss } from '../loss';
import { exp2, log2, power } from '../math/elementary';
import { findRoot } from '../math/root';
import { twoPowers } from '../optimum';

/** log2 of the tokens among which a solution is looked for. */
const SEARCH = { from: 0, to: 100 };

/**
 * Tokens after which a run from scratch of N parameters has a loss in nat/token, L(N, D) = loss. NaN where no amount of tokens reaches
 * it, 0 where a single token is already better. On laws whose loss rises again with the tokens (quantised models), on the falling branch.
 */
export function tokensAtLoss(law: Law, N: number, loss: number): number {
  return tokensAtSum(law, N, sumAtLoss(law, loss));
}

/** The same for a sum of the law's addends, which keeps digits that a loss beside its floor loses. */
export function tokensAtSum(law: Law, N: number, sum: number): number {
  const powers = twoPowers(law);
  if (powers) {
    const rest = sum - powers.parameterSize * power(N, -powers.alpha);
    return rest > 0 ? power(powers.tokenSize / rest, 1 / powers.beta) : Number.NaN;
  }
  const end = endOfFall(law, N);
  if (!(sum > sumAt(law, N, exp2(end)))) return Number.NaN;
  if (sum >= sumAt(law, N, exp2(SEARCH.from))) return 0;
  return exp2(findRoot((log2D) => sumAt(law, N, exp2(log2D)) / sum - 1, SEARCH.from, end));
}

/** log2 of the tokens at which the loss of N parameters is least; the end of the search where it falls throughout. */
function endOfFall(law: Law, N: number): number {
  const form = formOf(law);
  const c = law.coefficients;
  const terms: readonly Term[] = Object.values(form.terms);
  const slope = (log2D: number): number => {
    const D = exp2(log2D);
    if (form.penalty) return form.penalty.sumSlopes(c, N, D).D;
    return terms.reduce((sum, term) => sum + exponentsOf(term, c).D * termValue(term, c, N, D), 0);
  };
  return slope(SEARCH.to) < 0 ? SEARCH.to : findRoot(slope, SEARCH.from, SEARCH.to);
}

/** The size at which a law's parameter term has a value: the inverse of size·N^-alpha. */
export function parametersAtTerm({ parameterSize, alpha }: { parameterSize: number; alpha: number }, value: number): number {
  return exp2(log2(parameterSize / value) / alpha);
}
