import { trainingCompute } from '../compute';
import type { Law } from '../laws';
import { loss } from '../loss';
import { exp2, log2 } from '../math/elementary';
import { type GrowthOptions, type GrownRun, progressOf } from './simulate';

/** A point of a learning curve. */
export interface CurvePoint {
  /** Tokens seen so far, those of earlier stages included. */
  readonly tokens: number;
  /** FLOP spent so far. */
  readonly compute: number;
  /** nat/token */
  readonly loss: number;
  /** Parameters at that point. */
  readonly N: number;
}

/** Doublings of a stage's tokens that its points span. */
const SPAN = 12;

/**
 * Learning curve of a simulated run, `count` ≥ 2 points a stage: dense where a stage begins, for there the loss falls fastest, and the
 * last one at its end. `options` are those of the simulation.
 */
export function grownCurve(law: Law, run: GrownRun, options: GrowthOptions, count: number): readonly CurvePoint[] {
  const before = { tokens: 0, compute: 0 };
  return run.stages.flatMap(({ N, D, effectiveTokens }, i) => {
    const rewarm = i === 0 ? 0 : (options.rewarmTokens ?? 0);
    const points = Array.from({ length: count }, (_, k) => {
      // the first stage has no loss before its first token; the others begin where the one before ended
      const own = k === 0 && i > 0 ? 0 : D * exp2(-SPAN * (1 - k / (count - 1)));
      return {
        tokens: before.tokens + own,
        compute: before.compute + trainingCompute(N, own),
        loss: loss(law, N, effectiveTokens + progressOf(own, rewarm)),
        N,
      };
    });
    before.tokens += D;
    before.compute += trainingCompute(N, D);
    return points;
  });
}

/** Learning curve of a run from scratch of N parameters: `count` ≥ 2 points, evenly spaced in the logarithm of the tokens. */
export function scratchCurve(law: Law, N: number, tokens: { from: number; to: number }, count: number): readonly CurvePoint[] {
  const [from, to] = [log2(tokens.from), log2(tokens.to)];
  return Array.from({ length: count }, (_, k) => {
    const D = k === count - 1 ? tokens.to : exp2(from + ((to - from) * k) / (count - 1));
    return { tokens: D, compute: trainingCompute(N, D), loss: loss(law, N, D), N };
  });
}
