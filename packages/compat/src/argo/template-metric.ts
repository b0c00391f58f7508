import { isRecord } from '@sluice/action'
import { nearestName } from '@sluice/schema'
import { ConditionError } from './expression/condition-error.ts'
import { parseCondition } from './expression/parse.ts'
import type { MetricSpec } from './metric-spec.ts'
import { problemsOf } from './validate.ts'

/** One metric of a template, and where its values come from. */
export interface TemplateMetric {
  readonly spec: MetricSpec
  /** Name of the provider, e.g. `prometheus`, and its settings as they are. */
  readonly provider: string
  readonly query: Readonly<Record<string, unknown>>
}

const COUNTS = [
  'count',
  'failureLimit',
  'inconclusiveLimit',
  'consecutiveErrorLimit',
  'consecutiveSuccessLimit',
]
const DURATIONS = ['interval', 'initialDelay']
const KNOWN = ['name', 'provider', 'successCondition', 'failureCondition', ...COUNTS, ...DURATIONS]

/** Reads one metric of a template, noting problems with their place. */
export function readTemplateMetric(data: unknown, path: string, problems: string[]): TemplateMetric {
  const given = isRecord(data) ? data : {}
  const note = (problem: string): void => void problems.push(`${path}: ${problem}`)
  const name = given['name']
  if (typeof name !== 'string' || name === '') note('name must be text')
  const spec: MetricSpec = {
    name: typeof name === 'string' ? name : path,
    conditions: {
      success: conditionIn(given, 'successCondition', note),
      failure: conditionIn(given, 'failureCondition', note),
    },
    ...Object.fromEntries(COUNTS.flatMap((key) => countIn(given, key, note))),
    ...Object.fromEntries(DURATIONS.flatMap((key) => durationIn(given, key))),
  }
  const providers = isRecord(given['provider']) ? Object.entries(given['provider']) : []
  problemsOf(spec, providers.length).forEach(note)
  Object.keys(given).flatMap(unknownKey).forEach(note)
  const [provider = 'none', query] = providers[0] ?? []
  return { spec, provider, query: isRecord(query) ? query : {} }
}

/** Names that people use for the limits of Argo Rollouts. */
const MEANT: Readonly<Record<string, string>> = {
  maxFailures: 'failureLimit',
  maxInconclusive: 'inconclusiveLimit',
}

/** A key that no limit is read from would change the verdict in silence. */
function unknownKey(key: string): readonly string[] {
  if (KNOWN.includes(key)) return []
  const near = MEANT[key] ?? nearestName(key, KNOWN)
  return [`unknown key ${key}${near === undefined ? '' : `. Did you mean ${near}?`}`]
}

function conditionIn(
  given: Readonly<Record<string, unknown>>,
  key: string,
  note: (problem: string) => void,
): string {
  const value = given[key]
  if (value === undefined || value === null) return ''
  const text = typeof value === 'boolean' ? String(value) : value
  if (typeof text !== 'string') {
    note(`${key} must be text, got ${JSON.stringify(value)}`)
    return ''
  }
  try {
    if (text !== '') parseCondition(text)
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error
    note(`${key}: ${error.message}`)
  }
  return text
}

// Kubernetes lets whole numbers be spelled as text.
function countIn(
  given: Readonly<Record<string, unknown>>,
  key: string,
  note: (problem: string) => void,
): readonly (readonly [string, number])[] {
  const value = given[key]
  if (value === undefined || value === null) return []
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number)) return [[key, number]]
  note(`${key} must be a whole number, got ${JSON.stringify(value)}`)
  return []
}

function durationIn(
  given: Readonly<Record<string, unknown>>,
  key: string,
): readonly (readonly [string, string])[] {
  const value = given[key]
  return value === undefined || value === null ? [] : [[key, String(value)]]
}
