import fc from 'fast-check';
import { blockKinds } from '../model/plan/block';
import { accelerators } from '../model/plan/hardware';
import { recomputations, zeroStages } from '../model/plan/layout';
import { objectives } from '../model/plan/search';
import { attentionKinds, weightBits } from '../model/plan/serve';
import {
  type Given,
  type GivenId,
  type PlanChoices,
  afterRanges,
  textRange,
  askIds,
  asked,
  canGive,
  givenIds,
  givenRanges,
  settingRanges,
} from '../state/plan-choices';

const number = (range: { readonly min: number; readonly max: number }) => fc.double({ ...range, noNaN: true });
const whole = (range: { readonly min: number; readonly max: number }) => fc.integer({ ...range });

const valueOf = (id: GivenId) => (id === 'gpus' ? whole(givenRanges.gpus) : number(givenRanges[id]));

/** What a question knows, and whatever else it can be given. */
const given = fc
  .record({
    ask: fc.constantFrom(...askIds),
    values: fc.record(Object.fromEntries(givenIds.map((id) => [id, valueOf(id)])) as Record<GivenId, fc.Arbitrary<number>>),
    wanted: fc.subarray([...givenIds]),
  })
  .map(({ ask, values, wanted }) => {
    const needed = Object.fromEntries(Object.keys(asked[ask]).map((id) => [id, values[id as GivenId]])) as Given;
    return {
      ask,
      given: givenIds
        .filter((id) => wanted.includes(id))
        .reduce<Given>((known, id) => (canGive(id, known) ? { ...known, [id]: values[id] } : known), needed),
    };
  });

/** Choices of the plan view, of any kind that the page can make. */
export const planChoices: fc.Arbitrary<PlanChoices> = fc
  .tuple(
    given,
    fc.record({
      hardware: fc.constantFrom(...accelerators.map(({ id }) => id)),
      settings: fc.record(
        {
          mfu: number(settingRanges.mfu),
          price: number(settingRanges.price),
          pue: number(settingRanges.pue),
          grid: number(settingRanges.grid),
          batch: whole(settingRanges.batch),
          context: whole(settingRanges.context),
          mtbf: number(settingRanges.mtbf),
          restart: number(settingRanges.restart),
        },
        { requiredKeys: [] },
      ),
      isFused: fc.boolean(),
      blocks: fc.constantFrom(...blockKinds),
      best: fc.constantFrom(...objectives),
      fixed: fc.record(
        {
          tensor: fc.constantFrom(1, 2, 4, 8),
          pipeline: fc.integer({ min: 1, max: 64 }),
          data: fc.integer({ min: 1, max: 2048 }),
          zero: fc.constantFrom(...zeroStages),
          microbatch: fc.constantFrom(1, 2, 4),
          recomputation: fc.constantFrom(...recomputations),
          sequenceParallel: fc.boolean(),
          interleave: fc.integer({ min: 1, max: 8 }),
        },
        { requiredKeys: [] },
      ),
      serve: fc.record({
        bits: fc.constantFrom(...weightBits),
        attention: fc.constantFrom(...attentionKinds),
        batch: whole(afterRanges.batch),
        prompt: whole(afterRanges.prompt),
        output: whole(afterRanges.output),
      }),
      tune: fc.record({ tokens: number(afterRanges.tokens), rank: whole(afterRanges.rank) }),
      text: fc.option(number(textRange), { nil: undefined }),
    }),
  )
  .map(([question, rest]) => ({ ...question, ...rest }));
