// What the page's stories share: a page that fails on any console error, and the laws' arithmetic written out once more.
import { type Page, test as base } from 'playwright/test';

/** A page that must not log an error. `allowErrors` names the ones that a test provokes. */
export const test = base.extend<{ errors: string[] }>({
  errors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      await use(errors);
      if (errors.length > 0) throw new Error(`the page logged ${errors.join('\n')}`);
    },
    { auto: true },
  ],
});

export { expect } from 'playwright/test';

/** Besiroglu et al. 2024, arXiv 2404.10102. */
const besiroglu = { E: 1.8172, A: 482.01, B: 2085.43, alpha: 0.3478, beta: 0.3658 };

/** Loss of the default law in nat/token. */
export const lossAt = (N: number, D: number): number =>
  besiroglu.E + besiroglu.A * N ** -besiroglu.alpha + besiroglu.B * D ** -besiroglu.beta;

/** Closed-form optimum of the default law. */
export function optimumAt(C: number): { N: number; D: number; loss: number } {
  const { A, B, alpha, beta } = besiroglu;
  const N = ((alpha * A) / (beta * B)) ** (1 / (alpha + beta)) * (C / 6) ** (beta / (alpha + beta));
  const D = C / (6 * N);
  return { N, D, loss: lossAt(N, D) };
}

/** Reads a figure such as 72.2B or 1.33T. */
export function readFigure(text: string): number {
  const match = /([\d.]+(?:e\d+)?)([kMBT]?)/.exec(text.replaceAll(',', ''));
  if (!match) throw new Error(`no figure in ${text}`);
  return Number(match[1]) * ({ k: 1e3, M: 1e6, B: 1e9, T: 1e12 }[match[2] ?? ''] ?? 1);
}

/** Whether a request goes to another host than the page's. */
export function isForeign(url: string, baseURL: string | undefined): boolean {
  return !['data:', 'blob:', baseURL ?? 'http://localhost'].some((start) => url.startsWith(start));
}

/** Opens the page and waits until the backend is measured and the picture drawn. */
export async function openReady(page: Page, hash = ''): Promise<void> {
  await page.goto(`./${hash}`);
  await page.locator('iso-backend-badge').getByRole('button').filter({ hasText: 'cells/s' }).waitFor();
  await page.locator('iso-stage .frame.open').waitFor();
}

/** Share of a picture's pixels that satisfy a test; the picture is a PNG screenshot, decoded by the page itself. */
export async function shareOfPixels(page: Page, png: Buffer, isWanted: string): Promise<number> {
  return page.evaluate(
    async ([data, source]) => {
      const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no 2D canvas');
      context.drawImage(bitmap, 0, 0);
      const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
      let count = 0;
      for (let i = 0; i < pixels.length; i += 4) {
        const [r, g, b] = [pixels[i] ?? 0, pixels[i + 1] ?? 0, pixels[i + 2] ?? 0];
        if (source === 'surface' ? b > r + 30 && g + b > 120 : r > 200 && g > 120 && g < 200 && b < 110) count += 1;
      }
      return count / (pixels.length / 4);
    },
    [png.toString('base64'), isWanted] as const,
  );
}
