import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentHeight, isScaled, scrollTopOf, topRow } from './scrolling';

const scrolls = fc.record({
  rows: fc.integer({ min: 1, max: 1e8 }),
  rowHeight: fc.constantFrom(20, 28, 32),
  height: fc.integer({ min: 100, max: 1200 }),
});

test('every row can be brought to the top, and is what the scroll then shows', () => {
  fc.assert(
    fc.property(scrolls, fc.double({ min: 0, max: 1, noNaN: true }), (scroll, share) => {
      const last = Math.max(0, scroll.rows - scroll.height / scroll.rowHeight);
      const row = Math.floor(share * last);
      expect(topRow(scroll, scrollTopOf(scroll, row))).toBeCloseTo(row, 4);
    }),
  );
});

test('the ends of the scrollbar are the ends of the rows', () => {
  const scroll = { rows: 1e7, rowHeight: 28, height: 560 };
  expect(isScaled(scroll)).toBe(true);
  expect(contentHeight(scroll)).toBe(8e6);
  expect(topRow(scroll, 0)).toBe(0);
  expect(topRow(scroll, contentHeight(scroll) - scroll.height)).toBe(1e7 - 20);
});

test('few rows scroll by their own pixels', () => {
  const scroll = { rows: 1000, rowHeight: 28, height: 560 };
  expect(isScaled(scroll)).toBe(false);
  expect(topRow(scroll, 280)).toBe(10);
});
