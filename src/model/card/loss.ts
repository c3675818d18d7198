import { quantities } from '../../quantities/registry';
import { coefficientIntervals } from '../coefficient-intervals';
import { coefficientDeviations } from '../deviations';
import { type Law, formOf } from '../laws';
import { frontierExponent } from '../optimum';
import type { CardContent, CardNumber, Formula } from './card';
import { growthFormulas } from './growth';

/** What the card of a law of the loss holds: its form, how its frontier grows, its coefficients and what the user sets. */
export function lossContent(law: Law): CardContent {
  return { formulas: lawFormulas(law), numbers: lawNumbers(law) };
}

function lawFormulas(law: Law): readonly Formula[] {
  const { formula, mathml } = formOf(law);
  const a = frontierExponent(law);
  return [{ text: formula, mathml }, ...(a === undefined ? [] : growthFormulas(a, 1 - a))];
}

function lawNumbers(law: Law): readonly CardNumber[] {
  const form = formOf(law);
  const deviations = coefficientDeviations(law);
  const intervals = coefficientIntervals(law);
  const fitted = Object.entries(form.coefficients).map(([name, { symbol = name, unit, about }]): CardNumber => {
    const deviation = deviations?.[name];
    const interval = intervals[name];
    return {
      symbol,
      value: law.coefficients[name]!,
      unit,
      about,
      ...(deviation !== undefined && { deviation }),
      ...(interval && { interval }),
    };
  });
  const set = (Object.keys(form.scenario) as (keyof typeof form.scenario)[]).map((id): CardNumber => {
    const { symbol, unit, about, max } = quantities[id];
    const value = law.coefficients[id] ?? form.scenario[id];
    return { symbol, value: value > max ? Infinity : value, unit, about, isSet: true };
  });
  return [...fitted, ...set];
}
