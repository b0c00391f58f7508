import { UserError } from '@sluice/action'
import { isRecord, Problems, s, told } from '@sluice/schema'
import {
  QUERY_PARTS,
  textsProblem,
  type MetricKind,
  type MetricPolicy,
  type QueryTexts,
} from '@sluice/verdict'
import type { Judges } from '../registry.ts'
import { limitOf, marginOf, unitOf } from './margin.ts'
import { metricShape, type WrittenMetric } from './metric-shape.ts'

/** How one metric is fetched, as text for a source; the shape of a source's metric query. */
export interface MetricTexts extends QueryTexts {
  readonly name: string
  readonly kind: MetricKind
}

/** A metric as it is judged and as it is fetched. */
export interface ParsedMetric {
  readonly policy: MetricPolicy
  readonly query: MetricTexts
}

/** Reads one metric, `place` counting from 1; everything wrong with it goes to `problems`, with its name. */
export function parseMetric(
  judges: Judges,
  data: unknown,
  place: number,
  problems: string[],
): ParsedMetric | undefined {
  if (!isRecord(data)) {
    problems.push(`metric ${place}: must be a mapping with name and kind, got ${told(data)}`)
    return undefined
  }
  const named = typeof data['name'] === 'string' && data['name'].trim() !== ''
  const name = named ? String(data['name']).trim() : `metric ${place}`
  const own = new Problems()
  const written = metricShape(judges).read(data, '', own)
  const parsed = written === s.UNREAD ? undefined : parsedFrom(written, data, judges, own)
  if (written === s.UNREAD) noteTexts(data, own)
  problems.push(...own.lines().map((problem) => `${name}: ${problem}`))
  return own.list.length > 0 ? undefined : parsed
}

function parsedFrom(
  written: WrittenMetric,
  data: Readonly<Record<string, unknown>>,
  judges: Judges,
  problems: Problems,
): ParsedMetric {
  noteTexts(data, problems)
  const given = QUERY_PARTS.flatMap((part) => (written[part] === undefined ? [] : [[part, written[part]]]))
  const texts: QueryTexts = Object.fromEntries(given)
  const policy = policyIn(written, texts, problems)
  if (problems.list.length === 0) noteSettings(judges, policy, problems)
  return { policy, query: { name: written.name, kind: written.kind, ...texts } }
}

/** Notes texts of another kind, and texts of this kind that are missing. */
function noteTexts(data: Readonly<Record<string, unknown>>, problems: Problems): void {
  const kind = typeof data['kind'] === 'string' ? data['kind'] : ''
  const texts = Object.fromEntries(
    QUERY_PARTS.filter((part) => data[part] !== undefined).map((part) => [part, 'given']),
  )
  const wrong = textsProblem(kind, texts)
  if (wrong !== undefined) problems.note('', wrong)
}

function policyIn(written: WrittenMetric, texts: QueryTexts, problems: Problems): MetricPolicy {
  const { name, kind, worse, critical, weight, judge, quantile, settings, units } = written
  const unit = unitOf(written, texts)
  const margin = marginOf(written, unit, problems)
  const limit = limitOf(written, unit, problems)
  const shown = unit === '' && kind === 'proportion' && margin.of === 'unit' ? 'points' : unit
  return {
    name,
    kind,
    worse,
    margin,
    critical,
    weight,
    judge,
    ...(quantile === undefined ? {} : { quantile }),
    ...(limit === undefined ? {} : { limit }),
    ...(shown === '' ? {} : { unit: shown }),
    ...(units === undefined ? {} : { units }),
    ...(settings === undefined ? {} : { settings }),
  }
}

/** Settings are the judge's own: it reads them now, so that a slip is told before the rollout and not after. */
function noteSettings(judges: Judges, policy: MetricPolicy, problems: Problems): void {
  try {
    judges[policy.judge]?.checkSettings(policy)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    for (const line of error.message.split('\n'))
      problems.note('', line.startsWith(`${policy.name}: `) ? line.slice(policy.name.length + 2) : line)
  }
}
