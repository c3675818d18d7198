import { inputsOfRule, hyperparametersOf } from '../../model/batch/hyperparameters';
import type { EntryOf } from '../../model/catalogue';
import { curvePoint, curvePointOfTokens } from '../../model/learning-curve';
import { hasOptimum } from '../../model/laws';
import { evaluateMetric } from '../../model/metrics';
import { trendLoss } from '../../model/trends';
import { describeExcursions, findExcursions } from '../../model/validity';
import { metricIds } from '../../quantities/registry';
import { type PointScenario, evaluateRun } from '../../sweep/graph/point';
import type { Settings } from '../input';
import type { Run } from './run';

/** What a law says of a run: values by name in base units, and what a reader should know beside them. */
export interface Answer {
  readonly values: readonly (readonly [name: string, value: number])[];
  readonly notes: readonly string[];
}

/** What a law says of a run that `readRun` has read for it. */
export function answerOf(entry: EntryOf<'loss' | 'trend' | 'curve' | 'hyperparameters'>, run: Run, settings: Settings): Answer {
  const { values, read, notes = [] } = valuesOf(entry, run, settings);
  const outside = describeExcursions(findExcursions(entry.range, read));
  return { values, notes: [...(outside === '' ? [] : [outside]), ...notes] };
}

/** Values, the part of the run that they were read from, and notes of their own. */
interface Evaluation {
  readonly values: Answer['values'];
  readonly read: Pick<Run, 'N' | 'D' | 'C'>;
  readonly notes?: readonly string[];
}

function valuesOf(entry: EntryOf<'loss' | 'trend' | 'curve' | 'hyperparameters'>, run: Run, settings: Settings): Evaluation {
  switch (entry.kind) {
    case 'loss': {
      const { N = Number.NaN, D = Number.NaN } = run;
      const values = metricIds.map((id) => [id, evaluateMetric(id, entry.law, { N, D })] as const);
      const isFixed = !hasOptimum(entry.law);
      const after = entry.law.tokens === undefined ? 'a fixed number of' : `${entry.law.tokens / 1e9}B`;
      const { C: _, tokensPerParameter: __, ...scenario } = settings;
      const isOfOne = settings.hardware !== undefined && settings.accelerators === undefined;
      const ofRun = evaluateRun(entry.law, { ...scenario, N, D, ...(isOfOne && { accelerators: 1 }) } as PointScenario);
      const notes = [
        ...(isFixed ? [`the loss is that after ${after} tokens, whatever D is`] : []),
        ...(isOfOne ? ['days and memory are those of one accelerator; set accelerators for more'] : []),
      ];
      return { values: [...values, ...ofRun], read: run, notes };
    }
    case 'trend': {
      const { of } = entry.trend;
      const x = run[of] ?? Number.NaN;
      return { values: [[of, x] as const, ['loss', trendLoss(entry.trend, x)] as const], read: { [of]: x } };
    }
    case 'hyperparameters': {
      const read = Object.fromEntries(inputsOfRule(entry.rule).map((id) => [id, run[id] ?? Number.NaN]));
      const { learningRate, batch } = hyperparametersOf(entry.rule, read);
      return { values: [...Object.entries(read), ['learningRate', learningRate] as const, ['batch', batch] as const], read };
    }
    case 'curve':
      return curveValues(run);
  }
}

function curveValues({ N = Number.NaN, D, steps, batch }: Run): Evaluation {
  if (steps === undefined) {
    const point = curvePointOfTokens(N, D ?? Number.NaN);
    return {
      values: [['N', N], ['D', D ?? Number.NaN], ...Object.entries(point)],
      read: { N, ...(D !== undefined && { D }) },
      notes: ['the tokens are taken at the critical batch of the last loss'],
    };
  }
  const values = [
    ['N', N] as const,
    ['steps', steps] as const,
    ...(batch === undefined ? [] : [['batch', batch] as const, ['D', steps * batch] as const]),
  ];
  const notes = batch === undefined ? ['the steps are taken at a batch far above the critical one'] : [];
  return { values: [...values, ...Object.entries(curvePoint(N, steps, batch))], read: { N }, notes };
}
