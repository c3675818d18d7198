import { scaleLinear } from 'd3-scale';
import type { Baselines } from '../../state/growth';
import { type Schedule, scheduleTokens } from '../../model/growth/schedule';
import { type Frame, type Scale, logScale } from '../controls/axis';

/** Where the figure draws: tokens along x, parameters along y. */
export interface FigureScales {
  readonly frame: Frame;
  readonly x: Scale;
  readonly y: Scale;
  /** The bottom of the axis of sizes. */
  readonly floor: number;
}

/** Values that the figure's axes span. They are held while something is dragged, so that the ground does not move under the pointer. */
export interface FigureSpan {
  readonly tokens: number;
  readonly size: readonly [number, number];
}

/** How much further than the run the axis of tokens reaches at most, to show the compute-optimal run whole. */
const FURTHEST = 1.6;

/** Spans that show the schedule, and what it is compared with as far as that goes. */
export function figureSpan(stages: Schedule, baselines: Baselines, isLog: boolean): FigureSpan {
  const tokens = scheduleTokens(stages);
  const { N, D } = baselines.frontierSaving;
  const largest = Math.max(stages.at(-1)!.N, N <= stages.at(-1)!.N * 2 ? N : 0);
  const smallest = Math.min(stages[0]!.N, N > 0 ? N : Infinity);
  return {
    tokens: Math.max(tokens, Math.min(D > 0 ? D : 0, tokens * FURTHEST)) * 1.04,
    size: isLog ? [smallest / 2, largest * 1.6] : [0, largest * 1.14],
  };
}

/** The frame of the figure in a plot of a size. */
export function figureFrame(width: number, height: number): Frame {
  return { left: 46, right: Math.max(width - 14, 80), top: 12, bottom: Math.max(height - 38, 40) };
}

/** Scales over a span. */
export function figureScales(frame: Frame, { tokens, size }: FigureSpan, isLog: boolean): FigureScales {
  const x = scaleLinear([0, tokens], [frame.left, frame.right]);
  const y = isLog ? logScale(size, [frame.bottom, frame.top]) : scaleLinear([...size], [frame.bottom, frame.top]);
  return { frame, x, y, floor: size[0] };
}
