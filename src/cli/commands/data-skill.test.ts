import { expect, test } from 'vitest';
import { isoflop as cli, isoflopJson as json } from '../../testing/cli';

test('data: the funnel of Common Crawl, the epochs and what they are worth', async () => {
  const found = await json('data', '--D', '52e12');
  expect(found).toMatchObject({
    corpus: 'common-crawl',
    verdict: 'repeated',
    D: 52e12,
    exhaustion: { published: { median: 2028, late: 2032 } },
  });
  expect(found['U']).toBeCloseTo(1.3e13, -3);
  expect(found['epochs']).toBeCloseTo(4, 9);
  // Muennighoff et al. 2023: 3.7257 passes' worth
  expect(found['worth']).toBeCloseTo(3.7257 / 4, 4);
});

test('data: tokens of an optimum, shares of one’s own, text for people', async () => {
  const found = await json(
    'data',
    '--law',
    'besiroglu-2024',
    '--C',
    '5.76e23',
    '--corpus',
    'own',
    '--bytes',
    '33e12',
    '--bytes-per-token',
    '3.3',
    '--keep',
    'filtered=10%',
    '--keep',
    'deduplicated=1',
  );
  expect((found['D'] as number) / 1.33e12).toBeCloseTo(1, 2);
  expect(found['U']).toBeCloseTo(1e12, 0);
  const { stdout } = await cli('data', '--D', '1.33T');
  expect(stdout).toMatch(/^Common Crawl +130T\n/);
  expect(stdout).toContain('1.33T tokens are 1 % of the 130T of Common Crawl');
});

test.each([
  [['data'], '--D: nothing'],
  [['data', '--D', '1T', '--C', '1e23'], '--D: 1T'],
  [['data', '--C', '1e23'], '--law: nothing'],
  [['data', '--D', '1T', '--corpus', 'mine'], '--corpus: mine'],
  [['data', '--D', '1T', '--corpus', 'own'], '--bytes: nothing'],
  [['data', '--D', '1T', '--bytes', '1e12'], '--bytes: 1e12'],
  [['data', '--D', '1T', '--keep', 'cleaned=0.5'], '--keep: cleaned=0.5'],
  [['data', '--D', '1T', '--keep', 'pruned=2'], '--keep pruned: 2'],
  [['data', '--D', '1T', '--bytes-per-token', 'few'], '--bytes-per-token: few'],
  [['skill'], '--loss, --N, --D, --C: nothing'],
  [['skill', '--loss', '1.2'], '--loss: 1.2 is not allowed; expected a number above 1.50826'],
  [['skill', '--loss', '2.5', '--N', '1e9'], '--loss: with N'],
  [['skill', '--loss', '2.5', '--k', '31'], '--k: 31'],
  [['skill', '--loss', '2.5', '--tasks', '20'], '--tasks: 20'],
  [['skill', '--loss', '2.5', '--dataset', 'pile'], '--dataset: pile'],
] as const)('%s is refused', async (args, message) => {
  const { code, stdout, stderr } = await cli(...args);
  expect([code, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1]);
  expect(stderr).toContain(message);
});

test('skill: the published error of a loss, and of the largest run', async () => {
  expect((await json('skill', '--loss', '2.5'))['taskError']).toBeCloseTo(0.5357710214, 9);
  const run640 = await json('skill', '--dataset', 'redpajama', '--N', '1.44e9', '--set', 'tokensPerParameter=640', '--k', '5');
  expect(run640).toMatchObject({ law: 'gadre-2024-redpajama', dataset: 'redpajama', tasks: 17, k: 5 });
  expect(run640['taskLoss']).toBeCloseTo(2.5197, 2);
  expect(run640['taskError']).toBeCloseTo(0.4925, 2.7);
});

test('skill: a budget alone is its optimum, marked under the law that is given', async () => {
  const found = await json('skill', '--law', 'besiroglu-2024', '--C', '5.76e23', '--k', '3');
  const p = found['tokenProbability'] as number;
  expect(p).toBeCloseTo(Math.exp(-(1.97443 - 1.8172)), 4);
  expect(found['exactMatch']).toBeCloseTo(p ** 3, 12);
  expect((await cli('skill', '--C', '1e22')).stdout).toContain('all right');
});

test('what a law does not read is said, not passed over', async () => {
  const law = ['--law', 'besiroglu-2024', '--C', '1e24', '--set', 'U=1e9'];
  for (const command of ['data', 'skill']) {
    const { code, stderr } = await cli(command, ...law, '--json');
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('Besiroglu 2024 does not read U, unique tokens');
    expect((await cli(command, '--law', 'muennighoff-2023', ...law.slice(2))).stderr).not.toContain('does not read');
  }
  const growth = await cli('growth', '--preset', 'flm-101b', '--law', 'besiroglu-2024', '--set', 'granularity=8', '--json');
  expect(growth.stderr).toContain('does not read granularity');
  const refused = await cli('data', '--D', '1T', '--set', 'U=1e9');
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('--set: U=1e9 is not allowed; expected with a law and --C, which it changes');
});
