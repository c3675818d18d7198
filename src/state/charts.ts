import { msg } from '@lit/localize';
import type { OptimumInterval } from '../model/uncertainty';
import type { CurvePoint } from './subjects';

/** One thing that a chart against the budget can show. */
interface Chart {
  readonly label: string;
  /** What it reads of a point of a curve; undefined where the point does not say. */
  value(point: CurvePoint): number | undefined;
  interval(of: OptimumInterval): readonly [number, number];
}

/** What a chart against the budget can show, in the order in which it is offered. */
export const charts = {
  N: { label: msg('Optimal parameters N*(C)'), value: ({ N }) => N, interval: ({ N }) => N },
  D: { label: msg('Optimal tokens D*(C)'), value: ({ D }) => D, interval: ({ D }) => D },
  tokensPerParameter: {
    label: msg('Tokens per parameter D*/N*(C)'),
    value: ({ N, D }) => (N === undefined || D === undefined ? undefined : D / N),
    interval: ({ tokensPerParameter }) => tokensPerParameter,
  },
  loss: { label: msg('Least loss L*(C)'), value: ({ loss }) => loss, interval: ({ loss }) => loss },
  learning: { label: msg('Learning curves'), value: ({ loss }) => loss, interval: ({ loss }) => loss },
} as const satisfies Record<string, Chart>;

/** Id of a chart. */
export type ChartId = keyof typeof charts;

/** All ids. */
export const chartIds = Object.keys(charts) as readonly ChartId[];

/** What the two charts beside the IsoFLOP profile show. */
export type ChartPair = readonly [ChartId, ChartId];

/** What they show until somebody chooses. */
export const defaultCharts: ChartPair = ['N', 'D'];
