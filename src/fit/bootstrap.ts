import { createUniform } from '../model/math/random';
import { type ParametricFit, refit } from './fit';
import { Minimiser } from './minimise';

/** Fits of resampled runs. */
export interface Bootstrap {
  /** Coefficients of each resample, in the order drawn. */
  readonly draws: readonly Readonly<Record<string, number>>[];
  /** Resamples whose descent did not converge; they are among the draws all the same. */
  readonly unconverged: number;
  readonly seed: number;
  /** Whether whole groups were drawn. */
  readonly byGroup: boolean;
}

/** How to resample. */
export interface BootstrapOptions {
  readonly draws: number;
  readonly seed: number;
  /** Group of each run, [runs]: whole groups are drawn, because runs of one group err together. Without it runs are drawn. */
  readonly groups?: ArrayLike<number> | undefined;
}

/**
 * Bootstrap: the fit repeated on runs drawn with replacement, each from the optimum of all runs. Draws depend on the seed alone.
 * Source: Efron 1979; for this law Besiroglu et al. 2024, section 3.
 */
export function bootstrapFit(fit: ParametricFit, options: BootstrapOptions): Bootstrap {
  const { rows } = fit.space;
  // a space of its own, because resampling reweights its runs
  const space = fit.space.copy();
  const minimiser = new Minimiser(space);
  const uniform = createUniform(options.seed);
  const members = options.groups ? membersOf(options.groups) : undefined;
  const units = members?.length ?? rows.count;
  const weight = new Float64Array(rows.count);
  const draws: Record<string, number>[] = [];
  const free = new Float64Array(space.size);
  let unconverged = 0;
  for (let draw = 0; draw < options.draws; draw++) {
    weight.fill(0);
    for (let k = 0; k < units; k++) {
      const unit = Math.floor(uniform() * units);
      if (members) for (const i of members[unit]!) weight[i] = weight[i]! + rows.weight[i]!;
      else weight[unit] = weight[unit]! + rows.weight[unit]!;
    }
    space.reweight(weight);
    free.set(fit.free);
    if (!refit(minimiser, free, fit.objective).isConverged) unconverged += 1;
    draws.push(space.toCoefficients(free));
  }
  return { draws, unconverged, seed: options.seed, byGroup: members !== undefined };
}

function membersOf(groups: ArrayLike<number>): number[][] {
  const members = new Map<number, number[]>();
  for (let i = 0; i < groups.length; i++) {
    const group = members.get(groups[i]!);
    if (group) group.push(i);
    else members.set(groups[i]!, [i]);
  }
  return [...members.values()];
}
