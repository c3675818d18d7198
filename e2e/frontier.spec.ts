// The frontier view as its users meet it: the answer first, the budget moved, a law compared, a link shared.
import { axeFaults, faultsAtDeskAndPhone } from './axe';
import { expect, lossAt, openReady, optimumAt, readFigure, shareOfPixels, test } from './page';

test('opens on the answer, before any worker has started', async ({ page }) => {
  await page.route('**/*engine.worker*', (route) => route.abort());
  await page.goto('./');
  const sentence = page.locator('iso-question');
  await expect(sentence).toContainText(/train\s+72\.2B parameters on\s+1\.33T tokens,.* loss of 1\.97/);
  const { N, D, loss } = optimumAt(5.76e23);
  const figures = await page.locator('iso-answer .figure, iso-budget-slider .head b').allTextContents();
  const shown = figures.map((text) => readFigure(text));
  [N, D, D / N, loss, 5.76e23, 5.76e23 / 8.64e19].forEach((value, i) => expect(shown[i]! / value).toBeCloseTo(1, 2));
});

test('moves everything at once when the budget is dragged', async ({ page }) => {
  await openReady(page);
  const slider = page.getByRole('slider', { name: /Compute budget/ });
  const stage = page.locator('iso-stage .frame');
  const before = await stage.screenshot();
  const box = (await slider.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.56, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2, { steps: 8 });
  await page.mouse.up();
  const C = 10 ** Number(await slider.inputValue());
  expect(C).toBeLessThan(1e21);
  const { N, D } = optimumAt(C);
  const [shownN = '', shownD = ''] = await page.locator('iso-answer .leading .figure').allTextContents();
  expect(readFigure(shownN) / N).toBeCloseTo(1, 1.5);
  expect(readFigure(shownD) / D).toBeCloseTo(1, 1.5);
  await expect(page.locator('iso-question')).toContainText(`train ${shownN.trim()} parameters on ${shownD.trim()} tokens`);
  await expect(page.locator('iso-frontier-chart').first()).toContainText(shownN.trim());
  await expect(page).toHaveURL(/C=/);
  await expect.poll(async () => before.equals(await stage.screenshot())).toBe(false);
});

test('takes a budget that is typed, in FLOP or in PF-days, and says what is wrong with one that is not', async ({ page }) => {
  await page.goto('./');
  const field = page.getByRole('textbox', { name: 'Compute budget' });
  await field.fill('3640 PF-days');
  await field.press('Enter');
  const { N } = optimumAt(3640 * 8.64e19);
  expect(readFigure((await page.locator('iso-answer .leading td').first().textContent()) ?? '') / N).toBeCloseTo(1, 2);
  await field.fill('many');
  await expect(page.getByRole('alert')).toContainText('not a budget');
  await field.press('Escape');
  await expect(field).toHaveValue(/3\.14e23 FLOP/);
});

test('draws the surface from the sweep: coloured by loss, with the frontier and the optimum in their accent', async ({ page }) => {
  await openReady(page);
  const stage = page.locator('iso-stage .frame');
  await expect.poll(async () => shareOfPixels(page, await stage.screenshot(), 'surface')).toBeGreaterThan(0.12);
  expect(await shareOfPixels(page, await stage.screenshot(), 'optimal')).toBeGreaterThan(0.001);
});

test('reads the cell under the pointer, in f64', async ({ page }) => {
  await openReady(page);
  const stage = page.locator('iso-stage .pointer');
  const box = (await stage.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.48, box.y + box.height * 0.48);
  const readout = page.locator('iso-stage iso-readout');
  await expect(readout).toContainText('per parameter');
  const [N = 0, D = 0, C = 0, , loss = 0] = (await readout.locator('b').allTextContents())
    .filter((text) => /^\d/.test(text))
    .map(readFigure);
  expect(C / (6 * N * D)).toBeCloseTo(1, 1.5);
  expect(loss / lossAt(N, D)).toBeCloseTo(1, 2);
});

test('turns and zooms the picture, by pointer and by preset', async ({ page }) => {
  await openReady(page);
  const stage = page.locator('iso-stage .frame');
  const first = await stage.screenshot();
  const box = (await stage.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 150, box.y + box.height / 2 + 30, { steps: 5 });
  await page.mouse.up();
  await page.mouse.move(0, 0);
  await expect.poll(async () => first.equals(await stage.screenshot())).toBe(false);
  const turned = await stage.screenshot();
  await page.getByRole('button', { name: 'Top' }).click();
  await page.mouse.move(0, 0);
  await expect.poll(async () => turned.equals(await stage.screenshot())).toBe(false);
});

