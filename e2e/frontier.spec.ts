// The frontier view as its users meet it: the answer first, the budget moved, a law compared, a link shared.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, lossAt, openReady, optimumAt, readFigure, shareOfPixels, test } from './page';

test('opens on the answer, before any worker has started', async ({ page }) => {
  await page.route('**/*engine.worker*', (route) => route.abort());
  await page.goto('./');
  const sentence = page.locator('iso-question');
  await expect(sentence).toContainText(/train 72\.2B parameters on\s+1\.33T tokens,.* loss of 1\.97/);
  const { N, D, loss } = optimumAt(5.76e23);
  const figures = await page.locator('iso-answer td').allTextContents();
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
  const [shownN = '', shownD = ''] = await page.locator('iso-answer .leading td').allTextContents();
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

test('compares two laws, and keeps both in the link', async ({ page }) => {
  await openReady(page);
  await page.getByRole('combobox', { name: 'Compare with' }).click();
  await page.locator('iso-compare-picker').getByRole('option', { name: 'Hoffmann 2022, rounded', exact: true }).click();
  await expect(page.locator('iso-answer td.compared').first()).toHaveText(/32\.2B/);
  await expect(page).toHaveURL(/vs=hoffmann-2022/);
  const shared = page.url();
  await page.goto('about:blank');
  await page.goto(shared);
  await expect(page.locator('iso-answer td.compared').first()).toHaveText(/32\.2B/);
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

for (const colorScheme of ['dark', 'light'] as const) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test(`is accessible and nothing is cut off: ${colorScheme}, ${viewport.width} pixels wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await openReady(page);
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    });
  }
}
