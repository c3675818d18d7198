// Takes the pictures of README and docs from the page: `npm run pictures`, or `npm run pictures -- NAME …` for some of them.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { launchOptions } from './chromium.mjs';

const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
mkdirSync(folder, { recursive: true });

const views = ['frontier', 'growth', 'plan', 'fit', 'sweep', 'evidence'];
const screens = { '': { width: 1440, height: 900 }, '-phone': { width: 390, height: 844 } };
/** Every view, in both themes, at a desk and on a phone; one of the Japanese page. */
const pictures = [
  ...views.flatMap((view) =>
    Object.entries(screens).flatMap(([suffix, size]) =>
      ['dark', 'light'].map((colorScheme) => ({
        name: `${view}${suffix}-${colorScheme}`,
        ...size,
        colorScheme,
        hash: hashOf(view, colorScheme),
      })),
    ),
  ),
  { name: 'frontier-ja', ...screens[''], colorScheme: 'dark', hash: '#v=1&locale=ja' },
];

/** The light frontier shows a comparison. */
function hashOf(view, colorScheme) {
  return view === 'frontier' && colorScheme === 'light' ? '#v=1&law=besiroglu-2024&C=5.76e23&vs=hoffmann-2022' : `#v=1&view=${view}`;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => pictures.every((picture) => picture.name !== name));
if (unknown.length > 0) {
  console.error(`no picture ${unknown.join(', ')}; there are ${pictures.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

/** What a view shows when it is complete. */
const shown = {
  frontier: 'iso-stage .frame.open',
  growth: 'iso-growth-map canvas',
  plan: 'iso-plan-pareto circle',
  sweep: 'iso-sweep-map canvas',
  fit: 'iso-fit-view :text("from 1000 resamples")',
  evidence: 'iso-evidence-view .question:not(:has-text("so far"))',
};

const server = await preview({ preview: { port: 4179 } });
const browser = await chromium.launch(await launchOptions());
for (const { name, width, height, colorScheme, hash } of pictures) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  // as on every visit but the first
  await page.addInitScript(() => localStorage.setItem('isoflop.tour', 'seen'));
  // a busy machine takes its time
  page.setDefaultTimeout(120_000);
  await page.goto(`${server.resolvedUrls?.local[0]}${hash}`);
  await page
    .locator('iso-backend-badge')
    .getByRole('button')
    .filter({ hasText: /(cells|セル)\/s/ })
    .waitFor();
  await page
    .locator(shown[/view=(\w+)/.exec(hash)?.[1] ?? 'frontier'])
    .first()
    .waitFor();
  // labels and lines follow the first frame
  await page.waitForFunction(() => document.querySelector('iso-app')?.shadowRoot !== null);
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `${folder}${name}.png` });
  console.log(`docs/pictures/${name}.png`);
  await page.close();
}
await browser.close();
await server.close();
