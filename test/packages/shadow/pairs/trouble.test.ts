import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '@sluice/action'
import { compareFiles, NODE_LIMITS, RecordLog } from '@sluice/shadow'
import { expect, test } from 'vitest'
import { tempFolder } from '../../../support/temp-folder.ts'
import { comparison, logOf, ndjson } from '../worlds.ts'
import { compareLogs } from '../compare-logs.ts'

const TEXT = ndjson(Array.from({ length: 50_000 }, (_, id) => ({ id, v: 1 })))

test('a log that has become shorter is told in a sentence', () => {
  const bytes = Buffer.from(TEXT)
  let size = bytes.length
  const shrinking = new RecordLog([
    {
      name: 'candidate.ndjson',
      size,
      read: (into, at, length, position) => {
        const got = bytes.copy(into, at, position, Math.min(size, position + length))
        size = 50
        return got
      },
    },
  ])
  const run = (): unknown => compareLogs([logOf(TEXT.replaceAll('"v":1', '"v":2')), shrinking], comparison())
  expect(run).toThrow(UserError)
  expect(run).toThrow('candidate.ndjson changed while it was read')
})

test('what a thread has to say to its user arrives as it was said', async () => {
  const file = join(tempFolder('sluice-trouble'), 'a.ndjson')
  writeFileSync(file, TEXT)
  const script = new URL(
    `data:text/javascript,${encodeURIComponent("throw Object.assign(new Error('the log is gone'), { name: 'UserError', code: 'GONE', hint: 'Look for it.' })")}`,
  )
  const limits = { ...NODE_LIMITS, worthThreads: 0, worthThreadsAlike: 0 }
  const compared = compareFiles([[file], [file]], comparison(), { threads: 2, script, limits })
  await expect(compared).rejects.toThrow(UserError)
  await expect(compared).rejects.toMatchObject({
    code: 'GONE',
    hint: 'Look for it.',
    message: 'the log is gone',
  })
})
