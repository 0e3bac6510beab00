/** How the window is built: hashed files, no inline script or style, nothing that the content policy refuses. */
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const ROOT = join(import.meta.dirname, '..');

export default defineConfig({
  root: join(ROOT, 'renderer'),
  // Asked for absolutely: the page is called /app, its files are not beside it.
  base: '/',
  publicDir: false,
  logLevel: 'warn',
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: join(ROOT, 'dist', 'renderer'),
    emptyOutDir: true,
    target: 'chrome120',
    // An inlined file would be a data: address, which the policy allows for pictures alone.
    assetsInlineLimit: 0,
    // One sheet in one order, however the scripts are cut.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    // What stages share is one file; each stage is another.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } } },
  },
  worker: { format: 'es' },
});
