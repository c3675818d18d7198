import { findForm } from '../model/forms';
import { laws } from '../model/laws';
import { exp, log2, power } from '../model/math/elementary';
import { createUniform } from '../model/math/random';
import { InputError } from '../quantities/issue';
import { isFittedAsLog } from './kernels/general';
import type { Rows } from './kernels/kernel';
import type { FitSpace } from './space';

/** Ways to choose where descents begin. */
export const startStrategies = ['projection', 'grid', 'random'] as const;

/** Id of a start strategy. */
export type StartStrategy = (typeof startStrategies)[number];

/** The grid of Hoffmann et al. 2022, appendix D.3: 5 × 5 × 5 × 6 × 6 = 4500 starts. */
const HOFFMANN = {
  exponents: [0, 0.5, 1, 1.5, 2],
  logFloors: [-1, -0.5, 0, 0.5, 1],
  logSizes: [0, 5, 10, 15, 20, 25],
};
/** Exponents of the projection, along each of alpha and beta, and how many of its valleys are descended. */
const PROJECTION = { from: 0.02, to: 1.2, steps: 32, block: 4 };
const RANDOM = { starts: 200, generalStarts: 24 };

/** Points in a space's free coordinates from which descents begin. Throws an InputError where a form has no such strategy. */
export function createStarts(strategy: StartStrategy, space: FitSpace, seed: number): readonly Float64Array[] {
  const isChinchilla = space.form === 'chinchilla';
  if (strategy !== 'random' && !isChinchilla) {
    throw new InputError([{ field: 'starts', given: strategy, allowed: `random for the form ${space.form}` }]);
  }
  if (strategy === 'grid') return hoffmannGrid().map((values) => space.fromCoefficients(values));
  if (strategy === 'projection') return project(space.rows).map((values) => space.fromCoefficients(values));
  return isChinchilla ? randomTerms(space, seed) : randomCoefficients(space, seed);
}

function hoffmannGrid(): Record<string, number>[] {
  const { exponents, logFloors, logSizes } = HOFFMANN;
  return exponents.flatMap((alpha) =>
    exponents.flatMap((beta) =>
      logFloors.flatMap((floor) => logSizes.flatMap((a) => logSizes.map((b) => ({ alpha, beta, E: exp(floor), A: exp(a), B: exp(b) })))),
    ),
  );
}

/**
 * Variable projection: at each cell of a grid of exponents the sizes E, A, B are a linear, non-negative least-squares problem, which is
 * solved exactly, relative residuals counting. The best cell of each block of 4 × 4 is a start.
 * Source: Golub and Pereyra 1973; for scaling laws Open-Athena/scaling-law-analysis.
 */
function project(rows: Rows): Record<string, number>[] {
  const { from, to, steps } = PROJECTION;
  const exponents = Array.from({ length: steps }, (_, i) => from + ((to - from) * i) / (steps - 1));
  const meanN = meanOf(rows.N);
  const meanD = meanOf(rows.D);
  // each column is divided by the run's loss, so that relative residuals are squared; N and D by their means, against overflow
  const columnsN = exponents.map((alpha) => rows.N.map((N, i) => power(N / meanN, -alpha) / rows.loss[i]!));
  const columnsD = exponents.map((beta) => rows.D.map((D, i) => power(D / meanD, -beta) / rows.loss[i]!));
  const floors = rows.loss.map((loss) => 1 / loss);
  const cells = columnsN.map((x) => columnsD.map((y) => solveSizes(floors, x, y, rows.weight)));
  const lowest = new Map<string, Cell>();
  cells.forEach((line, i) =>
    line.forEach(({ rss, sizes }, j) => {
      const block = `${Math.floor(i / PROJECTION.block)} ${Math.floor(j / PROJECTION.block)}`;
      if (rss < (lowest.get(block)?.rss ?? Infinity)) lowest.set(block, { rss, sizes, alpha: exponents[i]!, beta: exponents[j]! });
    }),
  );
  return [...lowest.values()].map(({ sizes: [E, A, B], alpha, beta }) => ({
    alpha,
    beta,
    // a size of 0 has no logarithm; this one is as good as none, and can grow
    E: Math.max(E, 1e-3),
    A: Math.max(A, 1e-3) * power(meanN, alpha),
    B: Math.max(B, 1e-3) * power(meanD, beta),
  }));
}

