import { chromium } from 'playwright';
import { launchOptions } from './chromium.mjs';
const b = await chromium.launch(await launchOptions());
for (const w of [1440, 390])
  for (const l of ['en', 'ja']) {
    const p = await b.newPage({ viewport: { width: w, height: 900 } });
    await p.goto(`http://localhost:4274/#v=1&locale=${l}`);
    await p.waitForSelector('iso-question b');
    await p.waitForTimeout(1500);
    console.log(
      w,
      l,
      await p
        .locator('wa-select')
        .first()
        .evaluate((e) => e.getBoundingClientRect().height),
    );
    await p.close();
  }
await b.close();
