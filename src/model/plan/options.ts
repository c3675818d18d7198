import { trainingCompute } from '../compute';
import { runBill } from './cost';
import { MOST_ACCELERATORS, priceOf } from './defaults';
import { type Fleet, daysOf, fleets } from './fleet';
import { type TrainingLayout, layoutSize } from './layout';
import type { Plan, PlanRequest } from './request';
import { paretoFront } from './search';

/** Another way to do a plan's work. */
export interface PlanOption {
  readonly accelerators: number;
  readonly days: number;
  readonly acceleratorHours: number;
  /** USD; absent without a price. */
  readonly cost?: number;
  /** 6ND over the peak, in the steady state. */
  readonly mfu: number;
  readonly layout: TrainingLayout;
  /** byte on each accelerator */
  readonly memory: number;
  /** Whether no other option is better in both days and money. */
  readonly isBest: boolean;
}

/** How far around a plan's accelerators others are looked at, as factors. */
const AROUND = { from: 1 / 4, to: 4 };
/** Numbers of accelerators of each degree of tensor parallelism that are kept beside the front. */
const KEPT = 24;

/**
 * Ways to do a plan's work on a quarter to four times its accelerators, in whole nodes: for each degree of tensor parallelism the
 * fastest layout of each number of accelerators, thinned to a few dozen; what none beats in days and money is kept entirely. Fewest
 * accelerators first. None where the utilisation was set by hand.
 */
export function planOptions(request: PlanRequest, plan: Plan): readonly PlanOption[] {
  const { links } = plan.accelerator;
  if (!plan.layout || !links) return [];
  const { N, D, accelerators } = plan;
  const fixed = request.fixed ?? {};
  const asked = layoutSize({ tensor: fixed.tensor ?? 1, pipeline: fixed.pipeline ?? 1, data: fixed.data ?? 1 });
  const from = Math.max(1, asked, Math.floor(accelerators * AROUND.from));
  const to = Math.min(MOST_ACCELERATORS, Math.max(from, links.nodeSize, Math.ceil(accelerators * AROUND.to)));
  const degrees = fixed.tensor === undefined ? divisors(links.nodeSize) : [fixed.tensor];
  const all = degrees.flatMap((tensor) => {
    const found = fleets({ ...request, fixed: { ...fixed, tensor } }, N, from, to);
    return 'failures' in found ? [] : whole(found, links.nodeSize).map((fleet) => toOption(request, { N, D }, fleet));
  });
  const front = new Set(
    paretoFront(
      all,
      ({ days }) => days,
      ({ acceleratorHours }) => acceleratorHours,
    ),
  );
  const kept = degrees.flatMap((tensor) => thin(all.filter(({ layout }) => layout.tensor === tensor)));
  return [...new Set([...front, ...kept])]
    .map((option) => ({ ...option, isBest: front.has(option) }))
    .sort((a, b) => a.accelerators - b.accelerators || a.days - b.days);
}

function divisors(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1).filter((each) => count % each === 0);
}

/** Those on whole nodes, or on part of one. */
function whole(found: readonly Fleet[], node: number): readonly Fleet[] {
  return found.filter(({ accelerators }) => accelerators <= node || accelerators % node === 0);
}

/** A few dozen of them, evenly. */
function thin(options: readonly PlanOption[]): readonly PlanOption[] {
  const every = Math.max(1, (options.length - 1) / (KEPT - 1));
  return options.filter((_, i) => Math.floor(i / every) !== Math.floor((i - 1) / every) || i === options.length - 1);
}

function toOption(request: PlanRequest, work: Pick<Plan, 'N' | 'D'>, fleet: Fleet): PlanOption {
  const days = daysOf(request, work, fleet);
  const { accelerators, tokensPerSecond } = fleet;
  const { layout, memory } = fleet.layout!;
  const { acceleratorHours, cost } = runBill(days * 24 * accelerators, accelerators, { pricePerHour: priceOf(request) });
  const mfu = trainingCompute(work.N, tokensPerSecond) / (accelerators * request.accelerator.peak);
  return { accelerators, days, acceleratorHours, ...(cost !== undefined && { cost }), mfu, layout, memory, isBest: false };
}

/** What options are singled out by. */
const distinctions = ['fastest', 'cheapest', 'highest MFU', 'fewest accelerators'] as const;

/** One of them. */
type Distinction = (typeof distinctions)[number];

/** The best options by each measure, each once with all that it is best in. Cheapest also means fewest accelerator-hours. */
export function distinguished(
  options: readonly PlanOption[],
): readonly { readonly by: readonly Distinction[]; readonly option: PlanOption }[] {
  const measure: Readonly<Record<Distinction, (option: PlanOption) => number>> = {
    fastest: ({ days }) => days,
    cheapest: ({ acceleratorHours }) => acceleratorHours,
    'highest MFU': ({ mfu }) => -mfu,
    'fewest accelerators': ({ accelerators }) => accelerators,
  };
  if (options.length === 0) return [];
  const found = new Map<PlanOption, Distinction[]>();
  for (const by of distinctions) {
    const option = options.reduce((best, each) => (measure[by](each) < measure[by](best) ? each : best));
    found.set(option, [...(found.get(option) ?? []), by]);
  }
  return [...found].map(([option, by]) => ({ by, option }));
}
