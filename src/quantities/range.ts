import { type QuantityId, quantities } from './registry';

/** The range of a quantity as text: `from 1e5 to 1e15`. */
export function describeRange(id: QuantityId): string {
  const { min, max } = quantities[id];
  return describeSpan(min, max);
}

/** A range of numbers as text: `from 1e5 to 1e15`. */
export function describeSpan(min: number, max: number): string {
  return `from ${short(min)} to ${short(max)}`;
}

/** Exponential notation where it is shorter. */
function short(value: number): string {
  const scientific = value.toExponential().replace('e+', 'e');
  return scientific.length < String(value).length ? scientific : String(value);
}
