// The sweep view: a sweep is built, run into a table, read, sorted, brushed, exported, and opened again from its address.
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { expect, lossAt, optimumAt, readFigure, test } from './page';

/** Waits until the sweep as it is written has run. */
const ran = (page: Page) => expect(page.locator('iso-sweep-answer')).toContainText(/cells in .* on /);

/** Texts of the cells of the rows in sight, the row's number first. */
const rowsInSight = (page: Page) =>
  page.locator('iso-sweep-table .row').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())));

test.beforeEach(async ({ page }) => {
  // the picker cannot be answered by a test; without it the page offers a download
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
});

test('builds a sweep, runs it, and shows the numbers of the model; sorts, brushes, exports, and opens from its address', async ({
  page,
}) => {
  await page.goto('./#view=sweep');
  const question = page.locator('iso-sweep-question');
  await expect(question).toContainText('262,144 cells');
  await ran(page);

  // another grid: 40 sizes by 30 token counts, with a bound that leaves fewer rows
  await page.getByRole('combobox', { name: 'Quantity of axis 1' }).selectOption('tokens');
  await page.getByRole('textbox', { name: 'Steps of tokens' }).fill('30');
  await page.getByRole('textbox', { name: 'Steps of tokens' }).press('Enter');
  await page.getByRole('textbox', { name: 'Steps of parameters' }).fill('40');
  await page.getByRole('textbox', { name: 'Steps of parameters' }).press('Enter');
  await page.getByText('Columns', { exact: true }).first().click();
  await page.getByRole('button', { name: 'training compute', exact: true }).click();
  await expect(question).toContainText('1,200 cells');
  const table = page.getByRole('grid', { name: 'Rows of the sweep' });
  await expect(table).toHaveAttribute('aria-rowcount', '1201');
  await ran(page);
  await expect(table.getByRole('columnheader')).toHaveCount(6);

  for (const [, D = '', N = '', loss = '', , compute = ''] of await rowsInSight(page)) {
    expect(Math.abs(Number(loss) / lossAt(readFigure(N), readFigure(D)) - 1)).toBeLessThan(1e-4);
    expect(Math.abs(Number(compute) / (6 * readFigure(N) * readFigure(D)) - 1)).toBeLessThan(2e-4);
  }
  await expect(page.locator('iso-sweep-answer .figure')).toContainText(lossAt(1e13, 1e14).toFixed(4));

  await page.getByRole('button', { name: /^loss nat/ }).click();
  await expect(table.getByRole('columnheader').nth(3)).toHaveAttribute('aria-sort', 'ascending');
  await expect.poll(async () => Number((await rowsInSight(page))[0]?.[3])).toBeCloseTo(lossAt(1e13, 1e14), 4);
  const sorted = (await rowsInSight(page)).map((row) => Number(row[3]));
  expect(sorted).toEqual(sorted.toSorted((a, b) => a - b));

  await page.getByRole('textbox', { name: 'Keep loss to' }).fill('2');
  await page.getByRole('textbox', { name: 'Keep loss to' }).press('Enter');
  const kept = page.locator('iso-sweep-table p');
  await expect(kept).toContainText('of 1,200 rows are kept');
  const count = readFigure((await kept.textContent()) ?? '');
  expect(count).toBeGreaterThan(10);
  expect(count).toBeLessThan(1200);

  await page.getByRole('button', { name: 'Export the rows below as CSV' }).click();
  await expect(page.locator('iso-sweep-answer')).toContainText('SHA-256');
  const downloading = page.waitForEvent('download');
  await page.locator('iso-sweep-answer').getByRole('button', { name: 'Download' }).click();
  const [header = '', ...lines] = (await readFile(await (await downloading).path(), 'utf8')).trimEnd().split('\n');
  expect(header).toBe('D,N,loss [nat/token],tokensPerParameter [token/parameter],compute [FLOP]');
  expect(lines.length).toBe(count);
  let before = 0;
  for (const line of lines) {
    const [D = 0, N = 0, loss = 0] = line.split(',').map(Number);
    expect(Math.abs(loss / lossAt(N, D) - 1)).toBeLessThan(1e-5);
    expect(loss).toBeLessThanOrEqual(2);
    expect(loss).toBeGreaterThanOrEqual(before);
    before = loss;
  }

  await expect(page).toHaveURL(/sweep=.*sort=loss.*brush=loss/);
  const shared = page.url();
  await page.goto('about:blank');
  await page.goto(shared);
  await expect(question).toContainText('1,200 cells');
  await expect(kept).toContainText(`${count} of 1,200 rows are kept`);
});

