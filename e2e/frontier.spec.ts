// The frontier view as its users meet it: the answer first, the budget moved, a law compared, a link shared.
import { axeFaults, faultsAtDeskAndPhone } from './axe';
import { expect, openReady, optimumAt, readFigure, test } from './page';

test('opens on the answer before any worker has started, and says when the engine’s code does not load', async ({ page, errors }) => {
  await page.route('**/*engine.worker*', (route) => route.abort());
  await page.goto('./');
  const sentence = page.locator('iso-question');
  await expect(sentence).toContainText(/train\s+72\.2B parameters on\s+1\.33T tokens,.* loss of 1\.97/);
  const { N, D, loss } = optimumAt(5.76e23);
  const figures = await page.locator('iso-answer .figure, iso-budget-slider .head b').allTextContents();
  const shown = figures.map((text) => readFigure(text));
  [N, D, D / N, loss, 5.76e23, 5.76e23 / 8.64e19].forEach((value, i) => expect(shown[i]! / value).toBeCloseTo(1, 2));
  await test.step('the engine stopped, and the page answers all the same', async () => {
    const badge = page.locator('iso-backend-badge');
    await expect(badge.getByRole('button')).toHaveText('Engine stopped');
    await badge.getByRole('button').focus();
    await expect(badge).toContainText('Reload to try again');
    await expect(page.locator('iso-stage-map svg path').first()).toBeAttached();
    await expect(page.locator('iso-question')).toContainText('train 72.2B parameters');
    errors.length = 0; // the browser logs the aborted request
  });
});

test('takes a budget that is typed, compares laws, shows other charts, and keeps all in the link', async ({ page }) => {
  await openReady(page);
  await test.step('takes a budget that is typed, in FLOP or in PF-days, and says what is wrong with one that is not', async () => {
    const field = page.getByRole('textbox', { name: 'Compute budget' });
    await field.fill('3640 PF-days');
    await field.press('Enter');
    const { N } = optimumAt(3640 * 8.64e19);
    expect(readFigure((await page.locator('iso-answer .leading td').first().textContent()) ?? '') / N).toBeCloseTo(1, 2);
    await field.fill('many');
    await expect(page.getByRole('alert')).toContainText('not a budget');
    await field.press('Escape');
    await expect(field).toHaveValue(/3\.14e23 FLOP/);
    await field.fill('5.76e23');
    await field.press('Enter');
  });
  await test.step('lists every law at the budget with the cost of being wrong, and compares one that is picked', async () => {
    const table = page.locator('iso-law-table');
    await table.getByText(/All \d+ laws and \d+ allocation rules at this budget/).click();
    const row = table.getByRole('row').filter({ hasText: 'Hoffmann 2022, rounded' });
    await expect(row).toContainText('32.2B');
    await expect(row).toContainText(/25\.7|26/);
    await row.getByRole('button').click();
    await expect(page.locator('iso-compare-picker').getByRole('row').filter({ hasText: 'Hoffmann 2022, rounded' })).toContainText('32.2B');
    await page.getByRole('button', { name: 'Compare no more with Hoffmann 2022, rounded' }).click();
  });
  const charts = page.locator('iso-frontier-chart');
  await test.step('a chart shows another thing against the budget', async () => {
    await page.getByRole('combobox', { name: 'What the third chart shows' }).selectOption('Learning curves');
    await expect(charts.nth(1).getByRole('img')).toHaveAccessibleName(/Learning curves against compute budget; 1\.974 at 5\.76e23 FLOP/);
    await expect(charts.nth(1).locator('path.learning')).toHaveCount(7);
  });
  const picker = page.locator('iso-compare-picker');
  await picker.getByRole('combobox', { name: 'Compare with' }).click();
  for (const name of ['Hoffmann 2022, rounded', 'Chinchilla, approach 1', 'GPT-3']) {
    await picker.getByRole('option', { name, exact: true }).click();
  }
  await page.keyboard.press('Escape');
  const row = (name: string) => picker.getByRole('row').filter({ hasText: name });
  const expectRows = async () => {
    await expect(row('Hoffmann 2022, rounded')).toContainText('32.2B');
    await expect(row('Hoffmann 2022, rounded')).toContainText('192× beyond its fitted range');
    // 0.099159 · C^0.4981, the line through table 3 of Hoffmann et al. 2022
    await expect(row('Chinchilla, approach 1')).toContainText('67.8B');
    await expect(row('GPT-3')).toContainText('1.684');
  };
  await expectRows();
  await expect(page.locator('iso-frontier-chart').first().locator('.mark.other')).toHaveCount(2);
  await expect(page).toHaveURL(/vs=hoffmann-2022,hoffmann-2022-a1,gpt3/);
  // a chart of the two that are left
  await page.getByRole('combobox', { name: 'What the second chart shows' }).selectOption('Least loss L*(C)');
  await expect(page).toHaveURL(/charts=loss,learning/);

  const shared = page.url();
  await page.goto('about:blank');
  await page.goto(shared);
  await expectRows();
  await expect(charts.first().getByRole('img')).toHaveAccessibleName(/Least loss/);

  await page.locator('iso-cost-matrix').getByText('Cost of being wrong').click();
  const matrix = page.getByRole('region', { name: 'Cost of being wrong' });
  await expect(matrix.locator('tbody tr').nth(1).locator('td').first()).toHaveText('+26 %');
  await picker.getByRole('button', { name: 'Compare no more with GPT-3' }).click();
  await expect(row('GPT-3')).toHaveCount(0);
  await expect(page).not.toHaveURL(/gpt3/);
});

