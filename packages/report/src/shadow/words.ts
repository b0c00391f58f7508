import type { PathStatus, ShadowDetails, ShadowFigure, ShadowPath } from '@sluice/verdict'
import { counted, plainNumber, share } from '../numbers.ts'

/** How a status is called, and what it means. */
export const STATUS: Readonly<Record<PathStatus, { readonly mark: string; readonly word: string }>> = {
  worse: { mark: '❌', word: 'differs' },
  undecided: { mark: '❔', word: 'undecided' },
  'not comparable': { mark: '🌫️', word: 'not comparable by value' },
  within: { mark: '✅', word: 'within noise or budget' },
}

/** The comparison in one sentence that needs no statistics to be read. */
export function sentence(details: ShadowDetails): string {
  const { compared, differing, repeated, noise } = details
  if (compared === 0) return 'No answers could be compared.'
  const worse = details.paths.filter(({ status }) => status === 'worse').length
  const open = details.paths.filter(({ status }) => status === 'undecided').length
  const seen = `Both versions answered the same ${counted(compared)} requests; ${differing === 0 ? 'no answer differs' : `${counted(differing)} answers differ somewhere`}`
  const noisy =
    repeated > 0 && noise === 'paired' ? ', and noise was told apart by asking the primary twice' : ''
  const found =
    worse > 0
      ? ` ${counted(worse)} ${worse === 1 ? 'field differs' : 'fields differ'} more than noise can explain.`
      : open > 0
        ? ` ${counted(open)} ${open === 1 ? 'field needs' : 'fields need'} more requests to tell.`
        : ' Nothing differs more than noise or the budget allows.'
  const proven =
    compared > 0 && differing === 0
      ? ` That proves no more than a rate below ${share(3 / compared)} for each field.`
      : ''
  return `${seen}${noisy}.${found}${proven}`
}

/** What kinds of difference there were, in words. */
export function kindsOf({ kinds, higher, lower }: ShadowPath): string {
  const said = kinds.map(({ kind, count }) => `${KINDS[kind] ?? kind} ${counted(count)}`)
  if (higher + lower > 0 && Math.max(higher, lower) / (higher + lower) >= 0.8) {
    said.push(`${share(Math.max(higher, lower) / (higher + lower))} ${higher > lower ? 'larger' : 'smaller'}`)
  }
  return said.join(', ')
}

const KINDS: Readonly<Record<string, string>> = {
  value: 'value',
  type: 'type',
  missing: 'missing',
  extra: 'added',
  length: 'length',
}

/** The excess rate with its bounds. */
export function excessOf({ excess, low, high }: ShadowPath): string {
  const bounds = low === null || high === null ? '' : ` (${share(low)} to ${share(high)})`
  return `${share(excess)}${bounds}`
}

/** A figure with its interval and, where there is one, the stable model's. */
export function figureText(figure: ShadowFigure): string {
  const show = (value: number): string =>
    isShare(figure)
      ? share(value)
      : `${plainNumber(value)}${figure.unit === undefined ? '' : ` ${figure.unit}`}`
  const bounds =
    figure.low === undefined || figure.high === undefined
      ? ''
      : ` (${show(figure.low)} to ${show(figure.high)})`
  const stable = figure.stable === undefined ? '' : `, stable ${show(figure.stable)}`
  const note = figure.note === undefined ? '' : `, ${figure.note}`
  return `${show(figure.value)}${bounds}${stable}${note}`
}

function isShare({ unit }: ShadowFigure): boolean {
  return unit === 'share'
}
