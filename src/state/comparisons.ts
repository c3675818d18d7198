import { msg } from '@lit/localize';

/** Laws that explain something when they stand beside each other. */
export interface Comparison {
  readonly id: string;
  readonly label: string;
  /** What there is to see, in a few sentences. */
  readonly about: string;
  /** Ids of laws and rules, in the order of the explanation. */
  readonly ids: readonly string[];
}

/** Comparisons that are offered. */
export const comparisons: readonly Comparison[] = [
  {
    id: 'kaplan-chinchilla',
    label: msg('Why Kaplan and Chinchilla differ'),
    about: msg(
      'Porian et al. 2024 repeat Kaplan’s set-up and mend it step by step: count the output layer, warm up for less, let the decay end with the run, tune learning rate, batch and the optimiser. The exponent of N* falls from 0.84 to 0.50, which is Chinchilla’s. Pearce and Song 2024 find most of the difference in what counts as a parameter: Chinchilla’s own law, with embeddings left out, N + 47,491·N^⅓ in place of N, gives a line of slope 0.75 to 0.79 over Kaplan’s small models.',
    ),
    ids: ['kaplan-2020', 'porian-2024-kaplan', 'porian-2024-count', 'porian-2024-warmup', 'porian-2024-decay', 'porian-2024-tuned'],
  },
  {
    id: 'chinchilla-approaches',
    label: msg('Chinchilla’s three approaches'),
    about: msg(
      'Hoffmann et al. 2022 estimate the same frontier from the envelope of learning curves (1), from IsoFLOP profiles (2) and from a parametric law (3). The third as printed disagrees with the other two; fitted anew to the same runs (Besiroglu et al. 2024) it agrees.',
    ),
    ids: ['hoffmann-2022-a1', 'hoffmann-2022-a2', 'hoffmann-2022', 'besiroglu-2024'],
  },
  {
    id: 'laboratories',
    label: msg('What laboratories trained by'),
    about: msg(
      'Rules that laboratories published for their own data and recipes: DeepSeek counts FLOP per token instead of parameters, Llama 3 takes more tokens for each parameter. Better data move the optimum towards larger models.',
    ),
    ids: ['hoffmann-2022-a1', 'deepseek-2024', 'llama3-2024-finer', 'cerebras-gpt'],
  },
];

/** The comparison that is on, if just its laws are compared, the chosen law aside. */
export function comparisonOf(compared: readonly string[], chosen: string): Comparison | undefined {
  return comparisons.find(({ ids }) => {
    const others = ids.filter((id) => id !== chosen);
    return others.length === compared.length && others.every((id) => compared.includes(id));
  });
}
