// The growth view: a published schedule with its three savings, dragged by hand and by keyboard, on a map that the engine computes.
import type { Page } from 'playwright/test';
import { faultsAtDeskAndPhone } from './axe';
import { expect, readFigure, test } from './page';

/** Hoffmann et al. 2022, arXiv 2203.15556, rounded. */
const hoffmann = { E: 1.69, A: 406.4, B: 410.7, alpha: 0.34, beta: 0.28 };

interface Stage {
  readonly N: number;
  readonly D: number;
}

const flm: readonly Stage[] = [
  { N: 16e9, D: 245.37e9 },
  { N: 51e9, D: 39.64e9 },
  { N: 101e9, D: 26.54e9 },
];

/** Lossless growth written out once more: effective tokens on entry to each stage, the final loss, the three savings. */
function grow(stages: readonly Stage[]) {
  const { E, A, B, alpha, beta } = hoffmann;
  const tokensAt = (N: number, loss: number) => (B / (loss - E - A * N ** -alpha)) ** (1 / beta);
  let loss = Infinity;
  const entries = stages.map(({ N, D }, i) => {
    const entry = i === 0 ? 0 : tokensAt(N, loss);
    loss = E + A * N ** -alpha + B * (entry + D) ** -beta;
    return entry;
  });
  const last = stages.at(-1)!.N;
  const tokens = stages.reduce((sum, { D }) => sum + D, 0);
  const work = stages.reduce((sum, { N, D }) => sum + N * D, 0);
  const r = loss - E;
  const best = ((A * (alpha + beta)) / (beta * r)) ** (1 / alpha) * ((B * (alpha + beta)) / (alpha * r)) ** (1 / beta);
  return {
    entries,
    loss,
    areaSaving: 1 - work / (last * tokens),
    lossMatchedSaving: 1 - work / (last * tokensAt(last, loss)),
    frontierSaving: 1 - work / best,
  };
}

const savings = ['areaSaving', 'lossMatchedSaving', 'frontierSaving'] as const;

/** The three savings as the page shows them. */
async function shownSavings(page: Page): Promise<number[]> {
  const texts = await Promise.all(savings.map((id) => page.locator(`iso-growth-savings dt[data-saving=${id}]`).textContent()));
  return texts.map((text) => Number((text ?? '').replace('−', '-').replace('%', '')) / 100);
}

/** The stages in the address. */
function stagesIn(url: string): Stage[] {
  const text = new URLSearchParams(new URL(url).hash.slice(1)).get('stages') ?? '';
  return text.split(',').map((stage) => {
    const [N = Number.NaN, D = Number.NaN] = stage.split(':').map(Number);
    return { N, D };
  });
}

const open = (page: Page, fields = '') => page.goto(`./#view=growth&law=hoffmann-2022${fields}`);

test('opens FLM-101B with the three savings that arithmetic gives, and both baselines', async ({ page }) => {
  await open(page, '&stages=1e9:1e10,2e9:1e10');
  await page.getByRole('button', { name: 'FLM-101B' }).click();
  const expected = grow(flm);
  // the worked case that the test's own arithmetic must meet as well
  expect(expected.entries[1]! / 1.4046e11).toBeCloseTo(1, 3);
  expect(expected.loss).toBeCloseTo(2.058325, 4);
  expect(expected.lossMatchedSaving).toBeCloseTo(0.4964, 3);
  expect(expected.frontierSaving).toBeCloseTo(-0.4332, 3);
  await expect.poll(async () => (await shownSavings(page))[2]).toBeCloseTo(expected.frontierSaving, 2);
  const shown = await shownSavings(page);
  savings.forEach((id, i) => expect(shown[i]!).toBeCloseTo(expected[id], 2));
  await expect(page.locator('iso-growth-question')).toContainText('loss of 2.058 nat/token');
  await expect(page.locator('iso-growth-savings')).toContainText('This costs 43 % more than a compute-optimal model of the same loss');
  await expect(page.locator('iso-growth-savings')).toContainText('No lossless schedule can save more than');
  await expect(page.locator('iso-growth-warnings')).toContainText('The growth models disagree');
  const table = page.locator('iso-growth-hardware');
  await expect(table).toContainText('21.54 days');
  await expect(table).toContainText('76.74 days from scratch');
  await expect(table.getByRole('row').nth(2)).toContainText('140.5B');
});

