import { msg } from '@lit/localize';
import type { ExportFormat } from '../../worker/api';

/** What tables can be saved as, in the order in which it is offered. */
export const FORMATS: readonly { readonly format: ExportFormat; readonly name: string; readonly about: string }[] = [
  { format: 'csv', name: 'CSV', about: msg('Text that every program reads, numbers to the last digit.') },
  { format: 'parquet', name: 'Parquet', about: msg('Columns, compressed with Snappy, for pandas, DuckDB, Polars and Spark.') },
  { format: 'arrow', name: 'Arrow', about: msg('Columns as they lie in memory (an Arrow IPC or Feather file), the quickest to open.') },
  { format: 'jsonl', name: 'JSON lines', about: msg('A JSON object on each line; what is missing is null.') },
];
