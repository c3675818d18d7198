import { locale } from './locale';

/** Some texts as a list of the reader's language: a, b, c. For the screen, never for files. */
export function listed(texts: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction', style: 'narrow' }).format(texts);
}
