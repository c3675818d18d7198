import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { graphTable } from '../../testing/graphs';
import { surface } from '../../testing/sweeps';
import { isGraphFile, parseAny } from '../any';
import { findLaw } from '../../model/laws';
import { findAccelerator } from '../../model/plan/hardware';
import { parseGraphFile } from './file';
import { evaluateRun } from './point';

const example = (name: string) => JSON.parse(readFileSync(`examples/${name}.json`, 'utf8')) as Record<string, unknown>;

describe('which sweep a file is', () => {
  test.each(['surface', 'quantiles', 'growth'])('%s is what it was', (name) => {
    expect(isGraphFile(parseAny(example(name)))).toBe(false);
  });

  test.each(['fleet', 'uncertainty'])('%s is a general one, and reads back from its own JSON', (name) => {
    const file = parseAny(example(name));
    expect(isGraphFile(file)).toBe(true);
    expect(parseAny(JSON.parse(JSON.stringify(file)))).toEqual(file);
  });

  test('a third axis makes it general', () => {
    const file = surface(4, 4);
    expect(isGraphFile(file)).toBe(false);
    const axes = [...file.axes, { quantity: 'U' as const, values: [1e10, 1e11] }];
    expect(isGraphFile(parseAny({ ...file, axes }))).toBe(true);
  });
});

describe('what is wrong with a file that could be of either kind', () => {
  test.each<readonly [string, object, RegExp]>([
    ['a metric', { metrics: ['lossy'] }, /^metrics\[0\]: "lossy" .*one of N, .*cost/],
    ['a reduction', { reduce: { kind: 'best' } }, /^reduce\.kind: "best" .*one of grid, frontier, pareto, top-k, quantiles, histogram/],
    ['a constraint', { constraints: [{ quantity: 'day', max: 3 }] }, /^constraints\[0\]\.quantity: "day" .*days/],
    [
      'an axis',
      { axes: [{ quantity: 'accelerator', scale: 'log', from: 8, to: 64, steps: 4 }] },
      /^axes\[0\]\.quantity: "accelerator" .*one of law, draw, hardware.*accelerators/,
    ],
    [
      'a quantile of an optimum',
      { metrics: ['lossy'], draws: 9, reduce: { kind: 'quantiles', over: ['N'] } },
      /^metrics\[0\]: "lossy" .*one of N, D/,
    ],
  ])('%s that is not known is told of all that there are', (_, fields, message) => {
    expect(() => parseAny({ ...surface(4, 4), ...fields })).toThrow(message);
  });

  test('a field that is missing says what it may be', () => {
    expect(() => parseAny({})).toThrow(
      'version: nothing is not allowed; expected 1; law: nothing is not allowed; expected the id of a law, or a law of your own; ' +
        'axes: nothing is not allowed; expected a list of axes; metrics: nothing is not allowed; expected a list of quantities',
    );
  });
});

