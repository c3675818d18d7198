import type { Command } from 'commander';
import { lossEntry } from '../../model/catalogue';
import { type CorpusId, corpusIds, findCorpus } from '../../model/corpus/corpora';
import { DEFAULT_BYTES_PER_TOKEN, type FunnelStep, type FunnelYields, aboutStep, funnelSteps } from '../../model/corpus/funnel';
import { corpusTrend, exhaustionYear, publishedExhaustion, textStocks } from '../../model/corpus/stock';
import { type Supply, assessSupply, describeSupply, formatShare } from '../../model/corpus/supply';
import { optimum } from '../../model/optimum';
import { formatCount } from '../../quantities/format';
import { InputError, type Issue } from '../../quantities/issue';
import { parseNumber } from '../../quantities/parse';
import { scenarioIds } from '../../quantities/registry';
import { describeRange } from '../bounds';
import type { CliContext } from '../context';
import { writeNotes } from '../entries';
import { type QuantityFlags, collect, readLaw, readSettings } from '../input';
import { formatTable } from '../table';
import { unreadNotes } from '../unread';

/** Flags of `data`. */
interface DataFlags extends QuantityFlags {
  readonly corpus: string;
  readonly bytes?: string;
  readonly bytesPerToken?: string;
  /** Each `step=share`. */
  readonly keep?: readonly string[];
  readonly json?: boolean;
}

/** Adds `data`: from raw text to unique tokens, and whether they suffice. */
export function addData(program: Command, context: CliContext): void {
  program
    .command('data')
    .description(
      'is there enough text: funnel from raw text to unique tokens, epochs and what they are worth, stock and year of exhaustion',
    )
    .option('--D <number>', 'training tokens, such as 1.4T; or a law with --C')
    .option('--law <id>', 'law, see `isoflop laws`')
    .option('--law-file <file>', 'a law of your own: JSON with form and coefficients')
    .option('--C <number>', 'training compute in FLOP: the tokens are those of the optimum')
    .option('--set <quantity=value>', `set one of ${scenarioIds.join(', ')}; may be repeated`, collect)
    .option('--corpus <id>', `where the text comes from: ${corpusIds.join(', ')}`, 'common-crawl')
    .option('--bytes <number>', 'bytes of your own text, with --corpus own')
    .option('--bytes-per-token <number>', `bytes of text for each token, ${DEFAULT_BYTES_PER_TOKEN} unless given`)
    .option('--keep <step=share>', `share that a step keeps: ${funnelSteps.join(', ')}; may be repeated`, collect)
    .option('--json', 'print JSON')
    .action(async (options: DataFlags) => {
      const supply = await readSupply(options, context);
      await context.stdout(options.json ? toJson(supply) : toText(supply));
    });
}

async function readSupply(options: DataFlags, context: CliContext): Promise<Supply> {
  const issues: Issue[] = [];
  const number = (field: string, text: string | undefined, min: number, max: number): number | undefined => {
    if (text === undefined) return undefined;
    const value = parseNumber(text);
    if (value >= min && value <= max) return value;
    issues.push({ field, given: text, allowed: `a number from ${min} to ${max.toExponential().replace('e+', 'e')}` });
    return undefined;
  };
  const corpusId = corpusIds.find((id) => id === options.corpus);
  if (!corpusId) issues.push({ field: '--corpus', given: options.corpus, allowed: `one of ${corpusIds.join(', ')}` });
  if (corpusId === 'own' && options.bytes === undefined)
    issues.push({ field: '--bytes', given: 'nothing', allowed: 'the bytes of your own text' });
  if (corpusId && corpusId !== 'own' && options.bytes !== undefined) {
    issues.push({ field: '--bytes', given: options.bytes, allowed: 'only with --corpus own' });
  }
  const bytes = number('--bytes', options.bytes, 1e6, 1e18);
  const bytesPerToken = number('--bytes-per-token', options.bytesPerToken, 0.5, 20);
  const given = readYields(options.keep ?? [], issues);
  if (issues.length > 0) throw new InputError(issues);
  const tokens = await readTokens(options, context);
  const corpus = findCorpus(corpusId as CorpusId, bytes);
  return assessSupply(corpus, tokens, { ...corpus.yields, ...given }, bytesPerToken);
}

