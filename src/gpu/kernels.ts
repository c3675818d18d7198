import ensemble from '../../shaders/kernels/ensemble.wgsl?forms';
import fillDraws from '../../shaders/kernels/fill_draws.wgsl?forms';
import fillTerms from '../../shaders/kernels/fill_terms.wgsl?forms';
import fit, { lines as fitLines, source as fitSource } from '../../shaders/kernels/fit.wgsl?wesl';
import frontier from '../../shaders/kernels/frontier.wgsl?forms';
import graph, { lines as graphLines, source as graphSource } from '../../shaders/kernels/graph.wgsl?wesl';
import grid from '../../shaders/kernels/grid.wgsl?forms';
import growth from '../../shaders/kernels/growth.wgsl?forms';
import layouts, { lines as layoutLines, source as layoutSource } from '../../shaders/kernels/layouts.wgsl?wesl';
import type { FormId } from '../model/forms';
import type { LinkedShader } from './shader';

/** Invocations in a workgroup, for every kernel: a multiple of all GPUs' subgroup sizes, and few enough for any adapter. */
export const WORKGROUP_SIZE = 64;

/** Rows that one invocation of the grid kernel computes; more would leave small grids with too few invocations. */
export const ROWS_PER_INVOCATION = 16;

/** What stands for a form where a kernel imports none. */
export const NO_FORM = 'no form';

/** A form that a kernel is linked for, or none. */
export type KernelForm = FormId | typeof NO_FORM;

/** A kernel: its linked text for each form, and what is bound to it, in the order of its bindings. */
export interface Kernel<B extends string = string> {
  /** Prefix of labels. */
  readonly name: string;
  readonly shaders: Readonly<Record<string, LinkedShader>>;
  readonly bindings: Readonly<Record<B, Access>>;
}

/** How a kernel uses a storage buffer. */
type Access = 'read-only-storage' | 'storage';

/** The passes of a sweep. */
export const kernels = {
  fillTerms: {
    name: 'fill_terms',
    shaders: fillTerms,
    bindings: {
      parameters: 'read-only-storage',
      coefficients: 'read-only-storage',
      points: 'read-only-storage',
      rowFactors: 'storage',
      columnFactors: 'storage',
    },
  },
  grid: {
    name: 'grid',
    shaders: grid,
    bindings: {
      parameters: 'read-only-storage',
      coefficients: 'read-only-storage',
      rowFactors: 'read-only-storage',
      columnFactors: 'read-only-storage',
      cells: 'storage',
      rowPoints: 'read-only-storage',
      columnPoints: 'read-only-storage',
    },
  },
  frontier: {
    name: 'frontier',
    shaders: frontier,
    bindings: {
      parameters: 'read-only-storage',
      rowFactors: 'read-only-storage',
      columnFactors: 'read-only-storage',
      spans: 'read-only-storage',
      best: 'storage',
      coefficients: 'read-only-storage',
      rowPoints: 'read-only-storage',
      columnPoints: 'read-only-storage',
    },
  },
  fillDraws: {
    name: 'fill_draws',
    shaders: fillDraws,
    bindings: {
      parameters: 'read-only-storage',
      coefficients: 'read-only-storage',
      points: 'read-only-storage',
      rowFactors: 'storage',
      columnFactors: 'storage',
    },
  },
  ensemble: {
    name: 'ensemble',
    shaders: ensemble,
    bindings: {
      parameters: 'read-only-storage',
      coefficients: 'read-only-storage',
      rowFactors: 'read-only-storage',
      columnFactors: 'read-only-storage',
      spans: 'read-only-storage',
      best: 'storage',
      rowPoints: 'read-only-storage',
      columnPoints: 'read-only-storage',
    },
  },
  fit: {
    name: 'fit',
    // it descends by Chinchilla's form alone, whose derivatives it holds
    shaders: { chinchilla: { code: fit, source: fitSource, lines: fitLines } },
    bindings: {
      parameters: 'read-only-storage',
      runs: 'read-only-storage',
      weights: 'read-only-storage',
      starts: 'read-only-storage',
      ends: 'storage',
    },
  },
  growth: {
    name: 'growth',
    shaders: growth,
    bindings: {
      parameters: 'read-only-storage',
      coefficients: 'read-only-storage',
      slots: 'read-only-storage',
      loops: 'read-only-storage',
      tables: 'read-only-storage',
      candidates: 'storage',
      counts: 'storage',
      cells: 'storage',
    },
  },
  graph: {
    name: 'graph',
    shaders: { [NO_FORM]: { code: graph, source: graphSource, lines: graphLines } },
    bindings: {
      parameters: 'read-only-storage',
      slots: 'read-only-storage',
      loops: 'read-only-storage',
      tables: 'read-only-storage',
      limits: 'read-only-storage',
      edges: 'read-only-storage',
      counts: 'storage',
      output: 'storage',
    },
  },
  layouts: {
    name: 'layouts',
    shaders: { [NO_FORM]: { code: layouts, source: layoutSource, lines: layoutLines } },
    bindings: {
      parameters: 'read-only-storage',
      groups: 'read-only-storage',
      splits: 'read-only-storage',
      choices: 'read-only-storage',
      least: 'storage',
      tally: 'storage',
      found: 'storage',
    },
  },
} as const satisfies Readonly<Record<string, Kernel>>;

/** The linked text of a kernel for a form; its lines name the form's own file, which the linker knows as `form.wgsl` only. */
export function shaderOf(kernel: Pick<Kernel, 'shaders'>, form: KernelForm): LinkedShader {
  const file = `shaders/forms/${form}.wgsl`;
  const shader = kernel.shaders[form];
  if (!shader) throw new Error(`the form ${form} has no shader ${file}`);
  return { ...shader, lines: shader.lines.map((line) => line.replace(/^shaders\/form\.wgsl:/, `${file}:`)) };
}
