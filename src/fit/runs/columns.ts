import { InputError } from '../../quantities/issue';
import { lawScenarioIds } from '../../quantities/registry';

/** What a column of runs can be. */
export const columnRoles = ['N', 'D', 'C', 'loss', 'weight', 'group', ...lawScenarioIds] as const;

/** Role of a column. */
export type ColumnRole = (typeof columnRoles)[number];

/** A column that plays a role, and what its numbers are multiplied by to be in the base unit. */
export interface Column {
  readonly heading: string;
  readonly scale: number;
}

/** Which column plays which role. */
export type ColumnMap = { readonly [R in ColumnRole]?: Column };

/** Headings of each role, the likeliest first; lower case, without unit, words joined by underscores. */
const SYNONYMS: Readonly<Record<ColumnRole, readonly string[]>> = {
  N: [
    'n',
    'params',
    'parameters',
    'n_params',
    'num_params',
    'num_parameters',
    'n_parameters',
    'param_count',
    'parameter_count',
    'model_params',
    'n_total',
    'total_params',
    'n_active',
    'active_params',
    'model_size',
    'size',
    'n_non_embedding',
    'non_embedding_params',
    'n_no_embed',
    'n_no_emb',
  ],
  D: [
    'd',
    'tokens',
    'n_tokens',
    'num_tokens',
    'training_tokens',
    'train_tokens',
    'total_tokens',
    'tokens_seen',
    'token_count',
    'd_tokens',
    'd_so_far',
    'training_data',
    'data',
  ],
  C: [
    'c',
    'flop',
    'flops',
    'compute',
    'training_flop',
    'training_flops',
    'train_flops',
    'training_compute',
    'total_flops',
    'budget',
    'compute_budget',
    'c_so_far',
    'c_reported',
  ],
  loss: [
    'loss',
    'l',
    'final_loss',
    'val_loss',
    'validation_loss',
    'eval_loss',
    'valid_loss',
    'test_loss',
    'cross_entropy',
    'ce_loss',
    'nll',
    'train_loss',
    'training_loss',
  ],
  weight: ['weight', 'weights', 'w'],
  group: ['group', 'cluster', 'family'],
  U: ['u', 'unique_tokens', 'n_unique_tokens', 'unique', 'unique_d'],
  granularity: ['granularity', 'g'],
  experts: ['experts', 'n_experts', 'num_experts'],
  trainingBits: ['trainingbits', 'training_bits', 'train_bits', 'precision', 'bits'],
  servingBits: ['servingbits', 'serving_bits', 'post_bits', 'inference_bits'],
};

/** Units that a heading may end in, such as `N_million`, `tokens (B)` or `C [PF-days]`; 1 PF-day = 8.64e19 FLOP. */
const UNITS: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  thousands: 1e3,
  m: 1e6,
  mm: 1e6,
  million: 1e6,
  millions: 1e6,
  b: 1e9,
  bn: 1e9,
  g: 1e9,
  billion: 1e9,
  billions: 1e9,
  t: 1e12,
  trillion: 1e12,
  trillions: 1e12,
  flop: 1,
  flops: 1,
  token: 1,
  tokens: 1,
  parameters: 1,
  params: 1,
  nat: 1,
  nats: 1,
  'nat/token': 1,
  'nats/token': 1,
  gflop: 1e9,
  gflops: 1e9,
  tflop: 1e12,
  tflops: 1e12,
  pflop: 1e15,
  pflops: 1e15,
  eflop: 1e18,
  eflops: 1e18,
  zflop: 1e21,
  zflops: 1e21,
  'pf-day': 8.64e19,
  'pf-days': 8.64e19,
  pf_day: 8.64e19,
  pf_days: 8.64e19,
  pfdays: 8.64e19,
};

const COUNT_UNITS = ['', 'thousand', 'million', 'billion', 'trillion'] as const;

