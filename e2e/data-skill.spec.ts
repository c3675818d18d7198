// The questions beneath the answer: is there enough text, and what will the model be able to do.
import { axeFaultsInThemes } from './axe';
import { expect, optimumAt, readFigure, test } from './page';

const R_D = 15.387756; // Muennighoff et al. 2023

test('follows text from the crawl to unique tokens, and bends the frontier with them', async ({ page }) => {
  await page.goto('./#v=1&law=besiroglu-2024&C=1e27');
  const panel = page.locator('iso-data-panel');
  const epochs = (U: number) => optimumAt(1e27).D / U;
  await expect(panel.locator('summary')).toContainText('13.0T unique tokens');
  await panel.locator('summary').click();
  await expect(panel.locator('.sentence')).toContainText(`read each ${Number(epochs(1.3e13).toPrecision(2))} times`);
  await expect(page).toHaveURL(/open=data/);

  const filter = panel.getByRole('textbox', { name: 'Quality filter: share kept' });
  await filter.fill('nearly all');
  await expect(panel.getByRole('alert')).toContainText('a share from 0.01 % to 100 %');
  await filter.fill('10 %');
  await filter.press('Enter');
  await expect(page).toHaveURL(/filter=0\.1/);
  const times = epochs(6.5e12);
  const worth = (1 + R_D * (1 - Math.exp(-(times - 1) / R_D))) / times;
  await expect(panel.locator('.sentence')).toContainText(`6.50T unique tokens you read each ${Number(times.toPrecision(2))} times`);
  await expect(panel.locator('.sentence')).toContainText(`worth ${Math.round(worth * 100)} %`);

  const before = readFigure((await page.locator('iso-answer .leading .figure').first().textContent()) ?? '');
  await panel.getByRole('button', { name: 'Use as unique tokens' }).click();
  await expect(page.locator('iso-question')).toContainText('Muennighoff 2023');
  await expect(page).toHaveURL(/law=muennighoff-2023.*U=6500000000000|law=muennighoff-2023.*U=6\.5e12/);
  await expect(page.locator('iso-answer .leading .figure').first()).not.toContainText(`${before}`);
  // where data repeat, the optimum asks for more than 19.6 tokens per parameter
  const [N = 0, D = 0] = (await page.locator('iso-answer .leading .figure').allTextContents()).map(readFigure);
  expect(D / N).toBeGreaterThan(20);
  await expect(panel.getByRole('button', { name: 'In use as unique tokens' })).toHaveAttribute('aria-pressed', 'true');

  // and follows the funnel while it is in use
  await panel.getByRole('combobox').selectOption('Whole web');
  await expect(page).toHaveURL(/U=3\.1e14/);
  await panel.getByRole('button', { name: 'In use as unique tokens' }).click();
  await expect(page).not.toHaveURL(/U=/);
});

test('simulates pruning beside the page, which can be stopped; shows what a smooth loss does to a score that is all or nothing', async ({
  page,
}) => {
  await page.goto('./#v=1&law=besiroglu-2024&C=5.76e23&open=data&pool=many');
  const figure = page.locator('iso-pruning-figure');
  await figure.getByText('hard', { exact: true }).waitFor();
  await figure.getByRole('button', { name: 'Stop' }).click();
  await expect(figure.getByRole('button', { name: 'Run again' })).toBeVisible();
  await figure.getByRole('button', { name: 'scarce' }).click();
  await expect(page).not.toHaveURL(/pool=/);
  await expect(figure).toContainText('2 Gaussian examples');

  const panel = page.locator('iso-skill-panel');
  await panel.locator('summary').click();
  const { loss } = optimumAt(5.76e23);
  const p = Math.exp(-(loss - 1.8172));
  const match = panel.locator('iso-skill-chart[metric="exactMatch"]');
  await expect(match).toContainText(`${Number((p ** 10 * 100).toPrecision(2))} %`);
  await panel.getByRole('slider', { name: /Tokens of an answer/ }).fill('30');
  await expect(match).toContainText('all 30 tokens');
  await expect(match).toContainText(`${Number((p ** 30 * 100).toPrecision(2))} %`);
  await expect(panel.locator('iso-skill-chart[metric="tokenEditDistance"]')).toContainText((30 * (1 - p)).toFixed(2));
  await expect(panel.locator('summary')).toContainText('all 30 tokens of an answer');
  await expect(page).toHaveURL(/k=30.*open=data,skill/);
  // another budget moves the cursors
  const before = await match.locator('.mark-text').textContent();
  await page.getByRole('textbox', { name: 'Compute budget' }).fill('1e26');
  await expect(match.locator('.mark-text')).not.toHaveText(before ?? '');
});

test('both panels are accessible, in both themes', async ({ page }) => {
  await page.goto('./#v=1&law=besiroglu-2024&C=3e26&corpus=own&open=data,skill');
  await page.locator('iso-skill-body').waitFor();
  await page.locator('iso-data-body').waitFor();
  expect(await axeFaultsInThemes(page)).toEqual([]);
});
