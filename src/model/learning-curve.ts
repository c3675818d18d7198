import data from '../data/learning-curves.json';
import { criticalBatch } from './batch/critical';
import { exp, power } from './math/elementary';
import { findRoot } from './math/root';
import type { FittedRange } from './laws';

/** A law of the loss during training: (N_c/N)^alpha_N + (S_c/S_min)^alpha_S. */
export interface LearningCurve {
  readonly id: string;
  readonly label: string;
  readonly family: string;
  /** What was measured, in one sentence. */
  readonly about: string;
  readonly alpha_N: number;
  readonly N_c: number;
  readonly alpha_S: number;
  /** Steps at which the term of the steps is one. */
  readonly S_c: number;
  readonly alpha_B: number;
  /** Critical batch in tokens at a loss of one nat. */
  readonly B_0: number;
  /** Which parameters N counts. */
  readonly counted: string;
  readonly range?: FittedRange;
  readonly validity: string;
  readonly source: string;
  readonly status: string;
}

/** Every published law of learning curves. */
export const learningCurves: readonly LearningCurve[] = data.curves as unknown as readonly LearningCurve[];

const kaplan = learningCurves[0]!;

/** What a run of N parameters reaches by a learning curve. */
export interface CurvePoint {
  /** nat/token */
  readonly loss: number;
  /** Tokens in a batch at which steps and compute are both twice the least, at this loss. */
  readonly criticalBatch: number;
  /** Steps that the same loss takes at a batch far above the critical one. */
  readonly leastSteps: number;
}

/**
 * Loss in nat/token of N parameters (without embeddings) after S_min steps at a batch far above the critical one:
 * L = (N_c/N)^alpha_N + (S_c/S_min)^alpha_S. Source: Kaplan et al. 2020, arXiv 2001.08361, equation 1.6.
 */
export function kaplanLearningCurve(N: number, leastSteps: number): number {
  return convergedLoss(N) + power(kaplan.S_c / leastSteps, kaplan.alpha_S);
}

/**
 * The point of a run of N parameters after so many steps at a batch in tokens. Such steps are worth S_min = S/(1 + B_crit(L)/B), and
 * B_crit depends on the loss: so the loss is the root of L = L(N, S_min(L)), whose right side falls as L rises. Without a batch the
 * steps are taken at one far above the critical one. Source: Kaplan et al. 2020, equations 1.4, 1.6 and 5.4.
 */
export function curvePoint(N: number, steps: number, batch = Infinity): CurvePoint {
  return pointAt(N, (critical) => steps / (1 + critical / batch));
}

/**
 * The point of a run of N parameters after D tokens at the critical batch of its last loss, B = B_crit(L): it takes D/B steps, which
 * are twice the least. Source: as `curvePoint`.
 */
export function curvePointOfTokens(N: number, D: number): CurvePoint {
  return pointAt(N, (critical) => D / (2 * critical));
}

/** Loss of N parameters when training has converged. */
function convergedLoss(N: number): number {
  return power(kaplan.N_c / N, kaplan.alpha_N);
}

/** The point at which the steps that a run is worth give the loss that they are reckoned from. */
function pointAt(N: number, leastSteps: (critical: number) => number): CurvePoint {
  const floor = convergedLoss(N);
  // in ln(L − L_∞), which any number of steps leaves finite
  const excess = (log: number): number => kaplanLearningCurve(N, leastSteps(criticalBatch(floor + exp(log)))) - floor - exp(log);
  const loss = floor + exp(findRoot(excess, -60, 60));
  const critical = criticalBatch(loss);
  return { loss, criticalBatch: critical, leastSteps: leastSteps(critical) };
}
