// The fit view, further: other files and rules, methods and restrictions, uncertainty, fits kept side by side, and keys instead of a pointer.
import { readFile } from 'node:fs/promises';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Page } from 'playwright/test';
import { faultsAtDeskAndPhone } from './axe';
import { expect, test } from './page';

/** Waits until every part of a fit is there. */
const settled = (page: Page) => expect(page.locator('iso-fit-view .progress')).toHaveText('', { timeout: 60_000 });

const sentence = (page: Page) => page.locator('iso-fit-question');

/** Noise-free runs of a law with exponents 0.35 and 0.37. */
const rows = Array.from({ length: 60 }, (_, i) => {
  const [N, D] = [1e7 * 1.4 ** (i % 13), 1e9 * 1.5 ** (i % 7)];
  return { N, D, loss: 1.8 + 480 * N ** -0.35 + 2100 * D ** -0.37 + 0.002 * ((i % 5) - 2), model: `m${i % 12}` };
});

test('reads Parquet, JSON lines and a spreadsheet’s semicolons to the same runs, and stays alive with a hundred thousand', async ({
  page,
}) => {
  await page.goto('./#view=fit');
  await settled(page);
  const choose = (name: string, buffer: Buffer) =>
    page.getByLabel('File of runs').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  const columnData = [
    { name: 'N', data: rows.map(({ N }) => N), type: 'DOUBLE' as const },
    { name: 'tokens', data: rows.map(({ D }) => D), type: 'DOUBLE' as const },
    { name: 'loss', data: rows.map(({ loss }) => loss), type: 'DOUBLE' as const },
  ];
  await choose('runs.parquet', Buffer.from(parquetWriteBuffer({ columnData })));
  await expect(sentence(page)).toContainText('60 runs of runs.parquet');
  await settled(page);
  const answer = await sentence(page).locator('.answer').textContent();
  expect(answer).toMatch(/N\* ∝ C0\.5/);

  await choose('runs.jsonl', Buffer.from(rows.map(({ N, D, loss }) => JSON.stringify({ N, tokens: D, loss })).join('\n')));
  await expect(sentence(page)).toContainText('60 runs of runs.jsonl');
  await settled(page);
  await expect(sentence(page).locator('.answer')).toHaveText(answer!);

  const comma = (value: number) => String(value).replace('.', ',');
  const semicolons = ['N;tokens;loss', ...rows.map(({ N, D, loss }) => `${N};${comma(D)};${comma(loss)}`)].join('\r\n');
  await choose('runs.csv', Buffer.from(`\uFEFF${semicolons}`, 'utf16le'));
  await expect(sentence(page)).toContainText('60 runs of runs.csv');
  await settled(page);
  await expect(sentence(page).locator('.answer')).toHaveText(answer!);

  await choose('cut.parquet', Buffer.from('PAR1 and no more'));
  await expect(page.getByRole('alert')).toContainText('a Parquet file that cannot be read');

  const many = Array.from({ length: 100_000 }, (_, i) => {
    const [N, D] = [1e7 * 1.4 ** (i % 13), 1e9 * 1.5 ** ((i * 7) % 11)];
    return `${N},${D},${1.8 + 480 * N ** -0.35 + 2100 * D ** -0.37 + 0.002 * ((i % 5) - 2)}`;
  });
  await page.getByLabel('File of runs').setInputFiles({
    name: 'many.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['N,D,loss', ...many].join('\n')),
  });
  await expect(sentence(page)).toContainText('100,000 runs of many.csv', { timeout: 60_000 });
  // the page answers while the worker works
  await page.getByRole('button', { name: 'Paste' }).click();
  await expect(page.getByLabel(/Runs with a header row/)).toBeVisible();
  await expect(sentence(page)).toContainText('C0.51', { timeout: 60_000 });
});

