import { shadowSentence } from '@sluice/report'
import type { ShadowDetails } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { model, none, withPath } from './details.ts'

function said(details: ShadowDetails, confidence = 0.95): string {
  return shadowSentence(details, confidence).replaceAll('\u00a0', ' ')
}

describe('the sentence', () => {
  test('bounds what nothing differed in at the confidence of the verdict', () => {
    expect(said(none)).toContain('At 95% confidence, each field differs in less than 0.03% of all')
    expect(said(none, 0.99)).toContain('At 99% confidence, each field differs in less than 0.046%')
  })

  test('speaks of the predictions of models, and of fields only where one differs', () => {
    expect(said({ ...none, model })).toBe(
      'Both models answered the same 10,000 inputs. They agree in 97.2% of the answers; where the truth is known, the candidate is right in 91.3%, the stable model in 92%.',
    )
    expect(said(withPath({}, { model }))).toMatch(
      / 92%\. Apart from the predictions, one field differs more than the budget allows, in up to 2.1% of the answers\.$/,
    )
  })

  test('never says that all agree where some do not', () => {
    const figures = [{ name: 'agreement', value: 0.99999, unit: 'share' }]
    expect(said({ ...none, model: { ...model, figures } })).toContain('agree in more than 99.9% of')
    expect(said({ ...none, model: { ...model, figures: [] } })).toContain('None of their predictions')
  })

  test('calls agreement by what it is for the kind of model', () => {
    expect(said({ ...none, model: { ...model, type: 'regression' } })).toContain(
      'nearly the same number in 97.2%',
    )
    expect(said({ ...none, model: { ...model, type: 'constructor' } })).toContain('They agree in 97.2%')
  })

  test('names noise only where it was measured', () => {
    expect(said(withPath({}))).toContain('One field differs more than the budget allows')
    expect(said(withPath({ noise: 0 }, { repeated: 10_000 }))).toContain('more than noise and budget explain')
  })

  test('counts one as one, and none as none', () => {
    expect(said({ ...none, compared: 1 })).toContain('answered the same request.')
    expect(said({ ...none, compared: 0 })).toBe('No answers could be compared.')
  })
})