/** A cell of the projection: the best sizes at its exponents. */
interface Cell {
  readonly rss: number;
  readonly sizes: readonly [number, number, number];
  readonly alpha: number;
  readonly beta: number;
}

/** Non-negative least squares for three columns with target 1: the best of all sets of columns whose solution is positive. */
function solveSizes(
  e: Float64Array,
  x: Float64Array,
  y: Float64Array,
  weight: Float64Array,
): { readonly rss: number; readonly sizes: readonly [number, number, number] } {
  let [ee, ex, ey, xx, xy, yy, e1, x1, y1, total] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < e.length; i++) {
    const w = weight[i]!;
    const [a, b, c] = [e[i]!, x[i]!, y[i]!];
    ee += w * a * a;
    ex += w * a * b;
    ey += w * a * c;
    xx += w * b * b;
    xy += w * b * c;
    yy += w * c * c;
    e1 += w * a;
    x1 += w * b;
    y1 += w * c;
    total += w;
  }
  const determinant = ee * (xx * yy - xy * xy) - ex * (ex * yy - xy * ey) + ey * (ex * xy - xx * ey);
  const all = [
    (e1 * (xx * yy - xy * xy) - ex * (x1 * yy - xy * y1) + ey * (x1 * xy - xx * y1)) / determinant,
    (ee * (x1 * yy - xy * y1) - e1 * (ex * yy - xy * ey) + ey * (ex * y1 - x1 * ey)) / determinant,
    (ee * (xx * y1 - x1 * xy) - ex * (ex * y1 - x1 * ey) + e1 * (ex * xy - xx * ey)) / determinant,
  ] as const;
  const pairOf = (aa: number, ab: number, bb: number, a1: number, b1: number) => {
    const det = aa * bb - ab * ab;
    return [(a1 * bb - ab * b1) / det, (aa * b1 - ab * a1) / det] as const;
  };
  const [eX, xE] = pairOf(ee, ex, xx, e1, x1);
  const [eY, yE] = pairOf(ee, ey, yy, e1, y1);
  const [xY, yX] = pairOf(xx, xy, yy, x1, y1);
  const candidates = [all, [eX, xE, 0], [eY, 0, yE], [0, xY, yX], [e1 / ee, 0, 0], [0, x1 / xx, 0], [0, 0, y1 / yy]] as const;
  let best = { rss: Infinity, sizes: candidates[4] as readonly [number, number, number] };
  for (const sizes of candidates) {
    if (!sizes.every((size) => size >= 0)) continue;
    const rss = total - sizes[0] * e1 - sizes[1] * x1 - sizes[2] * y1;
    if (rss < best.rss) best = { rss, sizes };
  }
  return best;
}

/** Random floors, exponents and sizes of the terms at the middle of the data. */
function randomTerms(space: FitSpace, seed: number): readonly Float64Array[] {
  const uniform = createUniform(seed);
  const { N, D, loss } = space.rows;
  const least = loss.reduce((low, value) => Math.min(low, value), Infinity);
  const [meanN, meanD] = [meanOf(N), meanOf(D)];
  return Array.from({ length: RANDOM.starts }, () => {
    const [alpha, beta] = [0.05 + uniform(), 0.05 + uniform()];
    const term = (): number => least * exp(-5 * uniform());
    return space.fromCoefficients({
      alpha,
      beta,
      E: least * (0.05 + 0.9 * uniform()),
      A: term() * power(meanN, alpha),
      B: term() * power(meanD, beta),
    });
  });
}

/** The published laws of the form, and random coefficients around them. */
function randomCoefficients(space: FitSpace, seed: number): readonly Float64Array[] {
  const uniform = createUniform(seed);
  const form = findForm(space.form);
  const published = laws.filter((law) => law.form === space.form).map((law) => law.coefficients);
  const around = Array.from({ length: RANDOM.generalStarts - published.length }, (_, i) => {
    const base = published[i % published.length]!;
    return Object.fromEntries(
      Object.keys(form.coefficients).map((name) => {
        const factor = isFittedAsLog(form, name) ? exp(4 * uniform() - 2) : 0.5 + uniform();
        return [name, Math.max(base[name]!, 1e-3) * factor];
      }),
    );
  });
  return [...published, ...around].map((values) => space.fromCoefficients(values));
}

/** Geometric mean. */
function meanOf(values: Float64Array): number {
  return exp((values.reduce((sum, value) => sum + log2(value), 0) / values.length) * Math.LN2);
}
