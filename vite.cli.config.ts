// The command line for Node: one file with its few small dependencies inside, and the CPU worker beside it.
import { defineConfig } from 'vite';
import { weslLinker } from './tools/wesl-vite.ts';

export default defineConfig({
  plugins: [weslLinker({ root: 'shaders' })],
  publicDir: false,
  // so that dist-cli alone runs where only Node is; these two are looked for when they are needed
  ssr: { noExternal: true, external: ['playwright', 'webgpu'] },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist-cli',
    emptyOutDir: true,
    sourcemap: true,
    rolldownOptions: {
      input: { cli: 'src/cli/cli.ts', 'cpu-worker': 'src/sweep/cpu/cpu.node-worker.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
