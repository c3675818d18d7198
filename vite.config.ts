// One config for the page, the unit tests in Node and the shader tests on a real WebGPU device in a browser.
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { launchOptions } from './scripts/chromium.mjs';
import { docsPages } from './tools/docs-vite.ts';
import { precacheList } from './tools/precache-vite.ts';
import { preloadChunk } from './tools/preload-vite.ts';
import { weslLinker } from './tools/wesl-vite.ts';

const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const wesl = () => weslLinker({ root: 'shaders' });

export default defineConfig({
  base: './', // static files that work from any sub-folder of any web server
  plugins: [
    wesl(),
    docsPages({ root: 'docs' }),
    preloadChunk({ page: 'index.html', module: 'src/app/start.ts' }),
    precacheList({ worker: 'service-worker.js' }),
  ],
  worker: { format: 'es', plugins: () => [wesl()] },
  optimizeDeps: {
    include: [
      'comlink',
      'crc-32',
      'lit',
      'lit/decorators.js',
      'three',
      'three/webgpu',
      'three/tsl',
      'three/addons/controls/OrbitControls.js',
      'fast-check',
    ],
  },
  server: { headers: isolation },
  preview: { headers: isolation },
  build: {
    target: 'chrome125',
    sourcemap: true,
    rolldownOptions: {
      input: { index: 'index.html', headless: 'headless.html', 'service-worker': 'src/app/service-worker.worker.ts' },
      // a service worker rules the folder that it stands in, under a name that never changes
      output: { entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  test: {
    // properties by the hundred on a busy machine; a test that hangs still ends
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          // by itself Vitest leaves a core to whoever watches
          pool: 'threads',
          maxWorkers: '100%',
          setupFiles: ['src/testing/setup.ts'],
          include: ['src/**/*.test.ts'],
          exclude: ['src/**/*.gpu.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'gpu',
          setupFiles: ['src/testing/setup.ts'],
          include: ['src/**/*.gpu.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: await launchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
