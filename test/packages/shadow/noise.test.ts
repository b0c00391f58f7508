import { diffy } from '@sluice/shadow'
import { describe, expect, test } from 'vitest'
import { compared, ndjson, seeded, verdictOn } from './worlds.ts'

/** Share of answers in which each noisy field is drawn anew. */
const NOISE = { rare: 0.001, some: 0.01, often: 0.1, half: 0.5 } as const

interface Arms {
  readonly primary: string
  readonly candidate: string
  readonly repeat: string
}

/** Three arms with independent noise, and a true difference in a share of the candidate's answers. */
function world(n: number, regression: number, random: () => number): Arms {
  const answer = (id: number, broken: boolean): unknown => {
    const fields = Object.entries(NOISE).flatMap(([name, rate]) =>
      [1, 2].map((k) => [`${name}${k}`, random() < rate ? random() : 0] as const),
    )
    return { id, fixed: 'x', ...Object.fromEntries(fields), ...(broken ? { often1: -1 } : {}) }
  }
  const records = Array.from({ length: n }, (_, id) => [
    answer(id, false),
    answer(id, random() < regression),
    answer(id, false),
  ])
  const arm = (k: number): string => ndjson(records.map((record) => record[k]))
  return { primary: arm(0), candidate: arm(1), repeat: arm(2) }
}

describe('noise', () => {
  test('two identical versions are reported different in at most one run of twenty', () => {
    const random = seeded(41)
    const runs = 80
    let reported = 0
    for (let run = 0; run < runs; run++) {
      const { primary, candidate, repeat } = world(600, 0, random)
      if (
        verdictOn(compared([primary, candidate, repeat])).evidence.some(({ finding }) => finding === 'worse')
      )
        reported++
    }
    // 9 or more of 80 would happen once in fifty times at exactly 5 %.
    expect(reported).toBeLessThanOrEqual(8)
  })

  test('a true difference in 2 % of 10,000 answers is found under 10 % noise, where Diffy sees nothing', () => {
    const random = seeded(7)
    for (let run = 0; run < 1; run++) {
      const { primary, candidate, repeat } = world(10_000, 0.02, random)
      const summary = compared([primary, candidate, repeat])
      const worse = verdictOn(summary).evidence.filter(({ finding }) => finding === 'worse')
      expect(worse.map(({ metric }) => metric)).toEqual(['field often1'])
      const { any } = summary.paths.get('often1') ?? { any: { candidateOnly: 0, repeatOnly: 0, both: 0 } }
      const filtered = diffy.diffyFilter(
        any.candidateOnly + any.both,
        any.repeatOnly + any.both,
        summary.repeated,
      )
      expect(filtered.reported).toBe(false)
    }
  })

  test("Diffy's filter reports a sound field with 0.1 % noise in about 22 % of runs of 1000", () => {
    const random = seeded(3)
    let reported = 0
    for (let run = 0; run < 2000; run++) {
      let [raw, noise] = [0, 0]
      for (let k = 0; k < 1000; k++) {
        const [p, c, s] = [random() < 0.0005, random() < 0.0005, random() < 0.0005]
        if (p || c) raw++
        if (p || s) noise++
      }
      if (diffy.diffyFilter(raw, noise, 1000).reported) reported++
    }
    expect(reported / 2000).toBeGreaterThan(0.18)
    expect(reported / 2000).toBeLessThan(0.27)
  })

  test('a field that always differs is compared by shape and never called clean', () => {
    const records = (make: (id: number) => unknown): string =>
      ndjson(Array.from({ length: 400 }, (_, id) => ({ id, trace: make(id) })))
    const random = seeded(5)
    const uuid = (): string => `${Math.floor(random() * 1e9)}`
    const same = verdictOn(compared([records(uuid), records(uuid), records(uuid)]), {
      'max-difference-rate': '2%',
    })
    const details = same.details as unknown as { paths: { path: string; status: string }[] }
    expect(details.paths[0]).toMatchObject({ path: 'trace', status: 'not comparable' })
    const other = verdictOn(
      compared([records(uuid), records((id) => (id % 4 === 0 ? null : uuid())), records(uuid)]),
    )
    expect(other.evidence.find(({ metric }) => metric === 'shape of trace')?.finding).toBe('worse')
  })
})

describe('three answers', () => {
  const records = (n: number, v: unknown = 1): string =>
    ndjson(Array.from({ length: n }, (_, id) => ({ id, v })))

  test('no difference in 2995 pairs proves a rate below 0.1 %, and in 2994 it does not', () => {
    expect(verdictOn(compared([records(2995), records(2995)])).outcome).toBe('pass')
    const short = verdictOn(compared([records(2994), records(2994)]))
    expect(short.outcome).toBe('inconclusive')
    expect(short.evidence.find(({ metric }) => metric === 'fields that never differed')?.needed).toBe(1)
  })

  test('nothing to compare is never a pass', () => {
    expect(verdictOn(compared(['', ''])).outcome).toBe('inconclusive')
    expect(verdictOn(compared([records(5000), ''])).outcome).toBe('fail')
  })

  test('too many pairs that could not be compared fail the verdict', () => {
    const verdict = verdictOn(compared([records(4000), records(3800)]))
    expect(verdict.outcome).toBe('fail')
    expect(verdict.evidence.flatMap(({ finding, metric }) => (finding === 'worse' ? [metric] : []))).toEqual([
      'answers missing or unreadable',
      'not compared <= 1%',
    ])
  })

  test('without a repeat every difference counts against the budget', () => {
    expect(verdictOn(compared([records(3000), records(3000, 2)])).outcome).toBe('fail')
  })
})
