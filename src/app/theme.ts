import { effect } from '@preact/signals-core';
import type { Theme } from '../scene/content';
import type { Store } from '../state/store';

const KEY = 'isoflop.theme';

/** The theme that the user chose before, else the one that their system prefers. */
export function initialTheme(): Theme {
  const stored = readStored();
  if (stored === 'dark' || stored === 'light') return stored;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

/** Keeps the page in the store's theme, and remembers a theme once the user has chosen one. */
export function bindTheme(store: Store): void {
  const initial = store.theme.value;
  let isChosen = false;
  effect(() => {
    const theme = store.theme.value;
    document.documentElement.classList.toggle('wa-dark', theme === 'dark');
    isChosen ||= theme !== initial;
    if (isChosen) writeStored(theme);
  });
}

// storage may be forbidden, which only costs the memory

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function writeStored(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // the choice holds until the page is left
  }
}
