import { msg, str } from '@lit/localize';
import type { LimitKind } from '../../model/plan/limits';
import { findAccelerator } from '../../model/plan/hardware';
import { formatCount, formatValue } from '../../quantities/format';
import { type LimitChoices, hasLimits } from '../../state/limits';
import type { LawAnswer } from '../../state/store';

/** A number of days: `1 day`, `30 days`. */
function formatDays(days: number): string {
  const number = Number(days.toPrecision(4));
  return days === 1 ? msg('1 day') : msg(str`${number} days`);
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
  const fleet = fleetName(limits);
  const [first, second] = [...(days === undefined ? [] : [formatDays(days)]), ...(money === undefined ? [] : [formatMoney(money)])];
  if (first === undefined) return msg(str`within the memory of ${fleet}`);
  if (second === undefined) return memory ? msg(str`within ${first} and the memory of ${fleet}`) : msg(str`within ${first} on ${fleet}`);
  return memory ? msg(str`within ${first}, ${second} and the memory of ${fleet}`) : msg(str`within ${first} and ${second} on ${fleet}`);
}

/** What a limit does to a run, in a sentence. */
const effects: Readonly<Record<LimitKind, (limits: LimitChoices, answer: LawAnswer) => string>> = {
  days: (limits, { walls }) => {
    const [days, fleet, compute] = [formatDays(limits.days!), fleetName(limits), formatValue('C', walls!.training)];
    return msg(str`In ${days}, ${fleet} train ${compute} and no more.`);
  },
  money: (limits, { walls }) => {
    const { name } = findAccelerator(limits.hardware)!;
    const [money, compute] = [formatMoney(limits.money!), formatValue('C', walls!.training)];
    return msg(str`For ${money}, rented ${name} train ${compute} and no more.`);
  },
  memory: (limits, { walls }) => {
    const [fleet, most] = [fleetName(limits), formatCount(walls!.N)];
    return msg(str`The memory of ${fleet} holds the training state of at most ${most} parameters.`);
  },
};

/** Sentences on what holds the run back, and on what it would be without; empty where nothing does. */
export function limitSentences(limits: LimitChoices, answer: LawAnswer): readonly string[] {
  if (!answer.limited) return [];
  const { by, free } = answer.limited;
  const [N, D, loss] = [formatCount(free.N), formatCount(free.D), free.loss.toFixed(4)];
  return [
    ...by.map((kind) => effects[kind](limits, answer)),
    msg(str`Without limits the budget would train ${N} parameters on ${D} tokens, for a loss of ${loss}.`),
  ];
}
