import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../quantities/issue';
import { guessColumns } from './columns';
import { exampleRuns } from './examples';
import { readRuns } from './runs';
import { decodeRuns } from './text';

const headed = (...rows: readonly string[]): string => ['N,D,loss', ...rows].join('\n');

describe('headings', () => {
  test.each([
    [['N', 'D', 'C', 'loss'], { N: ['N', 1], D: ['D', 1], C: ['C', 1], loss: ['loss', 1] }],
    [['N_million', 'tokens (B)', 'val_loss'], { N: ['N_million', 1e6], D: ['tokens (B)', 1e9], loss: ['val_loss', 1] }],
    [
      ['Model params', 'Training compute [PF-days]', 'Loss [nat/token]'],
      { N: ['Model params', 1], C: ['Training compute [PF-days]', 8.64e19], loss: ['Loss [nat/token]', 1] },
    ],
    [['N_non_embedding', 'D', 'loss_c4_val', 'loss_pile_val'], { N: ['N_non_embedding', 1], D: ['D', 1], loss: ['loss_c4_val', 1] }],
    [
      ['N', 'D', 'U', 'loss', 'group', 'weight'],
      { N: ['N', 1], D: ['D', 1], U: ['U', 1], loss: ['loss', 1], group: ['group', 1], weight: ['weight', 1] },
    ],
    [['tokens_per_param', 'name', 'seed'], {}],
  ])('%j are understood', (headings, expected) => {
    const found = Object.fromEntries(Object.entries(guessColumns(headings)).map(([role, { heading, scale }]) => [role, [heading, scale]]));
    expect(found).toEqual(expected);
  });

  test('can be overruled, units included', () => {
    const text = 'a,b,c\n7,1.4,1.9\n1,0.02,2.6';
    const runs = readRuns(text, { columns: ['N=a:b', 'D=b:t', 'loss=c'] });
    expect([...runs.N, ...runs.D, ...runs.loss]).toEqual([7e9, 1e9, 1.4e12, 0.02e12, 1.9, 2.6]);
    expect(() => readRuns(text, { columns: ['N=x'] })).toThrow('a column of a, b, c');
    expect(() => readRuns(text, { columns: ['Z=a'] })).toThrow('role');
    expect(() => readRuns(text)).toThrow('a column with the loss');
    expect(() => readRuns('N,loss\n1e8,3')).toThrow('two of N, D, C (found N)');
  });
});

describe('rows', () => {
  test('take numbers as people write them', () => {
    const runs = readRuns('params\ttokens\tloss\n7B\t1.4T\t1.9\n350M\t3e11\t2.5');
    expect([...runs.N, ...runs.D]).toEqual([7e9, 350e6, 1.4e12, 3e11]);
    expect(runs.C[0]).toBe(6 * 7e9 * 1.4e12);
  });

  test('need two of N, D and C', () => {
    expect([...readRuns('N,C,loss\n1e8,6e18,3').D]).toEqual([1e10]);
    expect([...readRuns('D,C,loss\n1e10,6e18,3').N]).toEqual([1e8]);
  });

  test('that cannot be used are listed with their line and the reason', () => {
    const text = headed(
      '1e8,1e9,3',
      '1e8,1e9,',
      '1e8,1e9,-2',
      '1e8,NaN,2',
      '=1+1,1e9,2',
      '',
      '"1,000",1e9,2',
      '1e8,1e9,2,5',
      '1e8,1e9,Infinity',
      '1e8,"1e9\n",2.9',
    );
    const runs = readRuns(text);
    expect([...runs.line]).toEqual([2, 8, 11]);
    expect(runs.N[1]).toBe(1000);
    expect(runs.rejected).toEqual([
      { line: 3, reason: 'loss: empty' },
      { line: 4, reason: 'loss: -2 is not from 0.000001 to 1000' },
      { line: 5, reason: 'D: "NaN" is not a number' },
      { line: 6, reason: 'N: "=1+1" is a formula; it is not executed' },
      { line: 9, reason: '4 cells under 3 headings' },
      { line: 10, reason: 'loss: "Infinity" is not a number' },
    ]);
  });

  test('can be left out by rules', () => {
    const text = 'N,D,loss,set\n1e8,1e9,3,a\n1e9,1e9,2.9,b\n2e9,1e9,2.8,a';
    expect([...readRuns(text, { exclude: ['set=a'] }).line]).toEqual([3]);
    expect([...readRuns(text, { exclude: ['set!=a'] }).line]).toEqual([2, 4]);
    expect([...readRuns(text, { exclude: ['N>=1B'] }).line]).toEqual([2]);
    expect(readRuns(text, { exclude: ['N=100M'] }).excluded).toEqual([{ line: 2, rule: 'N=100M' }]);
    expect(() => readRuns(text, { exclude: ['x=1'] })).toThrow('a column of N, D, loss, set');
    expect(() => readRuns(text, { exclude: ['N>a'] })).toThrow('a number after >');
  });

  test('of JSON lines are read like others', () => {
    const runs = readRuns('{"N": 1e8, "D": "2B", "loss": 3}\n{"N": 1e8}\nnonsense\n[1]\n{"__proto__": 1, "N": 2e8, "D": 3e9, "loss": 2.9}');
    expect([...runs.D]).toEqual([2e9, 3e9]);
    expect(runs.rejected.map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  test('carry weights and groups', () => {
    const runs = readRuns('N,D,loss,weight,group\n1e8,1e9,3,2,x\n1e9,1e9,2.9,1,y\n2e9,1e9,2.8,0,x');
    expect([...runs.weight]).toEqual([2, 1, 0]);
    expect([...runs.group!]).toEqual([0, 1, 0]);
    expect(runs.groupNames).toEqual(['x', 'y']);
  });

  test('are resampled by any column', () => {
    const runs = readRuns('N,D,loss,seed\n1e8,1e9,3,7\n1e9,1e9,bad,8\n2e9,1e9,2.8,7\n2e9,1e9,2.8,9', { bootstrapBy: 'seed' });
    expect([...runs.cluster!]).toEqual([0, 0, 1]);
    expect(() => readRuns('N,D,loss\n1e8,1e9,3', { bootstrapBy: 'seed' })).toThrow('a column of N, D, loss');
  });

  test('are never lost: each is used, excluded or rejected', () => {
    const cell = fc.oneof(
      fc.double().map(String),
      fc.constantFrom('', '1e9', '7B', '=cmd()', '"', 'a,b', '-1', 'NaN', '0', '2.5', '\t', 'é'),
      fc.string(),
    );
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 }), (rows) => {
        const text = ['N,D,loss', '1e8,1e9,3', ...rows.map((row) => row.map(quote).join(','))].join('\n');
        const runs = readRuns(text, { exclude: ['loss=2.5'] });
        const blank = rows.filter((row) => row.every((each) => each.trim() === '')).length;
        expect(runs.count + runs.rejected.length + runs.excluded.length).toBe(rows.length + 1 - blank);
        for (const column of [runs.N, runs.D, runs.C, runs.loss]) expect(column.every((x) => x > 0 && Number.isFinite(x))).toBe(true);
      }),
    );
  });
});

