/** How a quantity is described; the UI, the CLI, the sweep schema, CSV headers and the docs all read from here. */
export interface Quantity {
  /** Mathematical symbol, as printed in formulas. */
  readonly symbol: string;
  /** Name in running text, lower case. */
  readonly label: string;
  /** Base unit; "1" for a plain number. */
  readonly unit: string;
  /** What it means, in one sentence. */
  readonly about: string;
  /** Smallest value that is accepted or supported. */
  readonly min: number;
  /** Largest value that is accepted or supported. */
  readonly max: number;
  /** Natural scale of an axis over it. */
  readonly scale: 'log' | 'linear';
  /** Whether more of it is better; what is not said to be is looked for at its least. */
  readonly isBenefit?: true;
}

/** Every quantity that Isoflop knows, by id. The order is the order of columns and of help texts. */
export const quantities = {
  N: {
    symbol: 'N',
    label: 'parameters',
    unit: '1',
    about: 'Parameters that do work per token (active ones for a mixture of experts).',
    min: 1e5,
    max: 1e15,
    scale: 'log',
  },
  D: {
    symbol: 'D',
    label: 'tokens',
    unit: 'token',
    about: 'Training tokens seen, repeats included.',
    min: 1e6,
    max: 1e17,
    scale: 'log',
  },
  C: {
    symbol: 'C',
    label: 'compute budget',
    unit: 'FLOP',
    about:
      'Compute to spend, on training and, where inference tokens are set, on serving; C = 6 N D by default (Kaplan et al. 2020, section 2.1).',
    min: 1e15,
    max: 1e32,
    scale: 'log',
  },
  tokensPerParameter: {
    symbol: 'D/N',
    label: 'tokens per parameter',
    unit: 'token/parameter',
    about: 'Training tokens for each parameter, D / N.',
    min: 1e-6,
    max: 1e9,
    scale: 'log',
  },
  U: {
    symbol: 'U',
    label: 'unique tokens',
    unit: 'token',
    about: 'Distinct tokens available; more training tokens than these repeat them.',
    min: 1e6,
    max: 1e17,
    scale: 'log',
  },
  granularity: {
    symbol: 'G',
    label: 'granularity',
    unit: '1',
    about: 'How many times finer the experts of a mixture are than a feed-forward layer.',
    min: 1,
    max: 64,
    scale: 'log',
  },
  experts: {
    symbol: 'n',
    label: 'experts',
    unit: '1',
    about: 'Experts among which a router deals the tokens; one is a dense model.',
    min: 1,
    max: 4096,
    scale: 'log',
  },
  trainingBits: {
    symbol: 'P',
    label: 'training precision',
    unit: 'bit',
    about: 'Bits of weights, activations and key-value cache during training.',
    min: 1,
    max: 32,
    scale: 'linear',
  },
  servingBits: {
    symbol: 'P_post',
    label: 'serving precision',
    unit: 'bit',
    about: 'Bits of the weights after quantisation for serving.',
    min: 1,
    max: 32,
    scale: 'linear',
  },
  rhoN: {
    symbol: 'ρ_N',
    label: 'parameter efficiency',
    unit: '1',
    about:
      'What a parameter is worth under your optimizer, in parameters under the one that the law was fitted with: loss is read at ρ_N·N.',
    min: 0.01,
    max: 100,
    scale: 'log',
  },
  rhoD: {
    symbol: 'ρ_D',
    label: 'token efficiency',
    unit: '1',
    about:
      'What a training token is worth under your optimizer, in tokens under the one that the law was fitted with: loss is read at ρ_D·D.',
    min: 0.01,
    max: 100,
    scale: 'log',
  },
  contextLength: {
    symbol: 's',
    label: 'context length',
    unit: 'token',
    about: 'Tokens of one sequence; counts of FLOP other than 6ND charge attention for it.',
    min: 1,
    max: 1e7,
    scale: 'log',
  },
  inferenceTokens: {
    symbol: 'T',
    label: 'inference tokens',
    unit: 'token',
    about: 'Tokens that the model reads and writes in use, which the budget pays for beside training (Sardana and Frankle 2024).',
    min: 0,
    max: 1e17,
    scale: 'log',
  },
  inferenceCostRatio: {
    symbol: 'm',
    label: 'cost of an inference FLOP',
    unit: '1',
    about: 'What a FLOP of inference costs over one of training: prices over utilisations (Sardana and Frankle 2024).',
    min: 1e-3,
    max: 1e3,
    scale: 'log',
  },
  loss: {
    symbol: 'L',
    label: 'loss',
    unit: 'nat/token',
    about: 'Cross-entropy that the law predicts.',
    min: 0,
    max: 1e3,
    scale: 'linear',
  },
  irreducibleLoss: {
    symbol: 'E',
    label: 'irreducible loss',
    unit: 'nat/token',
    about: "The law's floor: what no amount of parameters and tokens removes.",
    min: 0,
    max: 1e3,
    scale: 'linear',
  },
  reducibleLoss: {
    symbol: 'r',
    label: 'reducible loss',
    unit: 'nat/token',
    about: 'What training can still remove, r = L − E.',
    min: 0,
    max: 1e3,
    scale: 'log',
  },
  compute: {
    symbol: 'C_train',
    label: 'training compute',
    unit: 'FLOP',
    about: 'Compute that training a configuration takes, 6 N D by default (Kaplan et al. 2020, section 2.1).',
    min: 1e12,
    max: 1e33,
    scale: 'log',
  },
  computePfDays: {
    symbol: 'C_train',
    label: 'training compute in petaFLOP/s-days',
    unit: 'PF-day',
    about: 'Training compute in petaFLOP/s-days; 1 PF-day = 8.64e19 FLOP.',
    min: 1e-8,
    max: 1e13,
    scale: 'log',
  },
  lifetimeCompute: {
    symbol: 'C_life',
    label: 'compute over a life',
    unit: 'FLOP',
    about: 'FLOP of training and of every inference token, whatever they cost (Sardana and Frankle 2024).',
    min: 1e12,
    max: 1e35,
    scale: 'log',
  },
  accelerators: {
    symbol: 'n',
    label: 'accelerators',
    unit: '1',
    about: 'Accelerators that train together.',
    min: 1,
    max: 1e7,
    scale: 'log',
  },
  peak: {
    symbol: 'F',
    label: 'peak rate',
    unit: 'FLOP/s',
    about: 'Dense 16-bit peak of one accelerator; the one of the hardware unless given.',
    min: 1e9,
    max: 1e18,
    scale: 'log',
  },
  mfu: {
    symbol: 'MFU',
    label: 'utilisation',
    unit: '1',
    about: 'Share of the peak that training reaches over the whole run, restarts included; 0.4 unless given.',
    min: 0.001,
    max: 1,
    scale: 'linear',
    isBenefit: true,
  },
  price: {
    symbol: 'p',
    label: 'price of an accelerator-hour',
    unit: 'USD/h',
    about: 'What an hour of one accelerator costs; the latest published price of the hardware unless given.',
    min: 1e-3,
    max: 1e4,
    scale: 'log',
  },
  watts: {
    symbol: 'P_board',
    label: 'board power',
    unit: 'W',
    about: 'Power of one accelerator; that of the hardware unless given.',
    min: 1,
    max: 1e5,
    scale: 'log',
  },
  pue: {
    symbol: 'PUE',
    label: 'power usage effectiveness',
    unit: '1',
    about: 'Energy that the centre draws over what its accelerators do; 1.1 unless given (Touvron et al. 2023).',
    min: 1,
    max: 5,
    scale: 'linear',
  },
  carbonIntensity: {
    symbol: 'κ',
    label: 'carbon intensity of the grid',
    unit: 'kg/kWh',
    about: 'CO2 equivalent of a kWh; 0.385, the mean of the United States, unless given (Touvron et al. 2023).',
    min: 1e-3,
    max: 2,
    scale: 'linear',
  },
  epochs: {
    symbol: 'D/U',
    label: 'epochs',
    unit: '1',
    about: 'Times that each unique token is seen, D / U.',
    min: 0,
    max: 1e11,
    scale: 'log',
  },
  gpuHours: {
    symbol: 'H',
    label: 'accelerator-hours',
    unit: 'h',
    about: 'Accelerator-hours of training, training compute over peak and utilisation.',
    min: 0,
    max: 1e21,
    scale: 'log',
  },
  days: {
    symbol: 't',
    label: 'days',
    unit: 'd',
    about: 'Days of training on all accelerators together.',
    min: 0,
    max: 1e20,
    scale: 'log',
  },
  tokensPerSecond: {
    symbol: 'D/t',
    label: 'tokens a second',
    unit: 'token/s',
    about: 'Training tokens that all accelerators together process in a second.',
    min: 0,
    max: 1e20,
    scale: 'log',
    isBenefit: true,
  },
  cost: {
    symbol: 'M',
    label: 'cost',
    unit: 'USD',
    about: 'Price of the accelerator-hours of training.',
    min: 0,
    max: 1e24,
    scale: 'log',
  },
  energy: {
    symbol: 'W',
    label: 'energy',
    unit: 'kWh',
    about: 'Energy of the accelerator-hours at board power, with what the centre adds.',
    min: 0,
    max: 1e24,
    scale: 'log',
  },
  carbon: {
    symbol: 'CO2e',
    label: 'carbon',
    unit: 'kg',
    about: 'CO2 equivalent of the energy on the grid.',
    min: 0,
    max: 1e24,
    scale: 'log',
  },
  memoryPerGpu: {
    symbol: 'm_gpu',
    label: 'memory of each accelerator',
    unit: 'byte',
    about:
      'Weights, gradients and Adam state (16 bytes a parameter) spread over all accelerators by ZeRO 3, one sequence with full recomputation and fused attention, and buffers; a dense model of the usual shape.',
    min: 0,
    max: 1e18,
    scale: 'log',
  },
  optimalN: {
    symbol: 'N*',
    label: 'compute-optimal parameters',
    unit: '1',
    about: 'Parameters of the least loss that the law allows for the budget of the configuration.',
    min: 0,
    max: 1e24,
    scale: 'log',
  },
  optimalD: {
    symbol: 'D*',
    label: 'compute-optimal tokens',
    unit: 'token',
    about: 'Training tokens of the least loss that the law allows for the budget of the configuration.',
    min: 0,
    max: 1e24,
    scale: 'log',
  },
  optimalLoss: {
    symbol: 'L*',
    label: 'least loss of the budget',
    unit: 'nat/token',
    about: 'The least loss that the law allows for the budget of the configuration.',
    min: 0,
    max: 1e3,
    scale: 'linear',
  },
} as const satisfies Record<string, Quantity>;