/** Units that a page offers for a role, by their names here; the empty one is the base unit. */
export const columnUnits: Readonly<Partial<Record<ColumnRole, readonly { readonly unit: string; readonly scale: number }[]>>> = {
  N: COUNT_UNITS.map(toUnit),
  D: COUNT_UNITS.map(toUnit),
  U: COUNT_UNITS.map(toUnit),
  C: ['', 'gflop', 'tflop', 'pflop', 'eflop', 'zflop', 'pf-days'].map(toUnit),
};

function toUnit(unit: string): { readonly unit: string; readonly scale: number } {
  return { unit, scale: unit === '' ? 1 : UNITS[unit]! };
}

/**
 * Guesses which columns hold what, from their headings. A role that nothing names stays open; where several columns could be
 * losses and none is called so, the first one is taken.
 */
export function guessColumns(headings: readonly string[]): ColumnMap {
  const parsed = headings.map((heading) => ({ heading, ...splitUnit(heading) }));
  const map: { [R in ColumnRole]?: Column } = {};
  for (const role of columnRoles) {
    for (const synonym of SYNONYMS[role]) {
      const found = parsed.find(({ name }) => name === synonym);
      if (!found) continue;
      map[role] = { heading: found.heading, scale: found.scale };
      break;
    }
  }
  const aLoss = map.loss ?? parsed.find(({ name }) => /(^|_)(loss|nll)(_|$)/.test(name));
  return aLoss ? { ...map, loss: { heading: aLoss.heading, scale: aLoss.scale } } : map;
}

/**
 * Applies choices such as `N=params` or `C=budget:pf-days` over a guess, which gives way where a choice takes its column. Throws an InputError for a role or a column that does not
 * exist, or an unknown unit.
 */
export function chooseColumns(guess: ColumnMap, choices: readonly string[], headings: readonly string[]): ColumnMap {
  const map: { [R in ColumnRole]?: Column } = { ...guess };
  const chosen = new Set<ColumnRole>();
  const isSaid = (role: ColumnRole): boolean => choices.some((choice) => splitOnce(choice, '=')[0] === role);
  for (const choice of choices) {
    const [role = '', rest = ''] = splitOnce(choice, '=');
    const known = columnRoles.find((id) => id === role);
    const fail = (allowed: string): never => {
      throw new InputError([{ field: '--columns', given: choice, allowed }]);
    };
    if (!known) return fail(`ROLE=COLUMN with a role of ${columnRoles.join(', ')}`);
    if (chosen.has(known)) return fail(`one column for ${known}`);
    chosen.add(known);
    const [name = '', unit] = headings.includes(rest) ? [rest] : splitOnce(rest, ':');
    if (!headings.includes(name)) return fail(`a column of ${headings.join(', ')}`);
    const scale = unit === undefined ? splitUnit(name).scale : UNITS[unit.toLowerCase()];
    if (scale === undefined) return fail(`a unit of ${Object.keys(UNITS).join(', ')}`);
    map[known] = { heading: name, scale };
    // what was only guessed of this column no longer holds
    for (const other of columnRoles) {
      if (map[other]?.heading === name && !isSaid(other)) delete map[other];
    }
  }
  return map;
}

function splitUnit(heading: string): { readonly name: string; readonly scale: number } {
  const lower = heading.trim().toLowerCase();
  const bracket = /^(.*?)\s*[[(]\s*(?:in\s+)?([a-z/_ -]+?)\s*[\])]$/.exec(lower);
  if (bracket && UNITS[bracket[2]!] !== undefined) return { name: toName(bracket[1]!), scale: UNITS[bracket[2]!]! };
  const name = toName(lower);
  const suffix = /^(.+?)_(k|thousands?|mm?|millions?|b|bn|billions?|t|trillions?|[gtpez]flops?|pf_?days?)$/.exec(name);
  return suffix ? { name: suffix[1]!, scale: UNITS[suffix[2]!]! } : { name, scale: 1 };
}

function toName(text: string): string {
  return text.trim().replaceAll(/[\s.-]+/g, '_');
}

/** The parts before and after the first separator; the second is missing where there is none. */
export function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text.trim()] : [text.slice(0, at).trim(), text.slice(at + separator.length).trim()];
}
