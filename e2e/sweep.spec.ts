// The sweep view: a sweep is built, run into a table, read, sorted, brushed, exported, and opened again from its address.
import { readFile } from 'node:fs/promises';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Page } from 'playwright/test';
import { faultsAtDeskAndPhone } from './axe';
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
  await expect(kept).toContainText(/^\s*\d{1,3} of 1,200 rows are kept/);
  const count = readFigure((await kept.textContent()) ?? '');
  expect(count).toBeGreaterThan(10);
  expect(count).toBeLessThan(1200);

  await page.getByRole('button', { name: 'Export the rows below' }).click();
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

test('is read and moved with the keyboard, says what is wrong at the field and in a link, and runs the examples', async ({ page }) => {
  await page.goto('./#view=sweep');
  await ran(page);
  await test.step('cells of the map and cells of the table are reached by keys', async () => {
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
  await test.step('the field says what is wrong', async () => {
    const steps = page.getByRole('textbox', { name: 'Steps of parameters' });
    await steps.fill('many');
    await steps.press('Enter');
    await expect(page.locator('iso-sweep-builder').getByRole('alert')).toHaveText(
      /"many" is not allowed; expected a whole number from 1 to 1000000/,
    );
    await expect(steps).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByRole('button', { name: 'Run the sweep' })).toBeDisabled();
  });
  await test.step('the examples: a frontier, and the best growth schedules', async () => {
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
  await test.step('a link that cannot be used', async () => {
    await page.goto('about:blank');
    await page.goto("./#view=sweep&sweep=('law':'nobody&pic=lines");
    await expect(page.getByText(/The link’s sweep: /)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Lines', exact: true })).toHaveAttribute('aria-pressed', 'true');
  });
});

/** Writes a number into a field of the builder. */
async function write(page: Page, name: string, value: string): Promise<void> {
  const field = page.getByRole('textbox', { name, exact: true });
  await field.fill(value);
  await field.press('Enter');
}

/** Loss of the rounded law of Hoffmann et al. 2022, arXiv 2203.15556, equation 10. */
const hoffmannAt = (N: number, D: number): number => 1.69 + 406.4 * N ** -0.34 + 410.7 * D ** -0.28;

test('sweeps laws beside listed budgets, keeps the Pareto front, and saves it as Parquet', async ({ page }) => {
  await page.goto('./#view=sweep');
  await ran(page);
  await page.getByRole('button', { name: 'Points of compute budget: log' }).click();
  await page.getByRole('button', { name: 'Points of compute budget: lin' }).click();
  await write(page, 'Values of compute budget', '1e21, 3e22, 7e23');
  await write(page, 'Steps of parameters', '31');
  await page.getByRole('combobox', { name: 'Add an axis' }).selectOption('law');
  await expect(page.getByRole('button', { name: 'Leave out Hoffmann 2022, rounded' })).toBeVisible();
  const question = page.locator('iso-sweep-question');
  await expect(question).toContainText('under each law');
  await expect(question).toContainText('186 cells');
  await page.getByRole('combobox', { name: 'What is kept' }).selectOption('pareto');
  await ran(page);

  // the front of loss and tokens, by the laws written out once more; at these budgets no two cells have the same tokens
  const cells = [1e21, 3e22, 7e23].flatMap((C) =>
    Array.from({ length: 31 }, (_, i) => 10 ** (7 + (6 * i) / 30)).flatMap((N) => {
      const D = C / (6 * N);
      return [
        { law: 'besiroglu-2024', C, N, D, loss: lossAt(N, D) },
        { law: 'hoffmann-2022', C, N, D, loss: hoffmannAt(N, D) },
      ];
    }),
  );
  const front = cells
    .filter(({ loss, D }) => !cells.some((other) => other.loss <= loss && other.D <= D && (other.loss < loss || other.D < D)))
    .toSorted((a, b) => a.loss - b.loss);
  expect(front.length).toBeGreaterThan(10);
  const table = page.getByRole('grid', { name: 'Rows of the sweep' });
  await expect(table).toHaveAttribute('aria-rowcount', String(front.length + 1));

  await page.getByRole('combobox', { name: 'Format of the export' }).selectOption('parquet');
  await page.getByRole('button', { name: 'Export all rows' }).click();
  await expect(page.locator('iso-sweep-answer')).toContainText('SHA-256');
  const downloading = page.waitForEvent('download');
  await page.locator('iso-sweep-answer').getByRole('button', { name: 'Download' }).click();
  const bytes = await readFile(await (await downloading).path());
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const rows = (await parquetReadObjects({ file, compressors })).toSorted((a, b) => Number(a['loss']) - Number(b['loss']));
  expect(rows.map(({ law }) => law)).toEqual(front.map(({ law }) => law));
  rows.forEach((row, i) => {
    for (const id of ['C', 'N', 'D', 'loss'] as const) expect(Math.abs(Number(row[id]) / front[i]![id] - 1)).toBeLessThan(1e-9);
  });

  // categories are kept by name
  await page.getByRole('combobox', { name: 'What is kept' }).selectOption('grid');
  await expect(table).toHaveAttribute('aria-rowcount', '187');
  await page.getByRole('button', { name: 'Parallel', exact: true }).click();
  await page.getByRole('combobox', { name: 'Keep law' }).selectOption('hoffmann-2022');
  await expect(page.locator('iso-sweep-table p')).toHaveText('93 of 186 rows are kept');
  for (const [, C = '', N = '', law = '', loss = ''] of await rowsInSight(page)) {
    expect(law).toBe('hoffmann-2022');
    expect(Math.abs(Number(loss) / hoffmannAt(readFigure(N), Number(C) / (6 * readFigure(N))) - 1)).toBeLessThan(1e-3);
  }
});

test('keeps rows out of bounds where it is wished, and says which they are', async ({ page }) => {
  const sweep =
    "('law':'besiroglu-2024','scenario':('D':1e12),'axes':!('quantity':'N','scale':'log','from':1e8,'to':1e12,'steps':41),('quantity':'hardware','values':!'h100-sxm'*)*,'metrics':!'loss','days'*)";
  await page.goto(`./#view=sweep&sweep=${sweep.replace("'D':1e12", "'D':1e12,'accelerators':1024")}`);
  await ran(page);
  await page.getByText('Bounds', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Bound a quantity' }).selectOption('days');
  await write(page, 'Largest days', '30');
  const table = page.getByRole('grid', { name: 'Rows of the sweep' });
  await expect(table).not.toHaveAttribute('aria-rowcount', '42');
  const within = Number(await table.getAttribute('aria-rowcount')) - 1;
  await page.getByRole('checkbox', { name: 'Keep rows out of bounds' }).check();
  await expect(table).toHaveAttribute('aria-rowcount', '42');
  await expect(table.getByRole('columnheader').last()).toContainText('within bounds');
  await page.getByRole('combobox', { name: 'Keep feasible' }).selectOption('yes');
  await expect(page.locator('iso-sweep-table p')).toHaveText(`${within} of 41 rows are kept`);
  for (const cells of await rowsInSight(page)) expect(cells.at(-1)).toBe('yes');
});

test('runs a sweep in the background, which is paused, goes on after a reload, and has the rows of a direct run', async ({ page }) => {
  test.setTimeout(240_000);
  const sweep =
    "('axes':!('quantity':'law','values':!'besiroglu-2024','hoffmann-2022'*),('quantity':'C','scale':'log','from':1e18,'to':1e26,'steps':500),('quantity':'N','scale':'log','from':1e7,'to':1e13,'steps':400000)*,'metrics':!'N','D','loss'*,'reduce':('kind':'frontier','of':'loss','over':!'N'*))";
  await page.goto(`./#view=sweep&backend=cpu&sweep=${sweep}`);
  await expect(page.locator('iso-sweep-question')).toContainText('400,000,000 cells, 1,000 rows');
  await expect(page.locator('iso-sweep-queue')).toContainText('Nothing runs in the background.');
  await page.getByRole('button', { name: 'Run in the background' }).click();
  const job = page.locator('iso-sweep-queue li');
  await expect(job).toContainText(/\d+ %, .* left/);
  await job.getByRole('button', { name: /^Pause/ }).click();
  await expect(job).toContainText(/Paused at \d+ %/);
  await page.reload();
  await expect(job).toContainText('Paused');
  await job.getByRole('button', { name: /^Resume/ }).click();
  await expect(job).toContainText('400,000,000 cells in', { timeout: 150_000 });

  await job.getByRole('combobox', { name: /^Export/ }).selectOption('csv');
  await expect(job).toContainText('SHA-256', { timeout: 60_000 });
  const digest = /SHA-256 ([0-9a-f]{16})/.exec((await job.textContent()) ?? '')?.[1];
  expect(digest).toBeDefined();
  await job.getByRole('button', { name: /^Show its rows/ }).click();
  const table = page.getByRole('grid', { name: 'Rows of the sweep' });
  await expect(table).toHaveAttribute('aria-rowcount', '1001', { timeout: 60_000 });
  const shown = await rowsInSight(page);

  // once more, in the foreground
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible({ timeout: 90_000 });
  await page.getByRole('button', { name: 'Export all rows' }).click();
  await expect(page.locator('iso-sweep-answer')).toContainText(`SHA-256 ${digest}`);
  expect(await rowsInSight(page)).toEqual(shown);
  await job.getByRole('button', { name: /^Remove/ }).click();
  await expect(page.locator('iso-sweep-queue')).toContainText('Nothing runs in the background.');
});

test('the sweep is accessible and nothing is cut off', async ({ page }) => {
  await page.goto('./#view=sweep');
  await ran(page);
  await page.getByRole('textbox', { name: 'Keep loss to' }).waitFor();
  expect(await faultsAtDeskAndPhone(page)).toEqual([]);
});
