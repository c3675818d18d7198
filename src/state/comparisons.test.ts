import { describe, expect, it } from 'vitest';
import { findLaw } from '../model/laws';
import { comparisonOf, comparisons } from './comparisons';
import { findRule } from './subjects';

describe('the comparisons that are offered', () => {
  it.each(comparisons)('$label names laws and rules that there are', ({ ids }) => {
    for (const id of ids) expect(findLaw(id) ?? findRule(id), id).toBeDefined();
  });

  it('are known again by what is compared, whichever law is chosen', () => {
    const { ids } = comparisons[1]!;
    expect(comparisonOf(ids.toReversed(), 'muennighoff-2023')).toBe(comparisons[1]);
    expect(
      comparisonOf(
        ids.filter((id) => id !== 'besiroglu-2024'),
        'besiroglu-2024',
      ),
    ).toBe(comparisons[1]);
    expect(comparisonOf(ids.slice(1), 'muennighoff-2023')).toBeUndefined();
    expect(comparisonOf([], 'besiroglu-2024')).toBeUndefined();
  });
});
