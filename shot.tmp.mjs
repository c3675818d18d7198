import { chromium } from 'playwright';
import { launchOptions } from './scripts/chromium.mjs';
const browser = await chromium.launch(await launchOptions());
const shots = [
  ['a', 1440, 900, 'dark', '#v=1&law=besiroglu-2024&C=5.76e23&inferenceTokens=1e13', false],
  ['b', 1440, 900, 'light', '#v=1&law=sardana-2024&C=5.76e23&inferenceTokens=2e12&flopCount=megatron&contextLength=32768&rhoD=1.5&N=7e9&vs=hoffmann-2022', true],
  ['c', 390, 844, 'dark', '#v=1&law=besiroglu-2024&C=5.76e23&inferenceTokens=1e13&tokensPerParameter=20', true],
];
for (const [name, width, height, colorScheme, hash, open] of shots) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && console.log(name, m.type(), m.text().slice(0, 300)));
  page.on('pageerror', (e) => console.log(name, 'pageerror', e.message));
  await page.goto(`http://localhost:4631/${hash}`);
  await page.locator('iso-stage .frame.open').waitFor({ timeout: 60000 });
  if (open) for (const d of await page.locator('iso-spend-controls details summary').all()) await d.click();
  await page.waitForTimeout(2500);
  await page.screenshot({ path: `/tmp/spend-${name}.png` });
  if (width < 500) await page.screenshot({ path: `/tmp/spend-${name}-full.png`, fullPage: true });
  await page.close();
}
await browser.close();
