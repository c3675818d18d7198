// Export: what the page saves is what the command line writes, byte for byte, and reads back to the law's own numbers.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright/test';
import { expect, lossAt, openReady, optimumAt, shareOfPixels, test } from './page';

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

/** Exports a sweep from the open dialog as a download, as in browsers without the File System Access API. */
async function exportFrom(page: Page, kind: RegExp, format = 'CSV'): Promise<{ csv: Buffer; sidecar: Sidecar }> {
  // the dialog's content is slotted, so it is no descendant of the element with the role
  const dialog = page.locator('wa-dialog');
  await dialog.getByRole('radio', { name: kind }).check();
  await dialog.getByRole('radio', { name: format, exact: true }).check();
  await dialog.getByRole('button', { name: `Export ${format}` }).click();
  await expect(dialog).toContainText('SHA-256');
  const csvDownloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  const csvPath = await (await csvDownloading).path();
  const sidecarDownloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Sidecar' }).click();
  const sidecar = JSON.parse(await readFile(await (await sidecarDownloading).path(), 'utf8')) as Sidecar;
  await dialog.getByRole('button', { name: 'Another' }).click();
  return { csv: await readFile(csvPath), sidecar };
}

/** Runs a sidecar's sweep on the command line and returns the bytes. */
async function sweepOnCli({ sweep, backend }: Sidecar, extension = 'csv'): Promise<Buffer> {
  const out = `out.${extension}`;
  await writeFile(join(folder, 'sweep.json'), JSON.stringify(sweep));
  await promisify(execFile)(process.execPath, [cli, 'sweep', 'sweep.json', '--backend', backend, '--out', out, '--json'], {
    cwd: folder,
  });
  return readFile(join(folder, out));
}

test.beforeEach(async ({ page }) => {
  // the picker cannot be answered by a test; without it the page offers a download
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
});

/** Formats beside CSV, and how their files end. */
const FORMATS = [
  ['Parquet', 'parquet'],
  ['Arrow', 'arrow'],
  ['JSON lines', 'jsonl'],
] as const;

for (const backend of ['cpu', 'webgpu'] as const) {
  test(`the surface from the page and from the command line are the same bytes on ${backend}`, async ({ page }) => {
    await openReady(page, `#v=1&backend=${backend}`);
    await page.getByRole('button', { name: 'Export' }).click();
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
    // what a format makes of the cells does not depend on where they were computed
    for (const [format, extension] of backend === 'cpu' ? FORMATS : []) {
      await test.step(format, async () => {
        const { csv: bytes, sidecar: ofFile } = await exportFrom(page, /Surface/, format);
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(ofFile.sha256);
        expect(bytes.equals(await sweepOnCli(ofFile, extension))).toBe(true);
      });
    }
  });
}

test.describe('pictures', () => {
  test.use({ colorScheme: 'dark' });

  /** Saves a picture from the export dialog. */
  async function saved(page: Page, name: string): Promise<Buffer> {
    const downloading = page.waitForEvent('download');
    await page.locator('iso-export-pictures').getByRole('button', { name, exact: true }).click();
    return readFile(await (await downloading).path());
  }

  /** Width and height in a PNG's header. */
  const sizeOf = (png: Buffer) => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) });

  test('pictures are saved, and the frontier holds the optima', async ({ page }) => {
    await openReady(page);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await test.step('a chart is saved as an SVG that stands alone, and as a PNG of twice its size', async () => {
      const svg = (await saved(page, 'IsoFLOP profile as SVG')).toString('utf8');
      const sizes = /^<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg);
      const [width, height] = [Number(sizes?.[1]), Number(sizes?.[2])];
      expect(width).toBeGreaterThan(200);
      expect(svg).not.toMatch(/var\(|class=|<!--/);

      // as a file of its own, without the page's styles: the light ground, the curve in the light theme's orange, and the axis in words
      const alone = await page.context().newPage();
      await alone.setContent(`<body style="margin: 0">${svg}</body>`);
      const colours = await alone.evaluate(() => {
        const styleOf = (selector: string) => getComputedStyle(document.querySelector(selector)!);
        return {
          ground: styleOf('svg > rect').fill,
          mark: styleOf('circle:last-of-type').fill,
          title: document.querySelector('svg > text')?.textContent,
        };
      });
      expect(colours).toEqual({ ground: 'rgb(246, 247, 249)', mark: 'rgb(176, 79, 0)', title: 'IsoFLOP profile' });
      await expect(alone.locator('svg')).toContainText('parameters');
      await alone.close();

      const png = await saved(page, 'IsoFLOP profile as PNG');
      expect(sizeOf(png)).toEqual({ width: width * 2, height: height * 2 });
      expect(await shareOfPixels(page, png, 'optimal')).toBeGreaterThan(0);
    });
    await test.step('the 3D view is saved at the size that was chosen, surface and labels included', async () => {
      const once = page.locator('iso-export-pictures').getByRole('combobox');
      await once.selectOption('1');
      const small = await saved(page, 'Loss surface as PNG');
      await once.selectOption('2');
      const large = await saved(page, 'Loss surface as PNG');
      expect(sizeOf(large)).toEqual({ width: sizeOf(small).width * 2, height: sizeOf(small).height * 2 });
      expect(await shareOfPixels(page, large, 'surface')).toBeGreaterThan(0.1);
      expect((await saved(page, 'Loss surface as SVG')).toString('utf8')).toContain('>parameters N<');
    });
    await test.step('the frontier holds optima that agree with the closed form to 1e-6', async () => {
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
  });
});
