import type { Fleet } from '../model/growth/hardware';
import type { GrowthValues } from '../model/growth/models/model';
import { parseSchedule } from '../model/growth/parse';
import type { SavingId } from '../model/growth/savings';
import type { Schedule } from '../model/growth/schedule';
import { formatExact } from '../quantities/format';
import { InputError } from '../quantities/issue';
import { parseNumber } from '../quantities/parse';

// The choices of the growth view, and how they stand in the URL. It comes with the page, so it loads no growth model and no data.

/** Ids of the growth models, written out so that the page need not load them to read its address; a test holds the two equal. */
export const growthModelIds = ['lossless', 'gstack', 'chen', 'liew-kato', 'staged', 'warm-start', 'late-jump'] as const;

/** Id of a growth model. */
export type GrowthModelId = (typeof growthModelIds)[number];

/** Exponents of the continuous shapes that can be laid over the figure: sub-linear, linear, super-linear. */
export const shapeExponents = [0.5, 1, 2] as const;

/** What the learning curves are drawn against. */
export const curveAxes = ['tokens', 'compute', 'days', 'cost'] as const;

/** Id of a horizontal axis of the learning curves. */
export type CurveAxis = (typeof curveAxes)[number];

/** Quantities of a schedule that a savings map may have as axes. */
export const mapQuantities = [
  'switch1',
  'switch2',
  'switch3',
  'N1',
  'N2',
  'N3',
  'N4',
  'ratio1',
  'ratio2',
  'ratio3',
  'shapePower',
  'D',
  'C',
  'eta',
] as const;

/** Id of an axis of a savings map. */
export type MapQuantity = (typeof mapQuantities)[number];

/** Most stages that the view handles. */
export const MAX_VIEW_STAGES = 8;

/** Transfer efficiencies that are accepted. */
export const ETA_RANGE = [1e-3, 1e3] as const;

/** What the user chose in the growth view. */
export interface GrowthChoices {
  readonly stages: Schedule;
  /** Transfer efficiency at each switch. */
  readonly eta: number;
  /** Rise of the loss at each switch, nat/token. */
  readonly lossBump: number;
  /** Tokens after each switch that bring no progress. */
  readonly rewarmTokens: number;
  /** The growth model beside growth on the law. */
  readonly model: GrowthModelId;
  /** What the user typed into that model's inputs. */
  readonly inputs: GrowthValues;
  /** One for each stage. */
  readonly fleets: readonly Fleet[];
  /** Exponents of the shapes that are laid over the figure. */
  readonly shapes: readonly number[];
  /** Whether sizes stand on a logarithmic axis. */
  readonly isLog: boolean;
  readonly curve: CurveAxis;
  readonly x: MapQuantity;
  readonly y: MapQuantity;
  /** The saving whose lines the map shows. */
  readonly saving: SavingId;
  /** Whether the map stands in three dimensions. */
  readonly isRelief: boolean;
}

/** Price of an accelerator hour, USD: what the stated 100,000 USD of FLM-101B come to over its 21.54 days on 192 accelerators. */
const PRICE = 1;

/** The view opens with FLM-101B at the throughput that it measured. Source: arXiv 2309.03852v3. */
export const defaultGrowth: GrowthChoices = {
  stages: [
    { N: 16e9, D: 245.37e9 },
    { N: 51e9, D: 39.64e9 },
    { N: 101e9, D: 26.54e9 },
  ],
  eta: 1,
  lossBump: 0,
  rewarmTokens: 0,
  model: 'gstack',
  inputs: {},
  fleets: [162e12, 160e12, 165e12].map((flopPerSecond) => ({ accelerators: 192, flopPerSecond, pricePerHour: PRICE })),
  shapes: [],
  isLog: false,
  curve: 'compute',
  x: 'switch1',
  y: 'N1',
  saving: 'lossMatchedSaving',
  isRelief: false,
};

