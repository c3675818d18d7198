/** What each floor of `src` may import, besides itself, `quantities` and `data`. */
export const FLOORS: Readonly<Record<string, readonly string[]>>;

/** Why a file of `src` may not import something; undefined where it may. */
export function whyNot(path: string, from: string, isTypeOnly?: boolean): string | undefined;
