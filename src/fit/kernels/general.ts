import type { Form } from '../../model/form';
import type { FormId } from '../../model/forms';
import { exp, log2 } from '../../model/math/elementary';
import type { Objective } from '../objective';
import { Graph, type Node } from './graph';
import type { Kernel, Rows } from './kernel';
import { logLosses } from './log-loss';

/** Whether a coefficient is fitted by its logarithm: sizes and scales are; exponents and what may be negative are not. */
export function isFittedAsLog(form: Form, name: string): boolean {
  const { unit, min, max } = form.coefficients[name]!;
  return min >= 0 && !(unit === '1' && max <= 2);
}

/** Numbers of the runs that an expression reads, one column for each of its inputs. */
interface Column {
  readonly node: Node;
  readonly values: Float64Array;
}

/**
 * The objective of any form but Chinchilla's, with exact first and second derivatives. Coordinates are the coefficients in the form's
 * order, by their natural logarithms where they are sizes.
 */
export class GeneralKernel implements Kernel {
  readonly size: number;
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
  readonly majoriser: Float64Array;
  private readonly graph = new Graph();
  private readonly logLoss: Node;
  private readonly columns: Column[] = [];
  private readonly rows: Rows;
  private readonly logLosses: Float64Array;
  private weight: Float64Array;
  /** Indices of the runs that count. */
  private counted: Int32Array;

  constructor(form: Form, rows: Rows) {
    const names = Object.keys(form.coefficients);
    this.rows = rows;
    this.logLosses = naturalLogs(rows.loss);
    this.weight = rows.weight;
    this.counted = indicesOf(rows.weight);
    const size = (this.size = names.length);
    this.gradient = new Float64Array(size);
    this.curvature = new Float64Array(size * size);
    this.majoriser = new Float64Array(size * size);
    const { graph } = this;
    const coordinate = (name: string): Node => graph.coordinate(names.indexOf(name));
    const column = (values: Float64Array): Node => {
      const node = graph.given(true);
      this.columns.push({ node, values });
      return node;
    };
    this.logLoss = logLosses[form.id as Exclude<FormId, 'chinchilla'>](graph, {
      coefficient: coordinate,
      log: coordinate,
      logN: column(naturalLogs(rows.N)),
      logD: column(naturalLogs(rows.D)),
      scenario: (id) => {
        const given = rows.scenario[id];
        return given ? column(given) : graph.given(false, (form.scenario as Readonly<Record<string, number>>)[id]!);
      },
    });
  }

  reweight(weight: Float64Array): void {
    this.weight = weight;
    this.counted = indicesOf(weight);
  }

  evaluate(point: Float64Array, objective: Objective): number {
    const { size, weight, gradient, curvature, majoriser, rows, counted, graph, columns, logLoss } = this;
    const { delta, scale, above } = objective;
    const isLog = objective.residual === 'log';
    const { support } = logLoss;
    const count = support.length;
    gradient.fill(0);
    curvature.fill(0);
    majoriser.fill(0);
    graph.move(point);
    let value = 0;
    for (const i of counted) {
      for (const { node, values } of columns) node.value = values[i]!;
      graph.updateRun();
      const predicted = isLog ? 1 : exp(logLoss.value);
      const r = isLog ? logLoss.value - this.logLosses[i]! : predicted - rows.loss[i]!;
      const distance = Math.abs(r);
      const w = weight[i]! * scale * (r < 0 ? above : 1);
      const isRound = distance <= delta;
      value += w * (isRound ? (r * r) / 2 : delta * (distance - delta / 2));
      const pull = w * (isRound ? r : r < 0 ? -delta : delta) * predicted;
      const bound = w * (isRound ? 1 : delta / distance) * predicted * predicted;
      // ∇²e^f = e^f·(∇²f + ∇f·∇fᵀ): the loss itself bends more than its logarithm
      const square = (isRound ? w * predicted * predicted : 0) + (isLog ? 0 : pull);
      for (let j = 0; j < count; j++) {
        const row = support[j]! * size;
        const slope = logLoss.gradient[j]!;
        gradient[support[j]!] = gradient[support[j]!]! + pull * slope;
        for (let k = 0; k <= j; k++) {
          const at = row + support[k]!;
          const product = slope * logLoss.gradient[k]!;
          majoriser[at] = majoriser[at]! + bound * product;
          curvature[at] = curvature[at]! + square * product + pull * logLoss.curvature[j * count + k]!;
        }
      }
    }
    return Number.isFinite(value) ? value : Infinity;
  }
}

function naturalLogs(values: Float64Array): Float64Array {
  return values.map((value) => log2(value) * Math.LN2);
}

function indicesOf(weight: Float64Array): Int32Array {
  const indices: number[] = [];
  weight.forEach((each, i) => {
    if (each > 0) indices.push(i);
  });
  return Int32Array.from(indices);
}
