import { defineConfig } from 'vitest/config';
import { mutantPlugin } from './test/support/mutant-plugin.ts';

/** Unit tests run under three process zones: nothing may depend on where the process runs. */
const ZONES = ['UTC', 'Pacific/Chatham', 'America/Santiago'];

export default defineConfig({
  test: {
    pool: 'forks',
    coverage: { provider: 'v8', include: ['src/**', 'cli/**'], reporter: ['text-summary', 'html'] },
    projects: [
      ...ZONES.map((zone) => ({
        plugins: [mutantPlugin()],
        test: {
          name: zone,
          include: ['src/**/*.test.ts', 'cli/**/*.test.ts', 'web/**/*.test.ts'],
          setupFiles: ['test/support/fast-check.ts'],
          env: { TZ: zone },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Benches measure the build as Node runs it: transformed, every import is a getter.
          server: { deps: { external: [/\/dist\/src\//] } },
        },
      })),
      {
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: ['test/black-box/**'],
          setupFiles: ['test/support/fast-check.ts'],
          env: { TZ: 'Pacific/Chatham' },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // Measures and kills: by itself, one file after the other, after all else.
        test: { name: 'black-box', include: ['test/black-box/**/*.test.ts'] },
      },
    ],
  },
});
