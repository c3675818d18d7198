import { exp, log2 } from '../../model/math/elementary';

const ln = (x: number): number => log2(x) * Math.LN2;

/** How a node follows from its inputs: fills in first and second derivatives with respect to them, and returns the value. */
type Rule = (inputs: readonly Node[], first: Float64Array, second: Float64Array) => number;

/** One number of an expression, with exact first and second derivatives with respect to the coordinates that it depends on. */
export class Node {
  /** Coordinates that it depends on, rising. */
  readonly support: readonly number[];
  value = 0;
  /** [support] */
  readonly gradient: Float64Array;
  /** Lower triangle of [support, support], row-major. */
  readonly curvature: Float64Array;
  /** Whether it differs from run to run. */
  readonly isOfRun: boolean;
  private readonly inputs: readonly Node[];
  private readonly rule: Rule | undefined;
  /** Place of each coordinate of each input in the support. */
  private readonly places: readonly Int32Array[];
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  /** Gradients of the inputs over the support, and their products with a row of `second`; [inputs][support] */
  private readonly spread: readonly Float64Array[];
  private readonly isLinear: boolean;

  constructor(support: readonly number[], isOfRun: boolean, inputs: readonly Node[] = [], rule?: Rule, isLinear = false) {
    this.support = support;
    this.isOfRun = isOfRun;
    this.inputs = inputs;
    this.rule = rule;
    this.isLinear = isLinear;
    this.gradient = new Float64Array(support.length);
    this.curvature = new Float64Array(support.length ** 2);
    this.places = inputs.map((input) => Int32Array.from(input.support, (coordinate) => support.indexOf(coordinate)));
    this.first = new Float64Array(inputs.length);
    this.second = new Float64Array(inputs.length ** 2);
    this.spread = inputs.map(() => new Float64Array(support.length));
  }

  /** Works out value and derivatives from the inputs, by the chain rule. */
  update(): void {
    const { inputs, rule, first, second, gradient, curvature, places, spread } = this;
    if (!rule) return;
    this.value = rule(inputs, first, second);
    const size = gradient.length;
    if (size === 0) return;
    gradient.fill(0);
    curvature.fill(0);
    for (let k = 0; k < inputs.length; k++) {
      const slope = first[k]!;
      const place = places[k]!;
      const own = inputs[k]!;
      const m = place.length;
      for (let i = 0; i < m; i++) {
        const row = place[i]!;
        gradient[row] = gradient[row]! + slope * own.gradient[i]!;
        for (let j = 0; j <= i; j++)
          curvature[row * size + place[j]!] = curvature[row * size + place[j]!]! + slope * own.curvature[i * m + j]!;
        spread[k]![row] = own.gradient[i]!;
      }
    }
    if (!this.isLinear) this.addBending(size);
  }

  /** Adds Σ second[k, l] · gradient_k · gradient_lᵀ. */
  private addBending(size: number): void {
    const { inputs, second, spread, curvature } = this;
    const count = inputs.length;
    for (let k = 0; k < count; k++) {
      for (let l = 0; l < count; l++) {
        const bend = second[k * count + l]!;
        if (bend === 0) continue;
        const [a, b] = [spread[k]!, spread[l]!];
        for (let i = 0; i < size; i++) {
          const scale = bend * a[i]!;
          if (scale !== 0) for (let j = 0; j <= i; j++) curvature[i * size + j] = curvature[i * size + j]! + scale * b[j]!;
        }
      }
    }
  }
}

/** A coordinate of a fit: its place among the coordinates. */
class Coordinate extends Node {
  constructor(index: number) {
    super([index], false);
    this.gradient[0] = 1;
  }
}

/** A number with a factor, in a sum. */
type Addend = readonly [number, Node];

/**
 * An expression over the coordinates of a fit and the numbers of a run, that differentiates itself: forward mode, twice, each node over
 * the coordinates that it depends on alone. What no number of a run reaches is worked out once for all runs.
 */
