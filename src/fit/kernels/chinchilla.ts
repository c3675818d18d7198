import { exp, log2 } from '../../model/math/elementary';
import type { Objective } from '../objective';
import type { Kernel, Rows } from './kernel';

const SIZE = 5;

/** Mean of the logarithms of values, by which the kernel centres them. */
export function meanLog(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += log2(value) * Math.LN2;
  return sum / values.length;
}

/**
 * The objective of L = E + A·N^-alpha + B·D^-beta with exact first and second derivatives. Coordinates are (a, b, e, alpha, beta) with
 * a = ln A − alpha·mean ln N, b = ln B − beta·mean ln D and e = ln E: the sizes of the terms at the middle of the data. ln A and
 * alpha correlate by 0.999 (Besiroglu et al. 2024), a and alpha hardly.
 */
export class ChinchillaKernel implements Kernel {
  readonly size = SIZE;
  readonly gradient = new Float64Array(SIZE);
  readonly curvature = new Float64Array(SIZE * SIZE);
  readonly majoriser = new Float64Array(SIZE * SIZE);
  private readonly rows: Rows;
  /** ln N − mean, ln D − mean, ln loss, loss and weight of the runs that count. */
  private readonly u: Float64Array;
  private readonly v: Float64Array;
  private readonly logLoss: Float64Array;
  private readonly loss: Float64Array;
  private readonly weight: Float64Array;
  private readonly logs: { readonly u: Float64Array; readonly v: Float64Array; readonly loss: Float64Array };
  private count = 0;

  constructor(rows: Rows, center: { readonly N: number; readonly D: number }) {
    this.rows = rows;
    this.logs = {
      u: rows.N.map((N) => log2(N) * Math.LN2 - center.N),
      v: rows.D.map((D) => log2(D) * Math.LN2 - center.D),
      loss: rows.loss.map((loss) => log2(loss) * Math.LN2),
    };
    this.u = new Float64Array(rows.count);
    this.v = new Float64Array(rows.count);
    this.logLoss = new Float64Array(rows.count);
    this.loss = new Float64Array(rows.count);
    this.weight = new Float64Array(rows.count);
    this.reweight(rows.weight);
  }

  reweight(weight: Float64Array): void {
    let k = 0;
    for (let i = 0; i < weight.length; i++) {
      if (weight[i] === 0) continue;
      this.u[k] = this.logs.u[i]!;
      this.v[k] = this.logs.v[i]!;
      this.logLoss[k] = this.logs.loss[i]!;
      this.loss[k] = this.rows.loss[i]!;
      this.weight[k] = weight[i]!;
      k++;
    }
    this.count = k;
  }

  evaluate(point: Float64Array, objective: Objective): number {
    const a = point[0]!;
    const b = point[1]!;
    const alpha = point[3]!;
    const beta = point[4]!;
    const floor = exp(point[2]!);
    const { delta } = objective;
    const isLog = objective.residual === 'log';
    const { u, v, weight, count } = this;
    const target = isLog ? this.logLoss : this.loss;
    let value = 0;
    // gradient, curvature and majoriser, entry by entry; arrays here would cost more than the arithmetic
    let g0 = 0,
      g1 = 0,
      g2 = 0,
      g3 = 0,
      g4 = 0;
    let h00 = 0,
      h10 = 0,
      h11 = 0,
      h20 = 0,
      h21 = 0,
      h22 = 0,
      h30 = 0,
      h31 = 0,
      h32 = 0,
      h33 = 0,
      h40 = 0,
      h41 = 0,
      h42 = 0,
      h43 = 0,
      h44 = 0;
    let m00 = 0,
      m10 = 0,
      m11 = 0,
      m20 = 0,
      m21 = 0,
      m22 = 0,
      m30 = 0,
      m31 = 0,
      m32 = 0,
      m33 = 0,
      m40 = 0,
      m41 = 0,
      m42 = 0,
      m43 = 0,
      m44 = 0;
    for (let i = 0; i < count; i++) {
      const ui = u[i]!;
      const vi = v[i]!;
      const x = exp(a - alpha * ui);
      const y = exp(b - beta * vi);
      const sum = x + y + floor;
      const p = x / sum;
      const q = y / sum;
      const e = floor / sum;
      const r = (isLog ? log2(sum) * Math.LN2 : sum) - target[i]!;
      const s = isLog ? 1 : sum;
      const size = Math.abs(r);
      const w = weight[i]! * objective.scale * (r < 0 ? objective.above : 1);
      const isRound = size <= delta;
      value += w * (isRound ? (r * r) / 2 : delta * (size - delta / 2));
      const slope = w * s * (isRound ? r : r < 0 ? -delta : delta);
      // ∇²ln L = Σ p_k·g_k·g_kᵀ − J·Jᵀ over the terms; in the loss itself the second part falls away
      const square = (isRound ? w * s * s : 0) - (isLog ? slope : 0);
      const bound = w * s * s * (isRound ? 1 : delta / size);
      const sp = slope * p;
      const sq = slope * q;
      g0 += sp;
      g1 += sq;
      g2 += slope * e;
      g3 -= sp * ui;
      g4 -= sq * vi;
      const pu = p * ui;
      const qv = q * vi;
      const hp = square * p;
      const hq = square * q;
      const hu = square * pu;
      const hv = square * qv;
      h00 += hp * p + sp;
      h10 += hp * q;
      h11 += hq * q + sq;
      h20 += hp * e;
      h21 += hq * e;
      h22 += square * e * e + slope * e;
      h30 -= hu * p + sp * ui;
      h31 -= hu * q;
      h32 -= hu * e;
      h33 += hu * pu + sp * ui * ui;
      h40 -= hv * p;
      h41 -= hv * q + sq * vi;
      h42 -= hv * e;
      h43 += hv * pu;
      h44 += hv * qv + sq * vi * vi;
      const mp = bound * p;
      const mq = bound * q;
      const mu = bound * pu;
      const mv = bound * qv;
      m00 += mp * p;
      m10 += mp * q;
      m11 += mq * q;
      m20 += mp * e;
      m21 += mq * e;
      m22 += bound * e * e;
      m30 -= mu * p;
      m31 -= mu * q;
      m32 -= mu * e;
      m33 += mu * pu;
      m40 -= mv * p;
      m41 -= mv * q;
      m42 -= mv * e;
      m43 += mv * pu;
      m44 += mv * qv;
    }
    const g = this.gradient;
    g[0] = g0;
    g[1] = g1;
    g[2] = g2;
    g[3] = g3;
    g[4] = g4;
    const h = this.curvature;
    h[0] = h00;
    h[5] = h10;
    h[6] = h11;
    h[10] = h20;
    h[11] = h21;
    h[12] = h22;
    h[15] = h30;
    h[16] = h31;
    h[17] = h32;
    h[18] = h33;
    h[20] = h40;
    h[21] = h41;
    h[22] = h42;
    h[23] = h43;
    h[24] = h44;
    const m = this.majoriser;
    m[0] = m00;
    m[5] = m10;
    m[6] = m11;
    m[10] = m20;
    m[11] = m21;
    m[12] = m22;
    m[15] = m30;
    m[16] = m31;
    m[17] = m32;
    m[18] = m33;
    m[20] = m40;
    m[21] = m41;
    m[22] = m42;
    m[23] = m43;
    m[24] = m44;
    return value;
  }
}
