import { formatCount } from '../../../quantities/format';
import { InputError, type Issue } from '../../../quantities/issue';
import { describeSpan } from '../../../quantities/range';
import type { Law } from '../../laws';
import type { Schedule } from '../schedule';

/** A number that a growth model reads. */
export interface GrowthInput {
  readonly id: string;
  readonly unit: string;
  readonly about: string;
  /** Smallest and largest value that is accepted. */
  readonly min: number;
  readonly max: number;
  /** What it is where it is not given; absent where it must be given. */
  readonly default?: number;
  /** May be left out without a default: what needs it is then not among the results. */
  readonly optional?: true;
  /** Where the model was fitted, if narrower than what is accepted. */
  readonly fitted?: readonly [number, number];
}

/** A number that a growth model gives. */
export interface GrowthResult {
  readonly id: string;
  readonly unit: string;
  readonly about: string;
}

/** What a growth model may read beside its numbers. */
export interface GrowthSetting {
  readonly law?: Law | undefined;
  readonly stages?: Schedule | undefined;
}

/** Values of inputs or results by id. */
export type GrowthValues = Readonly<Record<string, number>>;

/** A way to predict what growing does: a model of ours, or a published law with the operator and range that it holds for. */
export interface GrowthModel {
  readonly id: string;
  /** Short name for people. */
  readonly label: string;
  /** How the model grows. */
  readonly operator: string;
  /** Formula as plain text. */
  readonly formula: string;
  /** Where it holds, in words. */
  readonly range: string;
  readonly source: string;
  /** How the constants were checked. */
  readonly status: string;
  /** Whether it needs a loss law and a schedule. */
  readonly needs?: 'law and schedule';
  readonly inputs: readonly GrowthInput[];
  readonly results: readonly GrowthResult[];
  /** What a schedule says about the inputs; absent where it says nothing. */
  fromSchedule?(stages: Schedule): GrowthValues;
  /** The results, those that the inputs suffice for. Inputs as `completeInputs` gives them. */
  evaluate(inputs: GrowthValues, setting: GrowthSetting): GrowthValues;
}

/**
 * The inputs of a model: those given, then what the schedule says, then defaults. An InputError holds every issue: missing, unknown, out of
 * what is accepted. `field` stands before the names in it.
 */
export function completeInputs(model: GrowthModel, given: GrowthValues, { law, stages }: GrowthSetting, field = ''): GrowthValues {
  const known = model.inputs.map(({ id }) => id);
  const issues: Issue[] = Object.keys(given)
    .filter((id) => !known.includes(id))
    .map((id) => ({ field: `${field}${id}`, given: String(given[id]), allowed: `an input of ${model.id}: ${known.join(', ')}` }));
  if (model.needs && !law) issues.push({ field: 'law', given: 'nothing', allowed: 'a loss law' });
  if (model.needs && !stages) issues.push({ field: 'stages', given: 'nothing', allowed: 'a schedule' });
  const derived = (stages && model.fromSchedule?.(stages)) ?? {};
  const values: Record<string, number> = {};
  for (const input of model.inputs) {
    const value = given[input.id] ?? derived[input.id] ?? input.default;
    if (value === undefined && input.optional) continue;
    if (value !== undefined && value >= input.min && value <= input.max) values[input.id] = value;
    else
      issues.push({
        field: `${field}${input.id}`,
        given: value === undefined ? 'nothing' : String(value),
        allowed: `${input.about}: a number ${describeSpan(input.min, input.max)}`,
      });
  }
  if (issues.length > 0) throw new InputError(issues);
  return values;
}

/** Inputs that lie outside the range on which a model was fitted, each in one phrase. */
export function outsideFitted(model: GrowthModel, inputs: GrowthValues): readonly string[] {
  return model.inputs.flatMap(({ id, fitted }) => {
    const value = inputs[id];
    if (!fitted || value === undefined || (value >= fitted[0] && value <= fitted[1])) return [];
    return [`${id} is ${formatCount(value)}, fitted ${describeSpan(...fitted)}`];
  });
}

/** An input that a model declares; one that is missing is a fault of the caller, who skipped `completeInputs`. */
export function inputOf(inputs: GrowthValues, id: string): number {
  const value = inputs[id];
  if (value === undefined) throw new Error(`the growth model has no input ${id}`);
  return value;
}
