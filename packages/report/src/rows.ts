import type { Evidence, Finding } from '@sluice/verdict'
import { change, counted, plainNumber, share, signed } from './numbers.ts'
import { reasonLabel } from './words.ts'

/** One metric as every medium shows it: the words are ours, only `metric` and `notes` hold foreign text. */
export interface Row {
  readonly metric: string
  readonly finding: Finding
  readonly critical: boolean
  readonly reason: string
  readonly effect: string
  readonly interval: string
  readonly margin: string
  readonly baseline: string
  readonly candidate: string
  readonly needed: string
  readonly notes: readonly string[]
}

/** The evidence that the table of metrics shows: all but checks, and what sections of an action's own tell better. */
export function inTable(
  evidence: readonly Evidence[],
  { elsewhere }: { readonly elsewhere?: (metric: string) => boolean },
): readonly Evidence[] {
  return evidence.filter((e) => !isCheck(e) && elsewhere?.(e.metric) !== true)
}

/** A check is asked once: it has an answer, and neither values nor bounds. */
export function isCheck({ judge }: Evidence): boolean {
  return judge === 'check'
}

/** What the bounds in a table promise, for the head of their column; where that varies, each row says it. */
export function boundsHead(evidence: readonly Evidence[]): string {
  const [promise = 'bounds', ...more] = promisesIn(evidence)
  return more.length === 0 ? promise : 'bounds'
}

function promisesIn(evidence: readonly Evidence[]): readonly string[] {
  return [...new Set(evidence.filter(isBounded).map(promiseOf))]
}

/** A count of everything there was is the truth: it is given as its own bounds, and has none. */
function isBounded({ effect, policy }: Evidence): boolean {
  return policy.settings?.['census'] !== true && (effect.low !== null || effect.high !== null)
}

/** Both ends of Kayenta's interval hold together; those of every other judge hold each by itself. */
function promiseOf({ judge, confidence }: Evidence): string {
  return judge === 'kayenta' ? `${share(confidence)} interval` : `bounds (${share(confidence)} each)`
}

/** Worst first, then what is undecided, then what is fine; metrics that never decide come last. */
export function rowsOf(evidence: readonly Evidence[]): readonly Row[] {
  const rank = (e: Evidence): number => ['worse', 'unknown', 'fine'].indexOf(e.finding) + (e.critical ? 0 : 3)
  const isMixed = promisesIn(evidence).length > 1
  return [...evidence].sort((a, b) => rank(a) - rank(b)).map((e) => rowOf(e, isMixed))
}

function rowOf(e: Evidence, isMixed: boolean): Row {
  return {
    metric: e.metric,
    finding: e.finding,
    critical: e.critical,
    reason: reasonLabel(e.reason),
    effect: onScale(e, e.effect.estimate),
    interval: isMixed && isBounded(e) ? `${intervalOf(e)}, ${promiseOf(e)}` : intervalOf(e),
    margin: e.margin === null ? '–' : onScale(e, e.margin),
    baseline: observedText(e, e.observed.baseline),
    candidate: observedText(e, e.observed.candidate),
    needed: e.needed === undefined ? '' : `≈ ${counted(e.needed)} more`,
    notes: [...(e.notes ?? []), ...boundsNote(e)],
  }
}

function onScale(e: Evidence, value: number | null): string {
  if (value === null) return '–'
  if (e.scale === 'ratio') return change(value)
  if (e.scale === 'absolute') return observedValue(e, value)
  if (isShare(e)) return points(value * 100)
  const { size, unit } = sized(value, e.unit)
  return signed(size, unit === '' ? '' : ` ${unit}`)
}

function intervalOf(e: Evidence): string {
  if (!isBounded(e)) return '–'
  const { low, high } = e.effect
  if (low !== null && low === high) return `exactly ${onScale(e, low)}`
  return rangeText(low === null ? '…' : onScale(e, low), high === null ? '…' : onScale(e, high))
}

function points(value: number): string {
  return signed(value, plainNumber(Math.abs(value)) === '1' ? ' point' : ' points')
}

/** `−0.6 to +3 points`: a unit that both ends have in common is written once. */
function rangeText(low: string, high: string): string {
  const [amount = '', unit] = low.split(' ')
  const shared = unit !== undefined && unit.replace(/s$/, '') === high.split(' ')[1]?.replace(/s$/, '')
  return `${shared ? amount : low} to ${high}`
}

/** The test and the bounds are computed differently, so a reader may find them at odds. */
function boundsNote(e: Evidence): readonly string[] {
  if (e.finding !== 'worse' || e.scale === 'absolute' || !isBounded(e)) return []
  const unchanged = e.scale === 'ratio' ? 1 : 0
  const { low, high } = e.effect
  const includes = (low === null || low <= unchanged) && (high === null || high >= unchanged)
  return includes ? [BOUNDS_INCLUDE_NO_CHANGE] : []
}

const BOUNDS_INCLUDE_NO_CHANGE =
  'The bounds include "no change", although the test is certain. Bounds and test are computed in different ways. The test decides.'

function isShare(e: Evidence): boolean {
  return e.policy.kind === 'proportion'
}

/** A value of one arm in its own unit, for people. */
export function observedValue(e: Evidence, value: number | null): string {
  if (isShare(e)) return share(value)
  if (value === null) return '–'
  const { size, unit } = sized(value, e.unit)
  return `${plainNumber(size)}${unit === '' ? '' : ` ${unit}`}`
}

/** Seconds below one are read as milliseconds. */
function sized(value: number, unit: string): { readonly size: number; readonly unit: string } {
  return unit === 's' && Math.abs(value) < 1 ? { size: value * 1000, unit: 'ms' } : { size: value, unit }
}

function observedText(e: Evidence, seen: Evidence['observed']['baseline']): string {
  const value = observedValue(e, seen.value)
  const trials = counted(seen.trials)
  if (seen.trials === 0) return value
  return seen.events === undefined
    ? `${value} (n = ${trials})`
    : `${value} (${counted(seen.events)} of ${trials})`
}
