import { nearestName } from '@sluice/schema'
import type { MetricQuery, ProbeFinding } from '../contract.ts'
import { fillIn, partsOf } from '../query-parts.ts'
import type { PrometheusAnswer } from './client.ts'
import type { Reach } from './readings.ts'

const SHOWN = 8

/** What each text of a metric finds now in one arm, and what exists instead where it finds nothing. */
export async function probePrometheus(
  reach: Reach,
  query: MetricQuery,
  arm: string,
  windowMs: number,
  now: number,
): Promise<readonly ProbeFinding[]> {
  const { client, patience, signal } = reach
  return await Promise.all(
    partsOf(query).map(async (part): Promise<ProbeFinding> => {
      const asked = fillIn(query[part] ?? '', arm, windowMs)
      const answer = await client.at(asked, now, patience, signal)
      const finding = { part, asked, found: 0 }
      if (answer.kind !== 'result') return { ...finding, hints: [wordsOf(answer)], failed: true }
      const [only, ...more] = answer.series
      if (only === undefined) return { ...finding, hints: await hintsFor(reach, asked) }
      const value = more.length === 0 ? [...only.points.values()][0] : undefined
      return { ...finding, found: answer.series.length, ...(value === undefined ? {} : { value }), hints: [] }
    }),
  )
}

function wordsOf(answer: Exclude<PrometheusAnswer, { kind: 'result' }>): string {
  return answer.kind === 'absent' ? `${answer.absence}: ${answer.detail ?? ''}` : answer.said
}

/** For every selector of a query that found nothing: is there such a metric, and which label values does it have? */
async function hintsFor(reach: Reach, asked: string): Promise<readonly string[]> {
  const { client, patience, signal } = reach
  const hints: string[] = []
  for (const { name, matchers } of selectorsIn(asked)) {
    const values = await client.labelValues('__name__', `{__name__="${name}"}`, patience, signal)
    if (values === undefined) continue
    if (values.length === 0) {
      const all = (await client.labelValues('__name__', '', patience, signal)) ?? []
      const near = nearestName(name, all)
      hints.push(`There is no metric ${name}${near === undefined ? '' : `; did you mean ${near}?`}`)
      continue
    }
    for (const { label, wanted } of matchers) {
      const known = (await client.labelValues(label, name, patience, signal)) ?? []
      if (known.includes(wanted)) continue
      hints.push(
        known.length === 0
          ? `${name} has no label ${label}.`
          : `${name} has no ${label}="${wanted}"; it has ${listed(known)}.`,
      )
    }
  }
  return hints.length > 0 ? hints : ['The query found no series.']
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN).map((value) => `"${value}"`)
  const rest = values.length - shown.length
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ')
}

interface SelectorText {
  readonly name: string
  readonly matchers: readonly { readonly label: string; readonly wanted: string }[]
}

/** The selectors `name{…}` of a query and their matchers by equality; regular expressions are not looked up. */
export function selectorsIn(query: string): readonly SelectorText[] {
  const selector = /([a-zA-Z_:][\w:]*)\s*\{((?:[^"{}]|"(?:[^"\\]|\\.)*")*)\}/g
  return [...query.matchAll(selector)].map(([, name = '', inside = '']) => ({
    name,
    matchers: [...inside.matchAll(/([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"/g)].map(
      ([, label = '', wanted = '']) => ({ label, wanted: wanted.replaceAll(/\\(.)/g, '$1') }),
    ),
  }))
}
