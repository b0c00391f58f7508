import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { payloads } from '../../examples/shadow-webhooks/records.ts'
import { compared } from '../packages/shadow/worlds.ts'

const folder = process.env['WEBHOOKS_EXAMPLES'] ?? ''
const installed = existsSync(folder)
if (!installed) console.log('skipped: WEBHOOKS_EXAMPLES names no folder of @octokit/webhooks-examples')

describe('webhooks of github.com and of an Enterprise version', () => {
  test.skipIf(!installed)(
    'fields that came and went are found by path, and events without a partner are counted',
    () => {
      const summary = compared([payloads(folder, 'api.github.com'), payloads(folder, 'ghes-31')])
      const paths = [...summary.paths]
      const gone = paths.filter(([, { kinds }]) => kinds.missing > 0).map(([path]) => path)
      const came = paths.filter(([, { kinds }]) => kinds.extra > 0).map(([path]) => path)
      expect([summary.compared, summary.lost[0]?.unmatched, summary.lost[1]?.unmatched]).toEqual([45, 284, 4])
      expect([gone.length, came.length]).toEqual([24, 18])
      expect(gone).toContain('payload.pull_request.head.repo.allow_squash_merge')
      expect(summary.paths.get('payload.enterprise')?.kinds.extra).toBe(32)
    },
  )
})
