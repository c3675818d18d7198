import { type Allocation, allocationCompute, allocationOptimum, allocations } from '../model/allocation/allocations';
import type { Law } from '../model/laws';
import { loss } from '../model/loss';
import { type Optimum, optimum } from '../model/optimum';
import { type Trend, trendLoss, trends } from '../model/trends';
import { BUDGET_RANGE } from './budget';
import { BUDGETS, fittedBudgets, frontierCurve } from './curves';

/**
 * What can stand beside the chosen law: another loss law; an allocation rule, which knows N*(C) and D*(C) but no loss; or a trend,
 * which knows the loss in one quantity alone.
 */
export type Subject =
  | { readonly kind: 'law'; readonly id: string; readonly label: string; readonly about: string; readonly of: Law }
  | { readonly kind: 'allocation'; readonly id: string; readonly label: string; readonly about: string; readonly of: Allocation }
  | { readonly kind: 'trend'; readonly id: string; readonly label: string; readonly about: string; readonly of: Trend };

/** What a subject says of a budget; undefined where it says nothing. */
export interface CurvePoint {
  /** FLOP */
  readonly C: number;
  readonly N?: number | undefined;
  readonly D?: number | undefined;
  /** nat/token */
  readonly loss?: number | undefined;
}

/** A subject over all budgets. */
export interface SubjectCurve {
  readonly points: readonly CurvePoint[];
  /** Budgets that it was fitted on; undefined where the source states none. */
  readonly fitted: readonly [number, number] | undefined;
}

/** Every published allocation rule, as a subject. */
export const allocationSubjects: readonly Subject[] = allocations.map((of) => ({
  kind: 'allocation',
  id: of.id,
  label: of.label,
  about: of.about,
  of,
}));

/** Every published trend, as a subject. */
export const trendSubjects: readonly Subject[] = trends.map((of) => ({
  kind: 'trend',
  id: of.id,
  label: of.label,
  about: of.about,
  of,
}));

/** Allocation rules and trends by id; undefined when there is none. */
export function findRule(id: string): Subject | undefined {
  return [...allocationSubjects, ...trendSubjects].find((subject) => subject.id === id);
}

/** A law as a subject. */
export function lawSubject(law: Law): Subject {
  return { kind: 'law', id: law.id, label: law.label, about: law.about, of: law };
}

/** What a subject says of a budget of C FLOP. */
export function pointAt(subject: Subject, C: number): CurvePoint {
  switch (subject.kind) {
    case 'law':
      return optimum(subject.of, C);
    case 'allocation':
      return { C, ...allocationOptimum(subject.id, C) };
    case 'trend':
      return subject.of.of === 'C' ? { C, loss: trendLoss(subject.of, C) } : { C };
  }
}

/** Loss in nat/token that a subject foretells at N parameters and D tokens; undefined where it knows none of a configuration. */
export function lossAt(subject: Subject, N: number, D: number): number | undefined {
  if (subject.kind === 'law') return loss(subject.of, N, D);
  if (subject.kind === 'allocation' || subject.of.of === 'C') return undefined;
  return trendLoss(subject.of, subject.of.of === 'N' ? N : D);
}

/** A law's frontier over all budgets. */
export interface LawCurve extends SubjectCurve {
  readonly points: readonly Optimum[];
}

const lawCurves = new WeakMap<Law, LawCurve>();

/** A law's curve; computed once for each law in its scenario. */
export function lawCurve(law: Law): LawCurve {
  const known = lawCurves.get(law);
  if (known) return known;
  const points = frontierCurve(law);
  const curve = { points, fitted: fittedBudgets(law, points) };
  lawCurves.set(law, curve);
  return curve;
}

/** A subject's curve over all budgets. */
export function curveOf(subject: Subject): SubjectCurve {
  if (subject.kind === 'law') return lawCurve(subject.of);
  return { points: BUDGETS.map((C) => pointAt(subject, C)), fitted: fittedOn(subject) };
}

/** The budgets of an allocation rule's or a trend's runs; where a rule of parameters states their sizes, the budgets for which they are best. */
function fittedOn(subject: Exclude<Subject, { kind: 'law' }>): readonly [number, number] | undefined {
  if (subject.kind === 'trend') return subject.of.of === 'C' ? subject.of.range : undefined;
  const { range, of } = subject.of;
  if (range?.C || !range?.N || of !== 'N') return range?.C;
  const [from, to] = range.N.map((N) => allocationCompute(subject.of, N)) as [number, number];
  return [Math.max(from, BUDGET_RANGE[0] / 10), to];
}

/** The place of each compared subject among the colours: one that stays keeps its place, another takes the first that is free. */
export function assignSlots(before: ReadonlyMap<string, number>, ids: readonly string[]): ReadonlyMap<string, number> {
  const slots = new Map(ids.flatMap((id): [string, number][] => (before.has(id) ? [[id, before.get(id)!]] : [])));
  for (const id of ids) {
    if (slots.has(id)) continue;
    const taken = new Set(slots.values());
    let slot = 0;
    while (taken.has(slot)) slot++;
    slots.set(id, slot);
  }
  return slots;
}
