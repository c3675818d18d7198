import { expect, test } from 'vitest';
import { type AnySweepFile, parseAny, planAny } from '../sweep/any';
import { CpuWorkerState } from '../sweep/cpu/worker-state';
import { parseSweepFile } from '../sweep/file';
import { parseScheduleFile } from '../sweep/growth/file';
import { ResultTable } from '../sweep/results/result-table';
import { cellCount, firstCell, nextRange, workOf } from '../sweep/tiling';
import { openSweepExport, openTableExport, readTable } from './export';

const axes = [
  { quantity: 'C', scale: 'log', from: 1e19, to: 1e24, steps: 6 },
  { quantity: 'N', scale: 'log', from: 1e7, to: 1e13, steps: 40 },
];
const configuration = { version: 1, law: 'besiroglu-2024', axes, metrics: ['loss', 'D'] };
const schedule = {
  version: 1,
  law: 'hoffmann-2022',
  schedule: { stages: 2, N2: 4e10, D: 3e11 },
  axes: [
    { quantity: 'N1', scale: 'log', from: 1e9, to: 7e10, steps: 9 },
    { quantity: 'switch1', scale: 'linear', from: 0.25, to: 0.75, steps: 7 },
  ],
  metrics: ['areaSaving', 'loss'],
};

const files: Readonly<Record<string, AnySweepFile>> = {
  'a grid': parseSweepFile(configuration),
  'a grid over one axis': parseSweepFile({ ...configuration, axes: axes.slice(1), scenario: { C: 1e21 } }),
  'a grid without what breaks a constraint': parseSweepFile({ ...configuration, constraints: [{ quantity: 'D', max: 1e12 }] }),
  'a grid with what breaks it, marked': parseSweepFile({
    ...configuration,
    constraints: [{ quantity: 'loss', max: 3 }],
    keepInfeasible: true,
  }),
  'a frontier': parseSweepFile({ ...configuration, reduce: { kind: 'frontier', over: ['N'] } }),
  quantiles: parseSweepFile({ ...configuration, reduce: { kind: 'quantiles', over: ['N'] }, draws: 20 }),
  'a grid of schedules': parseScheduleFile({ ...schedule, reduce: { kind: 'grid' } }),
  'schedules, those that cannot be marked': parseScheduleFile({ ...schedule, reduce: { kind: 'grid' }, keepInfeasible: true }),
  'the best schedules': parseScheduleFile({ ...schedule, reduce: { kind: 'best', of: 'areaSaving', keep: ['N1'] }, keepInfeasible: true }),
  'anything else': parseAny({
    version: 1,
    metrics: ['loss', 'D'],
    axes: [{ quantity: 'law', values: ['hoffmann-2022', 'besiroglu-2024'] }, ...axes],
    reduce: { kind: 'frontier', over: ['N'] },
  }),
  'a histogram of schedules': parseScheduleFile({
    ...schedule,
    reduce: { kind: 'histogram', metric: 'areaSaving', from: 0, to: 0.5, bins: 5 },
  }),
};

for (const [name, file] of Object.entries(files)) {
  test(`the table of ${name} holds what its CSV holds, byte for byte`, async () => {
    const plan = planAny(file);
    const state = new CpuWorkerState();
    state.prepare(0, file);
    const streamed: Uint8Array[] = [];
    const collected: Uint8Array[] = [];
    const writer = await openSweepExport(plan, [{ format: 'csv', sink: (chunk) => void streamed.push(chunk.slice()) }]);
    const reader = readTable(plan, (batch) => table.append(batch));
    const table = new ResultTable(reader.columns);
    for (let cell = 0; cell < cellCount(plan);) {
      const range = nextRange(plan, cell, 37);
      const tile = state.compute(0, range, []);
      await reader.addTile(tile);
      await writer.addTile(tile);
      cell = firstCell(plan, range) + workOf(plan, range);
    }
    await reader.finish();
    const summary = await writer.finish();
    const tableWriter = await openTableExport(table.columns, file, [
      { format: 'csv', sink: (chunk) => void collected.push(chunk.slice()) },
    ]);
    for (const batch of table.batches({ ranges: [] }, 50)) await tableWriter.append(batch);
    expect(await tableWriter.finish()).toEqual({ rows: summary.rows, files: summary.files });
    expect(Buffer.concat(collected).toString()).toBe(Buffer.concat(streamed).toString());
  });
}
