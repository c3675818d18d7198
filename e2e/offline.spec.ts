// Without a network: after one visit the page opens, computes and draws from what the browser kept.
import { expect, isForeign, openReady, test } from './page';

test.use({ serviceWorkers: 'allow' });

test('can be installed; opens, computes and draws without a network after the first visit', async ({ page, context, baseURL, request }) => {
  const foreign: string[] = [];
  context.on('request', (request) => {
    if (isForeign(request.url(), baseURL)) foreign.push(request.url());
  });
  await openReady(page);
  await test.step('can be installed', async () => {
    const href = await page.locator('link[rel=manifest]').getAttribute('href');
    const manifest = (await (await request.get(new URL(href ?? '', page.url()).href)).json()) as {
      icons: { src: string }[];
      display: string;
    };
    expect(manifest.display).toBe('standalone');
    for (const { src } of manifest.icons) expect((await request.get(new URL(src, page.url()).href)).ok()).toBe(true);
  });
  await page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => active?.state));
  await context.setOffline(true);
  await page.reload();
  await page.locator('iso-backend-badge').getByRole('button').filter({ hasText: 'cells/s' }).waitFor();
  await page.locator('iso-stage .frame.open').waitFor();
  await expect(page.locator('iso-question')).toContainText('parameters');
  // views whose code was never asked for
  await page.getByRole('link', { name: 'Growth' }).click();
  await expect(page.locator('iso-growth-map canvas').first()).toBeVisible();
  await page.getByRole('link', { name: 'Fit' }).click();
  await expect(page.locator('iso-fit-view')).toContainText('from 1000 resamples', { timeout: 60_000 });
  expect(foreign).toEqual([]);
});
