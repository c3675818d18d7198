import { cell, code, number, page, table } from './markdown';

/** The part of JSON Schema that the published schemas use. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** Longest list of quantities that is printed; longer ones stand in their own table. */
const MOST_WORDS = 24;

/** What fields mean, by name, or by the name of the object and theirs; a schema says only what they may be. */
const ABOUT: Readonly<Record<string, string>> = {
  version: 'version of the format',
  law: 'law of the loss: an id, or a law of your own',
  scenario: 'what is fixed: quantities by id, `flopCount`, and in general sweeps `hardware` and coefficients',
  axes: 'what is swept; the last axis varies fastest',
  'axes.quantity': 'what the axis is over',
  'axes.scale': 'how steps lie between from and to',
  'axes.from': 'first value',
  'axes.to': 'last value',
  'axes.steps': 'values, both ends among them',
  'axes.values': 'the values, in place of from, to and steps',
  'axes.count': 'draws of the coefficients',
  metrics: 'columns, beside the axes',
  constraints: 'bounds; cells that break one are left out',
  'constraints.quantity': 'what is bounded',
  'constraints.min': 'least value',
  'constraints.max': 'greatest value',
  keepInfeasible: 'keep cells that break a constraint, with a column that says so',
  reduce: 'what is kept of the cells',
  'reduce.kind': 'kind of reduction',
  'reduce.over': 'axes whose best value is looked for',
  'reduce.across': 'axes across which values are distributed',
  'reduce.levels': 'levels of the quantiles',
  'reduce.of': 'what is best, or what is counted',
  'reduce.goal': 'which end is best; that of the quantity unless given',
  'reduce.goals': 'the same for each of the quantities',
  'reduce.k': 'cells that are kept',
  'reduce.bins': 'bins of equal width',
  'reduce.scale': 'scale of the bins',
  'reduce.from': 'where the first bin begins',
  'reduce.to': 'where the last bin ends',
  'reduce.metric': 'what is counted',
  'reduce.keep': 'axes for each point of which the best is kept',
  'reduce.histogram': 'counts of all schedules beside the best one: `metric`, `from`, `to`, `bins`',
  draws: 'draws of the coefficients, for quantiles; 4000 unless given',
  seed: 'seed of the draws; 1 unless given',
  schedule: 'stages, and what of the schedule is fixed',
  'schedule.stages': 'stages of the schedule',
};

/** The reference of sweep files, from the JSON Schemas that they are checked with. */
export function sweepFilesPage(schemas: { readonly sweep: unknown; readonly general: unknown; readonly schedule: unknown }): string {
  const sweep = schemas.sweep as Schema;
  return page(
    '# Sweep files',
    'A sweep file is JSON. It is one of three kinds, and which of them follows from what it holds: a field `schedule` makes it a sweep of growth schedules; anything ' +
      'that the first kind does not know (more than two axes, listed values, choices, fleets, other reductions) makes it a general sweep. What a file means is ' +
      'checked beyond its shape, and a message names the field, the value and what is allowed. How to run one stands on the page about [sweeps](../views/sweep.md).',
    '## Frontiers and grids',
    'One or two axes over law and configuration, on the CPU or WebGPU; optima are polished in double precision. Schema: `docs/sweep-file.schema.json`.',
    ...schemaBlocks(sweep),
    '## General sweeps',
    'One to eight axes over numbers, lists and choices, reduced cell by cell. Schema: `docs/graph-sweep-file.schema.json`.',
    ...schemaBlocks(schemas.general as Schema),
    '## Schedules',
    'Growth schedules of two to four stages. Schema: `docs/schedule-sweep-file.schema.json`. `N1` … `N4` and the others are described among the ' +
      '[quantities of a growth schedule](quantities.md#quantities-of-a-growth-schedule).',
    ...schemaBlocks(schemas.schedule as Schema),
    '## A law of your own',
    'It stands in place of the id, or in a file for `--law-file`. Coefficients and what they may be stand with each [form](laws.md#forms).',
    table(['field', 'value', 'default', 'what it is'], ownLawRows(sweep)),
  );
}

function schemaBlocks(schema: Schema): readonly string[] {
  const fields = Object.entries(schema.properties ?? {});
  const isSimple = ([name]: readonly [string, Schema]): boolean => name !== 'axes' && name !== 'reduce' && name !== 'constraints';
  const axes = itemOf(schema.properties?.['axes']);
  const constraints = itemOf(schema.properties?.['constraints']);
  const reductions = schema.properties?.['reduce']?.oneOf ?? [];
  const head = ['field', 'value', 'default', 'what it is'];
  return [
    table(
      head,
      fields.map(([name, field]) => row(name, name, field, schema)),
    ),
    ...(fields.some(isSimple) && axes ? ['Each of `axes`:', table(head, variantRows('axes', axes.oneOf ?? [axes]))] : []),
    'What `reduce` may be:',
    table(head, variantRows('reduce', reductions)),
    ...(constraints ? ['Each of `constraints`:', table(head, variantRows('constraints', [constraints]))] : []),
  ];
}

