import type { ShadowDetails, ShadowModel } from '@sluice/verdict'
import { counted, share } from '../numbers.ts'
import { lossWords } from './words.ts'

/** What bounds in parentheses promise in the tables of fields and measures. */
export function boundsCaption(confidence: number): string {
  return `In parentheses: the lower and the upper bound, each at ${share(confidence)} confidence.`
}

/** What a flag in the table of slices says; `flag` is how the medium shows one. */
export function slicesCaption(
  { repeated }: Pick<ShadowDetails, 'repeated'>,
  confidence: number,
  flag: string,
): string {
  const meaning =
    repeated > 0
      ? 'the field certainly differs more than its noise'
      : 'the field certainly differs more often than in all pairs together'
  return `${flag} marks slices where ${meaning}. ${falseFlags(confidence)}.`
}

/** What a flag in the table of a model's slices says; empty where no truth is known, for nothing is flagged then. */
export function modelSlicesCaption(model: ShadowModel, confidence: number, flag: string): string {
  if (model.slices.every(({ loss }) => loss === undefined)) return ''
  return `${flag} marks slices where the candidate certainly ${lossWords(model).loses} the stable model. ${falseFlags(confidence)}.`
}

/** What bounds in parentheses promise among the figures of models; empty where there are none. */
export function intervalsCaption({ figures, drift }: ShadowModel, confidence: number): string {
  if ([...figures, ...drift].every(({ low }) => low === undefined)) return ''
  return `In parentheses: ${share(confidence)} intervals.`
}

function falseFlags(confidence: number): string {
  return `At most ${share(1 - confidence)} of all marks are expected to be false alarms`
}

/** Distinct values up to which distributions are exact; beyond, each value is known to this share of itself. */
const EXACT = 1000
const WITHIN = 0.005

/** How exact quantiles are; empty where no arm can have more values than are kept exactly. */
export function measuresCaption({ measures }: Pick<ShadowDetails, 'measures'>): string {
  return measures.some(({ arms }) => arms.some(({ n }) => n > EXACT))
    ? `Quantiles and means of more than ${counted(EXACT)} distinct values are within ${share(WITHIN)}.`
    : ''
}

/** How exact figures of drift are; empty where nothing can have more values than are kept exactly. */
export function driftCaption({ compared, model }: Pick<ShadowDetails, 'compared' | 'model'>): string {
  return model !== undefined && model.drift.length > 0 && compared > EXACT
    ? `Drift of numbers with more than ${counted(EXACT)} distinct values is computed from values within ${share(WITHIN)}.`
    : ''
}

/** That nothing was left out, for any number of pairs. */
export function allCompared(compared: number): string {
  if (compared === 0) return 'there was no pair to compare'
  return compared === 1 ? 'the one pair was compared' : `all ${counted(compared)} pairs were compared`
}
