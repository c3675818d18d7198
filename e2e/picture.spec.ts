// The picture in three dimensions: what it shows, how it is read, turned and dragged, and what follows.
import { launchOptions } from '../scripts/chromium.mjs';
import { expect, lossAt, openReady, optimumAt, readFigure, shareOfPixels, test } from './page';

// these stories look at what the GPU draws
test.use({ launchOptions: await launchOptions() });

test('is drawn from the sweep, read under the pointer, turned and zoomed, by pointer and by keyboard', async ({ page }) => {
  await openReady(page);
  await test.step('draws the surface from the sweep: coloured by loss, with the frontier and the optimum in their accent', async () => {
    const stage = page.locator('iso-stage .frame');
    await expect.poll(async () => shareOfPixels(page, await stage.screenshot(), 'surface')).toBeGreaterThan(0.12);
    expect(await shareOfPixels(page, await stage.screenshot(), 'optimal')).toBeGreaterThan(0.001);
  });
  await test.step('reads the cell under the pointer, in f64', async () => {
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
  await test.step('turns and zooms the picture, by pointer and by preset', async () => {
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
  await test.step('is usable with the keyboard alone', async () => {
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
});

test('moves the budget, and moves with it', async ({ page }) => {
  await openReady(page);
  await test.step('moves the budget by a drag of the optimum in the picture, and of the cursor in a chart', async () => {
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
  await test.step('moves everything at once when the budget is dragged', async () => {
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

test('draws the savings as a surface in three dimensions, and says what was measured', async ({ page }) => {
  await page.goto('./#view=growth');
  await page.locator('iso-growth-map canvas').first().waitFor();
  await page.getByRole('button', { name: '3D', exact: true }).click();
  const map = page.locator('iso-growth-map');
  await expect.poll(async () => shareOfPixels(page, await map.screenshot(), 'surface')).toBeGreaterThan(0.1);
  await expect(page).toHaveURL(/relief=/);
  const measured = page.locator('iso-growth-measured');
  await measured.getByText('What growing saved where it was measured').click();
  await expect(measured.getByRole('listitem').filter({ hasText: 'MSG, BERT-large' })).toContainText('54.6 %');
  await expect(measured.getByRole('listitem').filter({ hasText: 'width zero' })).toContainText('−21.8 %');
});
