import { type Coefficients, type Exponents, type Form, type Term, exponentsOf, termValue } from './form';
import { type Law, formOf } from './laws';
import { power } from './math/elementary';

/** Sum of a law's addends at N parameters and D tokens, without the offset. */
function sumOfTerms({ efficiency, coefficients }: Law, form: Form, N: number, D: number): number {
  const [worthN, worthD] = efficiency ? [efficiency.N * N, efficiency.D * D] : [N, D];
  let sum = form.penalty?.value(coefficients, worthN, worthD) ?? 0;
  for (const term of Object.values(form.terms)) sum += termValue(term, coefficients, worthN, worthD);
  return sum;
}

/** Sum of a law's addends at N parameters and D tokens, without the offset: the state of a run on the law, whatever its link. */
export function sumAt(law: Law, N: number, D: number): number {
  return sumOfTerms(law, formOf(law), N, D);
}

/** Loss in nat/token where the addends sum to `sum`, without the offset. */
export function lossAtSum(law: Law, sum: number): number {
  const form = formOf(law);
  return lossOfSum(form, law.coefficients, form.offset(law.coefficients) + sum);
}

/** Sum of the addends, without the offset, at a loss in nat/token; the inverse of `lossAtSum`. */
export function sumAtLoss(law: Law, target: number): number {
  const form = formOf(law);
  const c = law.coefficients;
  return (form.unlink ? form.unlink(c, target) : target) - form.offset(c);
}

/** Penalty of a law at N parameters and D tokens; 0 where every addend factors. */
export function penaltyOf(law: Law, N: number, D: number): number {
  const { N: worthN, D: worthD } = law.efficiency ?? { N: 1, D: 1 };
  return formOf(law).penalty?.value(law.coefficients, worthN * N, worthD * D) ?? 0;
}

/** Size of a term of a law at N = D = 1: what its form says, and what parameters and tokens are worth. */
export function termSize({ efficiency, coefficients }: Law, term: Term): number {
  const size = term.size(coefficients);
  if (!efficiency) return size;
  const exponents = exponentsOf(term, coefficients);
  return size * power(efficiency.N, exponents.N) * power(efficiency.D, exponents.D);
}

/** Derivatives of a law's sum with respect to ln N and ln D, up to a positive factor that both share. */
export function sumSlopes(law: Law, N: number, D: number): Exponents {
  const form = formOf(law);
  const { coefficients: c } = law;
  const { N: worthN, D: worthD } = law.efficiency ?? { N: 1, D: 1 };
  if (form.penalty) return form.penalty.sumSlopes(c, worthN * N, worthD * D);
  let slopeN = 0;
  let slopeD = 0;
  for (const term of Object.values<Term>(form.terms)) {
    const exponents = exponentsOf(term, c);
    const value = termValue(term, c, worthN * N, worthD * D);
    slopeN += exponents.N * value;
    slopeD += exponents.D * value;
  }
  return { N: slopeN, D: slopeD };
}

/** Loss of a form whose sum, offset included, is given. */
export function lossOfSum(form: Form, coefficients: Coefficients, sum: number): number {
  return form.link ? form.link(coefficients, sum) : sum;
}

/** A law's whole sum at N parameters and D tokens, offset included. */
export function sumOf(law: Law, N: number, D: number): number {
  const form = formOf(law);
  return form.offset(law.coefficients) + sumOfTerms(law, form, N, D);
}

/** Predicted loss in nat/token at N parameters and D tokens. */
export function loss(law: Law, N: number, D: number): number {
  return lossOfSum(formOf(law), law.coefficients, sumOf(law, N, D));
}

/** The law's floor in nat/token: its loss as N and D grow without bound. */
export function irreducibleLoss(law: Law): number {
  const form = formOf(law);
  return lossOfSum(form, law.coefficients, form.offset(law.coefficients));
}

/** Loss above the law's floor in nat/token. Exact where the terms are tiny beside the floor, unlike loss − floor. */
export function reducibleLoss(law: Law, N: number, D: number): number {
  const form = formOf(law);
  return form.link ? loss(law, N, D) - irreducibleLoss(law) : sumOfTerms(law, form, N, D);
}
