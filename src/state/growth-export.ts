import type { GrowthState } from './growth';

/** A schedule's result in the order of the table: one row for each stage. */
function rowsOf({ run, bills, choices }: GrowthState) {
  return run.value.stages.map(({ N, D, effectiveTokens, loss, compute }, i) => {
    const { accelerators, flopPerSecond, pricePerHour } = choices.value.fleets[i]!;
    const { days, cost } = bills.value[i]!;
    return {
      stage: i + 1,
      N,
      D,
      effectiveTokens,
      loss,
      compute,
      accelerators,
      flopPerSecond,
      pricePerHour: pricePerHour ?? null,
      days,
      cost: cost ?? null,
    };
  });
}

/** The result of a schedule as JSON, with the keys of `isoflop growth --json`. */
export function growthJson(growth: GrowthState): string {
  const { law, choices, run, saved, ideal, total, warnings, preset } = growth;
  const { eta, lossBump, rewarmTokens } = choices.value;
  const result = {
    law: law.value.id,
    model: 'lossless',
    eta,
    lossBump,
    rewarmTokens,
    ...(preset.value && { preset: preset.value.id }),
    loss: run.value.loss,
    compute: run.value.compute,
    tokens: run.value.tokens,
    ...saved.value,
    computeRatio: 1 - saved.value.frontierSaving,
    idealComputeRatio: ideal.value?.computeRatio ?? null,
    days: total.value.days,
    cost: total.value.cost ?? null,
    stages: rowsOf(growth),
    warnings: warnings.value,
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}

/** Headings of the table of stages, units in brackets. */
const HEADINGS = [
  'stage',
  'N',
  'D',
  'effectiveTokens',
  'loss [nat/token]',
  'compute [FLOP]',
  'accelerators',
  'flopPerSecond [FLOP/s]',
  'pricePerHour [USD/h]',
  'days',
  'cost [USD]',
];

/** The table of stages as CSV; a cell is empty where nothing is known. */
export function growthCsv(growth: GrowthState): string {
  const lines = rowsOf(growth).map((row) => Object.values(row).map((value) => (value === null ? '' : String(value))));
  return [HEADINGS, ...lines].map((line) => `${line.join(',')}\n`).join('');
}
