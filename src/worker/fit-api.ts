import type { EnvelopeFit } from '../fit/approaches/envelope';
import type { ProfileMinimum, SkippedProfile } from '../fit/approaches/isoflop';
import type { IsoflopBias } from '../fit/approaches/bias';
import type { DescentBatch, DescentEnds } from '../fit/batch';
import type { Certificate } from '../fit/certificate';
import type { LawFile } from '../fit/law';
import { type NoiseKind, type NoiseReport, noiseKinds } from '../fit/noise';
import { DELTA, type ObjectiveId, deltaIds, findObjective, objectiveIds } from '../fit/objective';
import type { Profile } from '../fit/profile';
import { type ColumnMap, columnRoles, columnUnits } from '../fit/runs/columns';
import { exampleRuns } from '../fit/runs/examples';
import type { RejectedRow, Table } from '../fit/runs/table';
import type { Restrictions } from '../fit/space';
import type { LossPrediction, Spread } from '../fit/uncertainty';
import type { Forecast, Validation } from '../fit/validation';
import { type FormId, formIds } from '../model/forms';
import { laws } from '../model/laws';
import type { PowerLaw } from '../model/math/line';
import type { Interval } from '../model/uncertainty';
import type { Issue } from '../quantities/issue';

export type {
  Certificate,
  ColumnMap,
  FormId,
  Issue,
  LawFile,
  LossPrediction,
  NoiseKind,
  ObjectiveId,
  Profile,
  ProfileMinimum,
  RejectedRow,
};
export { noiseKinds };

/** Objectives whose delta can be chosen, and what it may be. */
export const fitDelta = { ...DELTA, of: deltaIds };

/** Example sets of runs, without what loads them. */
export const fitExamples = exampleRuns.map(({ id, label, about, source, exclude }) => ({ id, label, about, source, exclude }));

/** Objectives with what they are. */
export const fitObjectives = objectiveIds.map((id) => ({ id, about: findObjective(id).about }));

/** Forms that weigh parameters against tokens, so that a fit of one answers the question. */
export const fitForms: readonly FormId[] = formIds.filter((form) => laws.some((law) => law.form === form));

/** What a column of runs can be, and units that can be chosen for some of them. */
export const fitRoles = columnRoles;
export const fitUnits = columnUnits;

/** Approaches of Hoffmann et al. 2022: 1 envelope, 2 IsoFLOP parabolas, 3 one form through all runs. */
export const approachIds = ['1', '2', '3'] as const;
/** Id of an approach. */
export type ApproachId = (typeof approachIds)[number];

/** Where runs come from. */
export type RunsSource =
  | { readonly kind: 'example'; readonly id: string }
  | { readonly kind: 'text'; readonly name: string; readonly text: string }
  | { readonly kind: 'file'; readonly name: string; readonly file: Blob };

/** What the worker is asked. */
export interface FitRequest {
  readonly source: RunsSource;
  /** Choices such as `N=params`, over what the headings suggest. */
  readonly columns: readonly string[];
  /** Rules such as `outlier=1` that leave rows out. */
  readonly exclude: readonly string[];
  /** Lines whose rows are left out although no rule says so, or kept although one does. */
  readonly flipped: readonly number[];
  readonly approach: ApproachId;
  readonly form: FormId;
  readonly objective: ObjectiveId;
  /** Where Huber's function turns straight; undefined: 1e-3. */
  readonly delta: number | undefined;
  readonly restrictions: Restrictions;
  /** Column whose runs of one value are resampled together; undefined: runs are resampled one by one. */
  readonly bootstrapBy: string | undefined;
  /** What the scatter of runs follows, in intervals of a run. */
  readonly noise: NoiseKind;
}

/** The runs as they were read; of more than a few thousand every so-manieth stands here. Arrays are [shown]. */
export interface RunsReport {
  readonly name: string;
  readonly format: Table['format'];
  readonly headings: readonly string[];
  readonly columns: ColumnMap;
  /** Usable rows, those left out included. */
  readonly usable: number;
  /** Rows that are fitted. */
  readonly kept: number;
  readonly N: Float64Array;
  readonly D: Float64Array;
  /** FLOP */
  readonly C: Float64Array;
  /** nat/token */
  readonly loss: Float64Array;
  /** Line of the file, from 1. */
  readonly line: Int32Array;
  /** 1 for a row that is left out. */
  readonly isLeft: Uint8Array;
  /** The first of the rows that cannot be used. */
  readonly rejected: readonly RejectedRow[];
  readonly rejectedCount: number;
  readonly seconds: number;
}

/** The law that approach 3 found. */
export interface ParametricReport {
  readonly form: FormId;
  readonly objective: ObjectiveId;
  readonly coefficients: Readonly<Record<string, number>>;
  readonly value: number;
  /** Coefficients that were free. */
  readonly free: readonly string[];
  readonly starts: { readonly count: number; readonly agreeing: number };
  readonly seconds: number;
  /** Adapter on which the starts descended; undefined: the CPU. */
  readonly device: string | undefined;
}

