import { describe, expect, it } from 'vitest';
import { keepApart, placeLabels } from './placing';

const bounds = { left: 0, top: 0, width: 200, height: 100 };
const label = (id: string, x: number, y: number, priority = 0) => ({ id, x, y, width: 40, height: 12, priority });

describe('placeLabels', () => {
  it('puts a lone label to the right of its point', () => {
    expect(placeLabels([label('a', 50, 50)], bounds)).toEqual([{ id: 'a', left: 59, top: 44, width: 40, height: 12 }]);
  });

  it('goes to the left where the right is outside', () => {
    expect(placeLabels([label('a', 190, 50)], bounds)[0]?.left).toBe(141);
  });

  it('lets higher priorities choose first, and drops what finds no room', () => {
    const crowd = Array.from({ length: 9 }, (_, k) => label(`crowd ${k}`, 100, 50));
    const placed = placeLabels([...crowd, label('optimum', 100, 50, 1)], bounds);
    expect(placed).toHaveLength(4);
    expect(placed[0]).toMatchObject({ id: 'optimum', left: 109 });
  });

  it('keeps clear of what is taken', () => {
    const taken = [{ left: 55, top: 40, width: 60, height: 20 }];
    expect(placeLabels([label('a', 50, 50)], bounds, taken)[0]?.left).toBe(1);
  });
});

describe('keepApart', () => {
  it('leaves out what lies over something earlier, and only that', () => {
    const at = (left: number) => ({ left, box: { left, top: 0, width: 20, height: 10 } });
    expect(keepApart([at(0), at(15), at(30)]).map(({ left }) => left)).toEqual([0, 30]);
  });
});
