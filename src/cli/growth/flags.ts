import { type BestSchedule, type GrowthTarget, MAX_BEST_STAGES, bestSchedule } from '../../model/growth/best';
import type { Fleet } from '../../model/growth/hardware';
import { findGrowthModel, growthModels } from '../../model/growth/models';
import { lossless } from '../../model/growth/models/lossless';
import { type GrowthModel, type GrowthValues, completeInputs } from '../../model/growth/models/model';
import { parseSchedule } from '../../model/growth/parse';
import { type GrowthPreset, findGrowthPreset, growthPresets, presetFleets } from '../../model/growth/presets';
import { type Schedule, checkSchedule } from '../../model/growth/schedule';
import type { Law } from '../../model/laws';
import { InputError, type Issue } from '../../quantities/issue';
import { parseNumber } from '../../quantities/parse';
import { describeSpan } from '../../quantities/range';
import type { QuantityFlags } from '../input';

/** Flags of `growth`, as commander hands them over. */
export interface GrowthFlags extends QuantityFlags {
  readonly stages?: string;
  readonly tokens?: string;
  readonly preset?: string;
  readonly best?: string;
  readonly loss?: string;
  readonly eta?: string;
  readonly model?: string;
  /** Each `name=value`. */
  readonly input?: readonly string[];
  readonly gpus?: string;
  readonly tflops?: string;
  readonly peak?: string;
  readonly mfu?: string;
  readonly price?: string;
  readonly json?: boolean;
}

/** A schedule that flags name, and where it comes from. */
export interface NamedSchedule {
  readonly stages: Schedule;
  readonly preset?: GrowthPreset;
  readonly best?: BestSchedule;
}

const TERA = 1e12;
const ways = '--stages, --preset or --best';

/** The growth model of the flags; the default where none is named. */
export function readModel({ model: id }: GrowthFlags): GrowthModel {
  const model = id === undefined ? lossless : findGrowthModel(id);
  if (!model) throw refused('--model', id, `one of ${growthModels.map((known) => known.id).join(', ')}`);
  return model;
}

/** The model's inputs from `--input` and `--eta`, completed from the schedule and from defaults. */
export function readInputs(
  flags: GrowthFlags,
  model: GrowthModel,
  setting: { law?: Law | undefined; stages?: Schedule | undefined },
): GrowthValues {
  const given: Record<string, number> = {};
  const issues: Issue[] = [];
  for (const text of flags.input ?? []) {
    const [name = '', value = '', ...more] = text.split('=').map((part) => part.trim());
    const number = parseNumber(value);
    const allowed = `name=number with a name of ${model.inputs.map(({ id }) => id).join(', ')}`;
    if (Number.isNaN(number) || more.length > 0) issues.push({ field: '--input', given: text || 'nothing', allowed });
    else if (name in given) issues.push({ field: `--input ${name}`, given: value, allowed: `${name} to be set once` });
    else given[name] = number;
  }
  if (issues.length > 0) throw new InputError(issues);
  if (flags.eta !== undefined) {
    if (model !== lossless) throw refused('--eta', flags.eta, `the model ${lossless.id}`);
    if ('eta' in given) throw refused('--eta', flags.eta, 'eta to be set once');
    given['eta'] = readEta(flags);
  }
  return completeInputs(model, given, setting, '--input ');
}

/** The schedule that one of `--stages`, `--preset` and `--best` names; undefined where none does. */
export function readSchedule(flags: GrowthFlags, law: Law | undefined, C: number | undefined): NamedSchedule | undefined {
  const given = [flags.stages, flags.preset, flags.best].filter((text) => text !== undefined).length;
  if (given > 1) throw refused(ways, `${given} of them`, 'one of them');
  const unused = flags.best === undefined ? (['loss', 'C'] as const).find((id) => flags[id] !== undefined) : undefined;
  if (unused) throw refused(`--${unused}`, flags[unused], 'to stand beside --best');
  if (flags.tokens !== undefined && flags.stages === undefined) throw refused('--tokens', flags.tokens, 'to stand beside --stages');
  if (flags.stages !== undefined) {
    const tokens = flags.tokens === undefined ? undefined : readNumber('--tokens', flags.tokens, 1e6, 1e17);
    return { stages: parseSchedule(flags.stages, { field: '--stages', tokens }) };
  }
  if (flags.preset !== undefined) {
    const preset = findGrowthPreset(flags.preset);
    if (!preset) throw refused('--preset', flags.preset, `one of ${growthPresets.map(({ id }) => id).join(', ')}`);
    return { stages: preset.stages.map(({ N, D }) => ({ N, D })), preset };
  }
  return flags.best === undefined ? undefined : readBest(flags, flags.best, law, C);
}

