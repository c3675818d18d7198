// End-to-end tests over the built page, served as static files under a sub-folder.
import { defineConfig } from 'playwright/test';
import { launchOptions } from '../scripts/chromium.mjs';

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/e2e',
  reporter: 'list',
  // stories wait for pages and adapters more than they compute
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    actionTimeout: 20_000,
    baseURL: 'http://localhost:4173',
    // stories of the picture ask for what shows it
    launchOptions: await launchOptions({ isSeen: false }),
    viewport: { width: 1440, height: 900 },
    // one story is about them; elsewhere each new profile would keep a copy of the page
    serviceWorkers: 'block',
  },
  projects: [{ name: 'e2e', testMatch: '**/*.spec.ts' }],
  webServer: { command: 'npx vite preview --port 4173 --strictPort', cwd: '..', url: 'http://localhost:4173', reuseExistingServer: false },
});
