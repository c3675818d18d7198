/** What a sweep can be exported as, in the order in which it is offered. */
export const exportFormats = ['csv', 'parquet', 'arrow', 'jsonl'] as const;

/** A kind of file; also the extension of its name. */
export type ExportFormat = (typeof exportFormats)[number];

/** What a file name says about its kind; undefined where its extension is none of ours. */
export function formatOfName(name: string): ExportFormat | undefined {
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  return exportFormats.find((format) => format === extension);
}
