import { createNormal, createUniform } from '../math/random';
import { findRoot } from '../math/root';

/** Which examples survive pruning: any, those nearest to the teacher's boundary, or those farthest from it. */
export type PruningRule = 'random' | 'hard' | 'easy';

/** A teacher-student experiment. */
export interface PruningExperiment {
  /** Examples per dimension before pruning, above 0. */
  readonly examplesPerDimension: number;
  /** Share of the examples that is kept, from 0 to 1. */
  readonly keep: number;
  readonly rule: PruningRule;
  readonly dimension?: number;
  /** Repetitions with as many seeds in a row, whose mean is taken. */
  readonly seeds?: number;
  /** The first of the seeds, 1 unless it is given. */
  readonly firstSeed?: number;
}

const DEFAULT = { dimension: 100, seeds: 10, firstSeed: 1 };

/**
 * Test error, from 0 to 0.5, of a student that separates pruned examples with the widest margin: Gaussian inputs, labels of a linear
 * teacher, examples ranked by the teacher's own margin. With few examples keeping easy ones wins, with many keeping hard ones. A
 * simulation, seeded: the closed-form curves of the paper were not obtained. Source of the setting: Sorscher et al. 2022, arXiv
 * 2206.14486, section 2.
 */
export function prunedTestError({
  examplesPerDimension,
  keep,
  rule,
  dimension = DEFAULT.dimension,
  seeds = DEFAULT.seeds,
  firstSeed = DEFAULT.firstSeed,
}: PruningExperiment): number {
  let sum = 0;
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    const { inputs, margins, teacher } = drawExamples(seed, Math.round(examplesPerDimension * dimension), dimension);
    const kept = chooseExamples(margins, Math.max(1, Math.round(keep * margins.length)), rule, seed);
    const rows = kept.map((index) => inputs.subarray(index * dimension, (index + 1) * dimension));
    sum += angle(widestMargin(rows, dimension), teacher) / Math.PI;
  }
  return sum / seeds;
}

/** Examples, already multiplied by their labels so that a right student has only positive margins. */
interface Examples {
  /** [examples, dimension], row-major */
  readonly inputs: Float64Array;
  /** The teacher's margin of each example, positive. */
  readonly margins: Float64Array;
  readonly teacher: Float64Array;
}

function drawExamples(seed: number, count: number, dimension: number): Examples {
  const normal = createNormal(seed);
  const teacher = Float64Array.from({ length: dimension }, normal);
  const inputs = Float64Array.from({ length: count * dimension }, normal);
  const margins = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const row = inputs.subarray(i * dimension, (i + 1) * dimension);
    const margin = dot(row, teacher);
    if (margin < 0) for (let j = 0; j < dimension; j++) row[j] = -row[j]!;
    margins[i] = Math.abs(margin);
  }
  return { inputs, margins, teacher };
}

/** Indices of the examples that a rule keeps. */
function chooseExamples(margins: Float64Array, count: number, rule: PruningRule, seed: number): readonly number[] {
  const uniform = createUniform(seed);
  const rank = rule === 'random' ? margins.map(() => uniform()) : rule === 'hard' ? margins : margins.map((margin) => -margin);
  return Array.from(margins.keys())
    .sort((a, b) => rank[a]! - rank[b]!)
    .slice(0, count);
}

/** Prices of a violated margin; each solution starts the next. */
const PENALTIES = [10, 1e3, 1e5, 1e7];
const NEWTON_STEPS = 60;

/**
 * The direction that separates examples with the widest margin: |w|²/2 + penalty/2·Σ max(0, 1 − w·x)² at a rising penalty, each by
 * Newton steps on the examples whose margin is violated. Source: Keerthi and DeCoste 2005, JMLR 6, finite Newton method for linear
 * support vector machines.
 */
function widestMargin(rows: readonly Float64Array[], dimension: number): Float64Array {
  let w: Float64Array = new Float64Array(dimension);
  for (const penalty of PENALTIES) w = softMargin(w, rows, penalty);
  return w;
}

function softMargin(start: Float64Array, rows: readonly Float64Array[], penalty: number): Float64Array {
  const w = start.slice();
  const margins = Float64Array.from(rows, (row) => dot(row, w));
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const violated = rows.filter((_, i) => margins[i]! < 1);
    const move = newtonTarget(violated, penalty, w.length).map((value, j) => value - w[j]!);
    const change = Float64Array.from(rows, (row) => dot(row, move));
    const along = dot(w, move);
    const square = dot(move, move);
    // the cost falls along the move until this slope, which rises, is zero; the last steps are whole ones
    const slope = (share: number): number => {
      let sum = 0;
      for (let i = 0; i < margins.length; i++) sum += Math.max(0, 1 - margins[i]! - share * change[i]!) * change[i]!;
      return along + share * square - penalty * sum;
    };
    const share = findRoot(slope, 0, 2, 1e-6);
    for (let j = 0; j < w.length; j++) w[j]! += share * move[j]!;
    for (let i = 0; i < margins.length; i++) margins[i]! += share * change[i]!;
    if (square < CONVERGED * dot(w, w)) break;
  }
  return w;
}

/** Square of the relative move at which the direction no longer changes. */
const CONVERGED = 1e-6;

/** Where the cost would be least if just these margins were violated: (1 + penalty·XᵀX) w = penalty·Xᵀ1 over their rows. */
function newtonTarget(violated: readonly Float64Array[], penalty: number, dimension: number): Float64Array {
  const right = new Float64Array(dimension);
  const matrix = Array.from(right, () => new Float64Array(dimension));
  for (const row of violated) {
    for (let i = 0; i < dimension; i++) {
      const scaled = penalty * row[i]!;
      right[i]! += scaled;
      const line = matrix[i]!;
      for (let j = 0; j <= i; j++) line[j]! += scaled * row[j]!;
    }
  }
  matrix.forEach((line, i) => {
    line[i]! += 1;
  });
  return solvePositive(matrix, right);
}

/** Solves a symmetric positive definite system in place; only the lower triangle of the matrix is read. */
function solvePositive(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  for (let i = 0; i < n; i++) {
    const line = matrix[i]!;
    for (let j = 0; j <= i; j++) {
      const other = matrix[j]!;
      let sum = line[j]!;
      for (let k = 0; k < j; k++) sum -= line[k]! * other[k]!;
      line[j] = j === i ? Math.sqrt(sum) : sum / other[j]!;
    }
    for (let k = 0; k < i; k++) right[i]! -= line[k]! * right[k]!;
    right[i]! /= line[i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) right[i]! -= matrix[k]![i]! * right[k]!;
    right[i]! /= matrix[i]![i]!;
  }
  return right;
}

function angle(a: Float64Array, b: Float64Array): number {
  return Math.acos(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
