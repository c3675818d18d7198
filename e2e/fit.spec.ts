// The fit view: from published runs to the published law, what outliers do to it, the law as a file, and tables that cannot be trusted.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Page } from 'playwright/test';
import { axeFaultsInThemes } from './axe';
import { expect, test } from './page';

const run = promisify(execFile);

/** A coefficient as the table shows it. */
const coefficient = async (page: Page, name: string): Promise<number> =>
  Number(await page.locator(`iso-fit-answer tr[data-coefficient="${name}"] td`).first().textContent());

/** Waits until every part of a fit is there. */
const settled = (page: Page) => expect(page.locator('iso-fit-view .progress')).toHaveText('');

test('fits the published points, gives a law that the command line reads, shows what outliers do, and goes from run to run by keys', async ({
  page,
}) => {
  await page.goto('./');
  await page.getByRole('link', { name: 'Fit' }).click();
  const sentence = page.locator('iso-fit-question');
  await expect(sentence).toContainText('N* ∝ C0.514 ± 0.02', { timeout: 60_000 });
  await expect(sentence).toContainText('240 runs');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Sound');
  expect(await coefficient(page, 'alpha')).toBeCloseTo(0.34731, 4);
  expect(await coefficient(page, 'beta')).toBeCloseTo(0.36717, 4);
  await settled(page);
  await expect(page.locator('iso-fit-forecast-chart svg')).toHaveAttribute('aria-label', /runs fitted miss the other/);
  await expect(page.locator('iso-fit-pair-chart svg').first()).toHaveAttribute('aria-label', /1000 draws of ln A and α, correlation 0\.99/);

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download JSON' }).click();
  const path = await (await downloading).path();
  const file = JSON.parse(await readFile(path, 'utf8')) as { coefficients: Record<string, number>; uncertainty: { draws: number[][] } };
  expect(file.coefficients['alpha']).toBeCloseTo(0.34731, 4);
  expect(file.uncertainty.draws).toHaveLength(1000);
  const { stdout } = await run('node', ['bin/isoflop.mjs', 'optimum', '--law-file', path, '--C', '5.76e23', '--json']);
  expect((JSON.parse(stdout) as { N: number }).N / 73.2e9).toBeCloseTo(1, 2);

  await page.getByRole('button', { name: 'Take all 245 in' }).click();
  await expect(sentence).toContainText('245 runs');
  await expect.poll(() => coefficient(page, 'beta')).toBeCloseTo(0.453, 3);
  await expect(page).toHaveURL(/rules=/);
  await test.step('the arrow keys go from run to run, and Enter leaves one out', async () => {
    const runs = page.getByRole('slider', { name: 'Run' });
    await runs.focus();
    await runs.press('End');
    await runs.press('ArrowLeft');
    await expect(runs).toHaveAttribute('aria-valuetext', /line \d+: .* press Enter to leave it out/);
    await runs.press('Enter');
    await expect(sentence).toContainText('244 runs');
    await expect(runs).toHaveAttribute('aria-valuetext', /press Enter to take it in/);
    await runs.press('Enter');
    await expect(sentence).toContainText('245 runs');
  });
});

test('makes the fitted law the page’s law, with its uncertainty, in a link of its own; leaves a run out with a click', async ({ page }) => {
  await page.goto('./#view=fit');
  await settled(page);
  await page.getByRole('button', { name: 'Use this law' }).click();
  await expect(page.locator('iso-question')).toContainText('train 73.2B parameters');
  await expect(page.locator('iso-answer .interval').first()).toContainText(/5\d\.\dB – \d+\.?\dB/);
  await expect(page).toHaveURL(/law=own-.*own=.*covariance/);
  const link = page.url();
  expect(link.length).toBeLessThan(4000);
  await page.getByRole('link', { name: 'Fit' }).click();
  await test.step('leaves a run out with a click, and keeps it in the address', async () => {
    const plot = page.locator('iso-fit-data-chart svg[role="img"]');
    await expect(plot).toBeVisible();
    const box = (await plot.boundingBox())!;
    // the runs are anywhere: point until one is under the pointer
    const caption = page.locator('iso-fit-data-chart h2');
    let isFound = false;
    for (let x = 0.3; x < 0.7 && !isFound; x += 0.01) {
      await page.mouse.move(box.x + box.width * x, box.y + box.height * 0.55);
      isFound = (await caption.textContent())?.includes('click to leave it out') ?? false;
      if (isFound) await page.mouse.click(box.x + box.width * x, box.y + box.height * 0.55);
    }
    expect(isFound).toBe(true);
    await expect(page.locator('iso-fit-question')).toContainText('239 runs');
    await expect(page).toHaveURL(/flip=\d+/);
    await page.reload();
    await expect(page.locator('iso-fit-question')).toContainText('239 runs');
  });
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.locator('iso-question')).toContainText('train 73.2B parameters');
});

test('says what is wrong with a table, executes nothing and loses nothing', async ({ page }) => {
  await page.goto('./#view=fit');
  await settled(page);
  await page.getByRole('button', { name: 'Paste' }).click();
  const area = page.getByLabel(/Runs with a header row/);
  await area.fill('a,b\n1,2');
  await page.getByRole('button', { name: 'Fit these' }).click();
  await expect(page.getByRole('alert')).toContainText('columns a, b');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Refused');
  await expect(area).toHaveValue('a,b\n1,2');

  const rows = Array.from({ length: 30 }, (_, i) => {
    const [N, D] = [1e7 * 1.4 ** (i % 13), 1e9 * 1.5 ** (i % 7)];
    return `${N},${D},${1.8 + 480 * N ** -0.35 + 2100 * D ** -0.37}`;
  });
  const text = [
    'size,tokens,loss',
    ...rows,
    '=HYPERLINK("http://x"),1e9,3',
    '1e8,1e9,-2',
    '<img src=x onerror=alert(1)>,1e9,3',
    '1e8,1e9',
  ].join('\n');
  await area.fill(text);
  await page.getByRole('button', { name: 'Fit these' }).click();
  const rejected = page.getByRole('group', { name: 'Rows that cannot be used' }).getByRole('row');
  await expect(rejected).toHaveCount(5);
  await expect(rejected.nth(1)).toHaveText(/32.*formula; it is not executed/s);
  await expect(rejected.nth(2)).toHaveText(/33.*-2 is not from/s);
  await expect(rejected.nth(3)).toHaveText(/34.*<img src=x.*is not a number/s);
  await expect(rejected.nth(4)).toHaveText(/35.*loss: empty/s);
  await expect(page.locator('iso-fit-question')).toContainText('30 runs of pasted runs');
  await settled(page);
  await page.reload();
  await expect(page.locator('iso-fit-question')).toContainText('30 runs of pasted runs');

  await page
    .getByLabel('File of runs')
    .setInputFiles({ name: 'latin.csv', mimeType: 'text/csv', buffer: Buffer.from([0x4e, 0x2c, 0xe4, 0x0a]) });
  await expect(page.getByRole('alert')).toContainText('perhaps Latin-1');

  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['N,D\n1,2'], 'dropped.csv'));
    return data;
  });
  await page.locator('iso-fit-view').dispatchEvent('drop', { dataTransfer: dropped });
  await expect(page.getByRole('alert')).toContainText('dropped.csv: columns N, D');
});

test('has no accessibility fault that axe knows', async ({ page }) => {
  await page.goto('./#view=fit');
  await settled(page);
  for (const summary of await page.locator('iso-fit-view summary').all()) await summary.click();
  expect(await axeFaultsInThemes(page)).toEqual([]);
});