test('compares a law, an allocation rule and a trend, and keeps them in the link', async ({ page }) => {
  await openReady(page);
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
  const shared = page.url();
  await page.goto('about:blank');
  await page.goto(shared);
  await expectRows();

  await page.locator('iso-cost-matrix').getByText('Cost of being wrong').click();
  const matrix = page.getByRole('region', { name: 'Cost of being wrong' });
  await expect(matrix.locator('tbody tr').nth(1).locator('td').first()).toHaveText('+26 %');
  await picker.getByRole('button', { name: 'Compare no more with GPT-3' }).click();
  await expect(row('GPT-3')).toHaveCount(0);
  await expect(page).not.toHaveURL(/gpt3/);
});

test('shows another thing against the budget in a chart, and keeps it in the link', async ({ page }) => {
  await openReady(page);
  const charts = page.locator('iso-frontier-chart');
  await page.getByRole('combobox', { name: 'What the third chart shows' }).selectOption('Learning curves');
  await expect(charts.nth(1).getByRole('img')).toHaveAccessibleName(/Learning curves against compute budget; 1\.974 at 5\.76e23 FLOP/);
  await expect(charts.nth(1).locator('path.learning')).toHaveCount(7);
  await page.getByRole('combobox', { name: 'What the second chart shows' }).selectOption('Least loss L*(C)');
  await expect(page).toHaveURL(/charts=loss,learning/);
  await page.reload();
  await expect(charts.first().getByRole('img')).toHaveAccessibleName(/Least loss/);
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

test('shows how sure the answer is where the law says so, and says where it does not', async ({ page }) => {
  await page.goto('./');
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

  await page.goto('./#v=1&law=hoffmann-2022&C=5.76e23');
  await expect(answer).toContainText('no uncertainty published');
  await expect(answer.locator('.interval')).toHaveCount(0);
  await expect(page.locator('.band')).toHaveCount(0);
});

test('moves the budget by a drag of the optimum in the picture, and of the cursor in a chart', async ({ page }) => {
  await openReady(page);
  const slider = page.getByRole('slider', { name: /Compute budget/ });
  const budget = async () => 10 ** Number(await slider.inputValue());
  const label = (await page.locator('iso-stage .labels .optimum').boundingBox())!;
  // the optimum stands left of its label, in the middle of it
  const optimum = { x: label.x - 9, y: label.y + label.height / 2 };
  const before = await budget();
  await page.mouse.move(optimum.x, optimum.y);
  await expect(page.locator('iso-stage .pointer.optimum')).toBeVisible();
  await page.mouse.down();
  await page.mouse.move(optimum.x + 12, optimum.y + 60, { steps: 6 });
  await page.mouse.up();
  await expect.poll(budget).toBeGreaterThan(before * 3);

  const chart = (await page.locator('iso-frontier-chart svg.plot-area').first().boundingBox())!;
  await page.mouse.move(chart.x + chart.width * 0.6, chart.y + chart.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(chart.x + chart.width * 0.4, chart.y + chart.height * 0.5, { steps: 4 });
  await page.mouse.up();
  // ticks at 1e17 and 1e28 stand at the ends of the plot, 40 and 10 pixels from its sides
  const share = (chart.width * 0.4 - 40) / (chart.width - 50);
  await expect.poll(async () => Math.log10(await budget())).toBeCloseTo(17 + 11 * share, 1);
});

test('saves nothing when the export is given up', async ({ page }) => {
  await openReady(page);
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

test('says that the engine stopped when its code does not load, and answers all the same', async ({ page, errors }) => {
  await page.route('**/*engine.worker*', (route) => route.abort());
  await page.goto('./');
  const badge = page.locator('iso-backend-badge');
  await expect(badge.getByRole('button')).toHaveText('Engine stopped');
  await badge.getByRole('button').focus();
  await expect(badge).toContainText('Reload to try again');
  await expect(page.locator('iso-stage-map svg path').first()).toBeAttached();
  await expect(page.locator('iso-question')).toContainText('train 72.2B parameters');
  errors.length = 0; // the browser logs the aborted request
});

test('is reached by the tab key in the order in which it is read', async ({ page }) => {
  await openReady(page);
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

test('opens a shared link, also one that comes while the page is open', async ({ page }) => {
  await page.goto('./#v=1&law=hoffmann-2022&C=1e21');
  await expect(page.locator('iso-question')).toContainText('train 1.82B parameters on 91.4B tokens');
  await page.evaluate(() => (location.hash = '#v=1&law=besiroglu-2024&C=1e24'));
  await expect(page.locator('iso-question')).toContainText('train 95.9B parameters on 1.74T tokens');
});

test('opens what it can of a broken link, and names the field, the value and what is allowed', async ({ page }) => {
  await page.goto('./#v=1&law=nobody-1999&C=1e21');
  await expect(page.getByRole('status').first()).toContainText('law: nobody-1999 is not allowed; expected one of besiroglu-2024');
  await expect(page.locator('iso-question')).toContainText('train 2.78B parameters');
});

test('is usable with the keyboard alone', async ({ page }) => {
  await openReady(page);
  const slider = page.getByRole('slider', { name: /Compute budget/ });
  await slider.focus();
  const before = Number(await slider.inputValue());
  await page.keyboard.press('ArrowRight');
  expect(Number(await slider.inputValue())).toBeGreaterThan(before);
  const stage = page.getByRole('application');
  await stage.focus();
  const picture = page.locator('iso-stage .frame');
  const first = await picture.screenshot();
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => first.equals(await picture.screenshot())).toBe(false);
});

test('bends the optimum where unique tokens are few, and keeps them in the link', async ({ page }) => {
  await page.goto('./#v=1&law=muennighoff-2023&C=1e23');
  await expect(page.locator('iso-question')).toContainText(/train\s+29\.2B parameters on\s+572B tokens/);
  await page.evaluate(() => (location.hash = '#v=1&law=muennighoff-2023&C=1e23&U=25e9'));
  await expect(page.locator('iso-question')).toContainText(/train\s+18\.8B parameters on\s+884B tokens/);
  const slider = page.getByRole('slider', { name: /unique tokens/i });
  await slider.focus();
  await page.keyboard.press('End');
  await expect(page.locator('iso-question')).toContainText(/train\s+29\.2B parameters/);
  await expect(page).not.toHaveURL(/U=/);
});

test('lists every law at the budget with the cost of being wrong, and compares one that is picked', async ({ page }) => {
  await page.goto('./');
  const table = page.locator('iso-law-table');
  await table.getByText(/All \d+ laws and \d+ allocation rules at this budget/).click();
  const row = table.getByRole('row').filter({ hasText: 'Hoffmann 2022, rounded' });
  await expect(row).toContainText('32.2B');
  await expect(row).toContainText(/25\.7|26/);
  await row.getByRole('button').click();
  await expect(page.locator('iso-compare-picker').getByRole('row').filter({ hasText: 'Hoffmann 2022, rounded' })).toContainText('32.2B');
});

test('is accessible and nothing is cut off', async ({ page }) => {
  await openReady(page, '#v=1&law=besiroglu-2024&C=5.76e23&vs=hoffmann-2022,llama3-2024,kaplan-2020-nd,gpt3&charts=N,learning');
  await page.locator('iso-cost-matrix').getByText('Cost of being wrong').click();
  expect(await faultsAtDeskAndPhone(page)).toEqual([]);
});

test('is driven, read and listed by the keyboard alone', async ({ page, context }) => {
  await openReady(page);
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

test('shows what limits cut off in the picture, and keeps the charts in the window under a question of two lines', async ({ page }) => {
  await openReady(page, '#v=1&law=besiroglu-2024&C=5.76e23&maxDays=30&fitsMemory=1');
  const stage = page.locator('iso-stage .frame');
  await expect(page.locator('iso-stage .legend')).toContainText('beyond the limits');
  await expect.poll(async () => shareOfPixels(page, await stage.screenshot(), 'surface')).toBeGreaterThan(0.05);
  await page.getByRole('application', { name: /Loss surface/ }).focus();
  await page.keyboard.press('Enter');
  const told = page.locator('iso-stage [aria-live]');
  await expect(told).not.toContainText('Cut off');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowUp');
  await expect(told).toContainText('Cut off by the limits.');
  expect((await page.locator('iso-question').boundingBox())!.height).toBeGreaterThan(60);
  for (const title of await page
    .locator('.charts text')
    .filter({ hasText: /^(budget C, FLOP|parameters N)$/ })
    .all()) {
    const box = (await title.boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(900);
  }
});
