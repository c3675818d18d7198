// What happens when the machine fails: the GPU process is killed while the page is open.
import { chromium, expect, test } from 'playwright/test';
import { launchOptions } from '../scripts/chromium.mjs';
import { openReady, shareOfPixels } from './page';

interface ProcessInfo {
  readonly type: string;
  readonly id: number;
}

test('a killed GPU process costs neither the numbers nor the picture, and is told in words', async ({ baseURL }) => {
  const browser = await chromium.launch(await launchOptions());
  const page = await browser.newPage({ baseURL: baseURL ?? '', viewport: { width: 1440, height: 900 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await openReady(page, '#v=1&backend=webgpu');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as { processInfo: readonly ProcessInfo[] };
  const gpu = processInfo.find(({ type }) => type === 'GPU');
  if (!gpu) throw new Error('the browser has no GPU process');
  process.kill(gpu.id, 'SIGKILL');

  await expect(page.locator('iso-status')).toContainText(/GPU device was lost/);
  await expect(page.locator('iso-question')).toContainText('train 72.2B parameters');
  // either the picture is drawn again on the new device, or the map stands in for it
  const stage = page.locator('iso-stage .frame');
  await expect
    .poll(
      async () =>
        (await page.locator('iso-stage-map').count()) > 0 || (await shareOfPixels(page, await stage.screenshot(), 'surface')) > 0.12,
    )
    .toBe(true);
  await page.getByRole('slider', { name: /Compute budget/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('iso-question')).not.toContainText('train 72.2B parameters');
  expect(errors).toEqual([]);
  await browser.close();
});
