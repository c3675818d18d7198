import { flopCounts, quantities, quantityIds, type Quantity } from '../../src/quantities/registry';
import { scheduleInputs } from '../../src/sweep/growth/quantities';
import { cell, code, number, page, table } from './markdown';

/** The table of all quantities, from the registry. */
export function quantitiesPage(): string {
  return page(
    '# Quantities',
    'Every quantity that Isoflop knows. The id is the same in sweep files, in options of the command line, in `--set` and in the columns of files. The range ' +
      'is what is accepted of an input and supported of a result. In sweeps and Pareto fronts less is better, but of those that are marked ↑.',
    table(
      ['id', 'symbol', 'name', 'unit', 'from', 'to', 'axis', 'what it means'],
      quantityIds.map((id) => {
        const { symbol, label, unit, min, max, scale, about, isBenefit }: Quantity = quantities[id];
        return [code(id), cell(symbol), cell(isBenefit ? `${label} ↑` : label), cell(unit), number(min), number(max), scale, cell(about)];
      }),
    ),
    '## Counts of FLOP',
    'What `flopCount` may be; the formulas stand on the page about [compute](../science/compute.md).',
    table(
      ['id', 'what is counted'],
      Object.entries(flopCounts).map(([id, about]) => [code(id), cell(about)]),
    ),
    '## Quantities of a growth schedule',
    'What a [sweep of schedules](sweep-files.md#schedules) fixes or sweeps; stages count from 1.',
    table(
      ['id', 'unit', 'from', 'to', 'what it means'],
      Object.entries(scheduleInputs).map(([id, { unit, min, max, about }]) => [
        code(id),
        cell(unit),
        number(min),
        number(max),
        cell(about),
      ]),
    ),
  );
}
