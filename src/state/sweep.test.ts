import { describe, expect, test, vi } from 'vitest';
import type { SweepSummary } from '../worker/api';
import type { TableClient } from '../worker/client';
import { createStore, defaultChoices } from './store';
import { type SweepResult, answerColumn, createSweep, isLessBetter, pictureColumns, sweepText, withBrush } from './sweep';
import type { SweepJson } from './sweep-choices';
import {
  axesOf,
  axisIds,
  fixedOf,
  labelOfLaw,
  lawIdOf,
  lawNamed,
  pointsOf,
  reduceOf,
  reductionOf,
  sweepTitle,
  withAxes,
  withAxis,
  withFixed,
  withInfeasible,
  withMetric,
  withNewAxis,
  withPoints,
  withReduction,
  withReductionField,
} from './sweep-edit';
import { createCustomLaw, toCustomLaw } from '../model/custom-law';
import { parseAny } from '../sweep/any';
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
  const open = vi.fn<TableClient['open']>(async (_, onStart) => {
    onStart(8);
    return { ok: true, value: summary };
  });
  const pause = vi.fn<TableClient['pause']>(async () => undefined);
  const tableState = vi.fn<TableClient['tableState']>(async () => ({ columns, rows: 6 }));
  const tables = { run, open, pause, tableState } as unknown as TableClient;
  const state = createSweep(store);
  const connect = () => {
    store.tables.value = tables;
    store.choice.value = { info: summary.backend, reason: '', measured: { cpu: 1e8 } };
  };
  return { store, run, open, pause, tableState, state, connect };
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

  test('a run that is stopped shows what it has swept; nothing where the rows before were given up for none', async () => {
    const { state, run, tableState, connect } = openView();
    connect();
    await vi.waitFor(() => expect(state.run.value.kind).toBe('done'));
    // the next run takes the place of that table, and never ends
    const { columns } = (await tableState(7))!;
    const rows = new Map([[7, 6]]);
    tableState.mockImplementation(async (id) => (rows.has(id) ? { columns, rows: rows.get(id)! } : undefined));
    let next = 8;
    run.mockImplementation((_, onStart) => {
      rows.clear();
      rows.set(next, 4);
      onStart(next);
      next += 1;
      return new Promise(() => undefined);
    });
    state.start();
    state.cancel();
    expect(state.run.value.kind).toBe('stopped');
    await vi.waitFor(() => expect(state.result.value).toMatchObject({ id: 8, rows: 4, isComplete: false }));
    state.start();
    rows.clear();
    state.cancel();
    await vi.waitFor(() => expect(state.result.value).toBeUndefined());
  });

  test('looks at a growing table after a moment, often at first, and ever more seldom as a look goes over more rows', async () => {
    const { state, run, tableState, connect } = openView();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    const looks: number[] = [];
    run.mockImplementation(async (_, onStart, { onProgress }) => {
      onStart(7);
      for (let now = 0; now <= 100_000; now += 100) {
        const before = tableState.mock.calls.length;
        clock.mockReturnValue(now);
        onProgress({ cellsDone: now, cells: 100_000, cellsPerSecond: 1, secondsLeft: 1 });
        if (tableState.mock.calls.length > before) looks.push(now);
      }
      return { ok: true, value: summary };
    });
    connect();
    await vi.waitFor(() => expect(state.run.value.kind).toBe('done'));
    clock.mockRestore();
    expect(looks.slice(0, 4)).toEqual([300, 600, 900, 1200]);
    expect(looks.length).toBeLessThan(30);
    // none of them is long overdue
    for (const [i, at] of looks.entries()) if (i > 0) expect(at - looks[i - 1]!).toBeLessThanOrEqual(Math.max(300, at * 0.25 + 100));
  });

  test("opens with the page's law, one of the user's own written out in the file", async () => {
    const coefficients = { E: 1.8, A: 480, alpha: 0.35, B: 2100, beta: 0.37 };
    const uncertainty = { about: 'draws', parameters: ['alpha'], mean: [0.35], covariance: [[1e-4]] };
    const own = createCustomLaw({ form: 'chinchilla', coefficients, label: 'Fit of mine', source: 'my runs', uncertainty }, 'own-1');
    const store = createStore({ ...defaultChoices, view: 'sweep', law: 'own-1', own: [own] }, 'dark');
    const { json, draft } = createSweep(store);
    expect(draft.value.issues).toBeUndefined();
    expect(json.value['law']).toEqual(toCustomLaw(own));
    expect([lawIdOf(json.value['law'], [own]), labelOfLaw(json.value['law'])]).toEqual(['own-1', 'Fit of mine']);
    expect([lawNamed('hoffmann-2022', [own]), lawIdOf('hoffmann-2022', [own])]).toEqual(['hoffmann-2022', 'hoffmann-2022']);
    expect(lawIdOf({ form: 'kaplan' }, [own])).toBeUndefined();
    for (const example of sweepExamples) expect(() => parseAny({ version: 1, ...example.create(lawNamed('own-1', [own])) })).not.toThrow();
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

describe('a run', () => {
  test('is held and goes on, and says so', () => {
    const { state, run, pause, connect } = openView();
    run.mockImplementation((_, onStart, { onProgress }) => {
      onStart(9);
      onProgress({ cells: 10, cellsDone: 5, cellsPerSecond: 1, secondsLeft: 5 });
      return new Promise(() => undefined);
    });
    connect();
    state.start();
    state.pause(true);
    expect(state.run.value).toMatchObject({ kind: 'running', isPaused: true, progress: { cellsDone: 5 } });
    state.pause(false);
    expect(state.run.value).toMatchObject({ kind: 'running', isPaused: false });
    expect(pause.mock.calls).toEqual([
      [9, true],
      [9, false],
    ]);
  });

  test('of a job is shown with the sweep that it ran, which is not run again', async () => {
    const { state, run, open, connect } = openView();
    connect();
    await vi.waitFor(() => expect(state.run.value.kind).toBe('done'));
    const json = sweepExamples.find(({ id }) => id === 'fleet')!.create('');
    const file = kindOf(json).parse({ version: 1, ...json });
    state.openJob({ id: 'one', name: 'a job', file, status: 'done', created: 0 });
    await vi.waitFor(() => expect(state.result.value).toMatchObject({ id: 8, file, isComplete: true }));
    expect(open.mock.calls[0]![0]).toBe('one');
    expect(run).toHaveBeenCalledTimes(1);
    expect(state.isCurrent.value).toBe(true);
    expect(state.json.value).toEqual({ ...json, reduce: { kind: 'frontier', of: 'loss', over: ['C', 'N'] } });
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

describe('general sweeps', () => {
  const json = sweepExamples[0]!.create('besiroglu-2024');
  const laws = withNewAxis(json, 'law');

  test('name the law once: on an axis or for the whole', () => {
    expect(laws['law']).toBeUndefined();
    expect(axesOf(laws)[2]).toEqual({ quantity: 'law', values: ['besiroglu-2024', 'hoffmann-2022'] });
    const gone = withAxes(laws, axesOf(laws).slice(0, 2));
    expect(gone['law']).toBe('besiroglu-2024');
    expect(openView(laws).state.estimate.value).toMatchObject({ cells: 2 * 512 * 512, rows: 2 * 512 * 512 });
  });

  test('list the values of an axis, and take a range of them again', () => {
    const axis = axesOf(json)[0]!;
    const listed = withPoints(axis, 'values');
    expect(listed).toEqual({ quantity: 'C', values: [1e18, 1e20, 1e22, 1e24, 1e26] });
    expect([axis, listed, axesOf(laws)[2]!].map(pointsOf)).toEqual(['log', 'values', undefined]);
    expect(withPoints(listed, 'linear')).toEqual({ quantity: 'C', scale: 'linear', from: 1e18, to: 1e26, steps: 64 });
    expect(openView(withAxes(json, [listed, axesOf(json)[1]!])).state.estimate.value?.cells).toBe(5 * 512);
  });

  const reductions = kindOf(json).reductions;
  const reduced = (id: string, from = laws) =>
    withReduction(
      from,
      reductions.find((each) => each.id === id)!,
    );

  test('are reduced in every way that the builder offers, and told apart again', () => {
    const drawn = withNewAxis(json, 'draw');
    for (const { id } of reductions) {
      const sweep = reduced(id, id === 'quantiles' ? json : id === 'spread' ? drawn : laws);
      expect(reductionOf(sweep)?.id).toBe(id);
      expect(openView(sweep).state.draft.value.issues, id).toBeUndefined();
    }
    expect(sweepTitle(reduced('top-k'))).toBe('compute budget × parameters × law: the best few');
  });

  test('say how many rows they leave, where that can be known', () => {
    const rows = (sweep: SweepJson) => openView(sweep).state.estimate.value?.rows;
    expect(rows(reduced('frontier'))).toBe(2 * 512);
    expect(rows(withReductionField(reduced('frontier'), 'over', ['C', 'N']))).toBe(2);
    expect(rows(reduced('top-k'))).toBe(100);
    expect(rows(reduced('histogram'))).toBe(62);
    expect(rows(reduced('pareto'))).toBeNaN();
    expect(openView(reduced('pareto')).state.tooLarge.value).toBeUndefined();
    expect(rows(reduced('spread', withNewAxis(json, 'draw')))).toBe(512 * 512);
    // the draws of a frontier’s uncertainty are cells, too
    expect(openView(reduced('quantiles', json)).state.estimate.value?.cells).toBe(4000 * 512 * 512);
  });

  test('keep rows out of bounds where it is wished, and leave fields out that say nothing', () => {
    expect(withInfeasible(json, true)['keepInfeasible']).toBe(true);
    expect(withInfeasible(withInfeasible(json, true), false)).toEqual(json);
    const top = withReductionField(reduced('top-k'), 'goal', 'greatest');
    expect(withReductionField(top, 'goal', undefined)).toEqual(reduced('top-k'));
  });

  const resultOf = (sweep: SweepJson, ...ids: string[]): SweepResult => ({
    id: 1,
    kind: kindOf(sweep),
    file: kindOf(sweep).parse({ version: 1, ...sweep }),
    columns: ids.map((id) => ({ id, heading: id, type: id === 'law' ? 'text' : 'f64' })),
    rows: 1,
    isComplete: true,
  });

  test('are pictured by what they are about', () => {
    const none = { brushes: [] };
    const front = resultOf(
      { ...reduced('pareto'), reduce: { kind: 'pareto', of: ['loss', 'compute'] } },
      'C',
      'N',
      'law',
      'loss',
      'compute',
    );
    expect(pictureColumns(front, none)).toEqual({ x: 4, z: 3 });
    const histogram = resultOf(reduced('histogram'), 'from', 'to', 'cells');
    expect(pictureColumns(histogram, none)).toEqual({ x: 0, z: 2 });
    expect(answerColumn(histogram, { x: 0, z: 2 })).toBe(2);
    const frontier = resultOf(reduced('frontier'), 'C', 'N', 'law', 'loss');
    expect(pictureColumns(frontier, none)).toEqual({ x: 0, y: 2, z: 3 });
    const grid = resultOf(laws, 'C', 'N', 'law', 'D', 'loss');
    expect(pictureColumns(grid, none)).toEqual({ x: 0, y: 1, z: 4 });
  });

  test('look for less of a cost, for more of a benefit, and for what their file says', () => {
    expect(isLessBetter(resultOf(laws), 'loss')).toBe(true);
    expect(isLessBetter(resultOf(laws), 'tokensPerSecond')).toBe(false);
    const top = resultOf(withReductionField(reduced('top-k'), 'goal', 'greatest'));
    expect(isLessBetter(top, 'loss')).toBe(false);
    expect(isLessBetter(top, 'D')).toBe(true);
  });
});
