import { defineConfig } from 'vite';

export default defineConfig({
  // Relative, so that the page also works behind a path prefix.
  base: './',
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows no data: URL and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
