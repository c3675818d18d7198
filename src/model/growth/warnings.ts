import data from '../../data/growth.json';
import { describeSpan } from '../../quantities/range';
import type { Law } from '../laws';
import { type GrowthModel, type GrowthValues, outsideFitted } from './models/model';
import { stackingBaseTokens } from './models/gstack';
import { type Schedule, finalParameters, growthFactors, scheduleCompute, scheduleTokens } from './schedule';

/** What a reader should know beside a growth result. */
export interface GrowthWarning {
  readonly id: string;
  readonly title: string;
  /** Plain words. */
  readonly text: string;
  readonly source: string;
  /** Why it applies to this schedule or result, in one phrase; empty where it applies to all of its kind. */
  readonly because: string;
}

/** What a result was made from. */
export interface GrowthContext {
  readonly model: GrowthModel;
  /** Absent where the model was given numbers alone. */
  readonly stages?: Schedule | undefined;
  /** The loss law of the result, if it has one. */
  readonly law?: Law | undefined;
  /** Id of the preset that the schedule is, if it is one. */
  readonly preset?: string | undefined;
  /** The model's inputs. */
  readonly inputs?: GrowthValues | undefined;
}

/** Largest growth factor that measurements speak for. */
const LARGEST_FACTOR = 4;
/** Tokens per parameter of the target beyond which the gains of warm-starting shrink. */
const TOKENS_PER_PARAMETER = 20;
/** Share of the run from which a jump fails under a cosine. */
const LATE = 0.5;

const FLM = 'flm-101b';
const anyway = '';

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;
const short = (value: number): string => String(Number(value.toPrecision(2)));

/** Why each warning applies; undefined where it does not. */
const reasons: Readonly<Record<string, (context: GrowthContext) => string | undefined>> = {
  'models-disagree': ({ model, stages }) => (model.needs && grows(stages) ? anyway : undefined),
  operator: ({ model, stages }) => (model.needs && grows(stages) ? anyway : undefined),
  'growth-factor': ({ stages }) => {
    const largest = Math.max(1, ...growthFactors(stages ?? []));
    return largest > LARGEST_FACTOR ? `a stage grows by a factor of ${short(largest)}` : undefined;
  },
  'base-overtrained': ({ stages }) => {
    const first = stages?.[0];
    if (!stages || !first || !grows(stages)) return undefined;
    const advised = stackingBaseTokens(finalParameters(stages), scheduleCompute(stages));
    if (!(first.D > advised)) return undefined;
    const share = percent(first.D / scheduleTokens(stages));
    return `the first stage has ${share} of the tokens, ${short(first.D / advised)} times what the timing law of stacking advises`;
  },
  'target-budget': ({ stages }) => {
    const ratio = stages ? scheduleTokens(stages) / finalParameters(stages) : 0;
    return ratio > TOKENS_PER_PARAMETER && grows(stages) ? `${short(ratio)} tokens per parameter of the final size` : undefined;
  },
  'several-stages': ({ stages }) => {
    const jumps = growthFactors(stages ?? []).filter((factor) => factor > 1).length;
    return jumps > 1 ? `${jumps} jumps` : undefined;
  },
  'late-growth': ({ stages }) => {
    if (!stages || !grows(stages)) return undefined;
    const share = 1 - stages.at(-1)!.D / scheduleTokens(stages);
    return share >= LATE ? `the last jump comes after ${percent(share)} of the tokens` : undefined;
  },
  tuning: ({ stages, model }) => (grows(stages) || !model.needs ? anyway : undefined),
  'no-control': ({ preset }) => (preset === FLM ? anyway : undefined),
  'loss-unpublished': ({ preset }) => (preset === FLM ? anyway : undefined),
  'law-extrapolated': ({ law, stages }) => {
    const range = law?.range;
    if (!range || !stages) return undefined;
    const run = { N: finalParameters(stages), D: scheduleTokens(stages), C: scheduleCompute(stages) };
    const outside = (['N', 'D', 'C'] as const).filter((id) => range[id] && !(run[id] >= range[id][0] && run[id] <= range[id][1]));
    return outside.length > 0 ? `fitted to ${outside.map((id) => `${id} ${describeSpan(...range[id]!)}`).join(', ')}` : undefined;
  },
  'outside-range': ({ model, inputs }) => {
    const outside = outsideFitted(model, inputs ?? {});
    return outside.length > 0 ? outside.join('; ') : undefined;
  },
};

/** The warnings that apply to a result, in the order of the catalogue. */
export function growthWarnings(context: GrowthContext): readonly GrowthWarning[] {
  return data.warnings.flatMap((warning) => {
    const because = reasons[warning.id]?.(context);
    return because === undefined ? [] : [{ ...warning, because }];
  });
}

/** Ids of the warnings that have a text, and of those that have a reason; a test holds them equal. */
export const warningIds = { texts: data.warnings.map(({ id }) => id), reasons: Object.keys(reasons) };

function grows(stages: Schedule | undefined): stages is Schedule {
  return growthFactors(stages ?? []).some((factor) => factor > 1);
}
