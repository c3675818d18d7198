import { chromium } from 'playwright';
import { launchOptions } from './chromium.mjs';
const b = await chromium.launch(await launchOptions());
for (const view of process.argv.slice(2))
  for (let k = 0; k < 3; k++) {
    const p = await b.newPage({ viewport: { width: 1280, height: 720 } });
    await p.addInitScript(() => {
      const log = [];
      Object.assign(globalThis, { log });
      new PerformanceObserver((l) => {
        for (const e of l.getEntries())
          if (e.value > 0.004)
            log.push([
              Math.round(e.startTime),
              e.value.toFixed(4),
              ...e.sources.map((s) => {
                const f = (r) => `${Math.round(r.x)},${Math.round(r.y)} ${Math.round(r.width)}x${Math.round(r.height)}`;
                return f(s.previousRect) + ' -> ' + f(s.currentRect);
              }),
            ]);
      }).observe({ type: 'layout-shift', buffered: true });
      const snap = () => {
        const app = document.querySelector('iso-app');
        if (app?.shadowRoot) {
          const out = [];
          const walk = (r, d) => {
            for (const e of r.children ?? []) {
              if (e.localName?.startsWith('iso-')) {
                const q = e.getBoundingClientRect();
                if (q.height)
                  out.push(`${e.localName.slice(4)} ${Math.round(q.x)},${Math.round(q.y)} ${Math.round(q.width)}x${Math.round(q.height)}`);
              }
              if (d < 9) {
                if (e.shadowRoot) walk(e.shadowRoot, d + 1);
                walk(e, d + 1);
              }
            }
          };
          walk(app.shadowRoot, 0);
          const s = out.join(' | ');
          if (s !== globalThis.lastS) {
            globalThis.lastS = s;
            (globalThis.snaps ??= []).push([Math.round(performance.now()), s]);
          }
        }
        requestAnimationFrame(snap);
      };
      requestAnimationFrame(snap);
    });
    const c = await p.context().newCDPSession(p);
    if (k) await c.send('Emulation.setCPUThrottlingRate', { rate: 1 + 2 * k });
    await p.goto(`http://localhost:4274/#v=1&view=${view}`);
    await p.waitForTimeout(7000);
    console.log('=====', view, k);
    for (const l of await p.evaluate(() => globalThis.log)) console.log(l.join('\n      '));
    if (k === 2) for (const [t, s] of await p.evaluate(() => globalThis.snaps)) console.log(t, s.slice(0, 700));
    await p.close();
  }
await b.close();
