import type { ModelShape } from '../flop/shape';
import type { Law } from '../laws';
import type { BlockKind } from './block';
import type { FailureOverhead, Reliability, RunBill } from './cost';
import type { Accelerator } from './hardware';
import type { Lifetime, LifePrices, ServingPrice } from './lifetime';
import type { Memory } from './memory';
import type { FixedChoices, FoundLayout, LayoutSearch, Objective } from './search';
import type { StorageBill } from './storage';
import type { StepTime, Utilisation } from './time';

/** What a model is for: tokens that it reads and writes in use, and what serves them. */
export interface Use {
  readonly inferenceTokens: number;
  readonly serving: ServingPrice;
}

/** What is kept of a run, and at what price. */
export interface Storage {
  /** Checkpoints that are kept at a time. */
  readonly checkpoints?: number | undefined;
  /** As long as the run unless given. */
  readonly months?: number | undefined;
  /** USD a GB and month. */
  readonly pricePerGbMonth?: number | undefined;
}

/** What is known of a run; everything else is worked out. */
export interface PlanRequest {
  readonly law: Law;
  readonly accelerator: Accelerator;
  readonly accelerators?: number | undefined;
  /** Wall clock. */
  readonly days?: number | undefined;
  /** USD */
  readonly money?: number | undefined;
  /** kWh, the building included. */
  readonly energy?: number | undefined;
  readonly N?: number | undefined;
  readonly D?: number | undefined;
  readonly C?: number | undefined;
  /** nat/token */
  readonly loss?: number | undefined;
  /** Utilisation by hand, 6ND over the peak, in place of a layout. */
  readonly mfu?: number | undefined;
  /** Whether nobody set it: layouts of the accelerator cannot be timed. */
  readonly isMfuAssumed?: boolean | undefined;
  /** USD an accelerator-hour; the latest published one unless given. */
  readonly pricePerHour?: number | undefined;
  /** Whether nobody named that price: none of the accelerator is published. */
  readonly isPriceAssumed?: boolean | undefined;
  readonly pue?: number | undefined;
  /** Kilograms of CO2 equivalent for each kWh. */
  readonly kgPerKwh?: number | undefined;
  /** How often accelerators fail, and how fast a run goes on; as Llama 3 tells unless given. */
  readonly reliability?: Partial<Reliability> | undefined;
  readonly storage?: Storage | undefined;
  /**
   * What the model is for. With a loss or money alone, N and D are those of the least money over training and use; the money pays for both.
   */
  readonly use?: Use | undefined;
  /** Choices of the layout that are made already. */
  readonly fixed?: FixedChoices | undefined;
  readonly objective?: Objective | undefined;
  /** What searches layouts: the search of this folder unless given. */
  readonly search?: LayoutSearch | undefined;
  /** Sequences of a step. */
  readonly batch?: number | undefined;
  /** Tokens of a sequence. */
  readonly context?: number | undefined;
  readonly vocabulary?: number | undefined;
  /** Whether attention is one kernel that never stores its scores; true unless given. */
  readonly fusedAttention?: boolean | undefined;
  /** How its blocks are built: as Llama's unless given. */
  readonly blocks?: BlockKind | undefined;
  /** The model's shape; a plausible one unless given. */
  readonly shape?: ModelShape | undefined;
}

/** What a request may break. */
export type PlanConstraint = 'memory' | 'days' | 'money' | 'energy' | 'loss' | 'layout';

/** One constraint that cannot be met. */
export interface PlanFailure {
  readonly constraint: PlanConstraint;
  /** What it would take, in the unit of the constraint: bytes, days, USD, kWh, nat/token. */
  readonly needed: number;
  /** What there is. */
  readonly allowed: number;
}

/** How the run is laid out, and what each accelerator does. */
export interface PlanLayout extends FoundLayout {
  readonly memoryParts: Memory;
  readonly timeParts: StepTime;
  readonly utilisation: Utilisation;
}

/** Ends of an interval. */
export type Interval = readonly [number, number];

/** A run. */
export interface Plan {
  readonly N: number;
  readonly D: number;
  readonly C: number;
  readonly loss: number;
  readonly accelerator: Accelerator;
  readonly accelerators: number;
  /** Absent where the utilisation was set by hand. */
  readonly layout?: PlanLayout;
  /** 6ND over the peak, in the steady state. */
  readonly mfu: number;
  /** The same over the whole run, with all that interrupts it. */
  readonly meanMfu: number;
  readonly tokensPerSecond: number;
  readonly overhead: FailureOverhead;
  readonly bill: RunBill;
  /** USD an accelerator-hour that the bill uses. */
  readonly pricePerHour?: number;
  readonly storage: StorageBill;
  /** What training and use cost together; absent unless the request says what the model is for. */
  readonly life?: PlanLife;
  /** What the uncertainty of the law makes of it; absent where it is not published or does not matter. */
  readonly intervals?: { readonly [Q in 'N' | 'D' | 'C' | 'loss' | 'days' | 'cost']?: Interval | undefined };
}

/** The life of a plan's model in money. */
export interface PlanLife extends Pick<Lifetime, 'bill'> {
  readonly inferenceTokens: number;
  readonly prices: LifePrices;
  /** Where N and D were chosen for the least money: the alternative and what it would have cost, and for a loss the interval of the total. */
  readonly chosen?: Pick<Lifetime, 'trainingOptimal' | 'saving'> & { readonly interval?: Interval };
}

/** A request's answer: a run, or why there is none and the nearest that there is. */
export type PlanAnswer =
  | { readonly isFeasible: true; readonly plan: Plan }
  | { readonly isFeasible: false; readonly failures: readonly PlanFailure[]; readonly nearest?: Plan; readonly relaxed?: string };
