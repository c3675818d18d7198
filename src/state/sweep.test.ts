import { describe, expect, test, vi } from 'vitest';
import type { SweepSummary } from '../worker/api';
import type { TableClient } from '../worker/client';
import { createStore, defaultChoices } from './store';
import { createSweep, pictureColumns, sweepText, withBrush } from './sweep';
import type { SweepJson } from './sweep-choices';
import { axisIds, fixedOf, reduceOf, withAxes, axesOf, withAxis, withFixed, withMetric, withNewAxis, withReduction } from './sweep-edit';
import { kindOf, sweepExamples } from './sweep-kinds';
import { formatHash, parseHash } from './url';

const summary: SweepSummary = {
  cells: 6,
  seconds: 1,
  cellsPerSecond: 6,
  backend: { kind: 'cpu', adapter: '2 CPU threads', isSoftware: false },
};

/** A store on the sweep view with tables that hold six rows at once. */
function openView(sweep?: SweepJson) {
  const store = createStore({ ...defaultChoices, view: 'sweep', sweep: { ...(sweep && { sweep }), brushes: [] } }, 'dark');
  const run = vi.fn<TableClient['run']>(async (_, onStart) => {
    onStart(7);
    return { ok: true, value: summary };
  });
  const columns = ['C', 'N', 'loss'].map((id) => ({ id, heading: id, type: 'f64' as const }));
  const tables = { run, tableState: async () => ({ columns, rows: 6 }) } as unknown as TableClient;
  const state = createSweep(store);
  const connect = () => {
    store.tables.value = tables;
    store.choice.value = { info: summary.backend, reason: '', measured: { cpu: 1e8 } };
  };
  return { store, run, state, connect };
}

describe('the sweep view', () => {
  test('runs a small sweep as soon as there is an engine, and lists what it found', async () => {
    const { state, run, connect } = openView();
    expect(state.estimate.value).toMatchObject({ cells: 512 * 512, rows: 512 * 512 });
    expect(run).not.toHaveBeenCalled();
    connect();
    await vi.waitFor(() => expect(state.run.value).toEqual({ kind: 'done', summary }));
    expect(state.result.value).toMatchObject({ id: 7, rows: 6, isComplete: true });
    expect(state.isCurrent.value).toBe(true);
    state.choose({ sort: { column: 'loss', isDescending: true }, brushes: withBrush([], 'N', [1, 2]) });
    expect(state.view.value).toEqual({ ranges: [{ column: 1, min: 1, max: 2 }], sort: { column: 2, isDescending: true } });
    expect(run).toHaveBeenCalledTimes(1);
  });

  test('waits to be asked for a large sweep, and refuses one that no table holds', () => {
    const [example] = sweepExamples;
    const json = example!.create('besiroglu-2024');
    const axes = axesOf(json).map((axis) => ({ ...axis, steps: 2000 }));
    const { state, run, connect } = openView(withAxes(json, axes));
    connect();
    expect(run).not.toHaveBeenCalled();
    expect(state.tooLarge.value).toBeUndefined();
    state.write(withAxis(state.json.value, 0, { steps: 20_000 }));
    expect(state.tooLarge.value).toContain('20,000,000 rows');
    state.start();
    expect(run).not.toHaveBeenCalled();
  });

  test('says what is wrong field by field, and goes on when it is mended', () => {
    const { state } = openView();
    state.write(withAxis(state.json.value, 1, { from: 1e20, steps: 'many' }));
    expect(state.draft.value.issues?.map(({ field }) => field)).toEqual(['axes[1].steps']);
    state.write(withAxis(state.json.value, 1, { from: 1e20, steps: 10 }));
    expect(state.draft.value.issues?.[0]?.field).toBe('axes[1].from');
    state.write(withAxis(state.json.value, 1, { from: 1e7 }));
    expect(state.draft.value.issues).toBeUndefined();
  });

  test('opens a file as the command line reads it, and says what is none', () => {
    const { state } = openView();
    expect(state.open('{"version": 1')).toContain('no JSON');
    expect(state.open('[1]')).toContain('a JSON object');
    const text = sweepText(sweepExamples[1]!.create('hoffmann-2022'));
    expect(state.open(text)).toBeUndefined();
    expect(sweepText(state.json.value)).toBe(text);
  });
});

describe('the examples', () => {
  for (const { id, create } of sweepExamples) {
    test(`${id} can be run as it stands, and be linked to`, () => {
      const json = create('besiroglu-2024');
      const { state } = openView(json);
      expect(state.draft.value.issues).toBeUndefined();
      const link = formatHash({ ...defaultChoices, sweep: { sweep: json, brushes: [] } });
      expect(parseHash(link)).toMatchObject({ choices: { sweep: { sweep: json } }, issues: [] });
      expect(link.length).toBeLessThan(700);
    });
  }
});

describe('changes', () => {
  const frontier = sweepExamples[1]!.create('besiroglu-2024');

  test('keep the reduction as long as it has its axes, and begin it anew where it has not', () => {
    expect(reduceOf(withAxis(frontier, 0, { quantity: 'D' }))).toEqual({ kind: 'frontier', over: ['N'] });
    const other = withAxis(frontier, 1, { quantity: 'tokensPerParameter' });
    expect(axisIds(other)).toEqual(['C', 'tokensPerParameter']);
    expect(reduceOf(other)).toEqual({ kind: 'frontier', over: ['tokensPerParameter'] });
  });

  test('sweep what was fixed, and fix what was not', () => {
    const fixed = withFixed(withAxes(frontier, axesOf(frontier).slice(1)), 'C', 1e23);
    expect(fixedOf(fixed)).toEqual({ C: 1e23 });
    const swept = withNewAxis(fixed, 'C');
    expect(fixedOf(swept)).toEqual({});
    expect(axisIds(swept)).toEqual(['N', 'C']);
  });

  test('add columns, take them away, and change what is kept', () => {
    expect(withMetric(frontier, 'compute', true)['metrics']).toEqual(['N', 'D', 'loss', 'tokensPerParameter', 'compute']);
    expect(withMetric(frontier, 'N', false)['metrics']).toEqual(['D', 'loss', 'tokensPerParameter']);
    const [grid, , quantiles] = kindOf(frontier).reductions;
    expect(withReduction(frontier, grid!)['reduce']).toBeUndefined();
    expect(reduceOf(withReduction(frontier, quantiles!))).toMatchObject({ kind: 'quantiles', over: ['N'] });
  });
});

test('the picture shows axes and the main metric, and what was chosen as far as there is such a column', () => {
  const file = kindOf({}).parse({ version: 1, ...sweepExamples[0]!.create('besiroglu-2024') });
  const columns = ['C', 'N', 'loss', 'D'].map((id) => ({ id, heading: id, type: 'f64' as const }));
  expect(pictureColumns({ columns, file }, { brushes: [] })).toEqual({ x: 0, y: 1, z: 2 });
  expect(pictureColumns({ columns, file }, { brushes: [], x: 'N', z: 'D' })).toEqual({ x: 1, y: 0, z: 3 });
  expect(pictureColumns({ columns, file }, { brushes: [], z: 'money' })).toEqual({ x: 0, y: 1, z: 2 });
});
