import { readFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { describe, expect, test } from 'vitest';
import { parseScheduleFile, scheduleFileSchema } from './file';

test('the published JSON Schema is the one that schedule sweep files are read with', async () => {
  const schema = {
    title: 'Isoflop schedule sweep file, version 1',
    ...toJsonSchema(scheduleFileSchema, { typeMode: 'input', errorMode: 'ignore' }),
  };
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot('../../../docs/schedule-sweep-file.schema.json');
});

describe('a schedule sweep file', () => {
  const example = JSON.parse(readFileSync('examples/growth.json', 'utf8')) as Record<string, object>;
  const changed = (change: object) => (): unknown => parseScheduleFile({ ...example, ...change });

  test('is read', () => {
    expect(parseScheduleFile(example).axes.map(({ quantity }) => quantity)).toEqual(['N1', 'N2', 'switch1']);
  });

  test.each([
    ['an unknown law', { law: 'nobody-1999' }, /^law: "nobody-1999" is not allowed; expected one of/],
    ['a law that does not add two powers', { law: 'muennighoff-2023' }, /^law: .* one power of N and one of D/],
    [
      'a bump on a linked law',
      { law: 'kaplan-2020-nd', schedule: { ...example['schedule'], bump: 0.01 } },
      /^law: .* where there is a bump/,
    ],
    ['no tokens', { schedule: { stages: 3, N3: 1e11, switch2: 0.9 } }, /^schedule: .* D1 … D3; or D, or C, with switch1/],
    ['two ways to give tokens', { schedule: { ...example['schedule'], C: 1e22 } }, /^schedule: /],
    ['no final size', { schedule: { stages: 3, D: 3e11, switch2: 0.9 } }, /^schedule: .* expected N3, and N_i or ratio_i/],
    ['a quantity of no stage', { schedule: { ...example['schedule'], N4: 1e12 } }, /^schedule: N4 is not allowed; expected only what/],
    ['a quantity that is fixed and swept', { schedule: { ...example['schedule'], N1: 1e10 } }, /^schedule: N1 twice/],
    [
      'one stage',
      { schedule: { ...example['schedule'], stages: 1 } },
      /^schedule.stages: 1 is not allowed; expected a whole number from 2 to 4/,
    ],
    ['a grid of three axes', { reduce: { kind: 'grid' } }, /^axes: .* at most two axes for a grid/],
    ['a kept axis that is none', { reduce: { kind: 'best', of: 'loss', keep: ['eta'] } }, /^reduce.keep\[0\]: eta/],
    ['an empty histogram', { reduce: { kind: 'histogram', metric: 'loss', from: 1, to: 1, bins: 4 } }, /^reduce.to: 1 /],
  ])('with %s is refused, naming the field', (_, change, message) => {
    expect(changed(change)).toThrow(message);
  });
});
