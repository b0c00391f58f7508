import { shadowDetails } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { compared, ndjson, seeded, verdictOn } from './worlds.ts'

const N = 3000

function verdictFor(primary: (id: number) => unknown, candidate = primary, repeat = primary) {
  const log = (make: (id: number) => unknown): string =>
    ndjson(Array.from({ length: N }, (_, id) => ({ id, v: make(id) })))
  return verdictOn(compared([log(primary), log(candidate), log(repeat)]))
}

const worse = (verdict: ReturnType<typeof verdictFor>) =>
  verdict.evidence.filter(({ finding }) => finding === 'worse').map(({ metric }) => metric)

const random = seeded(17)
const hex = (length: number): string =>
  Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('')

describe('a field that always differs by itself', () => {
  test('is rejected when its numbers grow by half', () => {
    const verdict = verdictFor(random, () => random() * 1.5)
    expect(worse(verdict)).toEqual(['distribution of v'])
    const [path] = shadowDetails(verdict.details)?.paths ?? []
    expect(path?.status).toBe('worse')
    expect(path?.examples).toHaveLength(3)
    expect(path?.excess).toBeGreaterThan(0.25)
    expect(path?.low).toBeLessThan(path?.excess ?? 0)
    expect(path?.high).toBeGreaterThan(path?.excess ?? 0)
  })

  test('is rejected when its texts are cut short', () => {
    const words = (most: number): string => 'word '.repeat(1 + Math.floor(random() * most)) + hex(12)
    expect(worse(verdictFor(() => words(200)))).toEqual([])
    expect(
      worse(
        verdictFor(
          () => words(200),
          () => words(60),
        ),
      ),
    ).toEqual(['length of v'])
  })

  test('is accepted when only its values are others, and never called clean', () => {
    const verdict = verdictFor(random)
    expect(verdict.outcome).toBe('pass')
    expect(shadowDetails(verdict.details)?.paths[0]?.status).toBe('not comparable')
    expect(verdict.evidence.map(({ metric }) => metric)).toContain('distribution of v')
  })

  test('is accepted when it is a counter that each arm has of its own, or a clock an hour on', () => {
    expect(
      worse(
        verdictFor(
          (id) => 1e6 + id,
          (id) => 5e6 + id,
          (id) => 7e6 + id,
        ),
      ),
    ).toEqual([])
    const clock = (from: number) => (id: number) =>
      1_764_000_000_000 + from + id * 3 + Math.floor(random() * 3)
    expect(worse(verdictFor(clock(0), clock(3_600_000), clock(50)))).toEqual([])
  })

  test.each([6, 8, 16])(
    'is no other format when a random text of %i hex digits has digits only',
    (length) => {
      const verdict = verdictFor(() => hex(length))
      expect(verdict.outcome).toBe('pass')
      expect(verdict.evidence.find(({ metric }) => metric === 'shape of v')?.observed.candidate.events).toBe(
        0,
      )
    },
  )

  test('is another format when a uuid becomes a number in a text', () => {
    const uuid = (): string => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`
    expect(worse(verdictFor(uuid, () => String(Math.floor(random() * 1e9)), uuid))).toContain('shape of v')
  })

  test.each([
    [
      'a clock in milliseconds becomes one in seconds',
      () => 1.764e12 + random() * 1e6,
      () => 1.764e9 + random() * 1e3,
    ],
    ['a random token is cut short', () => hex(32), () => hex(5)],
    ['one of two lengths is halved', () => hex(random() < 0.5 ? 16 : 40), () => hex(random() < 0.5 ? 8 : 20)],
    [
      'amounts shrink to a tenth',
      () => (random() < 0.5 ? 50 : 9000) * (1 + random() / 100),
      () => (random() < 0.5 ? 5 : 900) * (1 + random() / 100),
    ],
    ['numbers turn negative', () => 5 + random(), () => -5 - random()],
    [
      'arrays lose nearly all of their elements',
      () => Array.from({ length: 1 + Math.floor(random() * 40) }, random),
      () => [random(), random()],
    ],
    [
      'the numbers of a field of numbers and texts grow',
      () => (random() < 0.4 ? random() : hex(9)),
      () => (random() < 0.4 ? 50 + random() : hex(9)),
    ],
  ])('is rejected when %s', (_, primary, candidate) => {
    expect(worse(verdictFor(primary)).concat(worse(verdictFor(primary)))).toEqual([])
    expect(worse(verdictFor(primary, candidate, primary))).not.toEqual([])
  })

  test('is not rejected for one array whose elements go together', () => {
    const level = Array.from({ length: 60 }, () => random() * 100)
    const log = (): string =>
      ndjson(level.map((at, id) => ({ id, v: Array.from({ length: 200 }, () => at + random()) })))
    for (let run = 0; run < 6; run++) expect(worse(verdictOn(compared([log(), log(), log()])))).toEqual([])
  })

  test('of two identical versions at most one in twenty is reported', () => {
    let reported = 0
    for (let run = 0; run < 40; run++) {
      const log = (): string =>
        ndjson(
          Array.from({ length: 300 }, (_, id) => ({
            id,
            a: random(),
            b: hex(1 + Math.floor(random() * 30)),
          })),
        )
      if (verdictOn(compared([log(), log(), log()])).evidence.some(({ finding }) => finding === 'worse'))
        reported++
    }
    expect(reported).toBeLessThanOrEqual(5)
  })
})
