import { quantities } from '../../quantities/registry';

/** Most stages of a schedule. */
export const MAX_STAGES = 4;

/** A quantity of a growth schedule: its unit, what it means, and the values that are accepted. */
interface ScheduleQuantity {
  /** "1" for a plain number. */
  readonly unit: string;
  readonly about: string;
  readonly min: number;
  readonly max: number;
}

const size = (stage: number): ScheduleQuantity => ({
  unit: '1',
  about: `Parameters of stage ${stage}.`,
  min: quantities.N.min,
  max: quantities.N.max,
});
const ratio = (stage: number): ScheduleQuantity => ({
  unit: '1',
  about: `Parameters of stage ${stage} over those of the last stage.`,
  min: 1e-6,
  max: 1,
});
const tokens = (stage: number): ScheduleQuantity => ({
  unit: 'token',
  about: `Tokens that stage ${stage} trains on.`,
  min: 0,
  max: quantities.D.max,
});
const share = (stage: number): ScheduleQuantity => ({
  unit: '1',
  about: `Part of all tokens that stage ${stage} trains on; the last stage has the rest.`,
  min: 0,
  max: 1,
});
const switchPoint = (stage: number): ScheduleQuantity => ({
  unit: '1',
  about: `Part of all tokens after which stage ${stage} ends.`,
  min: 0,
  max: 1,
});

/** Every quantity of a schedule that can be fixed or swept, by id. Stages count from 1. */
export const scheduleInputs = {
  N1: size(1),
  N2: size(2),
  N3: size(3),
  N4: size(4),
  ratio1: ratio(1),
  ratio2: ratio(2),
  ratio3: ratio(3),
  shapePower: {
    unit: '1',
    about: 'p of N(x) = N1 + (NK − N1)·x^p, from which the sizes between the first and the last stage are read at equal steps of x.',
    min: 0.01,
    max: 100,
  },
  D1: tokens(1),
  D2: tokens(2),
  D3: tokens(3),
  D4: tokens(4),
  share1: share(1),
  share2: share(2),
  share3: share(3),
  switch1: switchPoint(1),
  switch2: switchPoint(2),
  switch3: switchPoint(3),
  D: { unit: 'token', about: 'Tokens of all stages together.', min: quantities.D.min, max: quantities.D.max },
  C: { unit: 'FLOP', about: 'Training compute of all stages together, 6 Σ N_i D_i.', min: quantities.C.min, max: quantities.C.max },
  targetLoss: { unit: 'nat/token', about: 'Loss at which the last stage ends.', min: quantities.loss.min, max: quantities.loss.max },
  eta: {
    unit: '1',
    about: 'Transfer efficiency: tokens that a grown model stands at, over those of a from-scratch run at the same loss.',
    min: 1e-3,
    max: 1e3,
  },
  bump: { unit: 'nat/token', about: 'What the loss rises by at each switch.', min: 0, max: 10 },
} as const satisfies Readonly<Record<string, ScheduleQuantity>>;

/** Id of a schedule quantity that can be fixed or swept. */
export type ScheduleInputId = keyof typeof scheduleInputs;

/** All of them. */
export const scheduleInputIds = Object.keys(scheduleInputs) as readonly ScheduleInputId[];

/** What can be computed for a schedule: unit, meaning, and whether more of it is better. */
export const scheduleMetrics = {
  loss: { unit: 'nat/token', about: 'Loss at the end of the last stage.', isBenefit: false },
  compute: { unit: 'FLOP', about: 'Training compute, 6 Σ N_i D_i.', isBenefit: false },
  tokens: { unit: 'token', about: 'Tokens of all stages together.', isBenefit: false },
  areaSaving: {
    unit: '1',
    about: 'Compute saved against training the last size on all tokens, 1 − Σ N_i D_i / (N_K Σ D_i).',
    isBenefit: true,
  },
  lossMatchedSaving: {
    unit: '1',
    about: 'Compute saved against a from-scratch run of the last size with the same final loss.',
    isBenefit: true,
  },
  frontierSaving: {
    unit: '1',
    about: 'Compute saved against the compute-optimal from-scratch run with the same final loss; negative where that is cheaper.',
    isBenefit: true,
  },
} as const;

/** Id of something that can be computed for a schedule. */
export type ScheduleMetricId = keyof typeof scheduleMetrics;

/** All of them, in the order of columns. */
export const scheduleMetricIds = Object.keys(scheduleMetrics) as readonly ScheduleMetricId[];

/** Column heading: the id, and its unit in brackets unless it counts things. */
export function scheduleHeading(id: ScheduleInputId | ScheduleMetricId): string {
  const { unit } = { ...scheduleInputs, ...scheduleMetrics }[id];
  return unit === '1' || unit === 'token' ? id : `${id} [${unit}]`;
}
