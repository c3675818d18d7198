import { locale } from './locale';

/** A whole number with its digits in groups, as the reader's language groups them: 1,024. For the screen, never for files. */
export function formatWhole(value: number): string {
  return value.toLocaleString(locale());
}
