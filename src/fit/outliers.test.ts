import { beforeAll, describe, expect, test } from 'vitest';
import { fitLaw } from './fit';
import { farRuns, markOutliers, splitRules } from './outliers';
import { exampleRuns } from './runs/examples';
import { type Runs, readRuns } from './runs/runs';
import { selectRows } from './validation';

let text: string;
let runs: Runs;
beforeAll(async () => {
  text = await exampleRuns.find(({ id }) => id === 'epoch-chinchilla')!.load();
  runs = readRuns(text);
});

const linesOf = (marked: Uint8Array): readonly number[] => [...runs.line].filter((_, i) => marked[i] === 1);
const mark = (...rules: readonly string[]): Uint8Array => markOutliers(runs, new Uint8Array(runs.count), splitRules(rules).outliers, {});

describe('rules about all runs', () => {
  test('are told from rules about one row', () => {
    expect(splitRules(['dataset!=rw', 'top 5 loss', 'residual>2.5 MAD', 'residual>5'])).toEqual({
      rows: ['dataset!=rw', 'residual>5'],
      outliers: [
        { kind: 'top', text: 'top 5 loss', count: 5 },
        { kind: 'residual', text: 'residual>2.5 MAD', deviations: 2.5 },
      ],
    });
    expect(() => splitRules(['top 0 loss'])).toThrow('a number above 0');
  });

  test('the five highest losses are those that the published fit leaves out, and the fit is the published one', () => {
    const byColumn = readRuns(text, { mark: ['outlier_top5_loss=1'] });
    const marked = mark('top 5 loss');
    expect(linesOf(marked)).toEqual([...byColumn.line].filter((_, i) => byColumn.isMarked[i] === 1));
    const kept = [...marked.keys()].filter((i) => marked[i] === 0);
    expect(fitLaw(selectRows(runs, kept)).coefficients['beta']).toBeCloseTo(0.36717, 3);
  });

  test('residuals are those of the runs that no other rule leaves out', () => {
    const marked = mark('top 5 loss', 'residual > 5 MAD');
    const kept = [...mark('top 5 loss').entries()].filter(([, each]) => each === 0).map(([i]) => i);
    const far = farRuns(fitLaw(selectRows(runs, kept)), 5).map((at) => runs.line[kept[at]!]!);
    expect(far.length).toBeGreaterThan(2);
    expect(linesOf(marked)).toEqual([...linesOf(mark('top 5 loss')), ...far].toSorted((a, b) => a - b));
    expect(mark('residual > 1000 MAD').every((each) => each === 0)).toBe(true);
  });
});
