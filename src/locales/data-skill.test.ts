import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import stock from '../data/stock.json';
import { corpusIds, findCorpus } from '../model/corpus/corpora';
import { aboutStep, funnelSteps } from '../model/corpus/funnel';
import { textStocks } from '../model/corpus/stock';
import { assessSupply, describeSupply, shortVerdict } from '../model/corpus/supply';
import { findLaw } from '../model/laws';
import { publishedScores } from '../model/skill/scores';
import { predictSkill, shortSkill } from '../model/skill/skill';
import { englishWords, numbersIn, untranslated } from '../testing/english';
import { sentences } from './ja';
import own from './sentences/ja/data.json';
import { learnSentences, said } from './said';

beforeAll(() => learnSentences(sentences));
afterAll(() => learnSentences({}));

describe('data and skill in Japanese', () => {
  test('corpora, stocks, steps of the funnel, scores, with their sources', () => {
    const corpora = corpusIds.map((id) => findCorpus(id));
    const abouts = [...corpora, ...textStocks].map(({ about }) => about);
    expect(abouts.filter((about) => said(about) === about)).toEqual([]);
    const texts = [
      ...abouts,
      ...corpora.flatMap(({ label, name, source }) => [label, name, source]),
      ...textStocks.map(({ label }) => label),
      ...funnelSteps.flatMap((step) => [aboutStep(step).label, aboutStep(step).source]),
      ...publishedScores.flatMap(({ name, source }) => [name, source]),
      ...[stock.funnel.bytesPerToken, stock.exhaustion.trend, stock.exhaustion.published].map(({ source }) => source),
      stock.exhaustion.trend.status,
      stock.exhaustion.published.status,
    ];
    expect(untranslated(texts)).toEqual([]);
  });

  test('whether text suffices, for every corpus and any need, with its numbers', () => {
    const needs = [1e9, 1e11, 1e12, 2e13, 1e15, 1e18];
    const supplies = corpusIds.flatMap((id) => needs.map((D) => assessSupply(findCorpus(id), D)));
    expect(new Set(supplies.map(({ verdict }) => verdict)).size).toBe(4);
    for (const text of supplies.flatMap((supply) => [shortVerdict(supply), describeSupply(supply)])) {
      expect(englishWords(said(text)), text).toEqual([]);
      expect(numbersIn(said(text)), text).toEqual(expect.arrayContaining([...numbersIn(text)]));
    }
  });

  test('what a model will be able to do, with its numbers', () => {
    const law = findLaw('hoffmann-2022')!;
    for (const length of [1, 10]) {
      const exam = { dataset: 'c4', tasks: 17, length } as const;
      const text = shortSkill(predictSkill(law, 1e10, 2e11, exam), exam);
      expect(englishWords(said(text))).toEqual([]);
      expect(numbersIn(said(text))).toEqual(expect.arrayContaining([...numbersIn(text)]));
    }
  });

  test('every number stays, and every hole', () => {
    for (const [english, japanese] of Object.entries(own)) {
      expect(numbersIn(japanese), english).toEqual(expect.arrayContaining([...numbersIn(english)]));
    }
  });
});
