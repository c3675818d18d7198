import data from '../../data/growth.json';
import type { Fleet, Layout } from './hardware';
import type { Stage } from './schedule';

/** A stage of a published growth run, with how it was trained. */
export interface PublishedStage extends Stage {
  /** Days that it took. */
  readonly days: number;
  readonly layout: Layout;
  /** Sequences in a batch. */
  readonly sequences: number;
  /** FLOP/s that each accelerator achieved, by the paper's own count. */
  readonly flopPerSecond: number;
  readonly learningRate: number;
}

/** A published growth run. */
export interface GrowthPreset {
  readonly id: string;
  readonly label: string;
  readonly about: string;
  readonly operator: string;
  readonly accelerator: string;
  readonly accelerators: number;
  readonly peakFlopPerSecond: number;
  /** Tokens in a sequence. */
  readonly context: number;
  readonly stages: readonly PublishedStage[];
  /** What its authors state for the whole run: FLOP, tokens, days, days of a run from scratch by their estimate, USD. */
  readonly published: {
    readonly C: number;
    readonly tokens: number;
    readonly days: number;
    readonly scratchDays: number;
    readonly cost: number;
  };
  readonly source: string;
  readonly status: string;
}

/** Every published growth run with its stages. */
export const growthPresets: readonly GrowthPreset[] = data.presets;

/** A preset by id; undefined when there is none. */
export function findGrowthPreset(id: string): GrowthPreset | undefined {
  return growthPresets.find((preset) => preset.id === id);
}

/** The accelerators of a preset's stages, one fleet for each stage, without a price. */
export function presetFleets({ accelerators, stages }: GrowthPreset): readonly Fleet[] {
  return stages.map(({ flopPerSecond }) => ({ accelerators, flopPerSecond }));
}

/** What a published run needed with and without growth, in hours, FLOP or as a share. */
export interface MeasuredSaving {
  readonly id: string;
  readonly label: string;
  readonly quantity: string;
  readonly before: number;
  readonly after: number;
  readonly source: string;
  readonly status: string;
}

/** Published savings of growth operators. */
export const measuredSavings: readonly MeasuredSaving[] = data.measured;

/** Share that growth saved, 1 − after/before. */
export function measuredSaving({ before, after }: { readonly before: number; readonly after: number }): number {
  return 1 - after / before;
}
