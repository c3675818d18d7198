/** Languages whose text can be counted in tokens, by how it is counted, and tokens of each unit: rules of thumb of 2023 vocabularies. */
export const textRates = {
  english: { unit: 'word', tokens: 4 / 3, source: 'ray-project/llm-numbers: 750 words are about 1000 tokens' },
  japanese: { unit: 'character', tokens: 1.1, source: 'rule of thumb of 2023: about 1.1 tokens a character' },
} as const;

/** One of them. */
export type TextLanguage = keyof typeof textRates;

/** Tokens of so many words (English) or characters (Japanese). */
export function tokensOfText(units: number, language: TextLanguage): number {
  return units * textRates[language].tokens;
}

/** Words (English) or characters (Japanese) of so many tokens. */
export function textOfTokens(tokens: number, language: TextLanguage): number {
  return tokens / textRates[language].tokens;
}
