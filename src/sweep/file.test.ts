import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../quantities/issue';
import { anySweep, surface } from '../testing/sweeps';
import { parseSweepFile } from './file';
import { planSweep } from './plan';

const good = () => structuredClone(surface(16, 16)) as unknown as Record<string, unknown> & { axes: Record<string, unknown>[] };

function issueOf(json: unknown): string {
  try {
    parseSweepFile(json);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return '';
}

describe('a sweep file', () => {
  test('reads back from its own JSON', () => {
    fc.assert(
      fc.property(anySweep({ mostSteps: 1000, reduce: 'frontier' }), (file) => {
        expect(parseSweepFile(JSON.parse(JSON.stringify(file)))).toEqual(file);
      }),
    );
  });

  test('fills in what is left out', () => {
    const { constraints: _, reduce: __, keepInfeasible: ___, scenario: ____, ...short } = good();
    expect(parseSweepFile(short)).toEqual(surface(16, 16));
  });

  const broken: [string, (file: ReturnType<typeof good>) => void, RegExp][] = [
    ['steps: 0', (file) => (file.axes[0]!.steps = 0), /^axes\[0\]\.steps: 0 .*whole number from 1 to 1000000/],
    ['half a step', (file) => (file.axes[1]!.steps = 2.5), /^axes\[1\]\.steps: 2\.5 .*whole number/],
    ['from > to', (file) => (file.axes[0]!.from = 1e15), /^axes\[0\]\.from: 1000000000000000 .*at most axes\[0\]\.to, 100000000000000/],
    [
      'an axis over an unknown quantity',
      (file) => (file.axes[0]!.quantity = 'M'),
      /^axes\[0\]\.quantity: "M" .*one of N, D, C, tokensPerParameter/,
    ],
    ['an unknown metric', (file) => (file.metrics = ['lossy']), /^metrics\[0\]: "lossy" .*one of N, D, C/],
    ['an unknown law', (file) => (file.law = 'nobody-1999'), /^law: "nobody-1999" .*one of besiroglu-2024/],
    ['a value outside its range', (file) => (file.axes[1]!.from = 10), /^axes\[1\]\.from: 10 .*a number from 100000 to 1000000000000000/],
    ['a wrong version', (file) => (file.version = 2), /^version: 2 .*expected 1/],
    ['no axes', (file) => (file.axes = []), /^axes: \[\] .*at least one axis/],
    [
      'a custom law that misses a coefficient',
      (file) => (file.law = { form: 'kaplan', coefficients: { alpha_N: 0.1 } }),
      /^law\.coefficients\.alpha_D: nothing/,
    ],
    [
      'a custom law out of range',
      (file) => (file.law = { form: 'gadre', coefficients: { E: 1, a: 1, b: 1, eta: 2 } }),
      /^law\.coefficients\.eta: 2 .*0\.01 to 0\.5/,
    ],
    ['no law', (file) => void delete file.law, /^law: nothing .*the id of a law, or a law of your own/],
    ['an unknown field', (file) => (file.colour = 'red'), /^colour: "red" .*no such field/],
    ['the same axis twice', (file) => (file.axes[0]!.quantity = 'N'), /^axes\[0\]\.from|^axes: N, N .*exactly two different ones/],
    ['one input too many', (file) => (file.scenario = { C: 1e21 }), /^axes: D, N, C .*exactly two different ones/],
    [
      'a frontier over no axis',
      (file) => (file.reduce = { kind: 'frontier', over: ['C'] }),
      /^reduce\.over\[0\]: C .*one of the axes D, N/,
    ],
    ['an unknown reduction', (file) => (file.reduce = { kind: 'best' }), /^reduce\.kind: "best"/],
    ['an empty constraint', (file) => (file.constraints = [{ quantity: 'N' }]), /^constraints\[0\]: \{\} .*min, max or both/],
    ['text for a number', (file) => (file.axes[0]!.to = '1e14'), /^axes\[0\]\.to: "1e14" .*a number/],
  ];
  test.each(broken)('with %s is refused with field, value and what is allowed', (_, breakIt, message) => {
    const file = good();
    breakIt(file);
    expect(issueOf(file)).toMatch(message);
    expect(issueOf(file)).not.toContain('\n');
  });

  test("may hold a law of the user's own, which the plan then uses", () => {
    const coefficients = { E: 1.5, A: 300, alpha: 0.3, B: 500, beta: 0.3 };
    const file = parseSweepFile({ ...surface(4, 4), law: { form: 'chinchilla', coefficients } });
    expect(planSweep(file).law.coefficients).toEqual(coefficients);
  });

  test.each([{ json: null }, { json: 3 }, { json: 'text' }, { json: [] }, { json: undefined }])('$json is refused', ({ json }) => {
    expect(issueOf(json)).toMatch(/^sweep file: /);
  });

  test('lists every issue at once', () => {
    const file = good();
    file.axes[0]!.steps = 0;
    file.metrics = ['lossy'];
    expect(issueOf(file)).toMatch(/axes\[0\]\.steps.*metrics\[0\]/);
  });
});
