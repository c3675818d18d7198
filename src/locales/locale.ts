import { configureLocalization } from '@lit/localize';
import { learnSentences } from './said';

/** The languages of the page; English is the one that everything is written in. */
export const localeIds = ['en', 'ja'] as const;
export type LocaleId = (typeof localeIds)[number];

/** What each language is called by those who read it. */
export const localeNames: Readonly<Record<LocaleId, string>> = { en: 'English', ja: '日本語' };

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: 'en',
  targetLocales: ['ja'],
  loadLocale: async () => {
    const { templates, sentences } = await import('./ja');
    learnSentences(sentences);
    return { templates };
  },
});

/** The language of the page. It does not change while the page is open, so that texts may be kept. */
export function locale(): LocaleId {
  return localeIds.find((id) => id === getLocale()) ?? 'en';
}

/** Loads a language, before anything of the page is made. Rejects when its texts cannot be loaded; the page is then English. */
export async function openLocale(id: LocaleId): Promise<void> {
  await setLocale(id);
}

/** Whether a text names a language of the page. */
export function isLocaleId(text: string | null | undefined): text is LocaleId {
  return localeIds.some((id) => id === text);
}
