import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeCard, roomAbove, scrollBy } from './placing';

const desk = { width: 1440, height: 900 };
const card = { width: 380, height: 220 };

describe('the card of a step', () => {
  it('stands below, or where there is no room beside, what it speaks of', () => {
    expect(placeCard([{ left: 100, top: 60, width: 900, height: 60 }], card, desk)).toEqual({ left: 100, top: 132 });
    expect(placeCard([{ left: 900, top: 100, width: 500, height: 780 }], card, desk)).toEqual({ left: 508, top: 100 });
  });

  it('stands at the foot of a phone', () => {
    expect(placeCard([{ left: 0, top: 0, width: 390, height: 800 }], { width: 366, height: 240 }, { width: 390, height: 844 })).toEqual({
      left: 12,
      top: 592,
    });
  });

  it('never leaves a window that it fits in, and covers nothing that it could avoid', () => {
    const rect = fc.record({
      left: fc.integer({ min: -200, max: 1500 }),
      top: fc.integer({ min: -500, max: 1500 }),
      width: fc.integer({ min: 10, max: 1400 }),
      height: fc.integer({ min: 10, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.array(rect, { maxLength: 3 }), (holes) => {
        const { left, top } = placeCard(holes, card, desk);
        expect(left).toBeGreaterThanOrEqual(12);
        expect(top).toBeGreaterThanOrEqual(12);
        expect(left + card.width).toBeLessThanOrEqual(desk.width - 12);
        expect(top + card.height).toBeLessThanOrEqual(desk.height - 12);
      }),
    );
  });
});

describe('scrolling to a step', () => {
  it('moves nothing that is seen, and else brings it to the middle, or its beginning to the top', () => {
    expect(scrollBy({ top: 50, height: 400 }, 900)).toBe(0);
    expect(scrollBy({ top: 1000, height: 400 }, 900)).toBe(750);
    expect(scrollBy({ top: -300, height: 2000 }, 900)).toBe(-312);
  });

  it('leaves out what the card takes of a phone', () => {
    expect(roomAbove({ width: 366, height: 240 }, { width: 390, height: 844 })).toBe(592);
    expect(roomAbove(card, desk)).toBe(900);
  });
});
