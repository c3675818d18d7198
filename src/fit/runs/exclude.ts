import { InputError } from '../../quantities/issue';
import { parseNumber } from '../../quantities/parse';

/** A rule that leaves rows out: a column, a comparison and a value. */
export interface Exclusion {
  readonly text: string;
  /** Whether a row, as cells, is left out. */
  excludes(row: readonly string[]): boolean;
}

const RULE = /^(.+?)(!=|<=|>=|=|<|>)(.*)$/;

/**
 * Reads a rule such as `outlier=1`, `dataset!=rw` or `C>=1e21`. Numbers compare as numbers, other texts as texts; rows whose cell is no
 * number are kept by < and >. Throws an InputError for a column that does not exist.
 */
export function parseExclusion(text: string, headings: readonly string[]): Exclusion {
  const [, name = '', operator = '', given = ''] = RULE.exec(text) ?? [];
  const column = headings.indexOf(name.trim());
  if (column < 0) {
    throw new InputError([
      {
        field: '--exclude',
        given: text,
        allowed: `"top 5 loss", "residual > 5 MAD", or COLUMN=VALUE (or !=, <, <=, >, >=) with a column of ${headings.join(', ')}`,
      },
    ]);
  }
  const value = given.trim();
  const number = parseNumber(value);
  if (!Number.isFinite(number) && operator !== '=' && operator !== '!=') {
    throw new InputError([{ field: '--exclude', given: text, allowed: `a number after ${operator}` }]);
  }
  const isEqual = (cell: string): boolean => cell === value || parseNumber(cell) === number;
  return {
    text,
    excludes: (row) => {
      const cell = (row[column] ?? '').trim();
      if (operator === '=') return isEqual(cell);
      if (operator === '!=') return !isEqual(cell);
      const size = parseNumber(cell);
      if (operator === '<') return size < number;
      if (operator === '<=') return size <= number;
      return operator === '>' ? size > number : size >= number;
    },
  };
}
