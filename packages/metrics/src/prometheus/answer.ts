import { isRecord, quote } from '@sluice/action'
import type { AbsentArm } from '@sluice/verdict'
import { refusalOf, type Answered } from '../ask.ts'
import { absent } from '../reading.ts'

/** One series of a result: its labels, and its values by epoch milliseconds. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly points: ReadonlyMap<number, number>
}

export interface Result {
  readonly kind: 'result'
  readonly series: readonly Series[]
}

/** The server found the query itself to be wrong (`fatal`), or could not execute it. */
export interface BadQuery {
  readonly kind: 'bad-query'
  readonly said: string
  readonly fatal: boolean
}

/**
 * Reads a reply of `/api/v1/query` or `/api/v1/query_range`. Anything but a complete result is an absence: a reply that
 * says it is partial (Thanos warns, VictoriaMetrics sets `isPartial`) counts as refused, because part of an arm's
 * traffic may be missing from it.
 */
export function readAnswer(answered: Answered): Result | BadQuery | AbsentArm {
  const { status, text } = answered
  const reply = json(text)
  if (!isRecord(reply) || (reply['status'] !== 'success' && reply['status'] !== 'error')) {
    return (
      refusalOf(answered, 'a Prometheus') ??
      absent('source_refused', `answered ${status} with ${quote(text)}: is this the address of a Prometheus?`)
    )
  }
  if (reply['status'] === 'error' || status >= 300) {
    const said = `${String(reply['errorType'])}: ${String(reply['error'])}`
    // VictoriaMetrics gives its status code as the type.
    const bad = reply['errorType'] === 'bad_data' || (status === 400 && reply['errorType'] !== 'execution')
    if (bad || reply['errorType'] === 'execution') return { kind: 'bad-query', said, fatal: bad }
    return refusalOf(answered, 'a Prometheus') ?? absent('source_refused', `answered ${status}, ${said}`)
  }
  const warnings = listOf(reply['warnings'])
    .map(String)
    .filter((warning) => !isAnnotation(warning))
  if (reply['isPartial'] === true || warnings.length > 0) {
    return absent(
      'source_refused',
      `the result is not complete: ${warnings.join('; ') || 'isPartial is set'}`,
    )
  }
  return resultIn(reply['data'])
}

/** Remarks on the query's style, which Prometheus sends in the same list; they say nothing about completeness. */
function isAnnotation(warning: string): boolean {
  return /^PromQL (info|warning):/.test(warning)
}

function resultIn(data: unknown): Result | AbsentArm {
  const { resultType, result } = isRecord(data) ? data : {}
  if (resultType === 'scalar') return { kind: 'result', series: [{ labels: {}, points: points([result]) }] }
  if (resultType !== 'vector' && resultType !== 'matrix') {
    return absent('source_refused', `the query returned ${quote(String(resultType))}, not numbers`)
  }
  const series: Series[] = []
  for (const item of listOf(result)) {
    if (!isRecord(item)) continue
    if ('histogram' in item || 'histograms' in item) {
      return absent('source_refused', 'the query returned native histograms; ask for classic buckets (le)')
    }
    series.push({
      labels: labelsOf(item['metric']),
      points: points(resultType === 'vector' ? [item['value']] : listOf(item['values'])),
    })
  }
  return { kind: 'result', series }
}

function points(pairs: readonly unknown[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  for (const pair of pairs) {
    const [seconds, value] = listOf(pair)
    if (typeof seconds === 'number') found.set(Math.round(seconds * 1000), numberIn(String(value)))
  }
  return found
}

/** A number as Prometheus spells it: `1.5e3`, `+Inf`, `NaN`; anything else is not a number. */
export function numberIn(text: string): number {
  const infinity = /^([+-]?)inf(inity)?$/i.exec(text)
  if (infinity !== null) return infinity[1] === '-' ? -Infinity : Infinity
  return text.trim() === '' ? Number.NaN : Number(text)
}

function labelsOf(metric: unknown): Readonly<Record<string, string>> {
  if (!isRecord(metric)) return {}
  return Object.fromEntries(Object.entries(metric).map(([name, value]) => [name, String(value)]))
}

function listOf(data: unknown): readonly unknown[] {
  return Array.isArray(data) ? data : []
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