/** Rows of the fields of one or several variants; the field that tells them apart heads each. */
function variantRows(owner: string, variants: readonly Schema[]): readonly (readonly string[])[] {
  return variants.flatMap((variant) =>
    Object.entries(variant.properties ?? {}).map(([name, field]) => row(name, `${owner}.${name}`, field, variant)),
  );
}

function row(name: string, path: string, field: Schema, owner: Schema): readonly string[] {
  const about = ABOUT[path];
  if (about === undefined) throw new Error(`tools/reference/sweep-files.ts: say in ABOUT what ${path} is`);
  return [code(name), valueOf(field, path), defaultOf(field, owner.required?.includes(name) ?? false), about];
}

function defaultOf({ default: value }: Schema, isRequired: boolean): string {
  if (isRequired) return 'required';
  if (value === undefined) return '';
  const text = JSON.stringify(value);
  return text.length > 60 ? 'all of them' : code(text);
}

/** What a value may be, in words. */
function valueOf(field: Schema, path: string): string {
  if (path === 'law') return 'text or object';
  if (field.const !== undefined) return code(JSON.stringify(field.const));
  if (field.enum) return wordsOf(field.enum);
  if (field.type === 'number' || field.type === 'integer') return numberOf(field);
  if (field.type === 'array') return listOf(field, path);
  if (field.type === 'boolean') return '`true` or `false`';
  if (field.type === 'string') return field.maxLength === undefined ? 'text' : `text of at most ${field.maxLength} characters`;
  if (field.oneOf) return `object, ${field.oneOf.length} kinds`;
  if (path === 'scenario' || path === 'schedule') return objectOf(field);
  return 'object';
}

function wordsOf(words: readonly unknown[]): string {
  if (words.length > MOST_WORDS && words.includes('N')) return `one of ${words.length} [ids](quantities.md)`;
  return words.map((word) => code(JSON.stringify(word))).join(', ');
}

function numberOf({ type, minimum, maximum }: Schema): string {
  const kind = type === 'integer' ? 'whole number' : 'number';
  const written = (value: number): string => (type === 'integer' ? String(value) : number(value));
  return minimum === undefined || maximum === undefined ? kind : `${kind} from ${written(minimum)} to ${written(maximum)}`;
}

function listOf(field: Schema, path: string): string {
  const { minItems = 0, maxItems } = field;
  const item = itemOf(field);
  const what =
    path === 'axes.values' && item?.anyOf
      ? 'ids, or laws of your own'
      : item?.properties || item?.oneOf
        ? 'objects'
        : item
          ? valueOf(item, '')
          : 'values';
  const isTuple = Array.isArray(field.items);
  const many = isTuple
    ? `list of ${minItems}`
    : maxItems === undefined
      ? minItems > 0
        ? `list of at least ${minItems}`
        : 'list'
      : `list of ${minItems} to ${maxItems}`;
  return `${many}: ${what}`;
}

function objectOf({ properties = {}, required = [] }: Schema): string {
  const names = Object.keys(properties).filter((name) => !required.includes(name) && !name.startsWith('coefficient.'));
  const coefficients = Object.keys(properties).some((name) => name.startsWith('coefficient.')) ? ', `coefficient.NAME`' : '';
  return cell(`object: ${[...required, ...names].map((name) => `\`${name}\``).join(', ')}${coefficients}`);
}

function itemOf(field: Schema | undefined): Schema | undefined {
  return Array.isArray(field?.items) ? (field.items as readonly Schema[])[0] : (field?.items as Schema | undefined);
}

/** Fields of a law of one's own; the forms differ in their coefficients alone. */
function ownLawRows(schema: Schema): readonly (readonly string[])[] {
  const variants = schema.properties?.['law']?.anyOf?.find(({ oneOf }) => oneOf)?.oneOf ?? [];
  const [first] = variants;
  const about: Readonly<Record<string, string>> = {
    form: 'what the loss is a sum of',
    coefficients: 'a number for each coefficient of the form',
    uncertainty:
      'how coefficients spread: `parameters` (ids, or "log " and an id) with `mean` and `covariance`, or with `draws`; `about` says where it comes from',
    label: 'name',
    source: 'where the numbers come from',
  };
  return Object.entries(first?.properties ?? {}).map(([name, field]) => [
    code(name),
    name === 'form' ? variants.map(({ properties }) => code(JSON.stringify(properties?.['form']?.const))).join(', ') : valueOf(field, ''),
    defaultOf(field, first?.required?.includes(name) ?? false),
    about[name] ?? '',
  ]);
}