export class Graph {
  /** In an order in which inputs come before what reads them. */
  private readonly nodes: Node[] = [];
  private readonly coordinates = new Map<number, Node>();

  /** The coordinate at an index. */
  coordinate(index: number): Node {
    const found = this.coordinates.get(index) ?? new Coordinate(index);
    this.coordinates.set(index, found);
    return found;
  }

  /** A number that is given: of each run, or the same for all. */
  given(isOfRun: boolean, value = 0): Node {
    const node = new Node([], isOfRun);
    node.value = value;
    return node;
  }

  /** constant + Σ factor · node. */
  sum(constant: number, ...addends: readonly Addend[]): Node {
    const rule: Rule = (inputs, first) => {
      let value = constant;
      for (let k = 0; k < inputs.length; k++) {
        first[k] = addends[k]![0];
        value += first[k]! * inputs[k]!.value;
      }
      return value;
    };
    return this.add(
      addends.map(([, node]) => node),
      rule,
      true,
    );
  }

  product(a: Node, b: Node): Node {
    return this.add([a, b], ([x, y], first, second) => {
      first[0] = y!.value;
      first[1] = x!.value;
      second[1] = second[2] = 1;
      return x!.value * y!.value;
    });
  }

  quotient(a: Node, b: Node): Node {
    return this.add([a, b], ([x, y], first, second) => {
      const inverse = 1 / y!.value;
      const value = x!.value * inverse;
      first[0] = inverse;
      first[1] = -value * inverse;
      second[1] = second[2] = -inverse * inverse;
      second[3] = 2 * value * inverse * inverse;
      return value;
    });
  }

  exp(a: Node): Node {
    return this.add([a], ([x], first, second) => (first[0] = second[0] = exp(x!.value)));
  }

  ln(a: Node): Node {
    return this.add([a], ([x], first, second) => {
      first[0] = 1 / x!.value;
      second[0] = -first[0] * first[0];
      return ln(x!.value);
    });
  }

  /** ln Σ e^node, without overflow. */
  logSum(...terms: readonly Node[]): Node {
    return this.add(terms, (inputs, first, second) => {
      const count = inputs.length;
      let most = -Infinity;
      for (const { value } of inputs) if (!(value <= most)) most = value;
      let sum = 0;
      for (let k = 0; k < count; k++) sum += first[k] = exp(inputs[k]!.value - most);
      for (let k = 0; k < count; k++) first[k] = first[k]! / sum;
      for (let k = 0; k < count; k++) {
        for (let l = 0; l < count; l++) second[k * count + l] = (k === l ? first[k]! : 0) - first[k]! * first[l]!;
      }
      return most + ln(sum);
    });
  }

  /** `a` where `x` is at most `limit`, else `b`. */
  upTo(x: Node, limit: number, a: Node, b: Node): Node {
    return this.add(
      [x, a, b],
      ([at, low, high], first) => {
        const isLow = at!.value <= limit;
        first[1] = isLow ? 1 : 0;
        first[2] = isLow ? 0 : 1;
        return isLow ? low!.value : high!.value;
      },
      true,
    );
  }

  /** Moves the coordinates and works out what is the same for all runs. */
  move(point: Float64Array): void {
    for (const [index, node] of this.coordinates) node.value = point[index]!;
    for (const node of this.nodes) if (!node.isOfRun) node.update();
  }

  /** Works out the rest, once the numbers of a run are given. */
  updateRun(): void {
    for (const node of this.nodes) if (node.isOfRun) node.update();
  }

  private add(inputs: readonly Node[], rule: Rule, isLinear = false): Node {
    const support = [...new Set(inputs.flatMap((input) => input.support))].toSorted((a, b) => a - b);
    const isOfRun = inputs.some((input) => input.isOfRun);
    const node = new Node(support, isOfRun, inputs, rule, isLinear);
    this.nodes.push(node);
    return node;
  }
}
