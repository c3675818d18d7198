import type { LimitKind } from '../../model/plan/limits';
import { findAccelerator } from '../../model/plan/hardware';
import { formatCount, formatValue } from '../../quantities/format';
import { type LimitChoices, hasLimits } from '../../state/limits';
import type { LawAnswer } from '../../state/store';

/** A number of days: `1 day`, `30 days`. */
function formatDays(days: number): string {
  return days === 1 ? '1 day' : `${Number(days.toPrecision(4))} days`;
}

/** USD in short: `$1.00M`, `$250`. */
function formatMoney(money: number): string {
  return money < 1000 ? `$${Number(money.toPrecision(4))}` : `$${formatCount(money)}`;
}

/** The accelerators of limits: `256 × H100 SXM`. */
function fleetName({ hardware, accelerators }: LimitChoices): string {
  return `${accelerators} × ${findAccelerator(hardware)!.name}`;
}

/** What a run may take, for a sentence: `within 30 days on 256 × H100 SXM`, `within 30 days and the memory of …`; undefined where nothing is limited. */
export function limitPhrase(limits: LimitChoices): string | undefined {
  if (!hasLimits(limits)) return undefined;
  const { days, money, memory } = limits;
  const parts = [
    ...(days === undefined ? [] : [formatDays(days)]),
    ...(money === undefined ? [] : [formatMoney(money)]),
    ...(memory ? ['the memory'] : []),
  ];
  const last = parts.pop()!;
  return `within ${parts.length > 0 ? `${parts.join(', ')} and ${last}` : last} ${memory ? 'of' : 'on'} ${fleetName(limits)}`;
}

/** What a limit does to a run, in a sentence. */
const effects: Readonly<Record<LimitKind, (limits: LimitChoices, answer: LawAnswer) => string>> = {
  days: (limits, { walls }) =>
    `In ${formatDays(limits.days!)}, ${fleetName(limits)} train ${formatValue('C', walls!.training)} and no more.`,
  money: (limits, { walls }) =>
    `For ${formatMoney(limits.money!)}, rented ${findAccelerator(limits.hardware)!.name} train ${formatValue('C', walls!.training)} and no more.`,
  memory: (limits, { walls }) =>
    `The memory of ${fleetName(limits)} holds the training state of at most ${formatCount(walls!.N)} parameters.`,
};

/** Sentences on what holds the run back, and on what it would be without; empty where nothing does. */
export function limitSentences(limits: LimitChoices, answer: LawAnswer): readonly string[] {
  if (!answer.limited) return [];
  const { by, free } = answer.limited;
  return [
    ...by.map((kind) => effects[kind](limits, answer)),
    `Without limits the budget would train ${formatCount(free.N)} parameters on ${formatCount(free.D)} tokens, for a loss of ${free.loss.toFixed(4)}.`,
  ];
}
