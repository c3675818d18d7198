/** The browser's storage for all tabs, or for this tab alone; undefined where the user or a policy blocks it, and where there is no browser. */
export function browserStorage(kind: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return globalThis[kind];
  } catch {
    return undefined;
  }
}