describe('a general sweep file', () => {
  const good = () => structuredClone(example('fleet')) as { axes: Record<string, unknown>[] } & Record<string, unknown>;

  const broken: [string, (file: ReturnType<typeof good>) => void, RegExp][] = [
    ['an unknown law on an axis', (file) => (file.axes[0]!['values'] = ['nobody-1999']), /^axes\[0\]\.values\[0\]: "nobody-1999" .*one of/],
    ['a law beside an axis over laws', (file) => (file['law'] = 'besiroglu-2024'), /^law: .*no law beside an axis/],
    ['unknown hardware', (file) => (file.axes[1]!['values'] = ['abacus']), /^axes\[1\]\.values\[0\]: "abacus" .*one of/],
    ['a value out of range', (file) => (file.axes[2]!['values'] = [0.5]), /^axes\[2\]\.values\[0\]: 0\.5 .*from 1 to/],
    ['an empty list', (file) => (file.axes[2]!['values'] = []), /^axes\[2\]\.values: \[\] .*at least one/],
    ['a list beside a range', (file) => (file.axes[3]!['values'] = [1e22]), /^axes\[3\]\.scale: "log" .*nothing beside values/],
    ['half a range', (file) => delete file.axes[3]!['steps'], /^axes\[3\]\.steps: nothing/],
    ['an axis over nothing known', (file) => (file.axes[3]!['quantity'] = 'M'), /^axes\[3\]\.quantity: "M"/],
    ['an axis twice', (file) => (file.axes[3] = { quantity: 'accelerators', values: [8] }), /^axes\[3\]\.quantity: accelerators/],
    ['what is swept fixed as well', (file) => (file['scenario'] = { accelerators: 8 }), /^scenario\.accelerators: 8 .*axes\[2\]/],
    ['three inputs', (file) => (file['scenario'] = { D: 1e12 }), /^axes: N, D, C .*exactly two/],
    [
      'a coefficient that a law lacks',
      (file) => (file['scenario'] = { 'coefficient.R_D': 2 }),
      /^scenario\.coefficient\.R_D: .*one of E, A/,
    ],
    ['epochs of no corpus', (file) => (file['metrics'] = ['epochs']), /^metrics\[0\]: epochs .*only with U/],
    ['cost without hardware', (file) => (file.axes[1] = { quantity: 'mfu', values: [0.3] }), /^metrics\[2\]: days .*only with hardware/],
    ['an unpublished price', (file) => (file.axes[1]!['values'] = ['b200']), /^metrics\[3\]: cost .*price in the scenario/],
    ['an unknown metric', (file) => (file['metrics'] = ['lossy']), /^metrics\[0\]: "lossy"/],
    ['an empty constraint', (file) => (file['constraints'] = [{ quantity: 'days' }]), /^constraints\[0\]: \{\}/],
    ['draws of a law without uncertainty', (file) => (file.axes[0] = { quantity: 'draw', count: 9 }), /^law: nothing/],
    ['a seed without draws', (file) => (file['seed'] = 3), /^seed: 3 .*axis over draws/],
    ['a frontier over no axis', (file) => (file['reduce'] = { kind: 'frontier', over: ['U'] }), /^reduce\.over\[0\]: U .*one of the axes/],
    ['goals that do not fit', (file) => (file['reduce'] = { kind: 'pareto', of: ['loss', 'cost'], goals: ['least'] }), /^reduce\.goals: 1/],
    ['a histogram of no width', (file) => (file['reduce'] = { kind: 'histogram', of: 'loss', bins: 3, from: 2, to: 2 }), /^reduce\.to: 2/],
    [
      'too large a sample',
      (file) => {
        file.axes[3]!['steps'] = 1e6;
        file['reduce'] = { kind: 'quantiles', across: ['C', 'N'] };
      },
      /^reduce\.across: axes of 1001000000 cells/,
    ],
  ];
  test.each(broken)('with %s is refused with field, value and what is allowed', (_, breakIt, message) => {
    const file = good();
    breakIt(file);
    expect(() => parseAny(file)).toThrow(message);
  });
});

test('draws follow from their seed, and infeasible points are kept where the file says so', () => {
  const file = {
    version: 1,
    law: 'besiroglu-2024',
    axes: [
      { quantity: 'draw', count: 3 },
      { quantity: 'N', values: [1e9, 1e12] },
      { quantity: 'C', values: [1e20, 1e24] },
    ],
    metrics: ['loss', 'D'],
    constraints: [{ quantity: 'D', min: 1e9 }],
    keepInfeasible: true,
    reduce: { kind: 'frontier', over: ['N'] },
  };
  const { columns, rows } = graphTable(parseGraphFile(file));
  expect(columns).toEqual(['draw', 'N', 'C', 'loss', 'D', 'feasible']);
  expect(rows.length).toBe(6);
  const other = graphTable(parseGraphFile({ ...file, seed: 2 })).rows;
  expect(other[0]![3]).not.toBe(rows[0]![3]);
  const none = graphTable(parseGraphFile({ ...file, constraints: [{ quantity: 'D', min: 1e30 }] })).rows;
  expect(none[0]).toEqual([1, Number.NaN, 1e20, Number.NaN, Number.NaN, 0]);
});

test('what a run takes follows from hardware, accelerators and price', () => {
  const scenario = { N: 70e9, D: 1.4e12, hardware: 'h100-sxm', accelerators: 2048, mfu: 0.5, price: 2 } as const;
  const values = Object.fromEntries(evaluateRun(findLaw('besiroglu-2024')!, scenario)) as Record<string, number>;
  const hours = (6 * 70e9 * 1.4e12) / (findAccelerator('h100-sxm')!.peak * 0.5 * 3600);
  expect(values['gpuHours']).toBeCloseTo(hours, 6);
  expect(values['days']).toBeCloseTo(hours / 2048 / 24, 9);
  expect(values['cost']).toBeCloseTo(2 * hours, 5);
  // 16 bytes a parameter over all accelerators, and at least the buffers' 1.5 GiB
  expect(values['memoryPerGpu']).toBeGreaterThan((16 * 70e9) / 2048 + 1.5 * 2 ** 30);
  expect(values['epochs']).toBeUndefined();
});
