import { type LocaleId, locale } from './locale';

/** A whole number with its digits in groups, as the reader's language groups them: 1,024. For the screen, never for files. */
export function formatWhole(value: number): string {
  return value.toLocaleString(locale());
}

/** Digits of a count in the reader's own names; as many as a value in the field's prefixes has, and one more. */
const OWN_DIGITS = 4;

/**
 * A count as the reader's language names it, where that is not by thousands, as the field's prefixes are: 722億 for 72.2B in Japanese.
 * Undefined in English, and where the number has no such name.
 */
export function formatOwnCount(value: number, language: LocaleId = locale()): string | undefined {
  if (language !== 'ja' || !Number.isFinite(value) || Math.abs(value) < 1e4 || Math.abs(value) >= 1e20) return undefined;
  return new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: OWN_DIGITS }).format(value);
}
