import { shadowDetails, type ShadowDetails, type ShadowPath } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { media, model, none, withPath } from './details.ts'

describe('every medium', () => {
  test('says that each bound holds by itself, at the confidence of the verdict', () => {
    for (const text of media(withPath({}), 0.99))
      expect(text).toContain('the lower and the upper bound, each at 99% confidence.')
    for (const text of media(withPath({ low: null, high: null }))) expect(text).not.toContain('bounds')
  })

  test('says how many more pairs an undecided field needs', () => {
    for (const text of media(withPath({ status: 'undecided', needed: 1200 })))
      expect(text).toContain('undecided, ≈ 1,200 more pairs')
    for (const text of media(withPath({ status: 'undecided', needed: 1 })))
      expect(text).toMatch(/≈ 1 more pair\b(?!s)/)
    expect(shadowDetails(withPath({ needed: 1200 }))?.paths[0]?.needed).toBe(1200)
    expect(shadowDetails(withPath({ needed: -1 }))).toBeUndefined()
  })

  test('says what a flagged slice is, with repeats and without, at the level of the verdict', () => {
    const slices = [{ name: 'a=b', path: 'p', pairs: 9, rate: 1, noise: null, flagged: true }]
    for (const text of media({ ...none, slices }, 0.9)) {
      expect(text).toContain('certainly differs more often than in all pairs together')
      expect(text).toContain('At most 10% of all marks are expected to be false alarms')
    }
    for (const text of media({ ...none, slices, repeated: 9 }))
      expect(text).toContain('certainly differs more than its noise')
  })

  test('explains intervals of figures only where there are some', () => {
    const figure = { name: 'agreement', value: 0.9, unit: 'share' }
    const of = (figures: typeof model.figures) => media({ ...none, model: { ...model, figures, drift: [] } })
    for (const text of of([figure])) expect(text).not.toContain('95% intervals')
    for (const text of of([{ ...figure, low: 0.8, high: 0.95 }])) expect(text).toContain('95% intervals')
  })

  test('says what a flagged slice of a model is', () => {
    const slice = { name: 'a=b', pairs: 9, agreement: 0.5, flagged: true }
    for (const text of media(
      { ...none, model: { ...model, slices: [{ ...slice, loss: 0.1, p: 0.01 }] } },
      0.9,
    )) {
      expect(text).toContain('certainly is right less often than the stable model. At most 10% of all marks')
      expect(text).toContain('a=b')
    }
    for (const text of media({ ...none, model: { ...model, slices: [slice] } }))
      expect(text).not.toContain('certainly loses accuracy')
  })

  test.each([
    [{}, 'value 105 (all upwards)'],
    [{ higher: 0, lower: 105 }, 'value 105 (all downwards)'],
    [{ higher: 88, lower: 17 }, 'value 105 (83.8% of them upwards)'],
    // The twenty that are neither, such as texts of one length, are no reason to call the rest all.
    [{ higher: 85 }, 'value 105 (81% of them upwards)'],
    [{ higher: 99_999, kinds: [{ kind: 'value', count: 100_000 }] }, '(more than 99.9% of them upwards)'],
    [{ higher: 1, kinds: [{ kind: 'value', count: 1 }] }, 'value 1 (upwards)'],
    [
      {
        kinds: [
          { kind: 'value', count: 105 },
          { kind: 'missing', count: 40 },
        ],
      },
      'value 105 (all upwards), missing 40',
    ],
    [{ examples: [{ id: '1', kind: 'value', primary: '"a"', candidate: '"ab"' }] }, 'value 105 (all longer)'],
    [
      {
        examples: [{ id: '1', kind: 'value', primary: 'a text of 1 bytes', candidate: 'a text of 2 bytes' }],
      },
      'value 105 (all longer)',
    ],
    [{ examples: [] }, 'value 105 (all larger or longer)'],
  ])('tells by %j that it went %s', (some: Partial<ShadowPath>, words) => {
    for (const text of media(withPath(some))) {
      expect(text).toContain(words)
      expect(text).not.toContain('100%')
    }
  })

  test('names no direction where values went both ways', () => {
    for (const text of media(withPath({ higher: 60, lower: 45 }))) expect(text).toMatch(/value 105(?! \()/)
  })

  test.each([
    [0, 'there was no pair to compare.'],
    [1, 'the one pair was compared.'],
    [10_000, 'all 10,000 pairs were compared.'],
  ])('says of %d pairs that %s', (compared, words) => {
    for (const text of media({ ...none, compared })) expect(text).toContain(words)
  })

  test('says how exact distributions of many values are, where there are many', () => {
    const arm = { arm: 'primary', mean: 1, quantiles: [1, 1, 1, 1, 1], cdf: [[1, 1]] }
    const measured = (n: number): ShadowDetails => ({
      ...none,
      measures: [{ name: 'latency_ms', arms: [{ ...arm, n }], change: null }],
    })
    const drift = [{ name: 'drift of the scores', value: 0.1 }]
    for (const text of media(measured(1001)))
      expect(text).toContain('more than 1,000 distinct values are within 0.5%.')
    for (const text of media(measured(1000))) expect(text).not.toContain('within 0.5%')
    for (const text of media({ ...none, model: { ...model, drift } }))
      expect(text).toContain('Drift of numbers with more than 1,000 distinct values')
    for (const text of media({ ...none, compared: 900, model: { ...model, drift } }))
      expect(text).not.toContain('Drift of numbers')
  })

  test('shows examples from where they first differ', () => {
    const same = 'word '.repeat(40)
    const examples = [{ id: '1', kind: 'value', primary: `"${same}old"`, candidate: `"${same}new"` }]
    const [comment = '', page = ''] = media(withPath({ examples }))
    expect(comment).toMatch(/…[a-z ]+old" → …[a-z ]+new"/)
    expect(page).toContain('old&quot;')
    const later = [{ id: '1', kind: 'value', primary: `"${same}…`, candidate: `"${same}…` }]
    for (const text of media(withPath({ examples: later })).slice(0, 2)) expect(text).toContain('differ')
    expect(media(withPath({ examples: later }))[0]).toContain('which differ later')
    expect(media(withPath({ examples: later }))[1]).toContain('differs later')
  })
})
