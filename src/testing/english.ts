import { said } from '../locales/said';

/** Greek letters by name, and other words that stand in formulas and file formats of every language. */
const KEPT = new Set(['alpha', 'beta', 'gamma', 'eta', 'tau', 'rho', 'log', 'nat', 'exp', 'shrink', 'growlab', 'datablations']);

/** Papers by their authors: Liew and Kato, Du et al. 2024 (G_stack). */
const PAPER = /\p{Lu}[\p{L}-]*(?: and \p{Lu}\p{L}+| et al\.)(?: \d{4}(?: \([\w ]+\))?)?/gu;
/** Paths, repositories, addresses, identifiers with an underscore, and amounts such as 16B:245.37B. */
const PATH = /[^\s(),;、。（）]*[\w)][/_=:^.][\w(][^\s(),;、。（）]*/g;
/** What is to be typed as it stands. */
const QUOTED = /"[^"]*"/g;
/** Ids one after the other: Japanese does not join words by such commas. */
const LIST = /[\w/.-]+(?:, [\w/.-]+){2,}(?![\w ])/g;
const WORD = /(?<![\p{L}\d.-])[a-z]{3,}(?![\p{L}\d-])/gu;

/** The English words that a translation still holds; papers, paths, formulas, quotations, and names, which begin with a capital or are given, are none. */
export function englishWords(text: string, names: readonly string[] = []): readonly string[] {
  const plain = [QUOTED, PAPER, LIST, PATH].reduce((rest, known) => rest.replaceAll(known, ' '), text);
  return (plain.match(WORD) ?? []).filter((word) => !KEPT.has(word) && !names.includes(word));
}

/** Texts, each once, whose translation is missing or leaves English words; of the sentences that `learnSentences` was given. */
export function untranslated(texts: Iterable<string>, names: readonly string[] = []): readonly string[] {
  return [...new Set(texts)].filter((text) => englishWords(said(text), names).length > 0);
}

/** The numbers and holes of a text, each once, sorted: `{0}`, 0.6, 2e12. */
export function numbersIn(text: string): readonly string[] {
  return [...new Set(text.match(/\{\d\}|\d+(?:\.\d+)?(?:e\d+)?/g) ?? [])].toSorted();
}
