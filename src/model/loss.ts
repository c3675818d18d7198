import { type Coefficients, type Form, termValue } from './form';
import { type Law, formOf } from './laws';

/** Sum of a form's addends at N parameters and D tokens, without the offset. */
function sumOfTerms(form: Form, coefficients: Coefficients, N: number, D: number): number {
  let sum = form.penalty?.value(coefficients, N, D) ?? 0;
  for (const term of Object.values(form.terms)) sum += termValue(term, coefficients, N, D);
  return sum;
}

/** Sum of a law's addends at N parameters and D tokens, without the offset: the state of a run on the law, whatever its link. */
export function sumAt(law: Law, N: number, D: number): number {
  return sumOfTerms(formOf(law), law.coefficients, N, D);
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

/** Loss of a form whose sum, offset included, is given. */
export function lossOfSum(form: Form, coefficients: Coefficients, sum: number): number {
  return form.link ? form.link(coefficients, sum) : sum;
}

/** Predicted loss in nat/token at N parameters and D tokens. */
export function loss(law: Law, N: number, D: number): number {
  const form = formOf(law);
  return lossOfSum(form, law.coefficients, form.offset(law.coefficients) + sumOfTerms(form, law.coefficients, N, D));
}

/** The law's floor in nat/token: its loss as N and D grow without bound. */
export function irreducibleLoss(law: Law): number {
  const form = formOf(law);
  return lossOfSum(form, law.coefficients, form.offset(law.coefficients));
}

/** Loss above the law's floor in nat/token. Exact where the terms are tiny beside the floor, unlike loss − floor. */
export function reducibleLoss(law: Law, N: number, D: number): number {
  const form = formOf(law);
  return form.link ? loss(law, N, D) - irreducibleLoss(law) : sumOfTerms(form, law.coefficients, N, D);
}
