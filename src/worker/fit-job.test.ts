import { safeParse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { exampleRuns } from '../fit/runs/examples';
import { decodeRuns } from '../fit/runs/text';
import { customLawSchema } from '../model/custom-law';
import { createUniform } from '../model/math/random';
import { fitRequest } from '../testing/fit-requests';
import { gatherAll } from '../testing/gather';
import type { FitPart, FitRequest } from './fit-api';
import { type FitDevice, fitParts, fitPartsOn } from './fit-job';

/** The last part of each kind. */
function fitAll(text: string, part: Partial<FitRequest> = {}): { [K in FitPart['kind']]?: Extract<FitPart, { kind: K }> } {
  return Object.fromEntries([...fitParts({ name: 'these runs', text }, fitRequest(part))].map((each) => [each.kind, each]));
}

/** Why a text cannot be read, as one line. */
const refusal = (text: string, part: Partial<FitRequest> = {}): string =>
  (fitAll(text, part).refused?.issues ?? []).map(({ field, given, allowed }) => `${field}: ${given}; ${allowed}`).join();

const rows = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => {
    const [N, D] = [1e7 * 1.4 ** (i % 13), 1e9 * 1.5 ** (i % 7)];
    return `${N},${D},${1.8 + 480 * N ** -0.35 + 2100 * D ** -0.37 + 0.002 * ((i % 5) - 2)}`;
  });

describe('the published points', async () => {
  const text = await exampleRuns.find(({ id }) => id === 'epoch-chinchilla')!.load();
  const published = fitAll(text, { exclude: ['outlier_top5_loss=1'] });

  it('give the published law, its certificate, its draws and its forecast', () => {
    const { coefficients, starts } = published.fit!.fit.law!;
    expect(coefficients['alpha']).toBeCloseTo(0.34731, 4);
    expect(coefficients['beta']).toBeCloseTo(0.36717, 4);
    expect(starts.agreeing).toBe(starts.count);
    expect(published.certificate!.certificate.verdict.level).toBe('sound');
    expect(published.draws!.draws).toMatchObject({ done: 1000, planned: 1000, unconverged: 0 });
    expect(published.draws!.draws.exponent!.standardError).toBeCloseTo(0.02, 2);
    const { forecast, windows } = published.validation!.validation;
    expect(windows).toHaveLength(3);
    expect(forecast!.error).toHaveLength(windows[0]!.predicted);
  });

  it('say what the five highest losses do', () => {
    const { usable, kept, isLeft } = published.runs!.runs;
    expect([usable, kept, isLeft.reduce((sum, each) => sum + each, 0)]).toEqual([245, 240, 5]);
    expect(published.fit!.fit.everyRun!.coefficients['beta']).toBeCloseTo(0.45305, 3);
    const [line] = [...published.runs!.runs.line].filter((_, i) => isLeft[i] === 1);
    const one = fitAll(text, { exclude: ['outlier_top5_loss=1'], flipped: [line!, 100] }).runs!.runs;
    expect(one.kept).toBe(240);
    expect([...one.line].filter((_, i) => one.isLeft[i] === 1)).toContain(100);
  });

  it('give a law file that is read again', () => {
    const { file } = published.draws!.draws;
    expect(typeof file).toBe('object');
    expect(safeParse(customLawSchema, JSON.parse(JSON.stringify(file))).success).toBe(true);
  });
});

it('shows resamples as they come', () => {
  const steps = [...fitParts({ name: 'r', text: ['N,D,loss', ...rows(60)].join('\n') }, fitRequest())].filter(
    (part) => part.kind === 'draws',
  );
  expect(steps.map(({ draws }) => draws.done)).toEqual([60, 300, 1000]);
});

