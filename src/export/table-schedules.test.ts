import { expect, test } from 'vitest';
import { CpuWorkerState } from '../sweep/cpu/worker-state';
import { type ScheduleFileInput, parseScheduleFile } from '../sweep/growth/file';
import { planSchedules } from '../sweep/growth/plan';
import { openSweepExport } from './export';

const BASE: Omit<ScheduleFileInput, 'reduce'> = {
  version: 1,
  law: 'hoffmann-2022',
  schedule: { stages: 2, N2: 4e10, D: 3e11 },
  axes: [
    { quantity: 'N1', scale: 'linear', from: 1e10, to: 7e10, steps: 3 },
    { quantity: 'switch1', scale: 'linear', from: 0.25, to: 0.75, steps: 3 },
  ],
  metrics: ['areaSaving'],
};

async function csvOf(change: Omit<Partial<ScheduleFileInput>, 'reduce'> & Pick<ScheduleFileInput, 'reduce'>) {
  const plan = planSchedules(parseScheduleFile({ ...BASE, ...change }));
  const state = new CpuWorkerState();
  state.prepare(0, plan.file);
  let text = '';
  const writer = await openSweepExport(plan, [{ format: 'csv', sink: (chunk) => void (text += new TextDecoder().decode(chunk)) }]);
  await writer.addTile(state.compute(0, { row: 0, rows: plan.rows, column: 0, columns: plan.columns }, []));
  const summary = await writer.finish();
  return { lines: text.trimEnd().split('\n'), summary };
}

test('a grid has a row for each schedule that can be', async () => {
  const { lines, summary } = await csvOf({ reduce: { kind: 'grid' } });
  // 7e10 is larger than the last size; 1 − (s·N1 + (1 − s)·4e10) / 4e10
  expect(lines).toEqual([
    'N1,switch1,areaSaving',
    '10000000000,0.25,0.1875',
    '10000000000,0.5,0.375',
    '10000000000,0.75,0.5625',
    '40000000000,0.25,0',
    '40000000000,0.5,0',
    '40000000000,0.75,0',
  ]);
  expect(summary.rows).toBe(6);
});

test('keeps and marks what cannot be where the file says so', async () => {
  const { lines } = await csvOf({ reduce: { kind: 'grid' }, keepInfeasible: true });
  expect(lines[0]).toBe('N1,switch1,areaSaving,feasible');
  expect(lines[3]).toBe('10000000000,0.75,0.5625,true');
  expect(lines[9]).toBe('70000000000,0.75,NaN,false');
});

test('a best has a row for each pixel, with the winner’s axes', async () => {
  const { lines } = await csvOf({ reduce: { kind: 'best', of: 'areaSaving', keep: ['N1'] } });
  expect(lines).toEqual(['N1,switch1,areaSaving', '10000000000,0.75,0.5625', '40000000000,0.25,0']);
});

test('a histogram has a row for each bin and one at each end', async () => {
  const { lines, summary } = await csvOf({ reduce: { kind: 'histogram', metric: 'areaSaving', from: 0.125, to: 0.5, bins: 3 } });
  expect(lines).toEqual([
    'areaSaving from,areaSaving to,schedules',
    '-1e999,0.125,3',
    '0.125,0.25,1',
    '0.25,0.375,0',
    '0.375,0.5,1',
    '0.5,1e999,1',
  ]);
  expect(summary.histogram?.infeasible).toBe(3);
});
