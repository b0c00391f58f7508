import { shadowDetails } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { compared, ndjson, seeded, verdictOn } from './worlds.ts'

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

  test('is compared by value as well where its name says that it is an answer', () => {
    const price = (make: (id: number) => number): string =>
      ndjson(
        Array.from({ length: N }, (_, id) => ({ id, price: make(id), status: id < N / 2 ? 200 : make(id) })),
      )
    const words = { requirements: 'mean price <= 120% of primary\np99 status <= 499' }
    const verdict = verdictOn(compared([price((id) => id % 90), price((id) => (id + 1) % 90)], words), words)
    expect(verdict.evidence.find(({ metric }) => metric === 'field price')?.finding).toBe('worse')
    expect(verdict.evidence.find(({ metric }) => metric === 'field status')?.finding).toBe('worse')
    const timed = (ms: (id: number) => number): string =>
      ndjson(Array.from({ length: N }, (_, id) => ({ id, timing: { totalMs: ms(id) } })))
    const asked = { requirements: 'p99 timing.totalMs <= 250' }
    expect(verdictOn(compared([timed((id) => id % 90), timed((id) => id % 91)], asked), asked).outcome).toBe(
      'pass',
    )
  })

  test('has its exact mean, below zero too, however many values there are', () => {
    const random = seeded(3)
    const values = Array.from({ length: N }, () => random() * 200 - 100)
    const mean = values.reduce((sum, value) => sum + value, 0) / N
    const text = ndjson(values.map((skew_ms, id) => ({ id, skew_ms })))
    const words = { requirements: 'mean skew_ms <= 20\np50 skew_ms <= 20' }
    const verdict = verdictOn(compared([text, text], words), words)
    expect(verdict.outcome).toBe('pass')
    const of = (name: string) =>
      verdict.evidence.find(({ metric }) => metric === name)?.effect.estimate ?? NaN
    expect(of('mean skew_ms <= 20')).toBeCloseTo(mean, 9)
    expect(of('p50 skew_ms <= 20')).toBeCloseTo([...values].sort((a, b) => a - b)[N / 2 - 1] ?? NaN, 0)
  })

  test('that is always nothing is no more than any multiple of nothing', () => {
    const text = ndjson(Array.from({ length: N }, (_, id) => ({ id, bytes: 0 })))
    const words = { requirements: 'p99 bytes <= 110% of primary' }
    expect(verdictOn(compared([text, text], words), words).outcome).toBe('pass')
  })

  test("is ignored in Diffy's mode, which knows no measures", () => {
    const verdict = verdictFor((id) => 90 + (id % 11), { ...WORDS, noise: 'diffy' })
    expect(shadowDetails(verdict.details)?.paths).toEqual([])
  })
})
