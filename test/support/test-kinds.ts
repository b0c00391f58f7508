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

/**
 * Parts the test files of `root` in two. A unit test, and every helper of tests that it imports, starts no server and no
 * program; all others are server tests. Paths are relative to `root`.
 */
export function testKinds(root: string): { readonly unit: string[]; readonly server: string[] } {
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
  const unit = files.filter((file) => !WHOLE.test(file) && !reachesOutside(file))
  return { unit, server: files.filter((file) => !unit.includes(file)) }
}
