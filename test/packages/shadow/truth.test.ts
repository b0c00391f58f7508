import { shadowDetails } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { compared, ndjson, seeded, verdictOn } from './worlds.ts'

const N = 4000
const random = seeded(29)
/** Normal enough: the sum of twelve uniform numbers, less six. */
const gauss = (): number => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6)

function verdictFor(
  words: Readonly<Record<string, string>>,
  make: (id: number, arm: 'primary' | 'candidate') => Readonly<Record<string, unknown>>,
) {
  const log = (arm: 'primary' | 'candidate'): string =>
    ndjson(Array.from({ length: N }, (_, id) => ({ id, ...make(id, arm) })))
  return verdictOn(compared([log('primary'), log('candidate')], words), words)
}

const found = (verdict: ReturnType<typeof verdictFor>, name: string) =>
  verdict.evidence.find(({ metric }) => metric === name)

describe('numbers whose truth is known', () => {
  const words = { kind: 'regression', label: 'truth', slices: 'half' }
  const regression = (error: (id: number) => number, words_: Readonly<Record<string, string>> = words) =>
    verdictFor(words_, (id, arm) => ({
      truth: 100,
      half: id < N / 2 ? 'a' : 'b',
      prediction: 100 + (arm === 'primary' ? gauss() : error(id)),
    }))

  test('a model that is a little nearer mostly, and far off at times, is rejected', () => {
    const verdict = regression((id) => (id % 20 === 0 ? 150 : gauss() / 2))
    expect(verdict.outcome).toBe('fail')
    expect(found(verdict, 'error growth')).toMatchObject({ finding: 'worse', reason: 'regression' })
  })

  test('a model with errors a twelfth larger is rejected, accepted where that is allowed, and so is a better one', () => {
    const worse = (): number => gauss() * 1.12
    expect(found(regression(worse), 'error growth')?.finding).toBe('worse')
    const allowed = regression(worse, { ...words, requirements: 'error growth <= 25%' })
    expect(found(allowed, 'error growth')).toMatchObject({ finding: 'fine', reason: 'tolerated_change' })
    expect(
      found(
        regression(() => gauss() * 0.8),
        'error growth',
      )?.finding,
    ).toBe('fine')
  })

  test('slices tell where the errors grew', () => {
    const verdict = regression((id) => gauss() * (id < N / 2 ? 1 : 1.5))
    const slices = shadowDetails(verdict.details)?.model?.slices ?? []
    expect(slices.map(({ name, flagged }) => [name, flagged])).toEqual([
      ['half=b', true],
      ['half=a', false],
    ])
    expect(slices[0]?.loss).toBeCloseTo(0.5, 0)
  })

  test('disagreement is shown, and does not decide unless it is required', () => {
    const verdict = regression(() => gauss())
    expect(found(verdict, 'disagreement')?.critical).toBe(false)
    expect(
      found(
        regression(() => gauss(), { ...words, requirements: 'disagreement <= 1%' }),
        'disagreement',
      ),
    ).toMatchObject({ critical: true })
  })

  test('predictions of few values do not drift from the same ones noted finely', () => {
    const verdict = verdictFor({ kind: 'regression' }, (id, arm) => ({
      prediction: 100 + (id % 900) * (arm === 'primary' ? 1 : 1 + (id % 7) * 1e-9),
    }))
    const [drift] = shadowDetails(verdict.details)?.model?.drift ?? []
    expect(drift).toMatchObject({ name: 'drift of the predictions', flagged: false })
    expect(drift?.value).toBeLessThan(0.01)
  })

  test('a few labels that both meet alike prove nothing', () => {
    const few = verdictFor(words, (id, arm) => ({
      ...(id < 3 ? { truth: 10 } : {}),
      prediction: id < 3 || arm === 'primary' ? 10 : 9999,
    }))
    expect(few.outcome).not.toBe('pass')
    expect(found(few, 'error growth')).toMatchObject({ finding: 'unknown', needed: 97 })
  })

  test('an error that is only rounding is none', () => {
    const verdict = verdictFor(words, (_, arm) => ({
      truth: 10,
      prediction: arm === 'primary' ? 10 : 10 + 1e-12,
    }))
    expect(found(verdict, 'error growth')?.finding).toBe('fine')
  })

  test('numbers whose squares are beyond any are of no use, and counted as such', () => {
    const verdict = regression(() => 1e200)
    expect(shadowDetails(verdict.details)?.lost).toEqual([{ what: 'no usable answer of a model', count: N }])
    expect(verdict.outcome).toBe('fail')
  })
})

describe('rankings whose truth is known', () => {
  test('are judged by the gain that is lost', () => {
    const names = ['a', 'b', 'c', 'd']
    const verdict = (candidate: (id: number) => readonly string[]) =>
      verdictFor({ kind: '{ ranking: { prediction: hits } }', label: 'clicked' }, (id, arm) => ({
        clicked: ['a'],
        hits: arm === 'primary' ? names : candidate(id),
      }))
    expect(
      found(
        verdict((id) => (id % 4 === 0 ? ['b', 'a', 'c', 'd'] : names)),
        'gain loss',
      ),
    ).toMatchObject({
      finding: 'worse',
    })
    expect(
      found(
        verdict(() => names),
        'gain loss',
      )?.finding,
    ).toBe('fine')
  })
})

