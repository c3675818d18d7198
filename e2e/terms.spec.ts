// Terms that explain themselves where they stand: to the pointer, to the keyboard and to a finger, and from there in help.
import type { Page } from 'playwright/test';
import { viewIds } from '../src/state/views';
import { axeFaultsInThemes } from './axe';
import { expect, test } from './page';

const termIn = (page: Page, name: string) => page.locator('iso-term').getByRole('button', { name, exact: true });
const cardIn = (page: Page) => page.locator('iso-term .card:popover-open');

/** Most terms that a view marks before anything is unfolded: every one is a stop of the keyboard. */
const MOST = 10;

test('a word explains itself under the pointer, and leads to its entry in help', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./');
  const term = termIn(page, 'tokens per parameter');
  const before = await page.locator('iso-answer').boundingBox();
  await term.hover();
  const card = cardIn(page);
  await expect(card).toContainText('Training tokens for each parameter, D / N.');
  await expect(card).toContainText('Source: Hoffmann et al. 2022');
  expect(await page.locator('iso-answer').boundingBox()).toEqual(before);
  expect(await axeFaultsInThemes(page)).toEqual([]);

  // it stays while the pointer is on it, and goes with it
  await card.hover();
  await expect(card.getByRole('button', { name: 'Open in help' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Views' }).hover();
  await expect(card).toBeHidden();

  await term.hover();
  await card.getByRole('button', { name: 'Open in help' }).click();
  const entry = page.locator('iso-help [data-term="tokensPerParameter"]');
  await expect(entry).toBeInViewport();
  await expect(entry).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(entry).toBeHidden();
  await expect(term).toBeFocused();
});

test('a word explains itself to the keyboard', async ({ page }) => {
  await page.goto('./#v=1&view=plan');
  const list = page.getByRole('combobox', { name: 'Where the utilisation comes from' });
  await list.focus();
  await page.keyboard.press('Shift+Tab');
  await expect(termIn(page, 'utilisation')).toBeFocused();
  const card = cardIn(page);
  await expect(card).toContainText('Share of the peak that training reaches');
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(card).toBeVisible();
  // the card is no stop of its own
  await page.keyboard.press('Tab');
  await expect(list).toBeFocused();
  await expect(card).toBeHidden();
  await page.keyboard.press('Shift+Tab');
  await expect(card).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('iso-help [data-term="mfu"]')).toBeFocused();
});

test('a word explains itself to a finger, within the window of a phone', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL ?? '', viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await context.newPage();
  await page.goto('./#v=1&locale=ja&view=growth');
  const terms = page.locator('iso-growth-view iso-term .word');
  await expect(terms.first()).toBeVisible();
  for (const term of await terms.all()) {
    await term.tap();
    const card = cardIn(page);
    await expect(card).toContainText('出典');
    const { x, y, width, height } = (await card.boundingBox())!;
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(390);
    expect(y + height).toBeLessThanOrEqual(844);
    // a second tap closes it, as one beside the word would
    await term.tap();
    await expect(card).toBeHidden();
  }
  await context.close();
});

test('every view marks few terms, and each of them once', async ({ page }) => {
  await page.goto('./');
  for (const view of viewIds) {
    await page.evaluate((id) => (location.hash = `#v=1&view=${id}`), view);
    const terms = page.locator(`iso-${view}-view iso-term`).filter({ visible: true });
    await expect(terms.first()).toBeVisible();
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    const marked = await terms.evaluateAll((found) => found.map((term) => ('of' in term ? term.of : undefined)));
    expect(new Set(marked).size, view).toBe(marked.length);
    expect(marked.length, view).toBeLessThanOrEqual(MOST);
  }
});