describe('files', () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);

  test('with a mark of UTF-8 or UTF-16 are decoded', () => {
    expect(readRuns(decodeRuns(utf8(`\uFEFF${headed('1e8,1e9,3')}`), 'x')).count).toBe(1);
    const text = `\uFEFF${headed('1e8,1e9,3')}`;
    const bytes = Uint8Array.from({ length: 2 * text.length }, (_, i) => (text.charCodeAt(i >> 1) >> (8 * (i & 1))) & 255);
    expect(readRuns(decodeRuns(bytes, 'x')).count).toBe(1);
  });

  test.each([
    [Uint8Array.of(0x4e, 0xe9, 0x0a), 'Latin-1'],
    [Uint8Array.of(0x50, 0x4b, 3, 4), 'spreadsheet'],
    [Uint8Array.of(0x1f, 0x8b, 8), 'gzip'],
    [Uint8Array.of(0x4e, 0, 0x2c, 0), 'UTF-16'],
  ])('of other kinds are refused by name: %s', (bytes, message) => {
    expect(() => decodeRuns(bytes, 'x')).toThrow(InputError);
    expect(() => decodeRuns(bytes, 'x')).toThrow(message);
  });

  test('with too many columns or a huge cell are refused', () => {
    expect(() => readRuns('a,'.repeat(2000))).toThrow('at most 1000 columns');
    expect(readRuns(headed('1e8,1e9,3', `1e8,1e9,${'9'.repeat(20_000)}`)).rejected[0]!.reason).toContain('10000 characters');
    expect(() => readRuns('')).toThrow('header row');
    expect(() => readRuns('[{"N": 1}]')).toThrow('JSON list');
    expect(() => readRuns('N,D,loss\na,b,c')).toThrow('no usable rows of 1; line 2');
  });

  test('of a hundred thousand rows are read whole', () => {
    const runs = readRuns(headed(...Array.from({ length: 100_000 }, (_, i) => `${i + 1}e6,1e9,${2 + i * 1e-6}`)));
    expect(runs.count).toBe(100_000);
    expect(runs.line.at(-1)).toBe(100_001);
  });
});

test.each(exampleRuns.map(({ id }) => id))('the example %s is read without a rejected row', async (id) => {
  const runs = readRuns(await exampleRuns.find((known) => known.id === id)!.load());
  expect(runs.count).toBeGreaterThan(30);
  expect(runs.rejected).toEqual([]);
});