/** A power law of the optimum by approach 1 or 2. */
export interface FrontierReport {
  readonly N: PowerLaw;
  readonly D: PowerLaw;
}

/** What the runs say, by every approach that can say anything of them. */
export interface FitReport {
  readonly law: ParametricReport | undefined;
  /** The law as a law file, without draws; its text says why where the fit cannot be one. */
  readonly file: LawFile | string | undefined;
  /** The law's loss of each run that is shown, [shown]; empty without a law. */
  readonly predicted: Float64Array;
  /** Lines of runs that are fitted and lie far from the law; the first few hundred. */
  readonly outliers: readonly number[];
  readonly isoflop:
    | (FrontierReport & {
        readonly minima: readonly ProfileMinimum[];
        readonly skipped: readonly SkippedProfile[];
        readonly bias: IsoflopBias | undefined;
      })
    | undefined;
  readonly envelope:
    | (FrontierReport & {
        readonly points: number;
        readonly curves: number;
        /** Some of the envelope's points: the best curve at a budget. */
        readonly path: readonly { readonly C: number; readonly N: number; readonly loss: number }[];
        /** The learning curves, FLOP and nat/token; the first few hundred. */
        readonly lines: EnvelopeFit['lines'];
      })
    | undefined;
  /** Why an approach says nothing. */
  readonly refusals: Readonly<Partial<Record<ApproachId, readonly Issue[]>>>;
  /** The law with every usable row, where rows are left out. */
  readonly everyRun: { readonly runs: number; readonly coefficients: Readonly<Record<string, number>> } | undefined;
  /** Scatter around the law by each noise model; empty without a law. */
  readonly noise: readonly NoiseReport[];
}

/** The law's uncertainty, as far as resamples have been drawn. */
export interface DrawsReport {
  /** Coefficients that were free; sizes by their natural logarithm, written `log A`. */
  readonly parameters: readonly string[];
  /** [draws, parameters] */
  readonly draws: Float64Array;
  readonly done: number;
  readonly planned: number;
  readonly unconverged: number;
  /** By coefficient. */
  readonly spreads: Readonly<Record<string, Spread>>;
  /** Of the exponent a; undefined for a form without one. */
  readonly exponent: Spread | undefined;
  /** Correlations of `parameters` over the draws, [parameters][parameters]. */
  readonly correlations: readonly (readonly number[])[];
  /** Whether whole groups were drawn. */
  readonly byGroup: boolean;
  /** 80 % intervals of the optimum at budgets of a grid. */
  readonly band: readonly BandPoint[];
  /** The law as a law file with its draws; its text says why where the fit cannot be one. */
  readonly file: LawFile | string;
  readonly seconds: number;
  /** Adapter on which the resamples were fitted; undefined: the CPU. */
  readonly device: string | undefined;
}

/** 80 % intervals of the optimum at a budget. */
export interface BandPoint {
  readonly C: number;
  readonly N: Interval;
  readonly D: Interval;
  readonly tokensPerParameter: Interval;
  /** Of the law's loss, and of the loss that a run there would have, nat/token. */
  readonly loss: Interval;
  readonly runLoss: Interval;
}

/** How fits of small budgets predict the larger ones: by windows, and run by run for the first window. */
export interface ValidationReport {
  readonly windows: readonly Validation[];
  /** A fifth of the runs, drawn at random, predicted by the rest; undefined where the rest cannot be fitted. */
  readonly heldOut: Validation | undefined;
  readonly forecast: Forecast | undefined;
}

/** What the worker hands on, in this order. */
export type FitPart =
  | { readonly kind: 'runs'; readonly runs: RunsReport }
  | { readonly kind: 'fit'; readonly fit: FitReport }
  | { readonly kind: 'certificate'; readonly certificate: Certificate; readonly seconds: number }
  | { readonly kind: 'draws'; readonly draws: DrawsReport }
  | { readonly kind: 'validation'; readonly validation: ValidationReport }
  | { readonly kind: 'profiles'; readonly profiles: readonly Profile[] }
  | { readonly kind: 'refused'; readonly issues: readonly Issue[]; readonly headings: readonly string[]; readonly columns: ColumnMap };

/** The device of the page, which descends batches for fits. */
export interface FitDeviceApi {
  /** Its adapter, for people; undefined where there is none that is faster than a thread. */
  adapter(): Promise<string | undefined>;
  /** Rejects where the device, or the worker that owns it, fails. */
  descend(batch: DescentBatch): Promise<DescentEnds>;
}

/** What the fit worker does. */
export interface FitApi {
  /**
   * Reads the runs and fits them, handing each part on when it is done; waits until it has been taken, which keeps their order. Descents
   * go to the device where there is one.
   */
  fit(request: FitRequest, onPart: (part: FitPart) => unknown, device?: FitDeviceApi): Promise<void>;
  /** Losses that the last fit predicts; empty while it has no resamples. */
  predict(ladder: readonly Rung[]): Promise<readonly LossPrediction[]>;
}

/** A run whose loss is wanted. */
export interface Rung {
  readonly N: number;
  readonly D: number;
}