/** Id of a quantity, used verbatim in code, sweep files, CLI flags and CSV headers. */
export type QuantityId = keyof typeof quantities;

/** All ids, in registry order. */
export const quantityIds = Object.keys(quantities) as readonly QuantityId[];

/** Quantities a user may set or sweep; any two of them determine a configuration. */
export const inputIds = ['N', 'D', 'C', 'tokensPerParameter'] as const satisfies readonly QuantityId[];

/** Id of a quantity that can be set or swept. */
export type InputId = (typeof inputIds)[number];

/** Quantities of a scenario that some laws read beside N and D. */
export const lawScenarioIds = ['U', 'granularity', 'experts', 'trainingBits', 'servingBits'] as const satisfies readonly QuantityId[];

/** Quantities of a scenario that bear on what training reaches: what some laws read beside N and D, and how efficient the optimizer is. */
export const trainingScenarioIds = [...lawScenarioIds, 'rhoN', 'rhoD'] as const satisfies readonly QuantityId[];

/** Quantities of a scenario: what bears on training, and what a budget pays for. */
export const scenarioIds = [
  ...trainingScenarioIds,
  'contextLength',
  'inferenceTokens',
  'inferenceCostRatio',
] as const satisfies readonly QuantityId[];

/** How the FLOP of a token are counted, by id; the first is the default. What each counts is named in full. */
export const flopCounts = {
  '6nd': '6ND: 6 FLOP for each parameter and token, attention not counted',
  kaplan: 'Kaplan: 6ND and attention over the context',
  megatron: 'Megatron: layers, attention and vocabulary',
  'megatron-selective': 'Megatron, attention recomputed',
  'megatron-full': 'Megatron, all activations recomputed',
  chinchilla: 'Chinchilla: layers and attention with its softmax',
  deepseek: 'DeepSeek: non-embedding FLOP with attention',
} as const;

