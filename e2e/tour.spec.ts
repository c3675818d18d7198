// The way in: a tour by keyboard that leaves everything as it was, help with a glossary, and numbers to know that follow their inputs.
import { axeFaultsInThemes } from './axe';
import { expect, test } from './page';

const steps = [
  ['The question is a sentence', 'iso-frontier-view'],
  ['The answer, and how sure it is', 'iso-frontier-view'],
  ['One budget moves everything', 'iso-frontier-view'],
  ['Laws disagree', 'iso-frontier-view'],
  ['Train a small model, grow it, train on', 'iso-growth-view'],
  ['From a budget to a run', 'iso-plan-view'],
  ['Do not take our word for it', 'iso-evidence-view'],
] as const;

test('takes a first visit through the views by keyboard, and leaves its choices as they were', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./#v=1&view=fit&law=hoffmann-2022&C=1e23');
  await expect(page.locator('iso-fit-view')).toBeVisible();
  const hash = await page.evaluate(() => location.hash);
  await page.getByRole('button', { name: 'Take the two-minute tour' }).focus();
  await page.keyboard.press('Enter');
  const tour = page.locator('iso-tour');
  for (const [place, [title, view]] of steps.entries()) {
    await expect(tour.getByRole('heading')).toHaveText(title);
    await expect(tour).toContainText(`${place + 1} of ${steps.length}`);
    await expect(page.locator(view)).toBeVisible();
    // what it speaks of is found, and stays bright
    await expect(tour.locator('.edge').first()).toBeVisible();
    if (title.startsWith('One budget')) await expect(page.locator('iso-budget-slider .head')).toContainText('1.00e24');
    if (title.startsWith('Laws')) await expect(page.locator('iso-law-legend').first()).toContainText('Besiroglu');
    if (place < steps.length - 1) await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('ArrowLeft');
  await expect(tour.getByRole('heading')).toHaveText('From a budget to a run');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(tour.getByRole('button', { name: 'Done' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(tour.getByRole('heading')).toBeHidden();
  await expect(page.locator('iso-fit-view')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Help', exact: true })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  expect(await page.evaluate(() => location.hash)).toBe(hash);

  // it is not offered again, but help starts it, and Escape leaves it
  await page.reload();
  await expect(page.locator('iso-fit-view')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Take the two-minute tour' })).toBeHidden();
  await page.keyboard.press('?');
  await page.getByRole('button', { name: 'Take the two-minute tour' }).click();
  await expect(page.getByRole('heading', { name: steps[0][0] })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: steps[0][0] })).toBeHidden();
  expect(await page.evaluate(() => location.hash)).toBe(hash);
});

test('is declined for good; the header keeps to one line and all views in sight on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./');
  await page.getByRole('button', { name: 'No, thanks' }).click();
  await expect(page.locator('iso-invitation')).not.toContainText('New here?');
  await page.reload();
  await expect(page.locator('iso-question')).toContainText('72.2B');
  await expect(page.locator('iso-invitation')).not.toContainText('New here?');

  const undo = await page.getByRole('button', { name: 'Undo' }).boundingBox();
  for (const name of ['More', 'Help']) {
    expect((await page.getByRole('button', { name, exact: true }).boundingBox())?.y).toBe(undo?.y);
  }
  for (const link of await page.getByRole('navigation', { name: 'Views' }).getByRole('link').all())
    await expect(link).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('button', { name: 'Scenarios' }).click();
  await expect(page.locator('iso-scenarios-dialog').getByRole('textbox')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeHidden();
});

test('explains terms beside the view, and leads to where they are met', async ({ page }) => {
  await page.goto('./#v=1&view=growth');
  await expect(page.locator('iso-growth-view')).toBeVisible();
  await page.keyboard.press('?');
  const help = page.locator('iso-help');
  await expect(help).toContainText('What does it save to train a small model');
  await expect(help).toContainText('growth operator');
  await help.getByRole('searchbox', { name: 'Search the glossary' }).fill('irreducible loss');
  await expect(help.locator('.terms dt').first()).toHaveText(/irreducible loss\s+E\s+nat\/token/);
  await help.getByRole('link', { name: 'See irreducible loss in Frontier' }).click();
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeHidden();
  await expect(page.locator('iso-law-card')).toBeInViewport();
});

test('computes numbers to know again from other inputs, which stand in the link', async ({ page }) => {
  await page.goto('./#v=1&view=evidence');
  const row = page.locator('iso-numbers [data-number=serving-memory]');
  await expect(row).toContainText('comes out');
  await row.getByRole('textbox', { name: 'parameters' }).fill('70B');
  await expect(row.locator('.ours-value')).toHaveText(/^140\s+GB$/);
  await expect(row).toContainText('× 10');
  await expect(page).toHaveURL(/numbers=serving-memory\.N:7e10/);
  await page.reload();
  await expect(row.locator('.ours-value')).toHaveText(/^140\s+GB$/);
  await row.getByRole('textbox', { name: 'parameters' }).fill('none');
  await expect(row.getByRole('alert')).toContainText('Type a number from');
  await row.getByRole('button', { name: 'As the source has it' }).click();
  await expect(row).toContainText('comes out');
  await expect(page).not.toHaveURL(/numbers=/);
  await expect(page.locator('.facts')).toContainText('LiGO saves 44.7 %');
});

test('has no accessibility fault that axe knows in tour and help', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./');
  await page.getByRole('button', { name: 'Take the two-minute tour' }).click();
  await expect(page.locator('iso-tour .edge').first()).toBeVisible();
  expect(await axeFaultsInThemes(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Help', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  // it takes links of the panel that are yet to be scrolled to for links past the navigation
  expect(await axeFaultsInThemes(page, ['skip-link'])).toEqual([]);
});