function readBest(flags: GrowthFlags, text: string, law: Law | undefined, C: number | undefined): NamedSchedule {
  if (!law) throw refused('--law', undefined, 'a law beside --best');
  if (readModel(flags) !== lossless) throw refused('--best', text, `the model ${lossless.id}`);
  if (flags.input?.length) throw refused('--input', flags.input.join(', '), 'nothing but --eta beside --best');
  const count = readNumber('--best', text, 1, MAX_BEST_STAGES);
  const [target, eta] = [readTarget(flags, C), readEta(flags)];
  const best = underFlags(() => bestSchedule(law, count, target, eta));
  // a target far from any real run is reached by stages that no run has
  const issues = checkSchedule(best.stages, '--best: stage');
  if (issues.length > 0) throw new InputError(issues);
  return { stages: best.stages, best };
}

function readTarget({ loss }: GrowthFlags, C: number | undefined): GrowthTarget {
  if ((loss === undefined) === (C === undefined))
    throw new InputError([
      { field: '--loss or --C', given: loss === undefined ? 'nothing' : 'both', allowed: 'one of them beside --best' },
    ]);
  return C === undefined ? { loss: readNumber('--loss', loss, 0, 1e3) } : { C };
}

function readEta({ eta }: GrowthFlags): number {
  const { min, max, default: value } = lossless.inputs.find(({ id }) => id === 'eta')!;
  return eta === undefined ? value! : readNumber('--eta', eta, min, max);
}

/** Refuses flags of hardware beside a model that trains no stages. */
export function refuseFleets({ gpus, tflops, peak, mfu, price }: GrowthFlags, model: GrowthModel): void {
  const given = Object.entries({ gpus, tflops, peak, mfu, price }).find(([, text]) => text !== undefined);
  if (given) throw refused(`--${given[0]}`, given[1], `the model ${lossless.id}: ${model.id} has no stages to time`);
}

/** The fleet of each stage; undefined where no hardware is named. A preset has its own, which flags change. */
export function readFleets(flags: GrowthFlags, { stages, preset }: NamedSchedule): readonly Fleet[] | undefined {
  const { gpus, tflops, peak, mfu, price } = flags;
  const isSet = [gpus, tflops, peak, mfu, price].some((text) => text !== undefined);
  if (!isSet && !preset) return undefined;
  if (tflops !== undefined && (peak ?? mfu) !== undefined) throw refused('--tflops', tflops, '--tflops alone, or --peak and --mfu');
  if ((peak === undefined) !== (mfu === undefined))
    throw refused(peak === undefined ? '--peak' : '--mfu', undefined, '--peak and --mfu together');
  const own = preset && presetFleets(preset);
  const count = stages.length;
  const accelerators = gpus === undefined ? undefined : readNumbers('--gpus', gpus, 1, 1e7, count);
  const achieved = tflops === undefined ? undefined : readNumbers('--tflops', tflops, 1e-3, 1e6, count);
  const peaks = peak === undefined ? undefined : readNumbers('--peak', peak, 1e-3, 1e6, count);
  const shares = mfu === undefined ? undefined : readNumbers('--mfu', mfu, 1e-3, 1, count);
  const pricePerHour = price === undefined ? undefined : readNumber('--price', price, 0, 1e6);
  const rates = achieved ?? peaks?.map((each, i) => each * shares![i]!);
  if (!own && !accelerators) throw refused('--gpus', undefined, 'the number of accelerators');
  if (!own && !rates) throw refused('--tflops', undefined, 'TFLOP/s that each accelerator achieves, or --peak and --mfu');
  return stages.map((_, i) => ({
    accelerators: accelerators?.[i] ?? own![i]!.accelerators,
    flopPerSecond: rates ? rates[i]! * TERA : own![i]!.flopPerSecond,
    pricePerHour,
  }));
}

/** A number for each stage from text with one of them, or one for each separated by commas. */
function readNumbers(field: string, text: string, min: number, max: number, count: number): readonly number[] {
  const parts = text.split(',');
  if (parts.length !== 1 && parts.length !== count)
    throw refused(field, `${parts.length} numbers`, count === 1 ? 'one' : `one, or ${count}`);
  return Array.from({ length: count }, (_, i) => readNumber(field, parts.length === 1 ? text : parts[i], min, max));
}

function readNumber(field: string, text: string | undefined, min: number, max: number): number {
  const value = parseNumber(text ?? '');
  if (value >= min && value <= max) return value;
  throw refused(field, text, `a number ${describeSpan(min, max)}`);
}

/** Runs something whose issues name fields without the dashes of flags. */
function underFlags<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.issues.map((issue) => ({ ...issue, field: `--${issue.field}` })));
  }
}

function refused(field: string, given: string | undefined, allowed: string): InputError {
  return new InputError([{ field, given: given || 'nothing', allowed }]);
}
