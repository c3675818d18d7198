import { INTERRUPTIONS } from './defaults';
import type { Plan } from './request';
import { timeParts, totalTime } from './time';

/** What the days of a run are spent on, in the order in which they are shown; the first two are work that the model asks for. */
export const runParts = [
  'matrices',
  'elementwise',
  'tensor',
  'pipeline',
  'data',
  'bubble',
  'optimizer',
  'failures',
  'interruptions',
] as const;

/** One of them. */
export type RunPart = (typeof runParts)[number] | 'useful' | 'waiting';

/** A part of a run, in days and as a share of all days; money and energy divide as days do. */
export interface RunShare {
  readonly part: RunPart;
  readonly days: number;
  readonly share: number;
}

/**
 * What each day of a run is spent on: the parts of its steps, work lost to failures with checkpoints, and interruptions. With a
 * utilisation by hand the steps are divided into FLOP at the peak and all else. Parts that take nothing are left out.
 */
export function runShares({ bill, layout, mfu, overhead }: Plan): readonly RunShare[] {
  const steady = bill.days / ((1 + overhead.share) * (1 + INTERRUPTIONS));
  const step = layout && totalTime(layout.timeParts);
  const days: Partial<Record<RunPart, number>> = {
    ...(layout
      ? Object.fromEntries(timeParts.map((part) => [part, (steady * layout.timeParts[part]) / step!]))
      : { useful: steady * mfu, waiting: steady * (1 - mfu) }),
    failures: steady * overhead.share,
    interruptions: steady * (1 + overhead.share) * INTERRUPTIONS,
  };
  return (['useful', 'waiting', ...runParts] as const)
    .filter((part) => (days[part] ?? 0) > 0)
    .map((part) => ({ part, days: days[part]!, share: days[part]! / bill.days }));
}