describe('on a device', () => {
  const input = { name: 'r', text: ['N,D,loss', ...rows(60)].join('\n') };
  const collect = (engine: FitDevice['engine'], part: Partial<FitRequest> = {}) =>
    gatherAll(fitPartsOn({ adapter: 'a GPU', engine }, input, fitRequest(part)));
  /** Parts without what a clock and a device say. */
  const plain = (parts: readonly FitPart[]): unknown =>
    JSON.parse(JSON.stringify(parts, (key, value: unknown) => (key === 'seconds' || key === 'device' ? undefined : value)));
  const deviceOf = (parts: readonly FitPart[]) =>
    parts.flatMap((part) => (part.kind === 'fit' ? [part.fit.law?.device] : part.kind === 'draws' ? [part.draws.device] : []));

  it('that fails at once, every part is that of the CPU', async () => {
    const parts = await collect(() => Promise.reject(new Error('lost')));
    expect(plain(parts)).toEqual(plain([...fitParts(input, fitRequest())]));
    expect(deviceOf(parts)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('that is lost after the fit, the resamples are those of the CPU', async () => {
    let batches = 0;
    const parts = await collect(async ({ starts }) => {
      if (batches++ > 0) throw new Error('lost');
      expect(starts).toHaveLength(4500 * 5);
      // where starts end that go nowhere: the polish in double precision leads them to the optimum
      const { E, A, alpha, B, beta } = fitAll(input.text).fit!.fit.law!.coefficients;
      const mean = (column: number): number => rows(60).reduce((sum, row) => sum + Math.log(Number(row.split(',')[column])) / 60, 0);
      const end = [Math.log(A!) - alpha! * mean(0), Math.log(B!) - beta! * mean(1), Math.log(E!), alpha!, beta!];
      const points = Float32Array.from(starts, (_, k) => end[k % 5]!);
      return { points, isConverged: new Float32Array(4500).fill(1) };
    });
    expect(deviceOf(parts)).toEqual(['a GPU', undefined, undefined, undefined]);
    const [found, own] = [parts, [...fitParts(input, fitRequest())]].map((each) => each.findLast((part) => part.kind === 'draws')!.draws);
    expect(found!.done).toBe(1000);
    for (const [name, { standardError }] of Object.entries(own!.spreads))
      expect(found!.spreads[name]!.standardError / standardError - 1, name).toBeCloseTo(0, 3);
    expect(parts.find((part) => part.kind === 'fit')!.fit.law!.starts).toEqual({ count: 4500, agreeing: 4500 });
  });

  it('other forms are not asked of it', async () => {
    const parts = await collect(() => Promise.reject(new Error('not asked')), { form: 'kaplan' });
    expect(parts.find((part) => part.kind === 'fit')!.fit.law!.form).toBe('kaplan');
  });
});

describe('input that nobody should trust', () => {
  it.each([
    ['an empty text', '', 'an empty text'],
    ['no loss', 'N,D\n1e8,1e9', 'a column with the loss'],
    ['no sizes', 'loss\n3', 'columns for two of N, D, C'],
    ['a JSON list', '[{"N":1}]', 'JSON lines'],
    ['a wide bomb', `${Array.from({ length: 5000 }, (_, i) => `c${i}`).join()}\n1`, 'at most 1000 columns'],
    ['nothing usable', 'N,D,loss\nNaN,NaN,NaN', 'no usable rows of 1'],
  ])('is refused with the reason: %s', (_, text, reason) => {
    expect(refusal(text)).toContain(reason);
  });

  it('keeps the headings, so that columns can be chosen', () => {
    const refused = fitAll('size,data,quality\n1e8,1e9,3').refused!;
    expect(refused.headings).toEqual(['size', 'data', 'quality']);
    expect(fitAll(['size,data,quality', ...rows(40)].join('\n'), { columns: ['loss=quality'] }).fit!.fit.law).toBeDefined();
  });

  it('lists each bad row with its line and reason, and fits the others', () => {
    const bad = [
      '=1+1,1e9,3',
      '1e8,1e9,-3',
      '1e8,,3',
      '1e8,1e9,NaN',
      '1e8,1e9,Infinity',
      '1e8,1e9,3,4',
      '"1,5",1e9,3',
      `${'9'.repeat(20_000)},1e9,3`,
    ];
    const { runs } = fitAll(['N,D,loss', ...rows(40), ...bad].join('\n')).runs!;
    expect(runs.kept).toBe(40);
    expect(runs.rejected.map(({ line }) => line)).toEqual(bad.map((_, i) => 42 + i));
    const reasons = [
      'is a formula; it is not executed',
      '-3 is not from',
      'D: empty',
      '"NaN" is not a number',
      '"Infinity" is not a number',
    ];
    reasons.forEach((reason, i) => expect(runs.rejected[i]!.reason).toContain(reason));
    expect(runs.rejected[5]!.reason).toBe('4 cells under 3 headings');
    expect(runs.rejected[6]!.reason).toContain('write it without commas');
    expect(runs.rejected[7]!.reason).toContain('more than 10000 characters');
  });

  it('is refused in another encoding, or as another kind of file', () => {
    const decode = (bytes: readonly number[]) => () => decodeRuns(Uint8Array.from(bytes), 'runs.csv');
    expect(decode([0x4e, 0x2c, 0xe4, 0x0a])).toThrow('perhaps Latin-1');
    expect(decode([0x4e, 0, 0x2c, 0])).toThrow('UTF-16 without a mark');
    expect(decode([0x1f, 0x8b])).toThrow('a gzip archive');
    expect(decode([0xff, 0xfe, 0x4e, 0, 0x2c, 0])()).toBe('N,');
  });

  it('says why an approach says nothing, and what the others say', () => {
    const few = fitAll(['N,D,loss', ...rows(4)].join('\n'));
    expect(few.fit!.fit.refusals['3']![0]!.given).toContain('4 usable runs');
    expect(few.certificate).toBeUndefined();
    const wrong = fitAll(['N,D,loss', ...rows(40)].join('\n'), { restrictions: { fixed: { gamma: 1 } } });
    expect(wrong.fit!.fit.refusals['3']![0]).toMatchObject({ given: 'gamma' });
    expect(refusal(['N,D,loss', ...rows(40)].join('\n'), { exclude: ['nothing=1'] })).toContain('COLUMN=VALUE');
  });

  it('of a million rows is read to the last', () => {
    const uniform = createUniform(1);
    const lines = ['N,D,loss'];
    for (let i = 0; i < 1e6; i++)
      lines.push(`${Math.round(10 ** (7 + 3 * uniform()))},${Math.round(10 ** (9 + 2 * uniform()))},${2 + uniform()}`);
    lines.push('1e8,1e9,NaN');
    const parts = fitParts({ name: 'many', text: lines.join('\n') }, fitRequest());
    const { runs } = parts.next().value as Extract<FitPart, { kind: 'runs' }>;
    expect(runs).toMatchObject({ usable: 1e6, kept: 1e6, rejectedCount: 1 });
    expect(runs.rejected[0]!.line).toBe(1e6 + 2);
    expect(runs.N).toHaveLength(2500);
    parts.return(undefined);
  });
});
