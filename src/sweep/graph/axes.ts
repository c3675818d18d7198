import { createCustomLaw } from '../../model/custom-law';
import { findLaw } from '../../model/laws';
import { accelerators } from '../../model/plan/hardware';
import { flopCountIds } from '../../quantities/registry';
import { axisValues } from '../axes';
import { lawName } from './laws';
import type { GraphAxisId } from './quantities';
import type { GraphFile, GraphFileAxis } from './schema';

/** An axis with its points. */
export interface GraphAxis {
  readonly quantity: GraphAxisId;
  /** What nodes read, [steps]: the numbers of a quantity, a draw counted from 1, or a place in the list of all that can be chosen. */
  readonly values: Float64Array<ArrayBuffer>;
  /** Names of what is chosen, [steps]; absent for numbers. */
  readonly names?: readonly string[];
}

/** The axes of a file with their points. */
export function graphAxes({ axes }: Pick<GraphFile, 'axes'>): readonly GraphAxis[] {
  return axes.map(graphAxis);
}

function graphAxis(axis: GraphFileAxis): GraphAxis {
  const { quantity } = axis;
  if (axis.quantity === 'draw') return { quantity, values: Float64Array.from({ length: axis.count }, (_, i) => i + 1) };
  if (axis.quantity === 'law') {
    const names = axis.values.map((law) => lawName(typeof law === 'string' ? findLaw(law)! : createCustomLaw(law)));
    return { quantity, values: Float64Array.from(names, (_, i) => i), names };
  }
  if (axis.quantity === 'hardware') {
    return { quantity, values: Float64Array.from(axis.values, (id) => hardwareNumber(id)), names: axis.values };
  }
  if (axis.quantity === 'flopCount') {
    return { quantity, values: Float64Array.from(axis.values, (id) => flopCountIds.indexOf(id)), names: axis.values };
  }
  if (axis.values) return { quantity, values: Float64Array.from(axis.values) };
  const { scale = 'linear', from = Number.NaN, to = Number.NaN, steps = 1 } = axis;
  return { quantity, values: Float64Array.from(axisValues({ scale, from, to, steps })) };
}

/** Place of an accelerator in the list of all, -1 for none. */
export function hardwareNumber(id: string): number {
  return accelerators.findIndex((accelerator) => accelerator.id === id);
}
