import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DIGEST_FILE, sourcesDigest } from '../../scripts/build/sources.ts'
import { actionNames } from '../support/actions.ts'
import { read, root } from '../support/files.ts'

/**
 * Outside CI tests run the sources, so an old bundle can mislead nobody: it is reported, not refused. In CI the bundles
 * are what is tested. `npm run build -- --check` proves them byte for byte, in a minute; this takes a second.
 */
test.for(actionNames())('the bundle of %s was built from these sources', (action, { skip }) => {
  const file = `actions/${action}/dist/${DIGEST_FILE}`
  const built = existsSync(join(root, file)) ? read(file).trim() : 'nothing'
  const now = sourcesDigest(action)
  if (built !== now && process.env['CI'] !== 'true') skip('stale: run `npm run build` before you commit')
  expect(built, 'stale: run `npm run build`').toBe(now)
})
