import { FLOP_PER_PARAMETER_TOKEN } from '../model/compute';
import type { Coefficients } from '../model/form';
import { type FormId, findForm } from '../model/forms';
import { lossLaws } from '../model/laws';
import { exp, log2, power } from '../model/math/elementary';
import { createUniform } from '../model/math/random';
import { InputError } from '../quantities/issue';
import { isFittedAsLog } from './kernels/general';
import { type Rows, selectRows, spreadIndices } from './kernels/kernel';
import { createDerivatives } from './minimise';
import { findObjective, roundedObjective } from './objective';
import { FitSpace } from './space';

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
/** Valleys of the projection that a general form begins in, ways to complete each at random, and how many of those become starts. */
const GENERAL = { valleys: 12, tries: 24, each: 2 };
/** Huber function by which completions are compared. */
const COMPARED_DELTA = 0.1;
/** Runs that a projection looks at: more would not move its grid of starts. */
const MOST_PROJECTED = 2000;
/** Fewest runs without repetition that a projection is content with. */
const FEWEST_FRESH = 20;

/** A law of Chinchilla's form as the beginning of another form: what that form adds is drawn at random over its usual range. */
type Beginning = (law: ChinchillaStart, uniform: () => number, space: FitSpace) => Coefficients;

const between = (low: number, high: number, share: number): number => low * power(high / low, share);

const beginnings: Partial<Readonly<Record<FormId, Beginning>>> = {
  gadre: ({ E, A, alpha, B, beta }, _, { rows }) => {
    const eta = (alpha + beta) / 4;
    // each term as large at the middle of the data as Chinchilla's
    const move = (size: number, exponent: number, mean: number) =>
      size * power(mean, 2 * eta - exponent) * power(FLOP_PER_PARAMETER_TOKEN, eta);
    return { E, a: move(A, alpha, meanOf(rows.N)), b: move(B, beta, meanOf(rows.D)), eta };
  },
  krajewski: ({ E, A, alpha, B, beta }, uniform, { restrictions }) => {
    const totalPerActive = restrictions.fixed?.['totalPerActive'] ?? between(1, 50, uniform());
    const size = A * power(totalPerActive, alpha);
    const share = 0.1 + 0.8 * uniform();
    return { c: E, a: share * size, g: (1 - share) * size, gamma: 0.2 + 0.8 * uniform(), alpha, b: B, beta, totalPerActive };
  },
  kumar: (law, uniform) => {
    const bits = () => between(0.5, 4, uniform());
    const exponent = () => 0.2 + 0.4 * uniform();
    const sensitivities = { gamma_w: bits(), gamma_a: bits(), gamma_kv: bits(), gamma_post: bits() };
    return { ...law, ...sensitivities, C_T: between(0.01, 0.3, uniform()), gamma_D: exponent(), gamma_N: exponent() };
  },
  muennighoff: (law, uniform) => ({ ...law, R_D: between(1, 100, uniform()), R_N: between(1, 100, uniform()) }),
};

/** Where descents begin when nobody says otherwise. */
export function defaultStarts(form: FormId): StartStrategy {
  return form === 'chinchilla' || form in beginnings ? 'projection' : 'random';
}

/** Points in a space's free coordinates from which descents begin. Throws an InputError where a form has no such strategy. */
export function createStarts(strategy: StartStrategy, space: FitSpace, seed: number): readonly Float64Array[] {
  const isChinchilla = space.form === 'chinchilla';
  const allowed = startStrategies.filter((each) => isChinchilla || each === 'random' || each === defaultStarts(space.form));
  if (!allowed.includes(strategy)) {
    throw new InputError([{ field: 'starts', given: strategy, allowed: `${allowed.join(' or ')} for the form ${space.form}` }]);
  }
  if (strategy === 'grid') return hoffmannGrid().map((values) => space.fromCoefficients(values));
  if (strategy === 'projection') return isChinchilla ? projectTerms(space) : beginInValleys(space, seed);
  return isChinchilla ? randomTerms(space, seed) : randomCoefficients(space, seed);
}

function projectTerms(space: FitSpace): readonly Float64Array[] {
  return project(sampleOf(space.rows)).map((law) => space.fromCoefficients({ ...law }));
}

/** The lowest valleys of Chinchilla's form on the runs, those without repetition where enough of them say how many tokens are unique. */
function beginInValleys(space: FitSpace, seed: number): readonly Float64Array[] {
  const begin = beginnings[space.form]!;
  const uniform = createUniform(seed);
  const sample = new FitSpace(space.form, sampleOf(space.rows), space.restrictions);
  const round = roundedObjective(findObjective('huber'), COMPARED_DELTA);
  const derivatives = createDerivatives(sample.size);
  return project(sampleOf(freshRows(space.rows)))
    .toSorted((a, b) => a.rss - b.rss)
    .slice(0, GENERAL.valleys)
    .flatMap((law) =>
      Array.from({ length: GENERAL.tries }, () => begin(law, uniform, space))
        .map((values) => ({ values, objective: sample.evaluate(sample.fromCoefficients(values), round, derivatives) }))
        .toSorted((a, b) => a.objective - b.objective)
        .slice(0, GENERAL.each),
    )
    .map(({ values }) => space.fromCoefficients(values));
}

function freshRows(rows: Rows): Rows {
  const unique = rows.scenario['U'];
  if (!unique) return rows;
  const fresh = [...unique.keys()].filter((i) => rows.D[i]! <= 1.01 * unique[i]!);
  return fresh.length < FEWEST_FRESH ? rows : selectRows(rows, fresh);
}

/** At most so many of the runs, spread over the table. */
function sampleOf(rows: Rows, most = MOST_PROJECTED): Rows {
  return rows.count <= most ? rows : selectRows(rows, spreadIndices(rows.count, most));
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
function project(rows: Rows): readonly ChinchillaStart[] {
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
  return [...lowest.values()].map(({ rss, sizes: [E, A, B], alpha, beta }) => ({
    rss,
    alpha,
    beta,
    // a size of 0 has no logarithm; this one is as good as none, and can grow
    E: Math.max(E, 1e-3),
    A: Math.max(A, 1e-3) * power(meanN, alpha),
    B: Math.max(B, 1e-3) * power(meanD, beta),
  }));
}

/** Coefficients of Chinchilla's form, and the sum of squares that they leave. */
interface ChinchillaStart {
  readonly E: number;
  readonly A: number;
  readonly alpha: number;
  readonly B: number;
  readonly beta: number;
  readonly rss: number;
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
  const published = lossLaws.filter((law) => law.form === space.form).map((law) => law.coefficients);
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
