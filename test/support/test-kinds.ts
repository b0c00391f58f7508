import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a test imports that starts a server, a program or a browser, or that speaks to one. */
const OUTSIDE =
  /^(node:(child_process|https?|http2|net|dgram|tls)|playwright-core|kafkajs|mqtt|@nats-io\/.+|@sluice\/(sandbox|demo|gate\/app))$/

/** Folders whose tests run whole actions, programs, models or long simulations, whatever they import. */
const WHOLE =
  /^test\/(acceptance|bench|conformance|e2e|examples|packages\/traffic\/routers|packages\/rollout\/lives)\//

/** Imports that remain at run time: those of types alone are erased. */
const IMPORT = /^(?:import|export)\s+(?!type\b)[^;'"]*?from\s+'([^']+)'/gm

/** Files whose tests play whole releases or long simulations, and take twenty seconds or more. */
const LONG = /\.long\.test\.ts$/

/** The test files of each kind; paths are relative to the root. */
export interface TestKinds {
  readonly unit: string[]
  readonly server: string[]
  readonly long: string[]
}

/**
 * Parts the test files of `root` in three. A unit test, and every helper of tests that it imports, starts no server and no
 * program; all others are server tests, and those that take long have it in their names.
 */
export function testKinds(root: string): TestKinds {
  const known = new Map<string, boolean>()
  const reachesOutside = (file: string): boolean => {
    const answer = known.get(file)
    if (answer !== undefined) return answer
    known.set(file, false)
    const found = [...readFileSync(join(root, file), 'utf8').matchAll(IMPORT)].some(([, name = '']) => {
      if (!name.startsWith('.')) return OUTSIDE.test(name)
      const target = join(dirname(file), name)
      // The helpers in `support` ask git for file names, and no more; sources are followed by nobody.
      return target.startsWith('test/') && !target.startsWith('test/support/') && reachesOutside(target)
    })
    known.set(file, found)
    return found
  }
  const files = globSync('test/**/*.test.ts', { cwd: root }).sort()
  const long = files.filter((file) => LONG.test(file))
  const rest = files.filter((file) => !long.includes(file))
  const unit = rest.filter((file) => !WHOLE.test(file) && !reachesOutside(file))
  return { unit, server: rest.filter((file) => !unit.includes(file)), long }
}
