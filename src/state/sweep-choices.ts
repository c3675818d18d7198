// The choices of the sweep view, and how they stand in the URL. It comes with the page, so it loads no sweep and no description of one.

import { msg, str } from '@lit/localize';

/** A sweep file as JSON, as far as it is written: it may be wrong yet. */
export type SweepJson = { readonly [field: string]: unknown };

/** Ways to look at a result. */
export const sweepPictures = ['map', 'relief', 'lines', 'parallel'] as const;

/** Id of a way to look at a result. */
export type SweepPicture = (typeof sweepPictures)[number];

/** Rows whose value of a column lies in a range, ends included; categories go by their number. */
export interface Brush {
  readonly column: string;
  readonly min: number;
  readonly max: number;
}

/** In which order rows are listed. */
export interface SweepSort {
  readonly column: string;
  readonly isDescending: boolean;
}

/** What the user chose in the sweep view. Columns go by their ids; what a result does not have falls back to what it has. */
export interface SweepChoices {
  /** The sweep file; the view opens with its first example where there is none. */
  readonly sweep?: SweepJson | undefined;
  readonly picture?: SweepPicture | undefined;
  /** The columns along the sides of the picture, and the one that it shows. */
  readonly x?: string | undefined;
  readonly y?: string | undefined;
  readonly z?: string | undefined;
  /** The sweep's own order where there is none. */
  readonly sort?: SweepSort | undefined;
  readonly brushes: readonly Brush[];
}

/** The view opens with its first example. */
export const defaultSweep: SweepChoices = { brushes: [] };

/** Characters of JSON that a URL would have to escape, and others for them: each stands for the other. */
const SWAPPED = ['"\'', '{(', '})', '[!', ']*', ' +'];

const swaps = new Map(SWAPPED.flatMap(([a = '', b = '']) => [[a, b] as const, [b, a] as const]));

/** JSON as a text that needs no escapes in a URL, or the other way round. */
function swap(text: string): string {
  return text.replaceAll(/["'{}()[\]!* +]/g, (letter) => swaps.get(letter) ?? letter);
}

/** JSON with its numbers as short as they can be: 1e18, not 1000000000000000000. */
function compact(json: SweepJson): string {
  return JSON.stringify(json).replaceAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.]*(?:e[+-]?\d+)?/g, (token) => {
    if (token.startsWith('"')) return token;
    const short = Number(token).toExponential().replace('e+', 'e');
    return short.length < token.length ? short : token;
  });
}

/** Longest sweep that a link carries, in letters. */
const MAX_TEXT = 20_000;

function readSweep(text: string): SweepJson | undefined {
  if (text.length > MAX_TEXT) return undefined;
  try {
    const json: unknown = JSON.parse(swap(text));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as SweepJson) : undefined;
  } catch {
    return undefined;
  }
}

const columnOf = (text: string): string | undefined => (/^[\w .%-]{1,60}$/.test(text) ? text : undefined);

function readSort(text: string): SweepSort | undefined {
  const isDescending = text.startsWith('-');
  const column = columnOf(isDescending ? text.slice(1) : text);
  return column === undefined ? undefined : { column, isDescending };
}

function readBrushes(text: string): readonly Brush[] | undefined {
  const brushes = text.split(',').map((part): Brush | undefined => {
    const [name = '', min = '', max = '', ...more] = part.split(':');
    const column = columnOf(name);
    const brush = { column: column ?? '', min: Number(min || 'NaN'), max: Number(max || 'NaN') };
    return column !== undefined && more.length === 0 && brush.min <= brush.max ? brush : undefined;
  });
  return brushes.every((brush) => brush !== undefined) ? brushes : undefined;
}

/** A field of the URL: how it is read (undefined where the text is not allowed), what is allowed, and how it is written. */
interface Field<K extends keyof SweepChoices> {
  readonly key: K;
  readonly allowed: string;
  read(text: string): SweepChoices[K] | undefined;
  write(value: NonNullable<SweepChoices[K]>): string;
}

const field = <K extends keyof SweepChoices>(definition: Field<K>): Field<K> => definition;
const column = (key: 'x' | 'y' | 'z') => field({ key, allowed: msg('the id of a column'), read: columnOf, write: String });

const fields = {
  sweep: field({
    key: 'sweep',
    allowed: msg('a sweep file as JSON, with quotes and brackets written as the page writes them'),
    read: readSweep,
    write: (json) => swap(compact(json)),
  }),
  pic: field({
    key: 'picture',
    allowed: msg(str`one of ${sweepPictures.join(', ')}`),
    read: (text) => sweepPictures.find((id) => id === text),
    write: String,
  }),
  sx: column('x'),
  sy: column('y'),
  sz: column('z'),
  sort: field({
    key: 'sort',
    allowed: msg('the id of a column, after a minus where the largest come first'),
    read: readSort,
    write: ({ column: id, isDescending }) => `${isDescending ? '-' : ''}${id}`,
  }),
  brush: field({
    key: 'brushes',
    allowed: msg('ranges of columns such as loss:1.9:2.1'),
    read: readBrushes,
    write: (brushes) => brushes.map(({ column: id, min, max }) => `${id}:${min}:${max}`.replaceAll('e+', 'e')).join(','),
  }),
} as const;

/** Id of a field of the URL that belongs to the sweep view. */
export type SweepField = keyof typeof fields;

/** All of them, in the order in which they are written. */
export const sweepFields = Object.keys(fields) as readonly SweepField[];

/** Whether a field of the URL belongs to the sweep view. */
export function isSweepField(id: string): id is SweepField {
  return Object.hasOwn(fields, id);
}

/** A field as it was read: the choice that it makes, or what would be allowed. */
export type ReadSweepField =
  | { readonly ok: true; readonly choice: Partial<SweepChoices> }
  | { readonly ok: false; readonly allowed: string };

/** Reads a field of the URL. What a sweep means is checked where it is shown, beside the field that is wrong. */
export function readSweepField(id: SweepField, text: string): ReadSweepField {
  const { key, allowed, read } = fields[id];
  const value = read(text);
  return value === undefined ? { ok: false, allowed } : { ok: true, choice: { [key]: value } };
}

/** The fields of the URL for choices; those that were not made are left out. */
export function writeSweep(choices: SweepChoices): readonly (readonly [SweepField, string])[] {
  return sweepFields.flatMap((id) => {
    const { key, write } = fields[id] as Field<keyof SweepChoices>;
    const value = choices[key];
    return value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [[id, write(value)] as const];
  });
}
