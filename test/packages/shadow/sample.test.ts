import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tempFolder } from '../../support/temp-folder.ts'
import { inEngine, installed } from './duckdb-engine.ts'
import { ndjson } from './worlds.ts'

/** Before the first answer: a line that is no record, a request that failed, one that says little. */
const ODD = 'no record\n{"id":"a","error":"timeout"}\n{"id":"b"}\n'

function log(n: number, latency: number): string {
  const answers = Array.from({ length: n }, (_, id) => ({
    id,
    latency_ms: latency + id,
    status: id % 10 === 0 ? 500 : 200,
  }))
  return `${ODD}${ndjson(answers)}`
}

describe('what is measured and counted', () => {
  test.skipIf(!installed).each(['node', 'duckdb'])(
    'with engine %s does not hang on the very first record',
    async (engine) => {
      const folder = tempFolder('sluice-sample')
      writeFileSync(join(folder, 'a.ndjson'), log(300, 5))
      writeFileSync(join(folder, 'b.ndjson'), log(300, 7))
      const summary = await inEngine(folder, { engine, primary: 'a.ndjson', candidate: 'b.ndjson' })
      expect([...summary.measures.keys()]).toEqual(['latency_ms'])
      expect([summary.compared, summary.any.alone, summary.paths.size]).toEqual([302, 0, 0])
      expect(summary.errors).toMatchObject({ n: 301, both: 31 })
    },
  )
})
