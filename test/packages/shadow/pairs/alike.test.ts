import fc from 'fast-check'
import { encodeSummary, type Comparison, type Shard } from '@sluice/shadow'
import { describe, expect, test } from 'vitest'
import { Comparing } from '../../../../packages/shadow/src/engines/node/thread-work.ts'
import { sameMarker } from '../../../../packages/shadow/src/tally/same.ts'
import { comparison, logOf } from '../worlds.ts'
import { compareLogs } from '../compare-logs.ts'

const ERRORS = 'error rate <= 1%'
const WHOLE: Shard = { index: 0, count: 1 }
/** Bytes that are read beyond a range. */
const BEYOND = 50

/** Compares logs of one size range by range, as those that look the same are. */
function byRanges(texts: readonly Buffer[], size: number, asked: Comparison, shard: Shard): unknown {
  const logs = texts.map(logOf)
  const { indexer, pairing, summary } = new Comparing(logs, asked, shard, 1)
  for (let start = 0; start < (logs[0]?.size ?? 0); start += size) {
    const end = Math.min(start + size, logs[0]?.size ?? 0)
    const read = texts.map((text) => text.subarray(start, end + BEYOND))
    indexer.alike(start, end, read, sameMarker(asked))
  }
  pairing.run(indexer.found.map(([entries]) => entries?.data() ?? new Int32Array(0)))
  return encodeSummary(summary, asked, [])
}

function whole(texts: readonly Buffer[], asked: Comparison, shard: Shard): unknown {
  return encodeSummary(compareLogs(texts.map(logOf), asked, shard), asked, [])
}

const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(30), fc.nat(80)).map(([id, n]) => `{"id":${id},"t":"${'x'.repeat(n)}"}`),
  },
  fc.nat(30).map((id) => `{"id":"${id}","status":${id % 2 === 0 ? 200 : 503}}`),
  fc.nat(30).map((id) => `{"v":{"n":"${id}","id":"${id}"},"id":${id}}`),
  fc.constantFrom('', ' ', '\r', '{', '{"id":1,"error":"e"}\r', '{"no":1}', '{"id":2,', '{"id":3}}'),
  fc.constantFrom('\ufeff{"id":4}', ' {"id":5}', '{"id": 6}', '{"id":7} ', '{"id":8}\r', '{"\\u0069d":9}'),
  fc.constantFrom(
    '{"id":"a\\"b"}',
    '{"id":"\\u0061"}',
    '{"id":"a"}',
    '{"id":"é"}',
    '{"id":null}',
    '{"id":[1]}',
  ),
)
/** Where the second log says something else, and what: some of it begins or ends a line, or is no text. */
const change = fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.oneof(
    fc.constantFrom('\n', 'y', '"', '}', '{"').map((text) => Buffer.from(text)),
    fc.nat(255).map((byte) => Buffer.of(byte)),
  ),
)

describe('logs that look the same', () => {
  test('are counted like all others, wherever they differ and a range ends', () => {
    let [same, different] = [0, 0]
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 30 }),
        fc.constantFrom('', '\n', '\r\n'),
        fc.array(change, { maxLength: 2 }),
        fc.integer({ min: 1, max: 700 }),
        fc.record({
          'pair-by': fc.constantFrom('id', 'id', 'v.id', 'id, v.id'),
          requirements: fc.constantFrom('', ERRORS),
        }),
        fc.constantFrom(1e6, 1e6, 50),
        fc.constantFrom<Shard>(WHOLE, WHOLE, { index: 0, count: 2 }, { index: 1, count: 2 }),
        fc.boolean(),
        (lines, end, changes, size, words, limit, shard, repeats) => {
          const primary = Buffer.from(lines.join('\n') + end)
          const candidate = Buffer.from(primary)
          for (const [share, bytes] of changes) bytes.copy(candidate, Math.floor(share * primary.length))
          if (candidate.equals(primary)) same++
          else different++
          const texts = [primary, candidate, ...(repeats ? [primary] : [])]
          const asked = { ...comparison(words), limit }
          expect(byRanges(texts, size, asked, shard)).toEqual(whole(texts, asked, shard))
        },
      ),
      { numRuns: 1000 },
    )
    expect(Math.min(same, different)).toBeGreaterThan(100)
  })

  test('may hold lines that are longer than a range and than what is compared at once', () => {
    const text = [1, 2, 3].map((id) => `{"id":${id},"t":"${'x'.repeat(400_000)}"}\n`).join('')
    const texts = [text, text.replace('"id":2', '"id":4')].map((each) => Buffer.from(each))
    const asked = comparison({ requirements: ERRORS })
    const counted = compareLogs(texts.map(logOf), asked)
    expect([counted.compared, counted.lost[0]?.unmatched]).toEqual([2, 1])
    expect(byRanges(texts, 100_000, asked, WHOLE)).toEqual(encodeSummary(counted, asked, []))
  })
})
