import { concordance } from '../../../dev/vectors/src/regression-measures.ts'
import { shadowDetails } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { compared, ndjson, verdictOn } from './worlds.ts'

function figures(
  words: Readonly<Record<string, string>>,
  primary: readonly unknown[],
  candidate: readonly unknown[],
) {
  const verdict = verdictOn(compared([ndjson(primary), ndjson(candidate)], words), words)
  const model = shadowDetails(verdict.details)?.model
  return {
    verdict,
    model,
    of: (name: string) => model?.figures.find((figure) => figure.name === name)?.value,
  }
}

const many = <T>(n: number, make: (id: number) => T): readonly T[] =>
  Array.from({ length: n }, (_, id) => make(id))

describe('models', () => {
  test('classes: agreement, direction of flips, kappa, and the paired loss of accuracy', () => {
    const words = { kind: 'classification', label: 'truth', slices: 'lang' }
    const record = (id: number, prediction: string): unknown => ({
      id,
      truth: 'a',
      lang: id < 500 ? 'x' : 'y',
      prediction,
    })
    const primary = many(1000, (id) => record(id, 'a'))
    const candidate = many(1000, (id) => record(id, id < 60 ? 'b' : 'a'))
    const { verdict, model, of } = figures(words, primary, candidate)
    expect(of('agreement')).toBe(0.94)
    expect(of("McNemar's exact p")).toBeCloseTo(2 * 0.5 ** 60, 25)
    expect(model?.flips).toEqual([{ from: 'a', to: 'b', count: 60 }])
    expect(model?.slices[0]).toMatchObject({ name: 'lang=x', flagged: true, loss: 0.12 })
    expect(model?.slices[1]).toMatchObject({ name: 'lang=y', flagged: false })
    expect(verdict.evidence.find(({ metric }) => metric === 'accuracy loss')).toMatchObject({
      finding: 'worse',
      reason: 'regression',
    })
  })

  test('numbers: errors of both, concordance and drift of the predictions', () => {
    const words = { kind: 'regression', label: 'truth' }
    const primary = many(400, (id) => ({ id, truth: id, prediction: id + 1 }))
    const candidate = many(400, (id) => ({ id, truth: id, prediction: id + 101 }))
    const { model, of } = figures(words, primary, candidate)
    expect(of('root mean square error')).toBe(101)
    const expected = concordance(
      many(400, (id) => id + 1),
      many(400, (id) => id + 101),
    )
    expect(of('concordance correlation')).toBeCloseTo(expected, 10)
    expect(model?.drift[0]).toMatchObject({ name: 'drift of the predictions', value: 0.25, flagged: true })
  })

  test('rankings: overlap and order at the top', () => {
    const words = { kind: '{ ranking: { prediction: hits, top: 4 } }' }
    const { of } = figures(
      words,
      [{ id: 1, hits: ['a', 'b', 'c', 'd'] }],
      [{ id: 1, hits: ['a', 'c', 'b', 'x'] }],
    )
    expect(of('mean overlap of the first 4')).toBe(0.75)
    expect(of("mean Kendall's tau")).toBeCloseTo(1 / 3, 12)
  })

  test('vectors and texts', () => {
    const vectors = figures(
      { kind: 'embedding' },
      [{ id: 1, prediction: [1, 0] }],
      [{ id: 1, prediction: [0, 2] }],
    )
    expect(vectors.of('mean cosine similarity')).toBe(0)
    expect(vectors.of('mean length ratio')).toBe(2)
    const texts = figures(
      { kind: 'text' },
      [{ id: 1, prediction: 'The  cat sat' }],
      [{ id: 1, prediction: 'the cat sat' }],
    )
    expect(texts.of('agreement')).toBe(1)
  })

  test('answers that are missing or of another kind are counted, not dropped', () => {
    const { verdict } = figures(
      { kind: 'embedding' },
      [{ id: 1, prediction: [1] }],
      [{ id: 1, prediction: [1, 2] }],
    )
    const details = shadowDetails(verdict.details)
    expect(details?.lost).toEqual([{ what: 'no usable answer of a model', count: 1 }])
    expect(verdict.outcome).not.toBe('pass')
  })
})
