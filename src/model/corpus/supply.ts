import { formatCount } from '../../quantities/format';
import { type Corpus, bytesOf } from './corpora';
import { DEFAULT_BYTES_PER_TOKEN, type Funnel, type FunnelYields, runFunnel } from './funnel';

/** Epochs up to which repeated tokens are all but as good as new ones. Source: Muennighoff et al. 2023, arXiv 2305.16264. */
export const FREE_EPOCHS = 4;
/** Epochs beyond which further ones add little: one more than the repeats after which a token is worth 1/e. Same source. */
export const LAST_EPOCHS = 16;

/** Whether text suffices: unrepeated, repeated at little cost, repeated at a loss, or not. */
export type SupplyVerdict = 'fresh' | 'repeated' | 'worn' | 'short';

/** What a corpus gives to a training run. */
export interface Supply {
  readonly corpus: Corpus;
  readonly funnel: Funnel;
  /** Tokens of the raw corpus. */
  readonly rawTokens: number;
  /** 95 % interval of the unique tokens, from that of the corpus alone; absent where there is none. */
  readonly uniqueInterval?: readonly [number, number];
  /** Training tokens, D. */
  readonly tokens: number;
  /** Training tokens as a share of the raw corpus. */
  readonly shareOfRaw: number;
  /** Times that each unique token is seen, D/U; below 1 some are never seen. */
  readonly epochs: number;
  /** What the training tokens are worth, as a share of as many new ones: D'/D, 1 where nothing repeats. */
  readonly worth: number;
  readonly verdict: SupplyVerdict;
}

/** What a corpus gives to a run of D tokens, through yields and bytes per token (both above 0). */
export function assessSupply(
  corpus: Corpus,
  D: number,
  yields: FunnelYields = corpus.yields,
  bytesPerToken = DEFAULT_BYTES_PER_TOKEN,
): Supply {
  const funnelOf = (amount: number, epochs = 1) => runFunnel(bytesOf(corpus, amount, bytesPerToken), epochs, yields, bytesPerToken);
  const epochs = D / funnelOf(corpus.size.amount).unique;
  const funnel = funnelOf(corpus.size.amount, epochs);
  const rawTokens = funnel.bytes.raw / bytesPerToken;
  const { interval } = corpus;
  return {
    corpus,
    funnel,
    rawTokens,
    ...(interval && { uniqueInterval: [funnelOf(interval[0]).unique, funnelOf(interval[1]).unique] as const }),
    tokens: D,
    shareOfRaw: D / rawTokens,
    epochs,
    worth: funnel.effective / D,
    verdict: epochs <= 1 ? 'fresh' : epochs <= FREE_EPOCHS ? 'repeated' : epochs <= LAST_EPOCHS ? 'worn' : 'short',
  };
}

/** The verdict in a few words: `Yes, with 13.0T unique tokens for 1.33T`. */
export function shortVerdict({ verdict, funnel, tokens, epochs, worth }: Supply): string {
  const [D, U] = [formatCount(tokens), formatCount(funnel.unique)];
  const [times, share] = [formatTimes(epochs), formatShare(worth)];
  if (verdict === 'fresh') return `Yes: ${U} unique tokens, and ${D} are needed.`;
  if (verdict === 'repeated') return `Yes, if ${U} unique tokens are read ${times} times: worth ${share} of new ones.`;
  if (verdict === 'worn') return `Hardly: ${U} unique tokens read ${times} times are worth ${share} of new ones.`;
  return `No: ${U} unique tokens would be read ${times} times, worth ${share} of new ones.`;
}

/** The verdict in one sentence with its numbers. */
export function describeSupply({ corpus, rawTokens, shareOfRaw, funnel, tokens, epochs, worth, verdict }: Supply): string {
  const [D, U] = [formatCount(tokens), formatCount(funnel.unique)];
  const part = shareOfRaw <= 1 ? `${formatShare(shareOfRaw)} of` : `${formatTimes(shareOfRaw)} times`;
  const need = `${D} tokens are ${part} the ${formatCount(rawTokens)} of ${corpus.name}; with ${U} unique tokens`;
  if (verdict === 'fresh') return `${need} you use ${formatShare(epochs)} of them, each once at most.`;
  return `${need} you read each ${formatTimes(epochs)} times, worth ${formatShare(worth)} of as many new ones (Muennighoff et al. 2023).`;
}

/** A share for people: 0.4 %, 93 %, 140 %. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent < 0.01) return '< 0.01 %';
  return `${percent >= 1e4 ? formatCount(percent) : Number(percent.toPrecision(percent >= 99.95 ? 3 : 2))} %`;
}

/** A number of epochs for people: 0.1, 3.2, 40. */
export function formatTimes(epochs: number): string {
  return epochs >= 1e4 ? formatCount(epochs) : String(Number(epochs.toPrecision(epochs < 10 ? 2 : 3)));
}
