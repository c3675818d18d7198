// The evidence view: every claim recomputed in front of the reader, found by topic and words, and opened where it can be seen.
import claims from '../src/data/claims.json' with { type: 'json' };
import { axeFaults, axeFaultsInThemes } from './axe';
import { expect, test } from './page';

test('recomputes every claim, finds one, and opens it in the frontier view', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('link', { name: 'Evidence' }).click();
  const numbers = claims.claims.reduce((sum, { checks }) => sum + checks.length, 0);
  const sentence = page.getByRole('heading', { name: /published claims/ });
  await expect(sentence).not.toContainText('so far', { timeout: 60_000 });
  await expect(sentence).toHaveText(new RegExp(`Of ${numbers} numbers in ${claims.claims.length} .* ${numbers} come out`, 's'));
  const rows = page.locator('iso-claim-row');
  await expect(rows).toHaveCount(claims.claims.length);

  await page.getByRole('button', { name: /^Frontier/ }).click();
  expect(await rows.count()).toBeLessThan(claims.claims.length);
  await page.getByRole('searchbox', { name: 'Search claims' }).fill('h-a3-unrounded-gopher');
  await expect(rows).toHaveCount(1);
  const ours = Number(await rows.locator('td.ours-value').first().textContent());
  expect(ours / 4e10).toBeCloseTo(1, 1);

  await rows.getByRole('link', { name: 'See it' }).click();
  await expect(page.locator('iso-question')).toContainText(/train\s+40\.\dB parameters/);
  await page.goBack();
  await expect(sentence).toBeVisible();
});

test('has no accessibility fault that axe knows', async ({ page }) => {
  await page.goto('./#view=evidence');
  const rows = page.locator('iso-claim-row');
  await expect(rows).toHaveCount(claims.claims.length);
  // contrast is looked up pixel by pixel: as many claims as show every kind of row are enough for it
  expect(await axeFaults(page, ['color-contrast'])).toEqual([]);
  await page.getByRole('button', { name: /^Frontier/ }).click();
  expect(await rows.count()).toBeLessThan(claims.claims.length);
  expect(await axeFaultsInThemes(page)).toEqual([]);
});