/** A field of the URL: how it is read (undefined where the text is not allowed), what is allowed, and how it is written. */
interface Field<K extends keyof GrowthChoices> {
  readonly key: K;
  readonly allowed: string;
  read(text: string): GrowthChoices[K] | undefined;
  write(value: GrowthChoices[K]): string;
}

const field = <K extends keyof GrowthChoices>(definition: Field<K>): Field<K> => definition;

const inRange =
  (min: number, max: number) =>
  (text: string): number | undefined => {
    const value = parseNumber(text);
    return value >= min && value <= max ? value : undefined;
  };

const oneOf =
  <T extends string>(ids: readonly T[]) =>
  (text: string): T | undefined =>
    ids.find((id) => id === text);

/** A list of parts, undefined where one of them is wrong. */
function readList<T>(text: string, most: number, read: (part: string) => T | undefined): readonly T[] | undefined {
  const parts = text === '' ? [] : text.split(',').map(read);
  return parts.length <= most && parts.every((part) => part !== undefined) ? parts : undefined;
}

function readStages(text: string): Schedule | undefined {
  try {
    const stages = parseSchedule(text);
    return stages.length <= MAX_VIEW_STAGES ? stages : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Whether numbers can be a fleet. */
export function isFleet({ accelerators, flopPerSecond, pricePerHour = 0 }: Fleet): boolean {
  const isCount = Number.isInteger(accelerators) && accelerators >= 1 && accelerators <= 1e7;
  return isCount && flopPerSecond >= 1e9 && flopPerSecond <= 1e18 && pricePerHour >= 0 && pricePerHour <= 1e4;
}

function readFleet(text: string): Fleet | undefined {
  const [accelerators = Number.NaN, flopPerSecond = Number.NaN, ...prices] = text.split(':').map((part) => parseNumber(part));
  const fleet = { accelerators, flopPerSecond, ...(prices[0] !== undefined && { pricePerHour: prices[0] }) };
  return prices.length <= 1 && !prices.some((price) => Number.isNaN(price)) && isFleet(fleet) ? fleet : undefined;
}

function readInput(text: string): readonly [string, number] | undefined {
  const [, id = '', number = ''] = /^([a-zA-Z][a-zA-Z0-9]{0,30}):(.+)$/.exec(text) ?? [];
  const value = parseNumber(number);
  return id !== '' && Number.isFinite(value) ? [id, value] : undefined;
}

const fields = {
  stages: field({
    key: 'stages',
    allowed: `1 to ${MAX_VIEW_STAGES} stages parameters:tokens of rising size, such as 16B:245.37B,51B:39.64B`,
    read: readStages,
    write: (stages) => stages.map(({ N, D }) => `${formatExact(N)}:${formatExact(D)}`).join(','),
  }),
  eta: field({
    key: 'eta',
    allowed: `a transfer efficiency from ${ETA_RANGE[0]} to ${ETA_RANGE[1]}`,
    read: inRange(...ETA_RANGE),
    write: formatExact,
  }),
  bump: field({ key: 'lossBump', allowed: 'a rise of the loss from 0 to 10 nat/token', read: inRange(0, 10), write: formatExact }),
  rewarm: field({ key: 'rewarmTokens', allowed: 'tokens from 0 to 1e17', read: inRange(0, 1e17), write: formatExact }),
  gm: field({ key: 'model', allowed: `one of ${growthModelIds.join(', ')}`, read: oneOf(growthModelIds), write: String }),
  gi: field({
    key: 'inputs',
    allowed: 'inputs of the growth model, such as N:7e9,growthFactor:4',
    read: (text) => {
      const pairs = readList(text, 12, readInput);
      return pairs && Object.fromEntries(pairs);
    },
    write: (inputs) =>
      Object.entries(inputs)
        .map(([id, value]) => `${id}:${value < 0 ? String(value) : formatExact(value)}`)
        .join(','),
  }),
  fleet: field({
    key: 'fleets',
    allowed: 'accelerators:FLOP/s:price of an hour for each stage, such as 192:1.62e14:1',
    read: (text) => (text === '' ? undefined : readList(text, MAX_VIEW_STAGES, readFleet)),
    write: (fleets) =>
      fleets
        .map(({ accelerators, flopPerSecond, pricePerHour }) =>
          [accelerators, flopPerSecond, ...(pricePerHour === undefined ? [] : [pricePerHour])].map(formatExact).join(':'),
        )
        .join(','),
  }),
  shapes: field({
    key: 'shapes',
    allowed: `some of ${shapeExponents.join(', ')}`,
    read: (text) => readList(text, shapeExponents.length, (part) => shapeExponents.find((exponent) => String(exponent) === part)),
    write: (shapes) => shapes.join(','),
  }),
  sizes: field({
    key: 'isLog',
    allowed: 'log or linear',
    read: (text) => (text === 'log' ? true : text === 'linear' ? false : undefined),
    write: (isLog) => (isLog ? 'log' : 'linear'),
  }),
  curve: field({ key: 'curve', allowed: `one of ${curveAxes.join(', ')}`, read: oneOf(curveAxes), write: String }),
  x: field({ key: 'x', allowed: `one of ${mapQuantities.join(', ')}`, read: oneOf(mapQuantities), write: String }),
  y: field({ key: 'y', allowed: `one of ${mapQuantities.join(', ')}`, read: oneOf(mapQuantities), write: String }),
  saving: field({
    key: 'saving',
    allowed: 'area, loss-matched or frontier',
    read: (text) =>
      (['area', 'lossMatched', 'frontier'] as const).map((id) => `${id}Saving` as const).find((id) => shortSaving(id) === text),
    write: shortSaving,
  }),
  relief: field({
    key: 'isRelief',
    allowed: '1 or 0',
    read: (text) => (text === '1' ? true : text === '0' ? false : undefined),
    write: (is) => (is ? '1' : '0'),
  }),
} as const;

function shortSaving(id: SavingId): string {
  return id === 'lossMatchedSaving' ? 'loss-matched' : id.replace('Saving', '');
}

/** Id of a field of the URL that belongs to the growth view. */
export type GrowthField = keyof typeof fields;

/** All of them, in the order in which they are written. */
export const growthFields = Object.keys(fields) as readonly GrowthField[];

/** Whether a field of the URL belongs to the growth view. */
export function isGrowthField(id: string): id is GrowthField {
  return Object.hasOwn(fields, id);
}

/** A field as it was read: the choice that it makes, or what would be allowed. */
export type ReadField = { readonly ok: true; readonly choice: Partial<GrowthChoices> } | { readonly ok: false; readonly allowed: string };

/** Reads a field of the URL. */
export function readGrowthField(id: GrowthField, text: string): ReadField {
  const { key, allowed, read } = fields[id];
  const value = read(text);
  return value === undefined ? { ok: false, allowed } : { ok: true, choice: { [key]: value } };
}

/** Choices from those that were found; each stage gets a fleet, further ones that of the last. */
export function completeGrowth(found: Partial<GrowthChoices>): GrowthChoices {
  const choices = { ...defaultGrowth, ...found };
  return { ...choices, fleets: fitFleets(choices.fleets, choices.stages.length) };
}

/** One fleet for each of some stages: those beyond the given ones have the last of them. */
export function fitFleets(fleets: readonly Fleet[], stages: number): readonly Fleet[] {
  return Array.from({ length: stages }, (_, i) => fleets[Math.min(i, fleets.length - 1)]!);
}

/** The fields of the URL for choices, those left out that are as the view opens. */
export function writeGrowth(choices: GrowthChoices): readonly (readonly [GrowthField, string])[] {
  const opening = completeGrowth({ stages: choices.stages });
  return growthFields.flatMap((id) => {
    const write = (from: GrowthChoices): string => {
      const { key, write: text } = fields[id] as Field<keyof GrowthChoices>;
      return text(from[key]);
    };
    const text = write(choices);
    return text === write(id === 'stages' ? defaultGrowth : opening) ? [] : [[id, text] as const];
  });
}
