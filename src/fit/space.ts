import type { Coefficients, Form } from '../model/form';
import { type FormId, findForm } from '../model/forms';
import { exp, log2 } from '../model/math/elementary';
import { InputError, type Issue } from '../quantities/issue';
import { ChinchillaKernel, meanLog } from './kernels/chinchilla';
import { GeneralKernel, isFittedAsLog } from './kernels/general';
import type { Kernel, Rows } from './kernels/kernel';
import type { Derivatives, Problem } from './minimise';
import type { Objective } from './objective';

/** What a fit may not choose freely. */
export interface Restrictions {
  /** Coefficients that keep a value. */
  readonly fixed?: Coefficients;
  /** Groups of coefficients that share one value, such as alpha and beta. */
  readonly ties?: readonly (readonly string[])[];
  /** Intervals of coefficients, in their own units. */
  readonly bounds?: Readonly<Record<string, readonly [number, number]>>;
}

/** Where free coordinates may lie when nobody says otherwise, and how far one step may go. */
const EXPONENT = { low: 0, high: 3, longest: 0.3 };
const SIGNED = { low: -6, high: 6, longest: 0.3 };
const LOGARITHM = { low: -60, high: 60, longest: 4 };

/** One free number of a fit: a coefficient, or several that are tied. */
interface Variable {
  readonly names: readonly string[];
  readonly isLog: boolean;
  /** Size of a term at the middle of the data instead of at 1. */
  readonly isCentred: boolean;
  readonly low: number;
  readonly high: number;
  readonly longest: number;
}

const CHINCHILLA_ORDER = ['A', 'B', 'E', 'alpha', 'beta'] as const;

/** The exponent of a size, the quantity that it raises, and how often it does. */
interface Centre {
  readonly exponent: string;
  readonly quantity: 'N' | 'D';
  readonly times: number;
}

const centre = (exponent: string, quantity: 'N' | 'D', times = 1): Centre => ({ exponent, quantity, times });
const AB = { A: centre('alpha', 'N'), B: centre('beta', 'D') };
/** Sizes of terms by form; in their logarithms a size and its exponent correlate by 0.999 unless it is taken at the middle of the data. */
const CENTRES: Readonly<Record<FormId, Readonly<Record<string, Centre>>>> = {
  chinchilla: AB,
  kaplan: {},
  gadre: { a: centre('eta', 'N', 2), b: centre('eta', 'D', 2) },
  krajewski: { a: centre('alpha', 'N'), g: centre('alpha', 'N'), b: centre('beta', 'D') },
  kumar: AB,
  muennighoff: AB,
  clark: {},
};

const ln = (x: number): number => log2(x) * Math.LN2;

/**
 * The coordinates of a fit: which coefficients are free, tied, fixed or bounded, and how they become the kernel's. The map to the
 * kernel's coordinates is linear, so that gradients and curvatures come back through it exactly.
 */
export class FitSpace implements Problem {
  readonly form: FormId;
  readonly size: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly longest: Float64Array;
  readonly variables: readonly Variable[];
  readonly rows: Rows;
  private readonly kernel: Kernel;
  private readonly names: readonly string[];
  private readonly fixed: Coefficients;
  readonly restrictions: Restrictions;
  private readonly centres: Readonly<Record<string, Centre>>;
  /** Means of ln N and ln D of the runs. */
  readonly center: { readonly N: number; readonly D: number };
  /** [kernel, free]: kernel coordinates = map · free + offset. */
  private readonly map: Float64Array;
  private readonly offset: Float64Array;
  /** Whether free coordinates are the kernel's: nothing to work out then. */
  private readonly isIdentity: boolean;
  private readonly point: Float64Array;
  private readonly half: Float64Array;

  constructor(form: FormId, rows: Rows, restrictions: Restrictions = {}) {
    this.form = form;
    this.rows = rows;
    this.restrictions = restrictions;
    this.fixed = restrictions.fixed ?? {};
    const found = findForm(form);
    const isChinchilla = form === 'chinchilla';
    this.names = isChinchilla ? CHINCHILLA_ORDER : Object.keys(found.coefficients);
    checkRestrictions(found, restrictions);
    this.center = { N: meanLog(rows.N), D: meanLog(rows.D) };
    this.kernel = isChinchilla ? new ChinchillaKernel(rows, this.center) : new GeneralKernel(found, rows);
    this.centres = CENTRES[form];
    this.variables = this.createVariables(found, restrictions);
    const size = (this.size = this.variables.length);
    this.low = Float64Array.from(this.variables, ({ low }) => low);
    this.high = Float64Array.from(this.variables, ({ high }) => high);
    this.longest = Float64Array.from(this.variables, ({ longest }) => longest);
    this.map = new Float64Array(this.names.length * size);
    this.offset = new Float64Array(this.names.length);
    this.names.forEach((name, i) => this.fillRow(i, name));
    this.isIdentity = size === this.names.length && this.map.every((entry, k) => entry === (k % (size + 1) === 0 ? 1 : 0));
    this.point = new Float64Array(this.names.length);
    this.half = new Float64Array(this.names.length * size);
  }