test('follows a stage that is dragged, in every number and in the address', async ({ page }) => {
  await open(page);
  const handle = page.locator('iso-growth-figure [data-handle=size-0]');
  const before = await shownSavings(page);
  const box = (await handle.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 40, { steps: 5 });
  await page.mouse.up();
  const after = await shownSavings(page);
  expect(after[0]).not.toBe(before[0]);
  // the address follows a little later
  await expect
    .poll(() => {
      const expected = grow(stagesIn(page.url()));
      return Math.max(...savings.map((id, i) => Math.abs(after[i]! - expected[id])));
    })
    .toBeLessThan(6e-4);
  const dragged = stagesIn(page.url());
  expect(dragged[0]!.N).toBeGreaterThan(16.5e9);
  expect(dragged.map(({ D }) => D)).toEqual(flm.map(({ D }) => D));
  const sizes = page.getByRole('textbox', { name: 'Sizes of the stages' });
  expect(readFigure((await sizes.inputValue()).split('→')[0]!) / dragged[0]!.N).toBeCloseTo(1, 3);

  const shared = page.url();
  await page.goto('about:blank');
  await page.goto(shared);
  await expect.poll(async () => shownSavings(page)).toEqual(after);
});

test('is moved with the keyboard: sizes, switches, and the schedule on the map', async ({ page }) => {
  await open(page);
  const size = page.getByRole('slider', { name: 'Parameters of stage 2' });
  await size.focus();
  await size.press('ArrowUp');
  await expect(size).toHaveAttribute('aria-valuenow', String(51e9 * 1.02));
  const end = page.getByRole('slider', { name: 'Switch from stage 1 to stage 2' });
  await end.focus();
  await end.press('ArrowLeft');
  const tokens = flm.reduce((sum, { D }) => sum + D, 0);
  await expect.poll(async () => Number(await end.getAttribute('aria-valuenow')) / (245.37e9 - tokens / 100)).toBeCloseTo(1, 4);
  await expect.poll(() => stagesIn(page.url())[1]?.N).toBe(52.02e9);

  const dot = page.getByRole('slider', { name: 'This schedule on the map' });
  await dot.focus();
  await dot.press('ArrowUp');
  await expect.poll(() => stagesIn(page.url())[0]?.N).toBeGreaterThan(16e9);
});

test('draws the savings map; takes best schedules, a transfer efficiency from a measurement, and other growth laws', async ({ page }) => {
  await open(page);
  await test.step('the savings map: regions and lines, and another one over other quantities', async () => {
    const map = page.locator('iso-growth-map');
    await expect(map).toContainText('65.5k schedules');
    // pixels that are painted, and how many colours they have
    const painted = () =>
      map.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        const colors = new Set<number>();
        let count = 0;
        for (let i = 0; i < data.length; i += 4) {
          if (data[i + 3]! < 60) continue;
          count += 1;
          colors.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
        }
        return { share: count / (data.length / 4), colors: colors.size, sum: data.reduce((sum, value) => sum + value, 0) };
      });
    await expect.poll(async () => (await painted()).share).toBeGreaterThan(0.4);
    const first = await painted();
    expect(first.colors).toBeGreaterThan(3);
    await map.getByRole('combobox', { name: 'Vertical quantity' }).selectOption('final size');
    await map.getByRole('combobox', { name: 'Saving on the map' }).selectOption('area saving');
    await expect.poll(async () => (await painted()).sum).not.toBe(first.sum);
    await expect(page).toHaveURL(/y=N3.*saving=area/);
  });
  await page.getByRole('button', { name: 'Best 3 stages to this loss' }).click();
  await expect.poll(async () => (await shownSavings(page))[2]).toBeGreaterThan(0);
  await expect(page.locator('iso-growth-question')).toContainText('loss of 2.058 nat/token');

  const models = page.locator('iso-growth-models');
  await models.getByLabel('from a measured speed-up').selectOption({ index: 4 });
  await expect(models.locator('p[role=status]')).toContainText('times its effective tokens');
  await expect(page).toHaveURL(/eta=\d/);
  await models.getByRole('button', { name: 'lossless again' }).click();
  await expect(page).not.toHaveURL(/eta=/);

  await models.getByRole('combobox', { name: 'Another growth law beside it' }).selectOption('Slope rule (staged training)');
  await expect(models).toContainText('arXiv 2203.06211');
  await expect(page).toHaveURL(/gm=staged/);
});

test('growth is accessible and nothing is cut off', async ({ page }) => {
  await open(page);
  await expect(page.locator('iso-growth-map')).toContainText('65.5k schedules');
  expect(await faultsAtDeskAndPhone(page)).toEqual([]);
});
