import { formatCount, formatValue } from '../../quantities/format';
import { type ScenarioId, quantities } from '../../quantities/registry';
import { settingsOf } from '../laws';
import type { PlanFailure, PlanRequest } from './request';

// How a plan speaks, the same in the page, on the command line and in files.

const GIGA = 1e9;

/** What was asked, in one line. */
export function describeRequest(request: PlanRequest): string {
  const { known, hardware, law } = requestParts(request);
  return `${known.join(', ')}${known.length > 0 ? ' on ' : ''}${hardware}, under ${law}`;
}

/** What was asked, in parts: what is known, on what, and under which law. */
export function requestParts({ accelerator, accelerators, days, money, energy, N, D, C, loss, law, use }: PlanRequest): {
  readonly known: readonly string[];
  readonly hardware: string;
  readonly law: string;
} {
  const known = [
    N !== undefined && `${formatCount(N)} parameters`,
    D !== undefined && formatValue('D', D),
    C !== undefined && formatValue('C', C),
    loss !== undefined && `loss ${loss}`,
    days !== undefined && plural(days, 'day'),
    money !== undefined && dollars(money),
    use !== undefined && `${formatCount(use.inferenceTokens)} tokens of use`,
    energy !== undefined && `${formatCount(energy)} kWh`,
    ...Object.entries(settingsOf(law)).map(([id, value]) => describeSetting(id as ScenarioId, value as number)),
  ].filter((part) => part !== false);
  const hardware = accelerators === undefined ? accelerator.name : `${accelerators} × ${accelerator.name}`;
  return { known, hardware, law: law.label };
}

function describeSetting(id: ScenarioId, value: number): string {
  return id === 'U' ? `${formatCount(value)} unique tokens` : `${quantities[id].symbol} = ${trim(value)}`;
}

/** A failure in words: what it takes, what there is, and how many times too much. */
export function describeFailure({ constraint, needed, allowed }: PlanFailure): string {
  const times = `${trim(needed / allowed)} times`;
  switch (constraint) {
    case 'memory':
      return `memory: the smallest layout needs ${gigabytes(needed)} on each accelerator and there are ${gigabytes(allowed)}, ${times} as much as there is`;
    case 'days':
      return `time: it takes ${plural(needed, 'day')} and there are ${trim(allowed)}, ${times} as many as allowed`;
    case 'money':
      return `money: it costs ${dollars(needed)} and there are ${dollars(allowed)}, ${times} as much as allowed`;
    case 'energy':
      return `energy: it draws ${formatCount(needed)} kWh and there are ${formatCount(allowed)}, ${times} as much as allowed`;
    case 'loss':
      return `loss: ${trim(allowed)} is below ${needed.toFixed(4)}, the least that this law reaches with what is given`;
    case 'layout':
      return 'layout: no layout with these choices divides the heads, the layers, a node and the accelerators';
  }
}

/** Bytes: `80.0 GB`. */
export function gigabytes(bytes: number): string {
  return `${(bytes / GIGA).toFixed(1)} GB`;
}

/** Three digits, without an exponent. */
export function trim(value: number): string {
  return value >= 1e6 || value < 1e-3 ? formatCount(value) : String(Number(value.toPrecision(3)));
}

/** A number with its unit: `1 day`, `2.5 days`. */
export function plural(value: number, unit: string): string {
  const number = trim(value);
  return `${number} ${unit}${number === '1' ? '' : 's'}`;
}

/** An amount of money: `$3.50`, `$1.00M`. */
export function dollars(value: number): string {
  return value < 1000 ? `$${value.toFixed(2)}` : `$${formatCount(value)}`;
}
