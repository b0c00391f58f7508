import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tempFolder } from '../../support/temp-folder.ts'
import { inEngine, installed } from './duckdb-engine.ts'
import { asked, compared, ndjson } from './worlds.ts'

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
  test.each([['node', true] as const, ['duckdb', installed] as const].filter(([, can]) => can))(
    'with engine %s does not hang on the very first record',
    async (engine) => {
      const folder = tempFolder('sluice-sample')
      writeFileSync(join(folder, 'a.ndjson'), log(300, 5))
      writeFileSync(join(folder, 'b.ndjson'), log(300, 7))
      const summary = await inEngine(folder, {
        engine,
        primary: 'a.ndjson',
        candidate: 'b.ndjson',
        requirements: 'error rate <= 50%',
      })
      expect([...summary.measures.keys()]).toEqual(['latency_ms'])
      expect([summary.compared, summary.any.alone, summary.paths.size]).toEqual([302, 0, 0])
      expect(summary.errors).toMatchObject({ n: 301, both: 31 })
    },
  )

  test('is a number: a size that is a text is compared like any other value', () => {
    const sized = (size: unknown): string => ndjson([{ id: 1, size }])
    expect([...compared([sized('M'), sized('XL')]).paths.keys()]).toEqual(['size'])
    const { measures, paths } = compared([sized(5), sized(6)])
    expect([[...measures.keys()], paths.size]).toEqual([['size'], 0])
  })

  test('is required in the unit that the records have: another is refused, not ignored', () => {
    expect(() => asked({ requirements: 'p99 latency_ms <= 0.5s' })).toThrow(/0\.5s/)
    expect(asked({ requirements: 'p99 latency_ms <= 500' }).requirements).toHaveLength(1)
  })
})
