import '@awesome.me/webawesome/dist/styles/webawesome.css';
import '../ui/tokens.css';
import { msg } from '@lit/localize';
import { locale, openLocale } from '../locales/locale';
import { initialLanguage, languageOf } from '../state/language';

/** Texts first: what the page is made of may keep them. Without them it is English. */
async function open(): Promise<void> {
  await openLocale(initialLanguage(location.hash, navigator.languages)).catch((error: unknown) => console.warn(error));
  document.documentElement.lang = locale();
  nameDocument();
  await import('./start');
}

/** What the browser says of the page: its tab's name, and what it is about. */
function nameDocument(): void {
  document.title = msg('Isoflop – how large a model, on how many tokens');
  const about = msg(
    'A scaling-law laboratory in a browser tab: the compute-optimal model size and token count of a training budget, under published laws, computed on your own GPU.',
  );
  document.querySelector('meta[name="description"]')?.setAttribute('content', about);
}

// a link in another language that is opened in the place of this page
addEventListener('hashchange', () => {
  if ((languageOf(location.hash) ?? locale()) !== locale()) location.reload();
});

open().catch((error: unknown) => console.error(error));
