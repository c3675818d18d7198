import '@awesome.me/webawesome/dist/styles/webawesome.css';
import '../ui/tokens.css';
import { locale, openLocale } from '../locales/locale';
import { initialLanguage, languageOf } from '../state/language';

/** Texts first: what the page is made of may keep them. Without them it is English. */
async function open(): Promise<void> {
  await openLocale(initialLanguage(location.hash, navigator.languages)).catch((error: unknown) => console.warn(error));
  document.documentElement.lang = locale();
  await import('./start');
}

// a link in another language that is opened in the place of this page
addEventListener('hashchange', () => {
  if ((languageOf(location.hash) ?? locale()) !== locale()) location.reload();
});

open().catch((error: unknown) => console.error(error));
