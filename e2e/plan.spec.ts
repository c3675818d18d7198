// The plan view: a question in one sentence, its answer as the command line gives it, another way to do the work, what cannot be done,
// files, and paper.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Page } from 'playwright/test';
import { faultsAtDeskAndPhone } from './axe';
import { expect, test } from './page';

const run = promisify(execFile);

/** What the command line says of a plan. */
async function planOf(...flags: readonly string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run('node', ['bin/isoflop.mjs', 'plan', ...flags, '--json']);
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** A figure of the answer, to its last bit. */
const figure = async (page: Page, id: string): Promise<number> =>
  Number(await page.locator(`iso-plan-answer [data-figure="${id}"]`).getAttribute('data-value'));

const sentence = (page: Page) => page.locator('iso-plan-question');
const refusal = (page: Page) => page.getByRole('status', { name: 'Why not' });
const settled = (page: Page) => expect(page.getByRole('region', { name: 'Answer', exact: true })).toHaveAttribute('aria-busy', 'false');

async function open(page: Page, hash = '#view=plan'): Promise<void> {
  await page.goto(`./${hash}`);
  await page.locator('iso-plan-answer .large').waitFor({ timeout: 60_000 });
  await settled(page);
}

test('says what 256 H100 train in 30 days, as the command line does, with sources, and as a quotation on paper', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('link', { name: 'Plan' }).click();
  await page.locator('iso-plan-answer .large').waitFor({ timeout: 60_000 });
  const same = await planOf('--gpus', '256', '--days', '30');
  for (const [id, key] of [
    ['N', 'N'],
    ['D', 'D'],
    ['loss', 'loss'],
    ['days', 'days'],
    ['cost', 'cost'],
    ['energy', 'energy'],
    ['carbon', 'carbon'],
    ['acceleratorHours', 'gpuHours'],
    ['mfu', 'mfu'],
  ] as const) {
    expect(await figure(page, id)).toBe(same[key]);
  }
  const tokens = page.locator('iso-plan-answer [data-figure="D"]');
  await tokens.locator('summary').click();
  await expect(tokens).toContainText('D of the least loss at 6·N·D = C');
  const activations = page.locator('iso-plan-bars [data-bar="memory"] [data-part="activations"]');
  await activations.locator('summary').click();
  await expect(activations).toContainText('Korthikanti et al. 2022');
  await expect(activations).toContainText('layers');
  await test.step('on paper, without what only a screen can do', async () => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect(page.getByText('Quotation for a training run')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Where the figures come from' })).toBeVisible();
    for (const gone of ['iso-header header', 'iso-plan-actions', 'iso-plan-pareto']) await expect(page.locator(gone)).toBeHidden();
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).toBe('rgb(255, 255, 255)');
    await page.setViewportSize({ width: 690, height: 1000 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(690);
  });
});

test('serves, fine-tunes and counts text; asks another question, solves for something else, and keeps both in the address', async ({
  page,
}) => {
  await open(page);
  await test.step('a utilisation from a published run; serving, fine-tuning, text', async () => {
    await page.getByRole('combobox', { name: 'Where the utilisation comes from' }).selectOption('llama-3-405b');
    await expect(page.locator('iso-plan-layout')).toContainText('no layout is searched');
    await expect.poll(() => figure(page, 'mfu')).toBeCloseTo(0.41, 9);
    await page.getByRole('combobox', { name: 'Where the utilisation comes from' }).selectOption('layout');
    await page.getByText('What does it take to serve it?').click();
    const weights = page.locator('iso-plan-serve tr', { hasText: 'weights' }).first().locator('b');
    const before = Number.parseFloat((await weights.textContent())!);
    await page.locator('iso-plan-serve select').first().selectOption('8');
    await expect.poll(async () => Number.parseFloat((await weights.textContent())!) / before).toBeCloseTo(0.5, 2);
    await page.getByText('What does it take to fine-tune it?').click();
    await expect(page.locator('iso-plan-tune tbody tr')).toHaveCount(3);
    await page.getByText('Is there enough text?').last().click();
    await page.getByRole('textbox', { name: 'English words' }).fill('750');
    await expect(page.getByRole('textbox', { name: 'Tokens of text' })).toHaveValue('1k');
  });
  await page.getByRole('combobox', { name: 'Question' }).selectOption('loss');
  await expect(sentence(page)).toContainText('To reach a loss');
  await settled(page);
  expect(await figure(page, 'cost')).toBe((await planOf('--loss', '2'))['cost']);
  await page.getByRole('textbox', { name: 'Loss in nat/token' }).fill('2.1');
  await page.getByRole('combobox', { name: 'Add a condition' }).selectOption('N');
  const size = page.getByRole('textbox', { name: 'Parameters' });
  await size.fill('13B');
  await expect.poll(() => figure(page, 'N')).toBe(13e9);
  await settled(page);
  const same = await planOf('--loss', '2.1', '--N', '13e9');
  expect(await figure(page, 'D')).toBe(same['D']);
  await expect(page).toHaveURL(/ask=loss.*ploss=2\.1.*pN=1\.3e10|ask=loss.*pN=1\.3e10.*ploss=2\.1/);
  await page.reload();
  await page.locator('iso-plan-answer .large').waitFor({ timeout: 60_000 });
  expect(await figure(page, 'D')).toBe(same['D']);
  await size.fill('a lot');
  await expect(page.getByRole('alert')).toContainText('Type a number for parameters');
  await page.getByRole('button', { name: 'Without parameters' }).click();
  await expect(sentence(page)).not.toContainText('with 13B parameters');
});

test('adopts a point of the chart and a row of the table; says what fails, by how much, and the nearest run', async ({ page }) => {
  await open(page);
  await test.step('a point of the chart, and a row of the table', async () => {
    const N = await figure(page, 'N');
    const plot = page.locator('iso-plan-pareto svg[role="img"]');
    await plot.scrollIntoViewIfNeeded();
    const best = page.locator('iso-plan-pareto circle.option.best').first();
    const box = (await best.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    const told = (await page.locator('iso-plan-pareto .about').textContent())!;
    const [, accelerators] = /([\d,]+) accelerators/.exec(told)!;
    // the layout under the pointer is drawn, too
    await expect(page.locator('iso-plan-layout')).toContainText('the run under the pointer');
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await expect(page).toHaveURL(/ask=model.*tp=\d+&pp=\d+&dp=\d+/);
    await settled(page);
    await expect(page.locator('iso-plan-layout')).toContainText(`${accelerators} × H100 SXM`);
    expect(await figure(page, 'N')).toBe(N);

    await page.getByRole('button', { name: '256 H100 for a month' }).click();
    await expect(sentence(page)).toContainText('With a cluster');
    await settled(page);
    const fastest = page.getByRole('button', { name: /Take the run on \d+ accelerators: fastest/ });
    await fastest.focus();
    await page.keyboard.press('Enter');
    await expect(sentence(page)).toContainText('To train a given model');
  });
  await page.getByRole('button', { name: 'GPT-3 on one V100 in a day' }).click();
  await expect(sentence(page)).toContainText('this cannot be done');
  const same = (await planOf('--N', '175e9', '--D', '300e9', '--gpus', '1', '--days', '1', '--hardware', 'v100-sxm2-16')) as {
    failures: { text: string }[];
    nearest: { gpus: number; days: number };
  };
  await expect(refusal(page)).toContainText(same.failures[0]!.text.slice('memory: '.length));
  await expect(refusal(page)).toContainText(`is on ${same.nearest.gpus} accelerators`);
  expect(await figure(page, 'days')).toBe(same.nearest.days);
  await page.getByRole('button', { name: 'Ask for the nearest run instead' }).click();
  await expect(refusal(page)).toHaveCount(0);
  await expect(sentence(page)).not.toContainText('cannot');
  expect(await figure(page, 'days')).toBeCloseTo(same.nearest.days, 6);
});

test('gives the answer as the JSON and the Markdown of the command line', async ({ page }) => {
  await open(page, '#view=plan&ask=model&hw=a100-80&price=3.93');
  const saved = async (name: string) => {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name }).click();
    return readFile(await (await downloading).path(), 'utf8');
  };
  const flags = ['plan', '--N', '65.2e9', '--D', '1.4e12', '--gpus', '2048', '--hardware', 'a100-80', '--price', '3.93'];
  expect(await saved('JSON')).toBe((await run('node', ['bin/isoflop.mjs', ...flags, '--json'])).stdout);
  expect(await saved('Markdown')).toBe((await run('node', ['bin/isoflop.mjs', ...flags, '--markdown'])).stdout);
});

test('has no accessibility fault that axe knows, and fits a phone', async ({ page }) => {
  await open(page, '#view=plan&open=text,serve,tune,granted');
  for (const summary of await page.locator('iso-plan-answer summary, iso-plan-bars summary, iso-plan-layout summary').all()) {
    await summary.click();
  }
  expect(await faultsAtDeskAndPhone(page)).toEqual([]);
});
