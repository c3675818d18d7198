// Export: what the page saves is what the command line writes, byte for byte, and reads back to the law's own numbers.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright/test';
import { expect, lossAt, openReady, optimumAt, test } from './page';

const cli = fileURLToPath(new URL('../bin/isoflop.mjs', import.meta.url));

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isoflop-export-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

interface Sidecar {
  readonly sweep: unknown;
  readonly backend: string;
  readonly sha256: string;
  readonly rows: number;
}

/** Exports a sweep from the page as a download, as in browsers without the File System Access API. */
async function exportFrom(page: Page, kind: RegExp): Promise<{ csv: Buffer; sidecar: Sidecar }> {
  await page.getByRole('button', { name: 'Export' }).click();
  // the dialog's content is slotted, so it is no descendant of the element with the role
  const dialog = page.locator('wa-dialog');
  await dialog.getByRole('radio', { name: kind }).check();
  await dialog.getByRole('button', { name: 'Export CSV' }).click();
  await expect(dialog).toContainText('SHA-256');
  const csvDownloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  const csvPath = await (await csvDownloading).path();
  const sidecarDownloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Sidecar' }).click();
  const sidecar = JSON.parse(await readFile(await (await sidecarDownloading).path(), 'utf8')) as Sidecar;
  return { csv: await readFile(csvPath), sidecar };
}

/** Runs a sidecar's sweep on the command line and returns the bytes. */
async function sweepOnCli({ sweep, backend }: Sidecar): Promise<Buffer> {
  await writeFile(join(folder, 'sweep.json'), JSON.stringify(sweep));
  await promisify(execFile)(process.execPath, [cli, 'sweep', 'sweep.json', '--backend', backend, '--out', 'out.csv', '--json'], {
    cwd: folder,
  });
  return readFile(join(folder, 'out.csv'));
}

test.beforeEach(async ({ page }) => {
  // the picker cannot be answered by a test; without it the page offers a download
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
});

for (const backend of ['cpu', 'webgpu'] as const) {
  test(`the surface from the page and from the command line are the same bytes on ${backend}`, async ({ page }) => {
    await openReady(page, `#v=1&backend=${backend}`);
    const { csv, sidecar } = await exportFrom(page, /Surface/);
    expect(sidecar.backend).toBe(backend);
    expect(createHash('sha256').update(csv).digest('hex')).toBe(sidecar.sha256);
    const [header = '', ...lines] = csv.toString('utf8').trimEnd().split('\n');
    expect(header).toMatch(/^N,D,loss \[nat\/token\],compute \[FLOP\]/);
    expect(lines.length).toBe(sidecar.rows);
    for (const line of lines.filter((_, i) => i % 997 === 0)) {
      const [N = 0, D = 0, loss = 0, compute = 0] = line.split(',').map(Number);
      expect(Math.abs(loss / lossAt(N, D) - 1)).toBeLessThan(1e-5);
      expect(Math.abs(compute / (6 * N * D) - 1)).toBeLessThan(1e-6);
    }
    expect(csv.equals(await sweepOnCli(sidecar))).toBe(true);
  });
}

test('the frontier holds optima that agree with the closed form to 1e-6', async ({ page }) => {
  await openReady(page);
  const { csv, sidecar } = await exportFrom(page, /Frontier/);
  const [header = '', ...lines] = csv.toString('utf8').trimEnd().split('\n');
  expect(header).toMatch(/^C \[FLOP\],N,D,loss/);
  expect(lines.length).toBe(201);
  for (const line of lines) {
    const [C = 0, N = 0, D = 0, loss = 0] = line.split(',').map(Number);
    const best = optimumAt(C);
    expect(Math.abs(N / best.N - 1)).toBeLessThan(1e-6);
    expect(Math.abs(D / best.D - 1)).toBeLessThan(1e-6);
    expect(Math.abs(loss / best.loss - 1)).toBeLessThan(1e-9);
  }
  expect(csv.equals(await sweepOnCli(sidecar))).toBe(true);
});
