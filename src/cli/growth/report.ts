import { type Fleet, type StageBill, billOf, totalBill } from '../../model/growth/hardware';
import { idealGrowth } from '../../model/growth/ideal';
import type { GrowthModel, GrowthValues } from '../../model/growth/models/model';
import type { GrowthPreset } from '../../model/growth/presets';
import { savings, savingsOf } from '../../model/growth/savings';
import { simulateSchedule } from '../../model/growth/simulate';
import { type GrowthWarning, growthWarnings } from '../../model/growth/warnings';
import type { Law } from '../../model/laws';
import { formatCount, formatQuantity, formatScientific } from '../../quantities/format';
import { formatTable } from '../table';
import type { NamedSchedule } from './flags';

/** What `growth` tells about a schedule on a law; JSON of it is the command's output. Days and cost are null without hardware or price. */
export function describeRun(
  law: Law,
  model: GrowthModel,
  inputs: GrowthValues,
  named: NamedSchedule,
  fleets: readonly Fleet[] | undefined,
) {
  const run = simulateSchedule(law, named.stages, inputs);
  const saved = savingsOf(law, run);
  const bills = run.stages.map(({ compute }, i) => fleets?.[i] && billOf(compute, fleets[i]));
  const total = bills.every((bill): bill is StageBill => bill !== undefined) ? totalBill(bills) : undefined;
  const preset = named.preset?.id;
  return {
    law: law.id,
    model: model.id,
    ...inputs,
    ...(named.preset && { preset, published: named.preset.published }),
    loss: run.loss,
    compute: run.compute,
    tokens: run.tokens,
    ...saved,
    computeRatio: named.best?.computeRatio ?? 1 - saved.frontierSaving,
    idealComputeRatio: idealGrowth(law)?.computeRatio ?? null,
    days: total?.days ?? null,
    cost: total?.cost ?? null,
    stages: run.stages.map(({ N, D, effectiveTokens, loss, compute }, i) => ({
      N,
      D,
      effectiveTokens,
      loss,
      compute,
      days: bills[i]?.days ?? null,
      cost: bills[i]?.cost ?? null,
    })),
    warnings: growthWarnings({ model, law, stages: named.stages, preset, inputs }),
  };
}

/** A described run as text: the stages, the totals, the three savings, the limit, the warnings. */
export function runText(law: Law, run: ReturnType<typeof describeRun>): string {
  const hasDays = run.days !== null;
  const hasCost = run.cost !== null;
  const header = [
    'stage',
    'parameters',
    'tokens',
    'effective on entry',
    'loss',
    'FLOP',
    ...(hasDays ? ['days'] : []),
    ...(hasCost ? ['USD'] : []),
  ];
  const rows = run.stages.map(({ N, D, effectiveTokens, loss, compute, days, cost }, i) => [
    String(i + 1),
    formatCount(N),
    formatCount(D, 4),
    i === 0 ? '–' : formatCount(effectiveTokens, 4),
    formatQuantity('loss', loss).number,
    formatScientific(compute),
    ...(hasDays ? [plain(days)] : []),
    ...(hasCost ? [formatCount(cost ?? Number.NaN)] : []),
  ]);
  const totals = [
    `${formatCount(run.tokens, 4)} tokens`,
    `${formatScientific(run.compute, 4)} FLOP`,
    ...(hasDays ? [`${plain(run.days)} days`] : []),
    ...(hasCost ? [`${formatCount(run.cost ?? Number.NaN)} USD`] : []),
  ];
  return (
    `${law.label} (${law.id}), growth model ${run.model}\n` +
    formatTable(
      [header, ...rows],
      header.map(() => 'right' as const),
    ) +
    `In all ${totals.join(', ')}: loss ${formatQuantity('loss', run.loss).number} nat/token.\n\n` +
    formatTable(
      savings.map(({ id, name, about }) => [name, percent(run[id]), about]),
      ['left', 'right', 'left'],
    ) +
    (run.idealComputeRatio === null
      ? ''
      : `This costs ${percent(run.computeRatio)} of the compute-optimal run of the same loss; lossless growth can reach ` +
        `${percent(run.idealComputeRatio)} at best.\n`) +
    (run.published ? publishedText(run.published) : '') +
    warningText(run.warnings)
  );
}

/** What `growth` tells of a model that needs no run on a law. */
export function describeModel(model: GrowthModel, inputs: GrowthValues, results: GrowthValues, stages: NamedSchedule | undefined) {
  const { id, operator, formula, range, source, status } = model;
  const warnings = growthWarnings({ model, stages: stages?.stages, preset: stages?.preset?.id, inputs });
  return { model: id, operator, formula, range, source, status, inputs, results, warnings };
}

/** A described model as text. */
export function modelText(model: GrowthModel, described: ReturnType<typeof describeModel>): string {
  const rows = (list: readonly { id: string; unit: string; about: string }[], values: GrowthValues) =>
    list.flatMap(({ id, unit, about }) => (values[id] === undefined ? [] : [[id, number(values[id]), unit === '1' ? '' : unit, about]]));
  const table = (title: string, list: readonly string[][]) => `${title}\n${formatTable(list, ['left', 'right', 'left', 'left'])}`;
  return (
    `${model.label}: ${model.operator}\n${model.formula}\nRange: ${model.range}\nSource: ${model.source}; ${model.status}\n\n` +
    `${table('Given', rows(model.inputs, described.inputs))}\n${table('Results', rows(model.results, described.results))}` +
    warningText(described.warnings)
  );
}

function publishedText({ C, days, scratchDays, cost }: GrowthPreset['published']): string {
  return (
    `Its authors state ${formatScientific(C, 4)} FLOP, ${days} days, about ${formatCount(cost)} USD, and ${scratchDays} days from scratch ` +
    `at the rate of the last stage.\n`
  );
}

function warningText(warnings: readonly GrowthWarning[]): string {
  if (warnings.length === 0) return '';
  const lines = warnings.map(({ title, because, text }) => `- ${title}${because === '' ? '' : ` (${because})`}. ${text}\n`);
  return `\nKeep in mind\n${lines.join('')}`;
}

function percent(share: number): string {
  // + 0 turns what rounds to −0 into 0
  return Number.isFinite(share) ? `${(Number((share * 100).toFixed(1)) + 0).toFixed(1)} %` : '–';
}

function plain(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(3)));
}

function number(value: number): string {
  return Math.abs(value) >= 1e4 ? formatScientific(value, 4) : String(Number(value.toPrecision(5)));
}
