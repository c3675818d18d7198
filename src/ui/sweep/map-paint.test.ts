import { afterEach, expect, test, vi } from 'vitest';
import { heatContext, paintHeat, shareOfSide } from './map-paint';
import { colorScale } from './scales';

afterEach(() => vi.unstubAllGlobals());

test('a heat map is drawn on canvases that no busy GPU holds up', () => {
  const getContext = vi.fn<(kind: string, options?: CanvasRenderingContext2DSettings) => unknown>(() => ({
    createImageData: (width: number, height: number) => ({ data: new Uint8ClampedArray(4 * width * height) }),
    putImageData: () => undefined,
  }));
  const drawing = { save() {}, restore() {}, beginPath() {}, rect() {}, clip() {}, moveTo() {}, lineTo() {}, stroke() {} };
  const drawImage = vi.fn<(image: unknown) => void>();
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = getContext;
    },
  );
  const axis = { values: Float64Array.of(1, 2), isLog: false, isBinned: false, texts: [] };
  const values = Float64Array.of(1, 2, 3, Number.NaN);
  const grid = { x: axis, y: axis, values, rows: Int32Array.of(0, 1, 2, -1), deciles: [1, 2, 3] };
  heatContext({ getContext } as unknown as HTMLCanvasElement);
  paintHeat({ ...drawing, drawImage } as unknown as CanvasRenderingContext2D, {
    grid,
    scale: colorScale(grid)!,
    frame: { left: 0, right: 10, top: 0, bottom: 10 },
    colors: ['#000000', '#ffffff'],
    hatch: '#888888',
    format: String,
  });
  expect(drawImage).toHaveBeenCalledTimes(1);
  expect(getContext.mock.calls).toEqual(Array.from({ length: 2 }, () => ['2d', { willReadFrequently: true }]));
});

test('a line over cells that were left out stays straight', () => {
  // of ten cells, four: 0, 3, 6, 9
  const picks = [0, 3, 6, 9];
  expect([0.5, 1.5, 2, 3.5].map((at) => shareOfSide(picks, 10, at))).toEqual([0.05, 0.35, 0.5, 0.95]);
  // unevenly far from each other: halfway between two picks is halfway between their cells
  expect(shareOfSide([0, 3, 7, 10], 11, 2)).toBeCloseTo(5.5 / 11, 12);
  expect(shareOfSide([0], 1, 0.5)).toBe(0.5);
});
