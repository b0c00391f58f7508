import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // A change is tested as it is written; CI tests what users download.
    env: { SLUICE_ACTIONS: process.env['CI'] === 'true' ? 'bundles' : 'sources' },
    // Most tests wait for real servers, so two files at a time keep even two cores from idling.
    maxWorkers: 2,
  },
})
