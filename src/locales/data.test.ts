import { describe, expect, test } from 'vitest';
import claimsData from '../data/claims.json';
import factsData from '../data/facts.json';
import glossaryData from '../data/glossary.json';
import numbersData from '../data/numbers.json';
import { sentences } from './ja';
import claims from './sentences/ja/claims.json';
import facts from './sentences/ja/facts.json';
import glossary from './sentences/ja/glossary.json';
import numbers from './sentences/ja/numbers.json';

/** Texts of a data file that are shown, and what else of it may have a translation. */
interface Shown {
  readonly file: string;
  readonly translations: Readonly<Record<string, string>>;
  readonly texts: readonly string[];
  readonly others: readonly string[];
}

/** Terms that are the same in Japanese. */
const SAME: readonly string[] = ['LoRA', 'ZeRO', 'petaFLOP/s-day'];

const notes = (entries: readonly { readonly note?: string }[]): readonly string[] => entries.flatMap(({ note }) => note ?? []);

// a word that is no symbol, unit or name: "loss 4 epochs", but neither "alpha_Cmin" nor "LLaMA-7B"
const isInWords = (label: string): boolean => /(?<![A-Za-z_])[a-z]{4,}(?![A-Za-z_])/.test(label);
// a citation stays as it is; a source that names no year is a sentence
const isCitation = (source: string): boolean => /\d{4}/.test(source);

const labels = claimsData.claims.flatMap(({ checks }) => checks.map(({ quantity }) => quantity));
const sources = [...Object.values(glossaryData.terms), ...Object.values(glossaryData.quantities)].map(({ source }) => source);

const files: readonly Shown[] = [
  {
    file: 'claims',
    translations: claims,
    texts: [
      ...claimsData.claims.flatMap(({ statement, status }) => [statement, status]),
      ...notes(claimsData.claims),
      ...labels.filter(isInWords),
    ],
    others: [...labels, ...claimsData.claims.map(({ source }) => source)],
  },
  {
    file: 'facts',
    translations: facts,
    texts: [...factsData.facts.flatMap(({ statement, status }) => [statement, status]), ...notes(factsData.facts)],
    others: [],
  },
  {
    file: 'glossary',
    translations: glossary,
    texts: [
      ...Object.values(glossaryData.terms).flatMap(({ term, text }) => (SAME.includes(term) ? [text] : [term, text])),
      ...sources.filter((source) => !isCitation(source)),
    ],
    others: [],
  },
  {
    file: 'numbers',
    translations: numbers,
    texts: [...numbersData.numbers.map(({ statement }) => statement), ...notes(numbersData.numbers)],
    others: [],
  },
];

describe.each(files)('the texts of $file in Japanese', ({ translations, texts, others }) => {
  test('are all there', () => {
    expect(texts.length).toBeGreaterThan(0);
    // a term may be translated in another file
    expect([...new Set(texts)].filter((text) => !Object.hasOwn(sentences, text))).toEqual([]);
  });

  test('are of texts that still stand in the data', () => {
    const known = new Set([...texts, ...others]);
    expect(Object.keys(translations).filter((text) => !known.has(text))).toEqual([]);
  });

  test('are Japanese, and keep every number', () => {
    const wrong = Object.entries(translations).filter(([english, japanese]) => {
      const left = numbersIn(japanese);
      const areKept = numbersIn(english).every((number) => {
        const at = left.indexOf(number);
        if (at >= 0) left.splice(at, 1);
        return at >= 0;
      });
      return !areKept || !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(japanese);
    });
    expect(wrong).toEqual([]);
  });
});

function numbersIn(text: string): string[] {
  return [...text.matchAll(/\d+(?:[.,]\d+)*/g)].map(([number]) => number);
}