describe('rankings and their truth', () => {
  const words = { kind: '{ ranking: { prediction: hits } }', label: 'clicked' }
  const gain = (label: (id: number) => unknown, hits: readonly string[]) =>
    found(
      verdictFor(words, (id, arm) => ({
        clicked: label(id),
        hits: arm === 'primary' ? ['a', 'b', 'c'] : hits,
      })),
      'gain loss',
    )

  test('a name that comes twice is found once', () => {
    expect(gain(() => ['a', 'b'], ['a', 'a', 'c'])?.finding).toBe('worse')
    expect(gain(() => ['a'], ['x', 'a', 'a'])?.finding).toBe('worse')
  })

  test('a label that is null is no truth', () => {
    const seldom = gain((id) => (id % 20 === 0 ? 'a' : null), ['b', 'a', 'c'])
    expect(seldom).toMatchObject({ finding: 'worse', observed: { candidate: { trials: N / 20 } } })
  })
})

describe('scores', () => {
  test.each([
    ['missing', {}],
    ['a text', { score: 'oops' }],
  ])('that are %s in the candidate are told', (_, score) => {
    const verdict = verdictFor({ kind: 'classification' }, (_id, arm) => ({
      prediction: 'a',
      ...(arm === 'primary' ? { score: 0.9 } : score),
    }))
    expect(found(verdict, 'field score')?.finding).toBe('worse')
  })

  test('may have another value', () => {
    const verdict = verdictFor({ kind: 'classification' }, (_, arm) => ({
      prediction: 'a',
      score: arm === 'primary' ? 0.9 : 0.8,
    }))
    expect(verdict.outcome).toBe('pass')
  })
})

describe('the truth', () => {
  const words = { kind: 'classification', label: 'truth' }

  test('need not stand in the records of the candidate', () => {
    const verdict = verdictFor(words, (_, arm) => ({
      prediction: 'a',
      ...(arm === 'primary' ? { truth: 'a' } : {}),
    }))
    expect(verdict.outcome).toBe('pass')
    expect(shadowDetails(verdict.details)?.paths).toEqual([])
  })

  test('that is another in both records makes the pair of no use', () => {
    const verdict = verdictFor(words, (id, arm) => ({
      prediction: 'a',
      truth: arm === 'candidate' && id % 10 === 0 ? 'b' : 'a',
    }))
    expect(verdict.outcome).toBe('fail')
    expect(shadowDetails(verdict.details)?.lost).toEqual([
      { what: 'no usable answer of a model', count: N / 10 },
    ])
    const census = found(verdict, 'not compared <= 1%')
    expect(census?.observed.candidate).toMatchObject({ trials: N, events: N / 10 })
  })

  test('means the same however it is written', () => {
    const log = (truth: string, prediction: string): string =>
      Array.from({ length: N }, (_, id) => `{"id":${id},"truth":${truth},"prediction":${prediction}}\n`).join(
        '',
      )
    for (const [one, other] of [
      ['1', '1.0'],
      ['["a","b"]', '["a", "b"]'],
    ] as const) {
      const verdict = verdictOn(compared([log(one, '1'), log(other, '1.0')], words), words)
      expect(verdict.evidence.filter(({ finding }) => finding === 'worse')).toEqual([])
      expect(shadowDetails(verdict.details)?.lost).toEqual([])
    }
  })

  test('that nobody has leaves what is required of it unknown, never passed', () => {
    const verdict = verdictFor({ ...words, requirements: 'accuracy loss <= 1%' }, () => ({ prediction: 'a' }))
    expect(found(verdict, 'accuracy loss')).toMatchObject({ finding: 'unknown', reason: 'no_data' })
    expect(verdict.outcome).toBe('inconclusive')
  })
})

describe('a model that disagrees with itself', () => {
  test('is no reason to reject another that does so no more', () => {
    const log = (share: number): string =>
      ndjson(Array.from({ length: N }, (_, id) => ({ id, prediction: random() < share ? 'b' : 'a' })))
    const words = { kind: 'classification' }
    const same = verdictOn(compared([log(0.1), log(0.1), log(0.1)], words), words)
    expect(found(same, 'disagreement')?.finding).not.toBe('worse')
    const other = verdictOn(compared([log(0.1), log(0.2), log(0.1)], words), words)
    expect(found(other, 'disagreement')?.finding).toBe('worse')
    const figures = shadowDetails(other.details)?.model?.figures ?? []
    expect(figures.find(({ name }) => name === 'the stable model agrees with itself')?.value).toBeCloseTo(
      0.82,
      1,
    )
  })
})
