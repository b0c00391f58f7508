import { encodeSummary, mergeSummaries } from '@sluice/shadow'
import { encode } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { comparison, logOf, ndjson, seeded, verdictOn } from './worlds.ts'
import { compareLogs } from './compare-logs.ts'

/** Answers with noise, differences, slices, measures, labels and records that cannot be compared. */
function arms(): readonly string[] {
  const random = seeded(11)
  const order = Array.from({ length: 1000 }, (_, id) => id)
  const answer = (id: number, arm: number): unknown => ({
    id: `r${id}`,
    region: `region ${id % 7}`,
    latency_ms: Math.exp(random() * 4 + arm / 10) / 3,
    prediction: ['cat', 'dog', 'owl'][(id + (random() < 0.05 ? 1 : 0)) % 3],
    score: random(),
    truth: ['cat', 'dog', 'owl'][id % 3],
    noisy: random() < 0.2 ? random() : 0,
    estimate: id + random() * (arm + 1),
    drawn: random() * 1000,
    said: 'word '.repeat(1 + Math.floor(random() * 40)) + String(random()),
    items: [{ n: id }, { n: arm === 1 && id % 50 === 0 ? -1 : id }],
  })
  const primary = ndjson(order.map((id) => answer(id, 0)))
  const shuffled = order.filter((id) => id % 200 !== 3).sort(() => random() - 0.5)
  const candidate = `${ndjson(shuffled.map((id) => answer(id, 1)))}{"id":"r17","cut":\n{"no":"id"}\nnot json\n`
  return [primary, candidate, ndjson(order.map((id) => answer(id, 2)))]
}

const REQUIREMENTS = 'p95 latency_ms <= 40\nmean latency_ms <= 130% of primary'
const WORDS = {
  kind: '{ classification: { prediction: prediction, score: score, positive: cat } }',
  label: 'truth',
  slices: 'region',
  requirements: REQUIREMENTS,
} as const

const NUMBERS = {
  kind: '{ regression: { prediction: estimate } }',
  label: 'score',
  slices: 'region',
  requirements: REQUIREMENTS,
} as const

describe.each([
  ['classes', WORDS],
  ['numbers', NUMBERS],
])('scale: %s', (_, words) => {
  const texts = arms()
  const sample = texts[0]?.split('\n')[0] ?? ''
  const asked = comparison(words, sample)
  const logs = texts.map(logOf)
  const whole = encode(verdictOn(compareLogs(logs, asked), words, sample))

  test.each([1, 2, 3, 16])(
    '%i shards, added up in any order, give the verdict of one run byte for byte',
    (count) => {
      const parts = Array.from({ length: count }, (_, index) =>
        encodeSummary(compareLogs(logs, asked, { index, count }), asked, [[index + 1, count]]),
      )
      const travelled = parts.map((part) => JSON.parse(JSON.stringify(part)) as typeof part)
      expect(encode(verdictOn(mergeSummaries(travelled, asked), words, sample))).toBe(whole)
      expect(encode(verdictOn(mergeSummaries(travelled.reverse(), asked), words, sample))).toBe(whole)
    },
  )

  test('the order of records does not matter', () => {
    const straight = compareLogs(logs, asked)
    const summary = compareLogs(
      [logs[0], logs[1], logOf(reversed(texts[2] ?? ''))].flatMap((log) => log ?? []),
      asked,
    )
    expect(summary.compared).toBe(straight.compared)
    expect(encode(verdictOn(summary, words, sample))).toBe(whole)
  })
})

function reversed(text: string): string {
  return `${text.trimEnd().split('\n').reverse().join('\n')}\n`
}
