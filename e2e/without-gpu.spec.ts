// Browsers with less: no WebGPU, no WebGL, a sub-folder of a plain web server without isolation headers.
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, expect, test } from 'playwright/test';
import sirv from 'sirv';
import { launchOptions } from '../scripts/chromium.mjs';

let server: Server;
let url: string;

test.beforeAll(async () => {
  const files = sirv(fileURLToPath(new URL('../dist', import.meta.url)));
  server = createServer((request, response) => {
    request.url = request.url?.replace(/^\/deep\/sub-folder/, '') ?? '/';
    files(request, response);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/deep/sub-folder/`;
});
test.afterAll(() => void server.close());

async function launch(args: readonly string[]): Promise<Browser> {
  const { executablePath } = await launchOptions();
  return chromium.launch({ args: [...args], ...(executablePath ? { executablePath } : {}) });
}

test('works from a sub-folder without isolation headers and without WebGPU: CPU sweeps, WebGL picture', async () => {
  const browser = await launch(['--use-angle=swiftshader', '--enable-unsafe-swiftshader']);
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(url);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  const badge = page.locator('iso-backend-badge').getByRole('button');
  await expect(badge).toContainText('CPU');
  await badge.focus();
  await expect(page.locator('iso-backend-badge')).toContainText(/WebGPU found no adapter\. Sweeps run on the CPU/);
  await expect(page.locator('iso-stage .frame.open')).toBeVisible();
  expect(errors).toEqual([]);
  await browser.close();
});

test('without WebGPU and WebGL there are still numbers, charts and a map, and a sentence that says what is missing', async () => {
  const browser = await launch(['--disable-gpu', '--disable-3d-apis', '--disable-software-rasterizer']);
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(url);
  await expect(page.locator('iso-question')).toContainText('train 72.2B parameters on 1.33T tokens');
  await expect(page.locator('iso-stage')).toContainText(/neither WebGPU nor WebGL/);
  await expect(page.locator('iso-stage')).toContainText(/hardware acceleration/);
  await expect(page.locator('iso-stage-map svg path').first()).toBeAttached();
  expect(await page.locator('iso-profile-chart svg path, iso-frontier-chart svg path').count()).toBeGreaterThanOrEqual(3);
  expect(errors).toEqual([]);
  await browser.close();
});
