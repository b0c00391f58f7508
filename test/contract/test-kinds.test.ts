import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { namesFiles, playsLong } from '../support/long-tests.ts'
import { testKinds } from '../support/test-kinds.ts'

const root = new URL('../..', import.meta.url).pathname

test('every test file is of one kind, and no long test is left out of CI', () => {
  const { unit, server, long } = testKinds(root)
  expect([...unit, ...server, ...long].sort()).toEqual(globSync('test/**/*.test.ts', { cwd: root }).sort())
  expect(long.length).toBeGreaterThan(0)
  expect([...unit, ...server].filter((file) => file.endsWith('.long.test.ts'))).toEqual([])
  expect(playsLong({ CI: 'true' })).toBe(true)
  expect(playsLong({ SLUICE_TESTS: 'all' })).toBe(true)
  expect(playsLong({})).toBe(false)
})

test('a long test that the command line names is played', () => {
  const vitest = ['node', 'vitest', 'run', '--config', 'test/vitest.config.ts']
  expect(namesFiles([...vitest, 'test/acceptance/canary-life'])).toBe(true)
  expect(namesFiles(vitest)).toBe(false)
  expect(namesFiles([...vitest, '--reporter=json', '--outputFile.json=out/results.json'])).toBe(false)
  expect(namesFiles([...vitest, '-t', 'a title'])).toBe(false)
})
