// The documentation in the page: opened from a view, followed from page to page, in the address, in Japanese, and readable by all.
import { axeFaultsInThemes } from './axe';
import { expect, test } from './page';

test('opens beside the view it is about, is followed in place, and stands in the link', async ({ page }) => {
  await page.goto('./#v=1&view=growth');
  await page.getByRole('button', { name: 'Documentation' }).click();
  const reader = page.locator('iso-docs');
  await expect(reader.getByRole('heading', { level: 1, name: 'Growth' })).toBeVisible();
  await expect(page).toHaveURL(/doc=views\/growth/);
  await reader.getByRole('button', { name: 'Memory, time, cost' }).click();
  await expect(page).toHaveURL(/doc=science\/planning/);
  // formulas are rendered, and a part of the page is brought to the top
  await expect(reader.locator('math').first()).toBeVisible();

  await page.reload();
  await expect(reader.getByRole('button', { name: 'Memory, time, cost' })).toHaveAttribute('aria-current', 'page');
  await expect(reader.locator('math').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(reader).toBeHidden();
  await expect(page).not.toHaveURL(/doc=/);
  // to read is no step that could be taken back
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('says what pages there are where a link names another', async ({ page }) => {
  await page.goto('./#v=1&doc=views/nowhere');
  await expect(page.locator('iso-status')).toContainText('doc: views/nowhere is not allowed; expected one of index, views/frontier');
});

test('is Japanese in the Japanese page', async ({ page }) => {
  await page.goto('./#v=1&locale=ja&doc=views/growth');
  await expect(page.locator('iso-docs').getByRole('heading', { level: 1 })).toHaveText('成長');
});

test('has no accessibility fault that axe knows on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./#v=1&doc=science/planning');
  await expect(page.locator('iso-docs').locator('math').first()).toBeVisible();
  expect(await axeFaultsInThemes(page)).toEqual([]);
});
