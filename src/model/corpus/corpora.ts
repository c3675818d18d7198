import data from '../../data/stock.json';
import { type FunnelYields, defaultYields } from './funnel';
import { textStocks } from './stock';

/** Ids of the corpora that a funnel starts from. */
export const corpusIds = ['common-crawl', 'indexed-web', 'whole-web', 'pile', 'llama', 'own'] as const;
/** Id of a corpus. */
export type CorpusId = (typeof corpusIds)[number];

/** What a funnel starts from: known in tokens, or in bytes. */
export interface Corpus {
  readonly id: CorpusId;
  readonly label: string;
  /** Its name in running text. */
  readonly name: string;
  /** What it counts, in one sentence. */
  readonly about: string;
  readonly source: string;
  readonly size: { readonly unit: 'token' | 'byte'; readonly amount: number };
  /** 95 % interval of the size, in its unit; absent where the source gives none. */
  readonly interval?: readonly [number, number];
  /** What the funnel keeps unless somebody says otherwise: all of a finished corpus. */
  readonly yields: FunnelYields;
}

/** Size of one's own corpus unless it is given: what a pre-training corpus starts at, a rule of thumb. */
export const DEFAULT_OWN_BYTES = 1e12;

const names: Readonly<Record<CorpusId, string>> = {
  'common-crawl': 'Common Crawl',
  'indexed-web': 'the indexed web',
  'whole-web': 'the whole web',
  pile: 'The Pile',
  llama: 'the LLaMA corpus',
  own: 'your text',
};

const finished: FunnelYields = { language: 1, filtered: 1, deduplicated: 1, pruned: 1 };

/** A corpus by id; `ownBytes` is the size of one's own. Sources: Villalobos et al. 2024 for the web, the corpora's papers for the others. */
export function findCorpus(id: CorpusId, ownBytes = DEFAULT_OWN_BYTES): Corpus {
  if (id === 'own') {
    const about = 'Raw text of your own; the yields of web text stand unless you change them.';
    return {
      id,
      label: 'Own text',
      name: names.own,
      about,
      source: 'your figure',
      size: { unit: 'byte', amount: ownBytes },
      yields: defaultYields,
    };
  }
  const stock = textStocks.find((other) => other.id === id);
  if (stock) {
    const { label, about, tokens, interval } = stock;
    const size = { unit: 'token', amount: tokens } as const;
    return { id, label, name: names[id], about, source: data.source, size, ...(interval && { interval }), yields: defaultYields };
  }
  const { label, about, source, bytes } = data.corpora.find((other) => other.id === id)!;
  return { id, label, name: names[id], about, source, size: { unit: 'byte', amount: bytes }, yields: finished };
}

/** Bytes of an amount in a corpus's unit. */
export function bytesOf({ size }: Corpus, amount: number, bytesPerToken: number): number {
  return size.unit === 'byte' ? amount : amount * bytesPerToken;
}
