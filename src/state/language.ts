import { type LocaleId, isLocaleId } from '../locales/locale';

const KEY = 'isoflop.language';

/** The language that a link names; undefined where it names none of the page's. */
export function languageOf(hash: string): LocaleId | undefined {
  const given = new URLSearchParams(hash.replace(/^#/, '')).get('locale');
  return isLocaleId(given) ? given : undefined;
}

/** The language to open the page in: of the link, else the one chosen before, else the first of the reader's own, else English. */
export function initialLanguage(hash: string, preferred: readonly string[]): LocaleId {
  const stored = readStored();
  const own = preferred.map((tag) => tag.split('-')[0]).find(isLocaleId);
  return languageOf(hash) ?? (isLocaleId(stored) ? stored : own) ?? 'en';
}

/** Opens the page anew in another language, and remembers it. What is on the screen stands in the hash of its choices. */
export function switchLanguage(to: LocaleId, hash: string, host: Pick<Window, 'location' | 'history'>): void {
  try {
    localStorage.setItem(KEY, to);
  } catch {
    // the link names it all the same
  }
  const others = hash
    .replace(/^#/, '')
    .split('&')
    .filter((each) => each !== '' && !each.startsWith('locale='));
  host.history.replaceState(null, '', `#${[...others, `locale=${to}`].join('&')}`);
  host.location.reload();
}

// storage may be forbidden, which only costs the memory
function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