/** Shares that were given, each once. */
function readYields(texts: readonly string[], issues: Issue[]): Partial<FunnelYields> {
  const given: { [S in FunnelStep]?: number } = {};
  for (const text of texts) {
    const [name = '', value = ''] = text.split('=').map((part) => part.trim());
    const step = funnelSteps.find((known) => known === name);
    const share = value.endsWith('%') ? parseNumber(value.slice(0, -1)) / 100 : parseNumber(value);
    if (!step) issues.push({ field: '--keep', given: text, allowed: `step=share with a step of ${funnelSteps.join(', ')}` });
    else if (!(share >= 1e-4 && share <= 1))
      issues.push({ field: `--keep ${step}`, given: value || 'nothing', allowed: 'a share from 0.0001 to 1' });
    else if (given[step] !== undefined) issues.push({ field: `--keep ${step}`, given: value, allowed: 'one share for each step' });
    else given[step] = share;
  }
  return given;
}

/** Training tokens, given or as the optimum of a budget has them. */
async function readTokens(options: DataFlags, { stderr }: CliContext): Promise<number> {
  const settings = readSettings(options, ['D', 'C', ...scenarioIds]);
  const { C, D } = settings;
  const hasLaw = options.law !== undefined || options.lawFile !== undefined;
  if (D !== undefined && (C !== undefined || hasLaw)) {
    throw new InputError([{ field: '--D', given: String(options.D), allowed: 'tokens alone, or a law with --C' }]);
  }
  if (D !== undefined && options.set?.length) {
    throw new InputError([{ field: '--set', given: options.set.join(', '), allowed: 'with a law and --C, which it changes' }]);
  }
  if (D !== undefined) return D;
  if (C === undefined)
    throw new InputError([{ field: '--D', given: 'nothing', allowed: `tokens ${describeRange('D')}, or a law with --C` }]);
  const law = await readLaw(options, settings);
  writeNotes(stderr, unreadNotes([lossEntry(law)], settings));
  return optimum(law, C).D;
}

/** Where the year comes from: the published facts, and our trend. */
const exhaustion = {
  published: publishedExhaustion,
  ours: {
    year: exhaustionYear(corpusTrend, textStocks.find(({ id }) => id === 'effective')!.tokens),
    trend: corpusTrend,
  },
};

function toJson({ corpus, funnel, rawTokens, uniqueInterval, tokens, shareOfRaw, epochs, worth, verdict }: Supply): string {
  const result = {
    corpus: corpus.id,
    verdict,
    D: tokens,
    rawTokens,
    bytes: funnel.bytes,
    U: funnel.unique,
    ...(uniqueInterval && { U_interval: uniqueInterval }),
    shareOfRaw,
    epochs,
    effectiveTokens: funnel.effective,
    worth,
    stocks: textStocks,
    exhaustion,
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}

function toText(supply: Supply): string {
  const { corpus, funnel, rawTokens } = supply;
  const perToken = funnel.bytes.raw / rawTokens;
  let before = funnel.bytes.raw;
  const rows = funnelSteps.map((step) => {
    const after = funnel.bytes[step];
    const row = [aboutStep(step).label, `keeps ${formatShare(after / before)}`, formatCount(after / perToken)];
    before = after;
    return row;
  });
  const { published, ours } = exhaustion;
  return `${formatTable([[corpus.label, '', formatCount(rawTokens)], ...rows], ['left', 'right', 'right'])}${describeSupply(supply)}
Training sets reach the stock: published ${published.median} (median), very likely by ${published.late}; our trend, ${ours.trend.growthPerYear} times a year, ${ours.year.toFixed(1)}.
`;
}
