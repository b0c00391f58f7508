import { shadowDetails, type Verdict } from '@sluice/verdict'
import { beforeAll, describe, expect, test } from 'vitest'
import { answers, detector, sentences, type Size } from '../../examples/shadow-language/records.ts'
import { compared, verdictOn } from '../packages/shadow/worlds.ts'

const WORDS = { kind: 'classification', label: 'truth', slices: 'truth', requirements: 'accuracy loss <= 1%' }

describe('a smaller language model in place of a large one', () => {
  const said = new Map<Size, string>()
  beforeAll(async () => {
    const large = await detector('large')
    const all = sentences(new Set(Object.values(large.info().Languages)))
    for (const size of ['extrasmall', 'small', 'medium', 'large'] as const)
      said.set(size, answers(await detector(size), all))
  })

  const verdictFor = (size: Size) =>
    verdictOn(compared([said.get('large') ?? '', said.get(size) ?? ''], WORDS), WORDS)

  const findingOf = (verdict: Verdict, name: string) =>
    verdict.evidence.find(({ metric }) => metric === name)?.finding

  test('extrasmall loses more accuracy than allowed', () => {
    const verdict = verdictFor('extrasmall')
    expect(verdict.outcome).toBe('fail')
    expect(findingOf(verdict, 'accuracy loss')).toBe('worse')
  })

  test('small is caught by a language it no longer knows, while its accuracy stays undecided', () => {
    const verdict = verdictFor('small')
    expect(verdict.outcome).toBe('fail')
    expect(findingOf(verdict, 'accuracy loss')).toBe('unknown')
    const lost = verdict.evidence.filter(({ finding }) => finding === 'worse').map(({ metric }) => metric)
    expect(lost).toContain('recall(vi) loss')
  })

  test('medium is within one point', () => {
    const verdict = verdictFor('medium')
    const loss = verdict.evidence.find(({ metric }) => metric === 'accuracy loss')
    expect(loss?.finding).toBe('fine')
    expect(loss?.effect.high).toBeLessThan(0.01)
    expect(verdict.outcome).toBe('pass')
  })

  test('the languages that suffer are named', () => {
    const model = shadowDetails(verdictFor('extrasmall').details)?.model
    const flagged = model?.slices.filter((slice) => slice.flagged) ?? []
    expect(flagged.length).toBeGreaterThan(0)
    for (const { loss } of flagged) expect(loss).toBeGreaterThan(0.05)
  })
})
