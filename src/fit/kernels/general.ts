import type { Form, Term } from '../../model/form';
import { exp, log2, power } from '../../model/math/elementary';
import type { Objective } from '../objective';
import type { Kernel, Rows } from './kernel';

/** Steps of the differences, in units of a logarithm or an exponent: near the best for first and for second differences. */
const STEP = { first: 1e-6, second: 1e-4 };

/** Whether a coefficient is fitted by its logarithm: sizes and scales are, exponents are not. */
export function isFittedAsLog(form: Form, name: string): boolean {
  const { unit, max } = form.coefficients[name]!;
  return !(unit === '1' && max <= 2);
}

/**
 * The objective of any form, with derivatives by central differences of the loss it predicts. Coordinates are the coefficients in the
 * form's order, by their logarithms where they are sizes.
 */
export class GeneralKernel implements Kernel {
  readonly size: number;
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
  readonly majoriser: Float64Array;
  private readonly form: Form;
  private readonly names: readonly string[];
  private readonly isLog: readonly boolean[];
  private readonly terms: readonly Term[];
  private readonly rows: Rows;
  private readonly logLoss: Float64Array;
  private weight: Float64Array;
  /** Indices of the runs that count. */
  private counted: Int32Array;
  private readonly values: Record<string, number>;
  private readonly moved: Float64Array;
  /** Predictions at the point, and at points beside it, in the objective's unit. */
  private readonly here: Float64Array;
  private readonly beside: Float64Array;
  private readonly ahead: readonly Float64Array[];
  private readonly behind: readonly Float64Array[];
  private readonly slopes: readonly Float64Array[];
  private readonly pulls: Float64Array;

  constructor(form: Form, rows: Rows) {
    this.form = form;
    this.names = Object.keys(form.coefficients);
    this.isLog = this.names.map((name) => isFittedAsLog(form, name));
    this.terms = Object.values(form.terms);
    this.rows = rows;
    this.logLoss = rows.loss.map((loss) => log2(loss) * Math.LN2);
    this.weight = rows.weight;
    this.counted = indicesOf(rows.weight);
    this.values = { ...form.scenario };
    const size = (this.size = this.names.length);
    this.gradient = new Float64Array(size);
    this.curvature = new Float64Array(size * size);
    this.majoriser = new Float64Array(size * size);
    this.moved = new Float64Array(size);
    const column = () => new Float64Array(rows.count);
    this.here = column();
    this.beside = column();
    this.pulls = column();
    this.ahead = this.names.map(column);
    this.behind = this.names.map(column);
    this.slopes = this.names.map(column);
  }

  reweight(weight: Float64Array): void {
    this.weight = weight;
    this.counted = indicesOf(weight);
  }

  evaluate(point: Float64Array, objective: Objective): number {
    const { size, slopes, pulls, weight, gradient, curvature, majoriser, rows, counted } = this;
    const { delta, scale, above, residual } = objective;
    const target = residual === 'log' ? this.logLoss : rows.loss;
    this.predict(point, residual, this.here);
    this.differentiate(point, residual);
    gradient.fill(0);
    curvature.fill(0);
    majoriser.fill(0);
    let value = 0;
    for (const i of counted) {
      const r = this.here[i]! - target[i]!;
      const distance = Math.abs(r);
      const w = weight[i]! * scale * (r < 0 ? above : 1);
      const isRound = distance <= delta;
      value += w * (isRound ? (r * r) / 2 : delta * (distance - delta / 2));
      const pull = w * (isRound ? r : r < 0 ? -delta : delta);
      const bound = w * (isRound ? 1 : delta / distance);
      pulls[i] = pull;
      for (let j = 0; j < size; j++) {
        const slope = slopes[j]![i]!;
        gradient[j] = gradient[j]! + pull * slope;
        for (let k = 0; k <= j; k++) {
          const product = slope * slopes[k]![i]!;
          majoriser[j * size + k] = majoriser[j * size + k]! + bound * product;
          if (isRound) curvature[j * size + k] = curvature[j * size + k]! + w * product;
        }
      }
    }
    this.addBending(point, residual);
    return Number.isFinite(value) ? value : Infinity;
  }

  /** First differences of the predictions, and the predictions that second differences need. */
  private differentiate(point: Float64Array, residual: Objective['residual']): void {
    for (let j = 0; j < this.size; j++) {
      this.predictBeside(point, residual, this.ahead[j]!, j, STEP.first);
      this.predictBeside(point, residual, this.behind[j]!, j, -STEP.first);
      const slope = this.slopes[j]!;
      for (const i of this.counted) slope[i] = (this.ahead[j]![i]! - this.behind[j]![i]!) / (2 * STEP.first);
      this.predictBeside(point, residual, this.ahead[j]!, j, STEP.second);
      this.predictBeside(point, residual, this.behind[j]!, j, -STEP.second);
    }
  }

  /** Adds what the bending of the predictions contributes to the curvature: Σ pull · ∂²prediction. */
  private addBending(point: Float64Array, residual: Objective['residual']): void {
    const { size, curvature, pulls, here, ahead, behind, beside, counted } = this;
    const square = STEP.second * STEP.second;
    for (let j = 0; j < size; j++) {
      let own = 0;
      for (const i of counted) own += pulls[i]! * (ahead[j]![i]! + behind[j]![i]! - 2 * here[i]!);
      curvature[j * size + j] = curvature[j * size + j]! + own / square;
      for (let k = 0; k < j; k++) {
        this.predictBeside(point, residual, beside, j, STEP.second, k);
        let mixed = 0;
        for (const i of counted) mixed += pulls[i]! * (beside[i]! - ahead[j]![i]! - ahead[k]![i]! + here[i]!);
        curvature[j * size + k] = curvature[j * size + k]! + mixed / square;
      }
    }
  }

  private predictBeside(
    point: Float64Array,
    residual: Objective['residual'],
    into: Float64Array,
    j: number,
    step: number,
    k?: number,
  ): void {
    this.moved.set(point);
    this.moved[j] = this.moved[j]! + step;
    if (k !== undefined) this.moved[k] = this.moved[k]! + step;
    this.predict(this.moved, residual, into);
  }

  /** Loss of every run at a point, or its logarithm. */
  private predict(point: Float64Array, residual: Objective['residual'], into: Float64Array): void {
    const { form, values, names, isLog, rows, terms } = this;
    for (let j = 0; j < names.length; j++) values[names[j]!] = isLog[j] ? exp(point[j]!) : point[j]!;
    const scenario = Object.entries(rows.scenario);
    for (const i of this.counted) {
      for (const [id, column] of scenario) values[id] = column[i]!;
      const N = rows.N[i]!;
      const D = rows.D[i]!;
      let sum = form.offset(values) + (form.penalty?.value(values, N, D) ?? 0);
      for (const term of terms) sum += term.size(values) * power(N, term.N?.(values) ?? 0) * power(D, term.D?.(values) ?? 0);
      const loss = form.link ? form.link(values, sum) : sum;
      into[i] = residual === 'log' ? log2(loss) * Math.LN2 : loss;
    }
  }
}

function indicesOf(weight: Float64Array): Int32Array {
  const indices: number[] = [];
  weight.forEach((each, i) => {
    if (each > 0) indices.push(i);
  });
  return Int32Array.from(indices);
}
