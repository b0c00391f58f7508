import type { PathStatus, ShadowDetails, ShadowFigure, ShadowPath } from '@sluice/verdict'
import { counted, plainNumber, share } from '../numbers.ts'

/** How a status is called, and what it means. */
export const STATUS: Readonly<Record<PathStatus, { readonly mark: string; readonly word: string }>> = {
  worse: { mark: '❌', word: 'differs' },
  undecided: { mark: '❔', word: 'undecided' },
  'not comparable': { mark: '🌫️', word: 'not comparable by value' },
  within: { mark: '✅', word: 'within noise or budget' },
}

/** The comparison in words that need no statistics to be read. */
export function sentence(details: ShadowDetails): string {
  const { compared, repeated, noise } = details
  if (compared === 0) return 'No answers could be compared.'
  const twice = repeated > 0 && noise === 'paired' ? ', and the primary twice, to tell noise from change' : ''
  return `Both versions answered the same ${compared === 1 ? 'request' : `${counted(compared)} requests`}${twice}. ${found(details)}`
}

function found({ paths, compared, differing }: ShadowDetails): string {
  const worse = paths.filter(({ status }) => status === 'worse')
  const open = paths.filter(({ status }) => status === 'undecided')
  const most = Math.max(0, ...worse.map(({ excess }) => excess))
  if (worse.length > 0) {
    return `${fields(worse.length)} more than noise and budget explain, in up to ${share(most)} of the answers.`
  }
  if (open.length > 0)
    return `${fields(open.length)}, and more requests are needed to tell whether that is noise.`
  if (differing > 0) return 'What differs stays within noise and budget.'
  // The bound at 95 % that n answers without a difference prove: 3/n, but where n is small.
  return `No answer differs, which proves a rate below ${share(1 - 0.05 ** (1 / compared))} for each field and no less.`
}

function fields(count: number): string {
  return count === 1 ? 'One field differs' : `${counted(count)} fields differ`
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
