/** What each floor of `src` may import, besides itself, `quantities` and `data`. */
export const FLOORS: Readonly<Record<string, readonly string[]>>;
