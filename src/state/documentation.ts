/** Pages of the documentation, by their paths below `docs` without an ending. */
export const docIds = [
  'index',
  'views/frontier',
  'views/growth',
  'views/plan',
  'views/fit',
  'views/sweep',
  'views/evidence',
  'science/laws',
  'science/compute',
  'science/uncertainty',
  'science/growth',
  'science/planning',
  'fit',
  'reference/cli',
  'reference/sweep-files',
  'reference/quantities',
  'reference/laws',
  'architecture',
  'benchmarks',
] as const;

/** A page of the documentation. */
export type DocId = (typeof docIds)[number];

/** Whether a text names a page of the documentation. */
export function isDocId(text: string): text is DocId {
  return docIds.some((id) => id === text);
}
