/** The browser's storage; undefined where the user or a policy blocks it. */
export function openStorage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

/** The storage of this tab alone; undefined where the user or a policy blocks it. */
export function openSession(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