test('makes a law of one’s own, finds it after a reload, and opens its link in another browser', async ({ page, browser }) => {
  await openReady(page);
  await page.getByRole('button', { name: 'Laws of your own' }).click();
  const dialog = page.locator('iso-own-law-dialog');
  await dialog.getByRole('button', { name: 'New law' }).click();
  await dialog.getByLabel('Name').fill('Ours');
  await dialog.getByLabel('Start from').selectOption('Hoffmann 2022, rounded');
  const beta = dialog.getByLabel('β', { exact: true });
  await beta.fill('28');
  await expect(dialog.getByRole('alert')).toHaveText('Expected a number from 0.01 to 1.');
  await expect(dialog.getByRole('button', { name: 'Save and use' })).toBeDisabled();
  await beta.fill('0.34');
  // alpha = beta: half of the compute's growth to each, N* = (A/B)^(1/0.68) · (C/6)^0.5
  const N = (406.4 / 410.7) ** (1 / 0.68) * (5.76e23 / 6) ** 0.5;
  expect(readFigure((await dialog.locator('dd.answer').first().textContent()) ?? '') / N).toBeCloseTo(1, 2);
  expect(await axeFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save and use' }).click();
  const sentence = page.locator('iso-question');
  await expect(sentence).toContainText(/under\s+Ours.*train\s+305B parameters/s);
  await expect(page).toHaveURL(/law=own-.*own=/);
  await page.locator('iso-backend-badge').getByRole('button').filter({ hasText: 'cells/s' }).waitFor();
  const shared = page.url();

  await page.goto('about:blank');
  await page.goto('./');
  await page.getByRole('combobox', { name: 'Law' }).selectOption('Ours');
  await expect(sentence).toContainText('train 305B parameters');

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(shared);
  await expect(other.locator('iso-question')).toContainText('train 305B parameters');
  await expect(other.getByRole('status').first()).toContainText('The link brought a law of its own, “Ours”.');
  await elsewhere.close();
});

test('opens a shared link, also those that come while the page is open', async ({ page }) => {
  await page.goto('./#v=1&law=hoffmann-2022&C=1e21');
  await expect(page.locator('iso-question')).toContainText('train 1.82B parameters on 91.4B tokens');
  const follow = (hash: string) => page.evaluate((to) => (location.hash = to), hash);
  await follow('#v=1&law=besiroglu-2024&C=1e24');
  await expect(page.locator('iso-question')).toContainText('train 95.9B parameters on 1.74T tokens');
  await test.step('shows how sure the answer is where the law says so, and says where it does not', async () => {
    await follow('#v=1&law=besiroglu-2024&C=5.76e23');
    const answer = page.locator('iso-answer');
    await expect(answer.locator('.interval').nth(1)).toHaveText(/\d/);
    const [intervalN = '', intervalD = ''] = await answer.locator('.interval').allTextContents();
    const { N, D } = optimumAt(5.76e23);
    for (const [text, best] of [
      [intervalN, N],
      [intervalD, D],
    ] as const) {
      const [from = '', to = ''] = text.replace('80 % interval', '').split('–');
      expect(readFigure(from)).toBeLessThan(best);
      expect(readFigure(to)).toBeGreaterThan(best);
    }
    await expect(answer).toContainText('the law’s own shape is not in them');
    await expect(page.locator('iso-frontier-chart path.band')).toHaveCount(2);
    await expect(page.locator('iso-profile-chart rect.band')).toHaveCount(1);

    await follow('#v=1&law=hoffmann-2022&C=5.76e23');
    await expect(answer).toContainText('no uncertainty published');
    await expect(answer.locator('.interval')).toHaveCount(0);
    await expect(page.locator('.band')).toHaveCount(0);
  });
  await test.step('bends the optimum where unique tokens are few, and keeps them in the link', async () => {
    await follow('#v=1&law=muennighoff-2023&C=1e23');
    await expect(page.locator('iso-question')).toContainText(/train\s+29\.2B parameters on\s+572B tokens/);
    await follow('#v=1&law=muennighoff-2023&C=1e23&U=25e9');
    await expect(page.locator('iso-question')).toContainText(/train\s+18\.8B parameters on\s+884B tokens/);
    const slider = page.getByRole('slider', { name: /unique tokens/i });
    await slider.focus();
    await page.keyboard.press('End');
    await expect(page.locator('iso-question')).toContainText(/train\s+29\.2B parameters/);
    await expect(page).not.toHaveURL(/U=/);
  });
});

test('opens what it can of a broken link, and names the field, the value and what is allowed', async ({ page }) => {
  await page.goto('./#v=1&law=nobody-1999&C=1e21');
  await expect(page.getByRole('status').first()).toContainText('law: nobody-1999 is not allowed; expected one of besiroglu-2024');
  await expect(page.locator('iso-question')).toContainText('train 2.78B parameters');
});

test('is accessible and nothing is cut off', async ({ page }) => {
  await openReady(page, '#v=1&law=besiroglu-2024&C=5.76e23&vs=hoffmann-2022,llama3-2024,kaplan-2020-nd,gpt3&charts=N,learning');
  await page.locator('iso-cost-matrix').getByText('Cost of being wrong').click();
  expect(await faultsAtDeskAndPhone(page)).toEqual([]);
});

test('is reached, driven, read and listed by the keyboard alone', async ({ page, context }) => {
  await openReady(page);
  await test.step('is reached by the tab key in the order in which it is read', async () => {
    await page.getByRole('textbox', { name: 'Compute budget' }).focus();
    const reached: string[] = [];
    for (let i = 0; i < 32 && !reached.includes('iso-catalogue-card'); i++) {
      reached.push(
        await page.evaluate(() => {
          let active = document.activeElement;
          let host = '';
          while (active) {
            if (active.localName.startsWith('iso-') && active.localName !== 'iso-term') host = active.localName;
            active = active.shadowRoot?.activeElement ?? null;
          }
          return host;
        }),
      );
      await page.keyboard.press('Tab');
    }
    const order = reached.filter((host, i) => host !== reached[i - 1] && host !== '');
    expect(order).toEqual([
      'iso-budget-field',
      'iso-law-picker',
      'iso-answer',
      'iso-budget-slider',
      'iso-stage',
      'iso-profile-chart',
      'iso-frontier-chart',
      'iso-spend-controls',
      'iso-limit-controls',
      'iso-compare-list',
      'iso-compare-picker',
      'iso-own-laws',
      'iso-catalogue-card',
    ]);
  });
  await test.step('saves nothing when the export is given up', async () => {
    const downloads: string[] = [];
    page.on('download', (download) => downloads.push(download.suggestedFilename()));
    await page.getByRole('button', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export', exact: true });
    await expect(page.locator('iso-export-dialog').getByRole('radio', { name: /Frontier/ })).toBeChecked();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('button', { name: 'Export' })).toBeEnabled();
    expect(downloads).toEqual([]);
  });
  const stage = page.getByRole('application', { name: /Loss surface/ });
  await stage.focus();
  await expect(stage).toHaveAccessibleDescription(/Arrow keys turn the picture.*Enter, or Shift with an arrow key, reads/);
  const picture = page.locator('iso-stage .frame');
  // to a pixel: turning back leaves a rounding error
  const labels = () =>
    page
      .locator('iso-stage .labels .tick')
      .evaluateAll((all) =>
        all.map((each) => (each.getAttribute('style') ?? '').replaceAll(/\d+\.\d+/g, (n) => String(Math.round(Number(n))))).join(),
      );
  const first = await labels();
  for (const key of ['ArrowLeft', '+', '2', '3']) {
    const before = await labels();
    await page.keyboard.press(key);
    await expect.poll(labels).not.toBe(before);
  }
  await page.keyboard.press('Home');
  await expect.poll(labels).toBe(first);

  // reading starts at the optimum, and walks in tenths of a decade
  const told = page.locator('iso-stage [aria-live]');
  await page.keyboard.press('Enter');
  await expect(told).toHaveText(
    /^72\.2B parameters on 1\.33T tokens: 1\.9744 nat\/token\. 5\.76e23 FLOP, 18\.4 .*Optimal for this compute\.$/,
  );
  await page.keyboard.press('ArrowRight');
  await expect(told).toHaveText(/^79\.4B parameters on 1\.33T tokens: 1\.9718 nat\/token\. 6\.33e23 FLOP/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowUp');
  await expect(told).toHaveText(/^100B parameters on 1\.58T tokens/);
  await expect(picture.locator('.reader')).toBeVisible();
  await expect(page.locator('iso-stage iso-readout')).toContainText('100B parameters');
  await expect(page.locator('iso-frontier-chart circle.hover').first()).toBeAttached();
  expect(await labels()).toBe(first);
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(told).toHaveText('');
  await expect(picture.locator('.reader')).toHaveCount(0);

  const tables = page.locator('iso-stage-table');
  await tables.locator('summary').focus();
  await page.keyboard.press('Enter');
  const { N, D, loss } = optimumAt(1e23);
  const cellsAt = tables.getByRole('row').filter({ hasText: '1.00e23' }).first().getByRole('cell');
  await expect(cellsAt).toHaveCount(4);
  const cells = await cellsAt.allTextContents();
  [N, D, D / N, loss].forEach((value, i) => expect(readFigure(cells[i]!) / value).toBeCloseTo(1, 1.5));
  await expect(tables.getByRole('row').filter({ hasText: 'Chinchilla 70B' })).toContainText(/70\.0B\s*1\.40T/);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await tables.getByRole('button', { name: 'Copy both tables' }).press('Enter');
  await expect(tables.getByRole('status')).toHaveText('Copied, with every digit.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('C [FLOP]\tN*\tD*\ttokensPerParameter\tloss [nat/token]\n');
  expect(await axeFaults(page)).toEqual([]);
});
