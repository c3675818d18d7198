// The page in Japanese: a switch that costs nothing, the same numbers, a link that carries it, and no English left over in any view.
import type { Page } from 'playwright/test';
import { viewIds } from '../src/state/views';
import { expect, test } from './page';

test('is Japanese at the press of a button, in its link, and English again, with the same numbers', async ({ page, browser, baseURL }) => {
  await page.goto('./#v=1&law=hoffmann-2022&C=1e24');
  const answer = page.locator('iso-question b');
  await expect(answer.first()).toHaveText(/\d/);
  const figures = async (on: Page): Promise<string[]> => (await on.locator('iso-question b').allTextContents()).toSorted();
  const english = await figures(page);
  await expect(page.getByRole('navigation')).toContainText('Frontier');

  await page.getByRole('button', { name: '日本語に切り替える' }).click();
  await expect(page.getByRole('navigation')).toContainText('フロンティア');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await expect(answer.first()).toHaveText(/\d/);
  expect(await figures(page)).toEqual(english);
  await expect(page).toHaveURL(/locale=ja/);
  await expect(page).toHaveURL(/law=hoffmann-2022&C=1e24/);

  // whoever is sent the link reads it in its language
  const other = await browser.newContext({ baseURL: baseURL ?? '' });
  const there = await other.newPage();
  await there.goto(page.url());
  await expect(there.getByRole('navigation')).toContainText('フロンティア');
  expect(await figures(there)).toEqual(english);
  await other.close();

  // a later visit without a link remembers the choice
  await page.goto('about:blank');
  await page.goto('./');
  await expect(page.getByRole('navigation')).toContainText('フロンティア');
  await page.getByRole('button', { name: 'Switch to English' }).click();
  await expect(page.getByRole('navigation')).toContainText('Frontier');
  await expect(page).not.toHaveURL(/locale/);
});

test.describe('in a browser that asks for Japanese', () => {
  test.use({ locale: 'ja-JP', viewport: { width: 390, height: 844 } });

  test('every view is Japanese, says nothing in English, and fits a phone', async ({ page }) => {
    await page.goto('./');
    await expect(page.getByRole('navigation')).toContainText('フロンティア');
    await page.locator('iso-backend-badge').getByRole('button').filter({ hasText: /\d/ }).waitFor();
    for (const view of viewIds) {
      await page.evaluate((id) => (location.hash = `#v=1&locale=ja&view=${id}`), view);
      await expect(page.locator(`iso-${view}-view`)).toBeVisible();
      await expect(page.locator('.awaited, [aria-busy="true"]').filter({ visible: true })).toHaveCount(0);
      await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
      expect(await page.evaluate(() => document.documentElement.scrollWidth), view).toBeLessThanOrEqual(390);
      expect(await englishIn(page), view).toEqual([]);
    }
  });
});

/** Texts and names of controls, in all shadow trees, that are English sentences or phrases. */
async function englishIn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // words that no symbol, no unit and no name of a law has
    const english =
      /\b(the|of|an|and|or|to|for|with|in|on|is|are|was|were|by|from|at|not|no|than|that|this|these|what|which|who|how|where|when|it|its|as|be|has|have|can|each|every|all|any|more|most|less|least|only|other|parameters?|tokens|loss|budgets?|laws?|runs?|models?|sizes?|(?<!-)days|money|memory|training|hours?|rows?|cells?|columns?|stages?|cost|price|data|close|show|hide|add|remove|reset|save|choose|select|compare)\b/i;
    // sources and names stay as they are written
    const isName = /arXiv|et al\.|\b20\d\d\b|model card|README/;
    const skipped = 'script, style, noscript, code, pre, kbd, math, cite, [lang="en"], [translate="no"]';
    const found = new Set<string>();
    const judge = (text: string | null): void => {
      const said = (text ?? '').replaceAll(/\s+/g, ' ').trim();
      if (!/[぀-ヿ一-鿿]/.test(said) && english.test(said) && !isName.test(said)) found.add(said);
    };
    const visit = (node: Node): void => {
      if (node instanceof Element) {
        if (node.matches(skipped)) return;
        for (const name of ['aria-label', 'title', 'placeholder', 'label', 'alt', 'aria-description', 'aria-valuetext'])
          judge(node.getAttribute(name));
        if (node.shadowRoot) visit(node.shadowRoot);
      }
      if (node instanceof Text) judge(node.data);
      for (const child of node.childNodes) visit(child);
    };
    visit(document.body);
    return [...found];
  });
}
