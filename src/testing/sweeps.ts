import fc from 'fast-check';
import { type Configuration, resolveConfiguration, solveConfiguration } from '../model/configuration';
import { laws } from '../model/laws';
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
      fc.tuple(axis(first, options.mostSteps), axis(second, options.mostSteps), fc.constantFrom(...laws), fc.constant(fixed)),
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
