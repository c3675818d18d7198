import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loss } from '../model/loss';
import { inputIds } from '../quantities/registry';
import { readLaw, readLaws, readSettings, scenarioSettings } from './input';

describe('readSettings', () => {
  test('reads numbers as people write them, from flags and from --set', () => {
    expect(readSettings({ N: '70B', set: ['tokensPerParameter = 20'] }, inputIds)).toEqual({ N: 70e9, tokensPerParameter: 20 });
  });

  test('names every issue at once', () => {
    expect(() => readSettings({ N: 'abc', D: '1', set: ['gpus=8', 'C'] }, inputIds)).toThrow(
      /^--N: abc .*from 1e5 to 1e15; --D: 1 .*from 1e6 to 1e17; --set: gpus=8 .*; --set: C .*C=value$/,
    );
  });

  test('reads a count of FLOP by its id', () => {
    expect(readSettings({ set: ['flopCount=kaplan', 'inferenceTokens=2T'] }, scenarioSettings)).toEqual({
      flopCount: 'kaplan',
      inferenceTokens: 2e12,
    });
    expect(() => readSettings({ set: ['flopCount=mine'] }, scenarioSettings)).toThrow(/^--set flopCount: mine .*one of 6nd, kaplan/);
    expect(() => readSettings({ set: ['flopCount=6nd', 'flopCount=kaplan'] }, scenarioSettings)).toThrow('flopCount to be set once');
  });

  test('takes each quantity once, and only those that the command accepts', () => {
    expect(() => readSettings({ C: '1e20', set: ['C=1e21'] }, ['C'])).toThrow('--set C: 1e21 is not allowed; expected C to be set once');
    expect(() => readSettings({ set: ['N=1e9'] }, ['C'])).toThrow('--set: N=1e9');
  });
});

describe('readLaws', () => {
  test('lists the laws where one is unknown, and wants at least one', async () => {
    expect((await readLaw({ law: 'besiroglu-2024' }, {})).form).toBe('chinchilla');
    await expect(readLaws({ law: 'besiroglu-2024,x' }, {})).rejects.toThrow(/^--law: x is not allowed; expected one of besiroglu-2024, /);
    await expect(readLaws({}, {})).rejects.toThrow(/^--law: nothing is not allowed; .*or --law-file$/);
    await expect(readLaw({ law: 'besiroglu-2024, hoffmann-2022' }, {})).rejects.toThrow('--law: 2 laws is not allowed; expected one law');
  });

  test('binds laws to the scenario that is set', async () => {
    const coarse = await readLaw({ law: 'krajewski-2024-moe' }, {});
    const fine = await readLaw({ law: 'krajewski-2024-moe' }, { granularity: 16 });
    expect(coarse.coefficients['granularity']).toBe(1);
    expect(loss(fine, 1e9, 2e10)).toBeLessThan(loss(coarse, 1e9, 2e10));
  });

  test('reads a law file, and names each wrong coefficient with what it may be', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'isoflop-law-'));
    const write = async (name: string, content: string) => {
      await writeFile(join(folder, name), content);
      return { lawFile: join(folder, name) };
    };
    const coefficients = { E: 1.7, A: 400, alpha: 0.34, B: 410, beta: 0.28 };
    const own = await readLaw(await write('own.json', JSON.stringify({ form: 'chinchilla', coefficients, label: 'Ours' })), {});
    expect(loss(own, 1e9, 2e10)).toBeCloseTo(1.7 + 400 * 1e9 ** -0.34 + 410 * 2e10 ** -0.28, 12);
    expect(own.label).toBe('Ours');
    const wrong = await write('wrong.json', JSON.stringify({ form: 'chinchilla', coefficients: { ...coefficients, beta: 3 } }));
    await expect(readLaw(wrong, {})).rejects.toThrow(
      /wrong\.json\.coefficients\.beta: 3 is not allowed; expected a number from 0\.01 to 1$/,
    );
    const { E: _, ...short } = coefficients;
    await expect(readLaw(await write('short.json', JSON.stringify({ form: 'chinchilla', coefficients: short })), {})).rejects.toThrow(
      /coefficients\.E: nothing/,
    );
    await expect(readLaw(await write('form.json', '{"form":"linear","coefficients":{}}'), {})).rejects.toThrow(
      /form: "linear" .*one of chinchilla, kaplan/,
    );
    await expect(readLaw(await write('text.json', 'E=1'), {})).rejects.toThrow(/--law-file: .*expected JSON$/);
    await expect(readLaw({ lawFile: join(folder, 'none.json') }, {})).rejects.toThrow(/expected a file that can be read$/);
    await rm(folder, { recursive: true });
  });
});