test('shows profiles, resamples by group, noise by compute and losses to expect; leaves out outliers by a rule, ties and bounds coefficients', async ({
  page,
}) => {
  await page.goto('./#view=fit');
  await settled(page);
  await test.step('profiles, resamples by group, noise by compute, and losses to expect', async () => {
    const profile = page.locator('iso-fit-profile-chart svg');
    await expect(profile).toHaveAttribute('aria-label', /likelihood of α, 80 percent interval 0\.33\d+ to 0\.36\d+/);
    await page.getByLabel('Coefficient of the profile').selectOption('E');
    await expect(profile).toHaveAttribute('aria-label', /likelihood of E, 80 percent interval 1\.79\d* to 1\.83\d*/);

    const error = page.locator('tr[data-coefficient="beta"] td').nth(1);
    const byRows = await error.textContent();
    await page.getByText('Columns, and what is left out').click();
    await page.getByText('Further quantities').click();
    await page.getByLabel('resample together').selectOption('N');
    await expect(page).toHaveURL(/resample=N/);
    await settled(page);
    expect(await error.textContent()).not.toBe(byRows);

    const ladder = page.getByRole('region', { name: 'Predicted losses' });
    await expect(ladder.getByRole('row')).toHaveCount(6);
    await ladder.getByLabel(/Other runs/).fill('70B:1.4T, 7B:140B');
    await ladder.getByLabel(/Other runs/).press('Enter');
    await expect(ladder.getByRole('row').nth(1)).toContainText('1.973');
    const ofRun = ladder.getByRole('row').nth(2).getByRole('cell').last();
    const constant = await ofRun.textContent();
    await page.getByLabel('noise').selectOption('compute');
    await settled(page);
    await expect(ofRun).not.toHaveText(constant!);
  });
  const rules = page.getByLabel(/Leave rows out where/);
  await rules.fill('top 5 loss');
  await rules.press('Enter');
  await expect(sentence(page)).toContainText('240 runs');
  await expect(sentence(page)).toContainText('C0.514');
  await page.getByRole('button', { name: 'residual > 5 MAD' }).click();
  await expect(sentence(page)).not.toContainText('240 runs');
  await settled(page);
  await expect(page.getByRole('region', { name: 'Left out' })).toContainText('all 245');
  await expect(page).toHaveURL(/rules=top\+5\+loss/);

  await page.getByText('Fix, tie or bound coefficients').click();
  await page.getByRole('button', { name: 'α = β' }).click();
  await expect(sentence(page)).toContainText('C0.500');
  await page.getByRole('button', { name: 'α = β' }).click();
  const tied = page.getByLabel(/Tied, such as/);
  await expect(tied).toHaveValue('');
  await tied.fill('alpha');
  await tied.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Tied' })).toHaveText(
    'Tied: alpha is not allowed; type two or more coefficients with = between them, each once, of E, A, alpha, B, beta.',
  );
  await expect(tied).toHaveAttribute('aria-invalid', 'true');
  await tied.fill('');
  await tied.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Tied' })).toHaveCount(0);
  await page.getByLabel(/Bounded, such as/).fill('E=1.5:1.6');
  await page.getByLabel(/Bounded, such as/).press('Enter');
  await expect(page.locator('tr[data-coefficient="E"] td').first()).toHaveText('1.6');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('At an end of its interval');
  await expect(page).toHaveURL(/bound=E/);
});

test('keeps fits side by side, in this tab and another, over a reload', async ({ page, context }) => {
  await page.goto('./#view=fit');
  await settled(page);
  await page.getByRole('button', { name: 'Keep to compare' }).click();
  const table = page.getByRole('group', { name: 'Table of kept fits' });
  await expect(table.getByRole('row').nth(1)).toContainText('73.2B');
  await table.getByLabel('Name of this fit').fill('as published');
  await table.getByLabel('Name of this fit').press('Enter');
  await page.getByRole('button', { name: 'Take all 245 in' }).click();
  await expect(sentence(page)).toContainText('245 runs');
  await settled(page);
  await expect(table.getByRole('row').nth(1)).toContainText(/119B.*73\.2B/s);

  const other = await context.newPage();
  await other.goto('./#view=fit&approach=2&runs=porian-isoflop');
  await expect(other.locator('iso-fit-view .progress')).toHaveText('', { timeout: 60_000 });
  await expect(other.getByLabel('Name of this fit')).toHaveValue('as published');
  await other.getByRole('button', { name: 'Keep to compare' }).click();
  await expect(page.getByLabel('Name of this fit')).toHaveCount(2);
  await page.getByRole('button', { name: 'Keep to compare' }).click();
  await expect(other.getByLabel('Name of this fit')).toHaveCount(3);
  await other.close();

  await page.reload();
  await expect(page.getByLabel('Name of this fit')).toHaveCount(3);
  await page.getByRole('button', { name: 'Open as published' }).click();
  await expect(sentence(page)).toContainText('240 runs');
  await page.getByRole('button', { name: 'Remove as published' }).click();
  await expect(page.getByLabel('Name of this fit')).toHaveCount(2);
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await expect(page.getByLabel('Name of this fit')).toHaveCount(3);
});

test('draws approach 1 as curves with their envelope, approach 2 with its bias, and gives a report', async ({ page }) => {
  await page.goto('./#view=fit&runs=porian-isoflop&approach=1');
  await settled(page);
  await expect(page.locator('iso-fit-data-chart path.envelope')).toHaveCount(1);
  expect(await page.locator('iso-fit-data-chart path.curve').count()).toBeGreaterThan(5);
  await expect(sentence(page)).toContainText('C0.49');
  await sentence(page).getByLabel('Approach').selectOption('2');
  await expect(page.locator('iso-fit-data-chart circle.minimum').first()).toBeVisible();
  await expect(page.locator('iso-fit-answer')).toContainText('Known bias');
  await settled(page);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download report' }).click();
  const report = JSON.parse(await readFile(await (await downloading).path(), 'utf8')) as Record<string, { N?: { a: number } }>;
  expect(report['approach2']!.N!.a).toBeCloseTo(0.502, 1);
  expect(Object.keys(report)).toEqual(expect.arrayContaining(['runs', 'law', 'certificate', 'bootstrap', 'profiles', 'validation']));
});

test('has no accessibility fault that axe knows with all open and fits kept', async ({ page }) => {
  await page.goto('./#view=fit&fix=E%3D1.8');
  await settled(page);
  await page.getByRole('button', { name: 'Keep to compare' }).click();
  const folded = page.locator('iso-fit-view details:not([open]) > summary');
  while ((await folded.count()) > 0) await folded.first().click();
  expect(await faultsAtDeskAndPhone(page)).toEqual([]);
});
