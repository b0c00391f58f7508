import { renderHtml, shadowHtml } from '@sluice/report'
import type { ShadowDetails } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { verdictOf } from '../../verdict/examples.ts'
import { media, model, none, withPath } from './details.ts'

describe('the page', () => {
  test('labels every cell of a field, for screens on which they stand below each other', () => {
    const page = renderHtml(
      verdictOf([]),
      { decision: 'd', did: 'd', go: true },
      shadowHtml(withPath({}), 0.95),
    )
    for (const label of ['candidate differs', 'noise', 'beyond noise', 'how', 'pair', 'primary', 'candidate'])
      expect(page).toContain(`data-label="${label}"`)
    expect(page).toContain('@media(max-width:680px)')
  })

  test('marks a flagged slice where its name is, which a narrow screen shows first', () => {
    const slices = [{ name: 'a=b', path: 'p', pairs: 9, rate: 1, noise: null, flagged: true }]
    const flagged = [{ name: 'c=d', pairs: 9, agreement: 0.5, flagged: true, loss: 0.1, p: 0.01 }]
    const [, page = ''] = media({ ...none, slices, model: { ...model, slices: flagged } })
    expect(page).toContain('a=b<br><small class="worse">certainly more')
    expect(page).toContain('c=d<br><small class="worse">certainly worse')
  })

  test('names the lines and the axes of the calibration chart', () => {
    const calibration = [[[0.2, 0.1, 50]], [[0.3, 0.4, 50]]]
    const [, page = ''] = media({ ...none, model: { ...model, calibration } })
    for (const words of [
      'stable model<b',
      '</b>candidate<',
      '>mean score</text>',
      '>share of positives</text>',
    ])
      expect(page).toContain(words)
    expect(page.match(/<circle/g)).toHaveLength(2)
  })

  test('draws distributions up to the largest 99th percentile, and no further', () => {
    const arm = (name: string, top: number): ShadowDetails['measures'][number]['arms'][number] => ({
      arm: name,
      n: 100,
      mean: 1,
      quantiles: [1, 2, 2, top, 50],
      cdf: [
        [1, 0.5],
        [top, 0.99],
        [50, 1],
      ],
    })
    const arms = [arm('primary', 3), arm('candidate', 5), arm('repeat', 3)]
    const [, page = ''] = media({ ...none, measures: [{ name: 'm', arms, change: null }] })
    const lines = [...page.matchAll(/<polyline class="\w+" points="([^"]*)"/g)].map(
      ([, points = '']) => points,
    )
    expect(lines).toHaveLength(3)
    const ends = lines.map((points) => points.split(' ').at(-1)?.split(',').map(Number) ?? [])
    // All lines end at the right edge, below the top: the last percent is not drawn.
    expect(new Set(ends.map(([x]) => x))).toEqual(new Set([948]))
    expect(ends.every(([, y = 0]) => y > 12)).toBe(true)
    expect(page).toContain('asked again')
  })
})
