import { parseNumber } from '../../quantities/parse';

/** What a cell may use besides a plain number. */
export interface CellRules {
  /** Whether commas may group thousands, as in 70,000,000: in counts, which are whole and large. */
  readonly isCount: boolean;
  /** Whether a comma may stand for the decimal point: in files whose cells are parted by semicolons. */
  readonly hasDecimalComma: boolean;
}

const THOUSANDS = /^\s*\d{1,3}(?:[,\s\u00a0\u202f'’]\d{3})+(?:\.\d+)?\s*[kmbgtpKMBGTPE]?\s*$/;
const ONE_GROUP = /^\s*\d{1,3},\d{3}\s*$/;

/**
 * Reads a cell: a number as people write it, counts with their thousands apart, and decimal commas where the file uses them. NaN where the
 * cell is no number, or could be two: 70,000 in a file with decimal commas.
 */
export function parseCell(cell: string, { isCount, hasDecimalComma }: CellRules): number {
  const plain = parseNumber(cell);
  if (!Number.isNaN(plain)) return plain;
  if (isCount && THOUSANDS.test(cell) && !(hasDecimalComma && ONE_GROUP.test(cell))) {
    return parseNumber(cell.trim().replaceAll(/(?<=\d)[,\s\u00a0\u202f'’](?=\d{3})/g, ''));
  }
  if (hasDecimalComma && !(isCount && ONE_GROUP.test(cell)) && /^[^,]*,[^,]*$/.test(cell)) return parseNumber(cell.replace(',', '.'));
  return Number.NaN;
}