  /** Names of the free coordinates as a law file writes them: `log A`, `alpha`; tied coefficients stand under the first. */
  get freeNames(): readonly string[] {
    return this.variables.map(({ names, isLog }) => (isLog ? `log ${names[0]}` : names[0]!));
  }

  evaluate(free: Float64Array, objective: Objective, into: Derivatives): number {
    const { kernel, map, offset, point, size } = this;
    const full = kernel.size;
    if (this.isIdentity) {
      const value = kernel.evaluate(free, objective);
      into.gradient.set(kernel.gradient);
      into.curvature.set(kernel.curvature);
      into.majoriser.set(kernel.majoriser);
      return value;
    }
    for (let i = 0; i < full; i++) {
      let sum = offset[i]!;
      for (let j = 0; j < size; j++) sum += map[i * size + j]! * free[j]!;
      point[i] = sum;
    }
    const value = kernel.evaluate(point, objective);
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let i = 0; i < full; i++) sum += map[i * size + j]! * kernel.gradient[i]!;
      into.gradient[j] = sum;
    }
    this.project(kernel.curvature, into.curvature);
    this.project(kernel.majoriser, into.majoriser);
    return value;
  }

  /** The same space with a kernel of its own, whose runs can count differently. */
  copy(): FitSpace {
    return new FitSpace(this.form, this.rows, this.restrictions);
  }

  /** Lets runs count differently, [runs]. */
  reweight(weight: Float64Array): void {
    this.kernel.reweight(weight);
  }

  /** Every coefficient of the form at a free point. */
  toCoefficients(free: ArrayLike<number>): Record<string, number> {
    const values: Record<string, number> = { ...this.fixed };
    // exponents first: centred sizes read them
    this.variables.forEach(({ names, isCentred, isLog }, j) => {
      if (!isCentred) for (const name of names) values[name] = isLog ? exp(free[j]!) : free[j]!;
    });
    this.variables.forEach(({ names: [name = ''], isCentred }, j) => {
      if (!isCentred) return;
      values[name] = exp(free[j]! + values[this.centres[name]!.exponent]! * this.meanOf(name));
    });
    return Object.fromEntries(Object.keys(findForm(this.form).coefficients).map((name) => [name, values[name]!]));
  }

  /** The free point of coefficients; fixed ones are ignored, of tied ones the first counts. */
  fromCoefficients(values: Coefficients): Float64Array {
    return Float64Array.from(this.variables, ({ names: [name = ''], isCentred, isLog, low, high }) => {
      const value = values[name]!;
      const { exponent = '' } = this.centres[name] ?? {};
      const natural = isLog ? ln(Math.max(value, Number.MIN_VALUE)) : value;
      const free = isCentred ? natural - (this.fixed[exponent] ?? values[exponent]!) * this.meanOf(name) : natural;
      return Math.min(Math.max(free, low), high);
    });
  }

  /** Coefficients that stand at an end of their interval. */
  boundsHit(free: Float64Array): readonly string[] {
    return this.variables.flatMap(({ names }, j) => (free[j]! <= this.low[j]! || free[j]! >= this.high[j]! ? [names.join(' = ')] : []));
  }

  private project(from: Float64Array, into: Float64Array): void {
    const { map, half, size } = this;
    const full = this.names.length;
    for (let i = 0; i < full; i++) {
      for (let j = 0; j < size; j++) {
        let sum = 0;
        for (let k = 0; k < full; k++) sum += from[i >= k ? i * full + k : k * full + i]! * map[k * size + j]!;
        half[i * size + j] = sum;
      }
    }
    for (let j = 0; j < size; j++) {
      for (let m = 0; m <= j; m++) {
        let sum = 0;
        for (let i = 0; i < full; i++) sum += map[i * size + j]! * half[i * size + m]!;
        into[j * size + m] = sum;
      }
    }
  }

  /** ln of what a size's exponent raises, at the middle of the data. */
  private meanOf(name: string): number {
    const { quantity, times } = this.centres[name]!;
    return times * this.center[quantity];
  }

  private createVariables(form: Form, { fixed = {}, ties = [], bounds = {} }: Restrictions): readonly Variable[] {
    const taken = new Set<string>(Object.keys(fixed));
    return this.names.flatMap((name): Variable[] => {
      if (taken.has(name)) return [];
      const names = ties.find((tie) => tie.includes(name)) ?? [name];
      for (const each of names) taken.add(each);
      const isLog = isFittedAsLog(form, name);
      const given = names.map((each) => bounds[each]).filter((bound) => bound !== undefined);
      const own = isLog ? LOGARITHM : form.coefficients[name]!.min < 0 ? SIGNED : EXPONENT;
      const natural = (value: number): number => (isLog ? ln(Math.max(value, 1e-26)) : value);
      return [
        {
          names,
          isLog,
          isCentred: name in this.centres && names.length === 1 && given.length === 0,
          low: Math.max(own.low, ...given.map(([low]) => natural(low))),
          high: Math.min(own.high, ...given.map(([, high]) => natural(high))),
          longest: own.longest,
        },
      ];
    });
  }

  private fillRow(i: number, name: string): void {
    const { size, map, offset } = this;
    const j = this.variables.findIndex(({ names }) => names.includes(name));
    const variable = this.variables[j];
    if (variable) map[i * size + j] = 1;
    else offset[i] = isFittedAsLog(findForm(this.form), name) ? ln(Math.max(this.fixed[name]!, Number.MIN_VALUE)) : this.fixed[name]!;
    // the exponent comes in where of the kernel's coordinate and this one only one is centred
    const shift = (variable?.isCentred ? 1 : 0) - (this.form === 'chinchilla' && name in this.centres ? 1 : 0);
    if (shift === 0) return;
    const { exponent } = this.centres[name]!;
    const at = this.variables.findIndex(({ names }) => names.includes(exponent));
    const mean = shift * this.meanOf(name);
    if (at < 0) offset[i] = offset[i]! + mean * this.fixed[exponent]!;
    else map[i * size + at] = map[i * size + at]! + mean;
  }
}

