import { INTERVAL_LEVEL } from '../model/uncertainty';
import type { Certificate, DrawsReport, FitReport, LossPrediction, Profile, Rung, RunsReport, ValidationReport } from '../worker/fit-api';
import type { FitAnswer } from './fit';
import { type FitChoices, rulesOf } from './fit-choices';

/** What a report is made of; parts that are not there yet are left out. */
export interface ReportParts {
  readonly choices: FitChoices;
  readonly runs: RunsReport;
  readonly fit: FitReport;
  readonly answer: FitAnswer | undefined;
  readonly certificate: Certificate | undefined;
  readonly draws: DrawsReport | undefined;
  readonly validation: ValidationReport | undefined;
  readonly profiles: readonly Profile[] | undefined;
  readonly ladder: readonly PredictedRung[];
}

/** A run and the loss that the fit predicts for it. */
export interface PredictedRung extends Rung {
  readonly prediction: LossPrediction;
}

/** All that a fit says, as plain data: one file to keep beside the law, to check it by and to quote from. */
export function createReport(parts: ReportParts): Readonly<Record<string, unknown>> {
  const { choices, runs, fit, answer, certificate, draws, validation, profiles, ladder } = parts;
  const { law, isoflop, envelope } = fit;
  return {
    version: 1,
    intervalLevel: INTERVAL_LEVEL,
    runs: {
      name: runs.name,
      format: runs.format,
      columns: runs.columns,
      usable: runs.usable,
      fitted: runs.kept,
      rules: rulesOf(choices),
      flippedLines: choices.flipped,
      rejected: runs.rejected,
      rejectedCount: runs.rejectedCount,
    },
    approach: choices.approach,
    ...(answer && { optimum: answer }),
    ...(law && {
      law: {
        ...law,
        fixed: choices.fixed,
        ties: choices.ties,
        bounds: choices.bounds,
        delta: choices.delta,
      },
      everyRun: fit.everyRun,
      noise: fit.noise,
    }),
    ...(certificate && { certificate }),
    ...(draws && {
      bootstrap: {
        draws: draws.done,
        seed: 0,
        by: draws.byGroup ? choices.bootstrapBy : 'rows',
        spreads: draws.spreads,
        exponent: draws.exponent,
        correlations: { parameters: draws.parameters, matrix: draws.correlations },
        band: draws.band,
      },
    }),
    ...(profiles && { profiles }),
    ...(validation && { validation: { windows: validation.windows, heldOut: validation.heldOut } }),
    ...(ladder.length > 0 && { predictions: ladder }),
    ...(isoflop && { approach2: isoflop }),
    ...(envelope && { approach1: { N: envelope.N, D: envelope.D, points: envelope.points, curves: envelope.curves } }),
  };
}
