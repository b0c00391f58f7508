import fc from 'fast-check'
import { encodeSummary } from '@sluice/shadow'
import { describe, expect, test } from 'vitest'
import { Comparing, compareLogs } from '../../../../packages/shadow/src/compare-logs.ts'
import { sameMarker } from '../../../../packages/shadow/src/tally/same.ts'
import { comparison, logOf } from '../worlds.ts'

const asked = comparison({ requirements: 'error rate <= 1%' })

/** Compares logs of one size range by range, as those that look the same are. */
function byRanges(texts: readonly Buffer[], size: number): unknown {
  const logs = texts.map(logOf)
  const { indexer, pairing, summary } = new Comparing(logs, asked, { index: 0, count: 1 }, 1)
  for (let start = 0; start < (logs[0]?.size ?? 0); start += size) {
    const end = Math.min(start + size, logs[0]?.size ?? 0)
    indexer.alike(start, end, sameMarker(asked))
  }
  pairing.run(indexer.found.map(([entries]) => entries?.data() ?? new Int32Array(0)))
  return encodeSummary(summary, asked, [])
}

const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(30), fc.nat(80)).map(([id, n]) => `{"id":${id},"t":"${'x'.repeat(n)}"}`),
  },
  fc.nat(30).map((id) => `{"id":"${id}","status":${id % 2 === 0 ? 200 : 503}}`),
  fc.constantFrom('', ' ', '\r', '{', '{"id":1,"error":"e"}\r', '{"no":1}', '{"id":2,'),
)
/** Where the second log says something else, and what: some of it begins or ends a line. */
const change = fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom('\n', 'y', '"', '}', '{"'),
)

describe('logs that look the same', () => {
  test('are counted like all others, wherever they differ and a range ends', () => {
    let [same, different] = [0, 0]
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 30 }),
        fc.boolean(),
        fc.array(change, { maxLength: 2 }),
        fc.integer({ min: 1, max: 700 }),
        (lines, ends, changes, size) => {
          const primary = Buffer.from(lines.join('\n') + (ends ? '\n' : ''))
          const candidate = Buffer.from(primary)
          for (const [share, text] of changes) candidate.write(text, Math.floor(share * primary.length))
          if (candidate.equals(primary)) same++
          else different++
          const whole = compareLogs([primary, candidate].map(logOf), asked)
          expect(byRanges([primary, candidate], size)).toEqual(encodeSummary(whole, asked, []))
        },
      ),
      { numRuns: 1500 },
    )
    expect(Math.min(same, different)).toBeGreaterThan(100)
  })

  test('may hold lines that are longer than a range and than what is compared at once', () => {
    const text = [1, 2, 3].map((id) => `{"id":${id},"t":"${'x'.repeat(400_000)}"}\n`).join('')
    const primary = Buffer.from(text)
    const candidate = Buffer.from(text.replace('"id":2', '"id":4'))
    const whole = compareLogs([primary, candidate].map(logOf), asked)
    expect([whole.compared, whole.lost[0]?.unmatched]).toEqual([2, 1])
    expect(byRanges([primary, candidate], 100_000)).toEqual(encodeSummary(whole, asked, []))
  })
})
