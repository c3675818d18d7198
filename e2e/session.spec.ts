// What the user made is kept: steps taken back, scenarios under names, also in other tabs and on another machine.
import { readFile } from 'node:fs/promises';
import { axeFaults } from './axe';
import { expect, test } from './page';

test('takes steps back and forth by keys and buttons', async ({ page }) => {
  await page.goto('./#v=1&law=besiroglu-2024&C=5.76e23');
  const question = page.locator('iso-question');
  await expect(question).toContainText('72.2B');
  const slider = page.locator('iso-budget-slider input[type=range]');
  await slider.focus();
  // in one go: presses that a busy machine draws apart would be steps of their own
  await Promise.all(Array.from({ length: 12 }, () => page.keyboard.press('ArrowRight')));
  await expect(question).not.toContainText('72.2B');
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeEnabled();
  await page.keyboard.press('Control+z');
  await expect(question).toContainText('72.2B');
  await expect(page).toHaveURL(/C=5.76e23/);
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(question).not.toContainText('72.2B');
});

test('keeps scenarios under names, and carries them to another browser', async ({ page, browser }, testInfo) => {
  await page.goto('./#v=1&view=growth&law=hoffmann-2022&C=1e23');
  const scenarios = page.getByRole('button', { name: 'Scenarios' });
  await scenarios.click();
  const dialog = page.locator('iso-scenarios-dialog');
  await dialog.getByRole('textbox', { name: 'Name of what the page shows' }).fill('A run of ours');
  await dialog.getByRole('button', { name: 'Save this page' }).click();
  await expect(dialog.locator('li')).toContainText('Growth: 1.00e23 FLOP under');
  expect(await axeFaults(page)).toEqual([]);

  await dialog.getByRole('button', { name: 'Duplicate A run of ours' }).click();
  await expect(dialog.locator('li')).toHaveCount(2);
  const remove = dialog.getByRole('button', { name: 'Delete A run of ours (copy)' });
  await remove.click();
  await expect(dialog.locator('li')).toHaveCount(1);
  // the notice lies over the dialog, which makes the page beneath it inert
  await dialog.getByRole('button', { name: 'Bring it back' }).click();
  await remove.click();
  await expect(dialog.locator('li')).toHaveCount(1);

  const download = page.waitForEvent('download');
  await dialog.locator('wa-button', { hasText: 'Export all' }).click();
  const path = testInfo.outputPath('scenarios.json');
  await (await download).saveAs(path);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ kind: 'isoflop scenarios', scenarios: [{ name: 'A run of ours' }] });

  await page.reload();
  await scenarios.click();
  await expect(dialog.locator('li')).toHaveCount(1);

  const other = await (await browser.newContext()).newPage();
  await other.goto('./');
  await other.getByRole('button', { name: 'Scenarios' }).click();
  await other.locator('iso-scenarios-dialog input[type=file]').setInputFiles(path);
  await other.getByRole('button', { name: 'Open A run of ours' }).click();
  await expect(other).toHaveURL(/view=growth.*law=hoffmann-2022.*C=1e23/);
  await other.context().close();
});
