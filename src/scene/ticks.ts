import type { SceneBox, Span } from './content';
import type { Space } from './space';

/** Whole powers of ten within a span of log10 values, thinned to every second, third … so that at most `most` are left. */
export function decadeTicks([from, to]: Span, most = 8): number[] {
  const first = Math.ceil(from - 1e-9);
  const last = Math.floor(to + 1e-9);
  const step = Math.max(1, Math.ceil((last - first + 1) / most));
  const ticks: number[] = [];
  for (let exponent = Math.ceil(first / step) * step; exponent <= last; exponent += step) ticks.push(exponent);
  return ticks;
}

/** Ticks of a side of a box: its own, thinned so that at most `most` are left, or whole powers of ten. */
export function sideTicks(box: SceneBox, side: 'log10N' | 'log10D', most = 8): readonly number[] {
  const own = box.ticks?.[side];
  if (!own) return decadeTicks(box[side], most);
  const step = Math.max(1, Math.ceil(own.length / most));
  return own.filter((_, i) => i % step === 0);
}

/** Steps between round losses, coarse to fine, in nat/token. */
const LOSS_STEPS = [10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05];

/** A step is used where it takes at least this share of the gap: finer ones would fill holes with odd numbers. */
const LEAST_STEP = 0.6;

/** How many hundredths a step holds: losses are counted in hundredths, so that sums of steps stay exact. */
const HUNDREDTHS = 100;

/**
 * Round losses within the box, rising, at least `gap` of its height apart. Coarse steps win over fine ones, so that where
 * the scale is tight only the rounder numbers stay.
 */
export function lossTicks(space: Space, gap = 0.09): number[] {
  const [floor, top] = space.box.loss;
  const taken: { hundredths: number; height: number }[] = [];
  for (const step of LOSS_STEPS) {
    const stride = Math.round(step * HUNDREDTHS);
    for (let at = Math.ceil((floor * HUNDREDTHS) / stride - 1e-6) * stride; at <= top * HUNDREDTHS + 1e-6; at += stride) {
      const height = space.heightOf(at / HUNDREDTHS);
      if (space.heightOf((at + stride) / HUNDREDTHS) - height < LEAST_STEP * gap) continue;
      if (taken.every((other) => Math.abs(other.height - height) >= gap)) taken.push({ hundredths: at, height });
    }
  }
  return taken.map(({ hundredths }) => hundredths / HUNDREDTHS).toSorted((a, b) => a - b);
}
