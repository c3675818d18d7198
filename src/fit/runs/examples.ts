/** A set of published runs that comes with Isoflop. */
export interface ExampleRuns {
  readonly id: string;
  /** What it is, in one line. */
  readonly about: string;
  readonly source: string;
  /** The file as text. */
  readonly load: () => Promise<string>;
}

/** Example sets; licences and details stand in src/data/runs/SOURCES.md. */
export const exampleRuns: readonly ExampleRuns[] = [
  {
    id: 'epoch-chinchilla',
    about: '245 runs of Hoffmann et al. 2022, read off figure 4; outlier_top5_loss = 1 marks the five that the published fit leaves out',
    source: 'epoch-research/analyzing-chinchilla (Besiroglu et al. 2024)',
    load: async () => (await import('../../data/runs/epoch-chinchilla.csv?raw')).default,
  },
  {
    id: 'porian-isoflop',
    about: '940 IsoFLOP points over two data sets and four settings',
    source: 'formll/resolving-scaling-law-discrepancies (Porian et al. 2024), MIT',
    load: async () => (await import('../../data/runs/porian-isoflop.csv?raw')).default,
  },
  {
    id: 'llama-3-isoflop',
    about: '266 IsoFLOP points of the Llama 3 report, digitised; raw_loss is normalised, not nats per token',
    source: 'Open-Athena/scaling-law-analysis',
    load: async () => (await import('../../data/runs/llama-3-isoflop.csv?raw')).default,
  },
  {
    id: 'datablations',
    about: '307 runs with repeated data',
    source: 'huggingface/datablations (Muennighoff et al. 2023), Apache-2.0',
    load: async () => (await import('../../data/runs/datablations.csv?raw')).default,
  },
  {
    id: 'kyo-takano',
    about: '234 small language models',
    source: 'kyo-takano/chinchilla, Apache-2.0',
    load: async () => (await import('../../data/runs/kyo-takano.csv?raw')).default,
  },
  {
    id: 'olmo-ladder',
    about: '32 final losses of the OLMo ladder',
    source: 'allenai/OLMo-ladder, Apache-2.0',
    load: async () => (await import('../../data/runs/olmo-ladder.csv?raw')).default,
  },
];
