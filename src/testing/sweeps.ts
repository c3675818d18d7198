import fc from 'fast-check';
import { type Configuration, resolveConfiguration, solveConfiguration } from '../model/configuration';
import { findForm } from '../model/forms';
import { findLaw, laws, lossLaws } from '../model/laws';
import { createUniform } from '../model/math/random';
import { spendOf } from '../model/spend/spend';
import { type InputId, flopCountIds, inputIds, quantities, scenarioIds } from '../quantities/registry';
import { type SweepFile, type SweepFileInput, parseSweepFile } from '../sweep/file';
import type { SweepPlan } from '../sweep/plan';

/** The two most common sweeps, at the sizes given. */
export const surface = (columns: number, rows: number, law = 'besiroglu-2024'): SweepFile =>
  parseSweepFile({
    version: 1,
    law,
    axes: [
      { quantity: 'D', scale: 'log', from: 1e8, to: 1e14, steps: rows },
      { quantity: 'N', scale: 'log', from: 1e7, to: 1e13, steps: columns },
    ],
    metrics: ['loss'],
  } satisfies SweepFileInput);

/** A frontier over sizes for a range of budgets. */
export const frontier = (budgets: number, sizes: number, law = 'besiroglu-2024'): SweepFile =>
  parseSweepFile({
    version: 1,
    law,
    axes: [
      { quantity: 'C', scale: 'log', from: 1e18, to: 1e28, steps: budgets },
      { quantity: 'N', scale: 'log', from: 1e6, to: 1e15, steps: sizes },
    ],
    metrics: ['N', 'D', 'loss'],
    reduce: { kind: 'frontier', over: ['N'] },
  } satisfies SweepFileInput);

/** Quantiles over draws of the optimum for a range of budgets. */
export const ensemble = (draws: number, budgets: number, sizes: number, law: SweepFileInput['law'] = 'besiroglu-2024'): SweepFile =>
  parseSweepFile({
    version: 1,
    law,
    axes: [
      { quantity: 'C', scale: 'log', from: 1e18, to: 1e26, steps: budgets },
      { quantity: 'N', scale: 'log', from: 1e6, to: 1e15, steps: sizes },
    ],
    metrics: ['D', 'loss', 'tokensPerParameter'],
    reduce: { kind: 'quantiles', over: ['N'] },
    draws,
  } satisfies SweepFileInput);

/** A published law as one of the user's own that carries draws: every coefficient moved by up to 3 %. */
export function lawWithDraws(id: string, draws: number, seed = 1): Extract<SweepFileInput['law'], object> {
  const { form, coefficients } = findLaw(id)!;
  const names = Object.keys(findForm(form).coefficients);
  const uniform = createUniform(seed);
  const own = Object.fromEntries(names.map((name) => [name, coefficients[name]!]));
  const rows = Array.from({ length: draws }, () => names.map((name) => own[name]! * (0.97 + 0.06 * uniform())));
  // the schema knows one shape for each form; which one this is shows only when it is read
  return { form, coefficients: own, uncertainty: { parameters: names, draws: rows } } as Extract<SweepFileInput['law'], object>;
}

const axis = (id: InputId, most: number) => {
  const { min, max } = quantities[id];
  const exponent = fc.double({ min: Math.log10(min), max: Math.log10(max), noNaN: true });
  return fc
    .record({
      ends: fc.tuple(exponent, exponent),
      steps: fc.integer({ min: 1, max: most }),
      scale: fc.constantFrom('log' as const, 'linear' as const),
    })
    .map(({ ends: [a, b], steps, scale }) => ({
      quantity: id,
      scale,
      from: Math.max(10 ** Math.min(a, b), min),
      to: Math.min(10 ** Math.max(a, b), max),
      steps,
    }));
};

/** N and D of a cell, straight from the definition and not by the sweep's factors. */
export function configurationOf(plan: SweepPlan, row: number, column: number): Configuration {
  const given = Object.fromEntries(inputIds.map((id) => [id, plan.file.scenario[id]]));
  const rowInput = plan.rowAxis && { [plan.rowAxis.quantity]: plan.rowAxis.values[row]! };
  return resolveConfiguration({ ...given, ...rowInput, [plan.columnAxis.quantity]: plan.columnAxis.values[column]! }, plan.law.spend)!;
}

/** Values of every scenario quantity, spread as its natural scale. */
const scenarioValues = Object.fromEntries(
  scenarioIds.map((id) => {
    const { min, max, scale } = quantities[id];
    if (scale === 'linear') return [id, fc.double({ min, max, noNaN: true })];
    const exponent = fc.double({ min: Math.log10(min > 0 ? min : 1), max: Math.log10(max), noNaN: true });
    return [id, exponent.map((log10) => Math.min(Math.max(10 ** log10, min), max))];
  }),
);

/** Any scenario. */
const scenario = fc.record({ ...scenarioValues, flopCount: fc.constantFrom(...flopCountIds) }, { requiredKeys: [] });

/** Any scenario with a pair of inputs that determines a configuration in it. */
const inputs = fc
  .tuple(fc.constantFrom(...inputIds), fc.constantFrom(...inputIds), scenario)
  .filter(([first, second, fixed]) => solveConfiguration(first, second, spendOf(fixed)) !== undefined);

/** Random small sweeps of any law, in any scenario, over any two inputs within their supported ranges. */
export function anySweep(options: { readonly mostSteps: number; readonly reduce: 'grid' | 'frontier' }): fc.Arbitrary<SweepFile> {
  return inputs
    .chain(([first, second, fixed]) =>
      fc.tuple(
        axis(first, options.mostSteps),
        axis(second, options.mostSteps),
        fc.constantFrom(...(options.reduce === 'grid' ? lossLaws : laws)),
        fc.constant(fixed),
      ),
    )
    .map(([first, second, law, fixed]) =>
      parseSweepFile({
        version: 1,
        law: law.id,
        scenario: fixed,
        axes: [first, second],
        metrics: ['loss', 'reducibleLoss'],
        reduce: options.reduce === 'grid' ? { kind: 'grid' } : { kind: 'frontier', over: [second.quantity] },
      }),
    );
}
