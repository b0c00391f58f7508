import { defineConfig } from 'vitest/config'
import { namesFiles, playsLong } from './support/long-tests.ts'
import { testKinds } from './support/test-kinds.ts'

const root = new URL('..', import.meta.url).pathname
const kinds = testKinds(root)
const withLong = playsLong(process.env) || namesFiles(process.argv)

export default defineConfig({
  test: {
    root,
    // Only a test that hangs takes so long, on the busiest machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The default of one second is too short for a busy machine.
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    globalSetup: ['test/support/temp-folder.ts', ...(withLong ? [] : ['test/support/long-tests.ts'])],
    // A change is tested as it is written; CI tests what users download.
    env: { SLUICE_ACTIONS: process.env['CI'] === 'true' ? 'bundles' : 'sources' },
    projects: [
      // Unit tests compute, and share the modules that they load: two files at a time, for two cores.
      {
        extends: true,
        test: {
          name: 'unit',
          include: kinds.unit,
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      // Server tests mostly wait, for real servers and for whole actions, so more of them share the same cores.
      {
        extends: true,
        test: {
          name: 'server',
          include: [...kinds.server, ...(withLong ? kinds.long : [])],
          maxWorkers: 6,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
