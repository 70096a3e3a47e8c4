import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** One page, no inline script, nothing from another host: the edge serves `dist` under a strict policy. */
export default defineConfig({
  base: '/',
  plugins: [react()],
  build: { outDir: 'dist', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { '/api': 'http://127.0.0.1:8787', '^/c(/|$)': 'http://127.0.0.1:8787' } },
});
