/** English sentences of the floors below the page with their translations; `{0}`, `{1}` … stand for what changes. */
export type Sentences = Readonly<Record<string, string>>;

interface Pattern {
  readonly shape: RegExp;
  readonly places: readonly number[];
  readonly translation: string;
}

let whole: ReadonlyMap<string, string> = new Map();
let patterns: readonly Pattern[] = [];
const known = new Map<string, string>();

/** Takes the translations that `said` knows from then on, in place of those it knew. */
export function learnSentences(sentences: Sentences): void {
  const entries = Object.entries(sentences);
  whole = new Map(entries.filter(([english]) => !HOLE.test(english)));
  patterns = entries
    .filter(([english]) => HOLE.test(english))
    // what says more in words of its own is the better match
    .toSorted(([a], [b]) => lettersOf(b) - lettersOf(a))
    .map(([english, translation]) => toPattern(english, translation));
  known.clear();
}

/**
 * A text of the model, the worker or the data in the language of the page. Those floors speak English, which files and the command line
 * keep; what stands in the place of a hole is translated in its turn. A text without a translation stays as it is.
 */
export function said(english: string): string {
  if (whole.size === 0 && patterns.length === 0) return english;
  const before = known.get(english);
  if (before !== undefined) return before;
  const found = whole.get(english) ?? fill(english) ?? english;
  // sentences hold numbers that change with every drag
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(english, found);
  return found;
}

const HOLE = /\{\d\}/;
const MOST_KNOWN = 4096;

const lettersOf = (english: string): number => english.replaceAll(/\{\d\}/g, '').length;

function toPattern(english: string, translation: string): Pattern {
  const places: number[] = [];
  const shape = english
    .split(/\{(\d)\}/)
    .map((part, i) => {
      if (i % 2 === 0) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
      places.push(Number(part));
      return '(.+?)';
    })
    .join('');
  return { shape: new RegExp(`^${shape}$`, 's'), places, translation };
}

function fill(english: string): string | undefined {
  for (const { shape, places, translation } of patterns) {
    const match = shape.exec(english);
    if (match) return translation.replaceAll(/\{(\d)\}/g, (_, place: string) => said(match[1 + places.indexOf(Number(place))] ?? ''));
  }
  return undefined;
}
