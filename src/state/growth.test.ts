import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { growthModels } from '../model/growth/models';
import { findGrowthPreset, growthPresets, presetFleets } from '../model/growth/presets';
import { checkSchedule, scheduleTokens } from '../model/growth/schedule';
import type { Answer, GrowthSurface, SweepSummary } from '../worker/api';
import { createGrowth } from './growth';
import { MAX_VIEW_STAGES, defaultGrowth, growthModelIds } from './growth-choices';
import { growthCsv, growthJson } from './growth-export';
import { createStore, defaultChoices } from './store';

const open = (law = 'hoffmann-2022') => {
  const store = createStore({ ...defaultChoices, view: 'growth', law }, 'dark');
  return { store, growth: createGrowth(store) };
};

const summary: SweepSummary = {
  cells: 4,
  seconds: 1,
  cellsPerSecond: 4,
  backend: { kind: 'cpu', adapter: '2 CPU threads', isSoftware: false },
};
const surface: GrowthSurface = { summary, axes: [Float64Array.of(1, 2), Float64Array.of(1, 2)], metrics: {} };

describe('the growth view', () => {
  it('knows the growth models that there are, and opens with a published run', () => {
    expect(growthModelIds).toEqual(growthModels.map(({ id }) => id));
    const { stages } = findGrowthPreset('flm-101b')!;
    expect(defaultGrowth.stages).toEqual(stages.map(({ N, D }) => ({ N, D })));
    presetFleets(growthPresets[0]!).forEach((fleet, i) => expect(defaultGrowth.fleets[i]).toMatchObject(fleet));
    expect(open().growth.preset.value?.id).toBe('flm-101b');
  });

  it('shows the worked case of FLM-101B under Hoffmann’s law', () => {
    const { run, saved, baselines, total } = open().growth;
    expect(run.value.stages[1]!.effectiveTokens / 1.4046e11).toBeCloseTo(1, 3);
    expect(Math.abs(run.value.loss / 2.058325 - 1)).toBeLessThan(1e-5);
    expect(saved.value.lossMatchedSaving).toBeCloseTo(0.4964, 3);
    expect(saved.value.frontierSaving).toBeCloseTo(-0.4332, 3);
    expect(1 - run.value.compute / baselines.value.lossMatchedSaving.C).toBeCloseTo(saved.value.lossMatchedSaving, 12);
    expect(1 - run.value.compute / baselines.value.frontierSaving.C).toBeCloseTo(saved.value.frontierSaving, 9);
    expect(total.value.days).toBeCloseTo(19.2, 1);
  });

  it('keeps every dragged schedule valid, and the tokens of all stages where a switch moves', () => {
    const { growth } = open();
    const moves = fc.array(
      fc.tuple(fc.constantFrom('size', 'end', 'add', 'remove'), fc.nat(7), fc.double({ min: -1, max: 3, noNaN: true })),
    );
    fc.assert(
      fc.property(moves, (list) => {
        growth.usePreset(growthPresets[0]!);
        for (const [kind, which, share] of list) {
          const { stages } = growth.choices.value;
          const stage = which % stages.length;
          const tokens = scheduleTokens(stages);
          if (kind === 'size') growth.moveSize(stage, share * 1e11);
          if (kind === 'end') growth.moveEnd(stage, share * tokens);
          if (kind === 'add') growth.addStage();
          if (kind === 'remove') growth.removeStage(stage);
          const next = growth.choices.value;
          expect(checkSchedule(next.stages)).toEqual([]);
          expect(next.fleets.length).toBe(next.stages.length);
          expect(next.stages.length).toBeLessThanOrEqual(MAX_VIEW_STAGES);
          if (kind !== 'end' || stage < stages.length - 1) expect(scheduleTokens(next.stages) / tokens).toBeCloseTo(1, 8);
        }
      }),
    );
  });

  it('offers best schedules that reach the same loss for less, and says where there are none', () => {
    const { growth, store } = open();
    const before = growth.run.value;
    const answer = growth.best(3, 'loss');
    if (!answer.ok) throw new Error(answer.reason);
    growth.setStages(answer.best.stages);
    expect(growth.run.value.loss).toBeCloseTo(before.loss, 10);
    expect(growth.run.value.compute).toBeLessThan(before.compute);
    expect(growth.saved.value.frontierSaving).toBeGreaterThan(0);
    expect(growth.saved.value.frontierSaving).toBeLessThan(1 - growth.ideal.value!.computeRatio);
    growth.choose({ eta: 2 });
    expect(growth.best(3, 'loss')).toMatchObject({ ok: false });
    store.law.value = 'muennighoff-2023';
    expect(growth.best(2, 'compute')).toMatchObject({ ok: false });
    expect(growth.ideal.value).toBeUndefined();
  });

  it('takes a transfer efficiency from a measured loss', () => {
    const { growth } = open();
    growth.choose({ eta: 0.7 });
    expect(growth.etaOfLoss(growth.run.value.loss)).toBeCloseTo(0.7, 6);
  });

  it('asks a growth model, and says what it misses', () => {
    const { growth } = open();
    growth.choose({ model: 'gstack' });
    expect(growth.model.value.results?.['baseOverAdvised']).toBeCloseTo(1.82, 1);
    growth.choose({ model: 'liew-kato' });
    expect(growth.model.value.results).toBeUndefined();
    expect(growth.model.value.missing.length).toBeGreaterThan(0);
    growth.choose({ inputs: { A: 500, alpha1: 0.1, alpha2: 0.25, alpha3: 0.003, E: 1.9, D1: 1e10, D2: 1e11 } });
    expect(growth.model.value.results?.['loss']).toBeCloseTo(2.411473, 4);
  });

  it('computes one map at a time, and then the newest', async () => {
    const { store, growth } = open();
    const waiting: ((answer: Answer<GrowthSurface>) => void)[] = [];
    const compute = vi.fn<() => Promise<Answer<GrowthSurface>>>(() => new Promise((resolve) => waiting.push(resolve)));
    store.growthSurface.value = compute;
    await vi.waitFor(() => expect(compute).toHaveBeenCalledTimes(1));
    for (const N of [17e9, 18e9, 19e9]) growth.moveSize(1, N * 2);
    expect(compute).toHaveBeenCalledTimes(1);
    waiting[0]!({ ok: true, value: surface });
    await vi.waitFor(() => expect(compute).toHaveBeenCalledTimes(2));
    expect(growth.map.value.kind).toBe('shown');
    waiting[1]!({ ok: true, value: surface });
    await vi.waitFor(() => expect(growth.map.value).toMatchObject({ file: { schedule: { N2: 38e9 } } }));
    expect(compute).toHaveBeenCalledTimes(2);
  });

  it('writes the table of stages as CSV, and the result as JSON', () => {
    const { growth } = open();
    const lines = growthCsv(growth).trimEnd().split('\n');
    expect(lines.map((line) => line.split(',').length)).toEqual([11, 11, 11, 11]);
    expect(Number(lines[2]!.split(',')[3]) / 1.4046e11).toBeCloseTo(1, 3);
    expect(JSON.parse(growthJson(growth))).toMatchObject({
      law: 'hoffmann-2022',
      preset: 'flm-101b',
      stages: [{ N: 16e9 }, { N: 51e9 }, { N: 101e9 }],
    });
  });
});