test('says at the field what is wrong, and of a link what cannot be used', async ({ page }) => {
  await page.goto('./#view=sweep');
  await ran(page);
  const steps = page.getByRole('textbox', { name: 'Steps of parameters' });
  await steps.fill('many');
  await steps.press('Enter');
  await expect(page.locator('iso-sweep-builder').getByRole('alert')).toHaveText(
    /"many" is not allowed; expected a whole number from 1 to 1000000/,
  );
  await expect(steps).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('button', { name: 'Run the sweep' })).toBeDisabled();

  await page.goto('about:blank');
  await page.goto("./#view=sweep&sweep=('law':'nobody&pic=lines");
  await expect(page.getByText(/The link’s sweep: /)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Lines', exact: true })).toHaveAttribute('aria-pressed', 'true');
});

test('finds the frontier of the examples, and the best growth schedules', async ({ page }) => {
  await page.goto('./#view=sweep');
  await page.getByRole('button', { name: 'Frontier over budgets' }).click();
  await expect(page.locator('iso-sweep-question')).toContainText('201 rows');
  await ran(page);
  const table = page.getByRole('grid', { name: 'Rows of the sweep' });
  await expect(table).toHaveAttribute('aria-rowcount', '202');
  for (const [, C = '', N = '', D = '', loss = ''] of await rowsInSight(page)) {
    const best = optimumAt(Number(C));
    expect(Math.abs(readFigure(N) / best.N - 1)).toBeLessThan(1e-3);
    expect(Math.abs(readFigure(D) / best.D - 1)).toBeLessThan(1e-3);
    expect(Number(loss)).toBeCloseTo(best.loss, 3);
  }
  await page.getByRole('button', { name: 'Three-stage growth' }).click();
  await expect(page.locator('iso-sweep-answer')).toContainText('The largest loss-matched saving');
  await expect(page.locator('iso-sweep-question')).toContainText('1,050,624 cells, 9,216 rows');
  await page.getByRole('button', { name: '3D', exact: true }).click();
  await page.locator('iso-sweep-relief .frame.open').waitFor();
});

test('is read and moved with the keyboard: cells of the map, cells of the table', async ({ page }) => {
  await page.goto('./#view=sweep');
  await ran(page);
  const map = page.getByRole('application', { name: /^loss over/ });
  await map.focus();
  await map.press('ArrowDown');
  await expect(page.locator('iso-sweep-picture .readout')).toContainText('parameters');
  const table = page.getByRole('grid', { name: 'Rows of the sweep' });
  await table.focus();
  await table.press('Control+End');
  await expect.poll(async () => (await rowsInSight(page)).at(-1)?.[0]).toBe('262,144');
  await expect(table).toHaveAttribute('aria-activedescendant', 'cell-262143-5');
  await table.press('Home');
  await table.press('PageUp');
  await expect(table).toHaveAttribute('aria-activedescendant', /cell-2621\d\d-0/);
});

for (const colorScheme of ['dark', 'light'] as const) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test(`the sweep is accessible and nothing is cut off: ${colorScheme}, ${viewport.width} pixels wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await page.goto('./#view=sweep');
      await ran(page);
      await page.getByRole('textbox', { name: 'Keep loss to' }).waitFor();
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    });
  }
}
