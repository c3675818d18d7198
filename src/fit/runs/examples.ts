/** A set of published runs that comes with Isoflop. */
export interface ExampleRuns {
  readonly id: string;
  /** What people call it. */
  readonly label: string;
  /** What it is, in one line. */
  readonly about: string;
  readonly source: string;
  /** Rules that leave out what does not belong into one fit; where to begin. */
  readonly exclude: readonly string[];
  /** The file as text. */
  readonly load: () => Promise<string>;
}

/** Example sets; licences and details stand in src/data/runs/SOURCES.md. */
export const exampleRuns: readonly ExampleRuns[] = [
  {
    id: 'epoch-chinchilla',
    label: 'Epoch’s Chinchilla points',
    about: '245 runs of Hoffmann et al. 2022, read off figure 4; outlier_top5_loss = 1 marks the five that the published fit leaves out',
    source: 'epoch-research/analyzing-chinchilla (Besiroglu et al. 2024)',
    exclude: ['outlier_top5_loss=1'],
    load: async () => (await import('../../data/runs/epoch-chinchilla.csv?raw')).default,
  },
  {
    id: 'porian-isoflop',
    label: 'Porian’s IsoFLOP runs',
    about: '940 IsoFLOP points over two data sets and four settings',
    source: 'formll/resolving-scaling-law-discrepancies (Porian et al. 2024), MIT',
    exclude: ['dataset!=rw', 'hparams!=tuned'],
    load: async () => (await import('../../data/runs/porian-isoflop.csv?raw')).default,
  },
  {
    id: 'llama-3-isoflop',
    label: 'Llama 3’s IsoFLOP points',
    about: '266 IsoFLOP points of the Llama 3 report, digitised; raw_loss is normalised, not nats per token',
    source: 'Open-Athena/scaling-law-analysis',
    exclude: ['condition!=exp_loss'],
    load: async () => (await import('../../data/runs/llama-3-isoflop.csv?raw')).default,
  },
  {
    id: 'datablations',
    label: 'Muennighoff’s repeated data',
    about: '307 runs with repeated data',
    source: 'huggingface/datablations (Muennighoff et al. 2023), Apache-2.0',
    exclude: ['dedup!=0', 'opt_variant!=0'],
    load: async () => (await import('../../data/runs/datablations.csv?raw')).default,
  },
  {
    id: 'kyo-takano',
    label: 'Takano’s small models',
    about: '234 small language models',
    source: 'kyo-takano/chinchilla, Apache-2.0',
    exclude: [],
    load: async () => (await import('../../data/runs/kyo-takano.csv?raw')).default,
  },
  {
    id: 'olmo-ladder',
    label: 'The OLMo ladder',
    about: '32 final losses of the OLMo ladder',
    source: 'allenai/OLMo-ladder, Apache-2.0',
    exclude: [],
    load: async () => (await import('../../data/runs/olmo-ladder.csv?raw')).default,
  },
];
