import { clopperPearson, mcnemarExact } from '@sluice/stats'
import type { ShadowFigure } from '@sluice/verdict'
import { labelled, type Agreement } from '../../models/agreement.ts'
import type { ModelTally } from '../../models/model-tally.ts'
import { noisy } from '../../tally/discord.ts'

/** Agreement and, where the truth is known, accuracy on the same inputs. */
export function agreementFigures(a: Agreement, confidence: number): readonly ShadowFigure[] {
  if (a.n === 0) return []
  const agreement = shareFigure('agreement', a.agreed, a.n, confidence)
  const known = labelled(a)
  if (known === 0) return [agreement]
  const stable = (a.bothRight + a.stableOnly) / known
  return [
    agreement,
    { ...shareFigure('accuracy', a.bothRight + a.candidateOnly, known, confidence), stable },
    { name: 'only the stable model is right', value: a.stableOnly, unit: 'inputs' },
    { name: 'only the candidate is right', value: a.candidateOnly, unit: 'inputs' },
    { name: "McNemar's exact p", value: mcnemarExact(a.stableOnly, a.candidateOnly) },
  ]
}

/** How often the stable model agreed with itself, where it was asked twice. */
export function noiseFigures({ repeated, discord }: ModelTally, confidence: number): readonly ShadowFigure[] {
  if (repeated === 0) return []
  return [shareFigure('the stable model agrees with itself', repeated - noisy(discord), repeated, confidence)]
}

function shareFigure(name: string, events: number, n: number, confidence: number): ShadowFigure {
  return { name, unit: 'share', value: events / n, ...clopperPearson(events, n, confidence) }
}
