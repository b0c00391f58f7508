import { shadowDetails } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { compared, ndjson, verdictOn } from './worlds.ts'

const N = 3200
const WORDS = { requirements: 'p99 latency_ms <= 250' }

const log = (latency: (id: number) => unknown): string =>
  ndjson(Array.from({ length: N }, (_, id) => ({ id, latency_ms: latency(id), v: 1 })))

const verdictFor = (latency: (id: number) => unknown, words: Readonly<Record<string, string>> = WORDS) =>
  verdictOn(compared([log((id) => 100 + (id % 7)), log(latency)], words), words)

describe('what is measured', () => {
  test('may have any value within its requirement', () => {
    const verdict = verdictFor((id) => 90 + (id % 11))
    expect(verdict.outcome).toBe('pass')
    expect(shadowDetails(verdict.details)?.paths).toEqual([])
  })

  test.each([
    ['goes missing', () => undefined, 'missing'],
    ['becomes a text', () => '100 ms', 'type'],
    ['becomes null', () => null, 'type'],
  ])('and %s in most of the candidate rejects it', (_, broken, kind) => {
    const verdict = verdictFor((id) => (id % 5 === 0 ? 100 : broken()))
    expect(verdict.outcome).toBe('fail')
    expect(verdict.evidence.find(({ finding }) => finding === 'worse')?.metric).toBe('field latency_ms')
    expect(shadowDetails(verdict.details)?.paths[0]?.kinds).toEqual([{ kind, count: N * 0.8 }])
  })

  test('and only the candidate has is a difference', () => {
    const texts = [ndjson(Array.from({ length: N }, (_, id) => ({ id, v: 1 }))), log(() => 5)]
    const words = { requirements: 'mean latency_ms <= 10' }
    expect(verdictOn(compared(texts, words), words).outcome).toBe('fail')
  })

  test("is ignored in Diffy's mode, which knows no measures", () => {
    const verdict = verdictFor((id) => 90 + (id % 11), { ...WORDS, noise: 'diffy' })
    expect(shadowDetails(verdict.details)?.paths).toEqual([])
  })
})