/** Id of a count of FLOP. */
export type FlopCountId = keyof typeof flopCounts;

/** All counts of FLOP, the default first. */
export const flopCountIds = Object.keys(flopCounts) as readonly FlopCountId[];

/** What trains, and what it costs: a fleet of accelerators and its tariff. */
export const fleetIds = [
  'accelerators',
  'peak',
  'mfu',
  'price',
  'watts',
  'pue',
  'carbonIntensity',
] as const satisfies readonly QuantityId[];

/** Id of a quantity of a fleet. */
export type FleetId = (typeof fleetIds)[number];

/** What follows from a configuration together with unique tokens, a fleet, or the law's own optimum. */
export const runMetricIds = [
  'epochs',
  'gpuHours',
  'days',
  'tokensPerSecond',
  'cost',
  'energy',
  'carbon',
  'memoryPerGpu',
  'optimalN',
  'optimalD',
  'optimalLoss',
] as const satisfies readonly QuantityId[];

/** Id of one of them. */
export type RunMetricId = (typeof runMetricIds)[number];

/** Quantities that follow from a law and a configuration alone. */
export const metricIds = quantityIds.filter(
  (id): id is MetricId => !([...scenarioIds, ...fleetIds, ...runMetricIds] as readonly QuantityId[]).includes(id),
);

/** Id of a quantity that follows from a law and a configuration alone. */
export type MetricId = Exclude<QuantityId, ScenarioId | FleetId | RunMetricId>;

/** Id of a quantity that a scenario may fix. */
export type ScenarioId = (typeof scenarioIds)[number];

/** Whether a text is the id of a quantity. */
export function isQuantityId(text: string): text is QuantityId {
  return Object.hasOwn(quantities, text);
}

/** Column heading of a quantity: its id, and its unit in brackets unless it counts things: `N`, `D`, `loss [nat/token]`. */
export function heading(id: QuantityId): string {
  const { unit } = quantities[id];
  return unit === '1' || unit === 'token' ? id : `${id} [${unit}]`;
}