/** Least value that a coefficient may be held to: 0 unless its form lets it be negative. */
function leastOf(form: Form, name: string): number {
  return form.coefficients[name]!.min < 0 ? SIGNED.low : 0;
}

/** The interval that the bounds of tied coefficients leave. */
function sharedBound(tie: readonly string[], bounds: NonNullable<Restrictions['bounds']>): readonly [number, number] {
  const given = tie.flatMap((name) => (bounds[name] ? [bounds[name]] : []));
  return [Math.max(-Infinity, ...given.map(([low]) => low)), Math.min(Infinity, ...given.map(([, high]) => high))];
}

function checkRestrictions(form: Form, { fixed = {}, ties = [], bounds = {} }: Restrictions): void {
  const known = Object.keys(form.coefficients);
  const allowed = `a coefficient of ${form.id}: ${known.join(', ')}`;
  const issues: Issue[] = [];
  const check = (field: string, name: string): void => {
    if (!known.includes(name)) issues.push({ field, given: name, allowed });
  };
  for (const [name, value] of Object.entries(fixed)) {
    check('fix', name);
    if (known.includes(name) && !(value >= leastOf(form, name) && Number.isFinite(value)))
      issues.push({ field: `fix ${name}`, given: String(value), allowed: `a number of at least ${leastOf(form, name)}` });
  }
  const tied = ties.flat();
  for (const tie of ties) {
    for (const name of tie) check('tie', name);
    const repeated = tie.filter((name) => tied.indexOf(name) !== tied.lastIndexOf(name));
    if (tie.length < 2 || repeated.length > 0)
      issues.push({
        field: 'tie',
        given: tie.join('=') || 'nothing',
        allowed: 'two or more coefficients, each in one tie, such as alpha=beta',
      });
    const [low, high] = sharedBound(tie, bounds);
    if (low >= high && tie.every((name) => !bounds[name] || bounds[name][0] < bounds[name][1]))
      issues.push({ field: 'tie', given: tie.join('='), allowed: 'coefficients whose bounds overlap' });
    if (tie.some((name) => name in fixed)) issues.push({ field: 'tie', given: tie.join('='), allowed: 'coefficients that are not fixed' });
    if (tie.every((name) => known.includes(name)) && new Set(tie.map((name) => isFittedAsLog(form, name))).size > 1)
      issues.push({ field: 'tie', given: tie.join('='), allowed: 'sizes with sizes, exponents with exponents' });
  }
  for (const [name, [low, high]] of Object.entries(bounds)) {
    check('bound', name);
    if (name in fixed) issues.push({ field: `bound ${name}`, given: `${low}:${high}`, allowed: 'no bound of a coefficient that is fixed' });
    const least = known.includes(name) ? leastOf(form, name) : 0;
    if (!(low >= least && low < high))
      issues.push({ field: `bound ${name}`, given: `${low}:${high}`, allowed: `low:high with ${least} ≤ low < high` });
  }
  if (issues.length > 0) throw new InputError(issues);
}
