import { argo } from '@sluice/compat'
import { boundsOfFailure, boundsOfSuccess, conditionOf, type Bounds } from '../bounds.ts'
import type { FoundMetric } from '../collect.ts'
import type { Ledger } from '../ledger.ts'
import { under, numberUnder, textUnder, type InputPlace } from '../place.ts'
import { BASELINE_MARK, readsBaseline } from '../prometheus/arms.ts'
import { metricOf, scalarMetric, SILENCE_PASSED } from '../prometheus/metric.ts'
import { CHANGE_ME } from '../../init/files.ts'
import { entry, type Entry } from '../release.ts'
import { filled, type Args } from './args.ts'
import { providerOf } from './provider.ts'

/** What a metric is made in. */
export interface MetricContext {
  readonly args: Args
  /** What the versions are called in the cluster: their Services. */
  readonly names: readonly string[]
  readonly dryRun: boolean
  readonly ledger: Ledger
}

const LIMITS = [
  'failureLimit',
  'inconclusiveLimit',
  'consecutiveErrorLimit',
  'consecutiveSuccessLimit',
  'count',
]

/** One metric of a template; undefined where it is listed. */
export function metricIn(place: InputPlace, within: MetricContext): FoundMetric | undefined {
  const { ledger, args } = within
  const name = textUnder(place, 'name') ?? place.path
  const provider = providerOf(place, args, ledger)
  if (provider === undefined) return undefined
  const { source, query, queryAt } = provider
  const critical = !within.dryRun
  const made = metricOf({
    name,
    query,
    critical,
    bounds: boundsIn(place, args),
    names: within.names,
    ...onlyAlone(place, query, args),
  })
  if ('problem' in made) {
    ledger.left(place, made.problem, 'Write the metric by hand: docs/metrics.md.')
    return undefined
  }
  const found = { at: place, name, source, arms: made.arms }
  if ('value' in made) return single(found, made.value, made.why, queryAt, within)
  const written = (key: string): string | undefined => {
    const value = made.metric.find((one) => one.key === key)?.value
    return value === undefined ? undefined : String(value)
  }
  tellConditions(place, name, written('limit'), within)
  ledger.carried(under(place, 'name'), `metric "${written('name') ?? name}"`)
  const told = made.changes.join(' ')
  const into = `kind ${written('kind') ?? ''} of the metric "${name}"`
  if (told === '') ledger.carried(queryAt, into)
  else ledger.changed(queryAt, into, told)
  for (const [path, value, why] of made.chosen) ledger.chosen(path, value, why)
  for (const key of LIMITS.filter((one) => one !== 'consecutiveErrorLimit'))
    ledger.changed(
      under(place, key),
      `the judge of "${name}"`,
      'Sluice counts requests, not measurements. It decides when it is sure, however often it looks.',
    )
  return { ...found, metric: made.metric, single: false }
}

/** Why a comparison cannot stand for the metric, as far as its query and conditions tell. */
function onlyAlone(place: InputPlace, query: string, args: Args): { readonly only?: string } {
  if (readsBaseline(query)) return { only: 'The query compares the two versions by itself.' }
  const isUnread =
    CONDITIONS.some((key) => conditionIn(place, key, args) !== undefined) &&
    boundsIn(place, args) === undefined
  return isUnread ? { only: 'Sluice cannot read a limit from its condition.' } : {}
}

const CONDITIONS = ['successCondition', 'failureCondition'] as const

function conditionIn(place: InputPlace, key: string, args: Args): string | undefined {
  const text = textUnder(place, key)
  return text === undefined || text === '' ? undefined : filled(text, args)
}

function boundsIn(place: InputPlace, args: Args): Bounds | undefined {
  const [success, failure] = CONDITIONS.map((key) => conditionIn(place, key, args))
  if (success !== undefined && success !== '') return boundsOfSuccess(success)
  return failure === undefined || failure === '' ? undefined : boundsOfFailure(failure)
}

function tellConditions(
  place: InputPlace,
  name: string,
  limit: string | undefined,
  { args, ledger }: MetricContext,
): void {
  const [success, failure] = [under(place, 'successCondition'), under(place, 'failureCondition')]
  const first = success ?? failure
  const own = `Add a \`limit\` to "${name}" if it needs one.`
  if (limit !== undefined) ledger.carried(first, `limit: ${limit}`)
  else if (boundsIn(place, args) === undefined)
    ledger.left(first, 'Sluice cannot read a limit from this condition.', own)
  else ledger.left(first, 'It holds for every value that the query can have.', own)
  if (success !== undefined && failure !== undefined)
    ledger.changed(
      failure,
      `the judge of "${name}"`,
      'Between the two conditions Argo Rollouts pauses. Sluice is undecided until it is sure, and fails beyond the limit.',
    )
}

/** A number per interval, judged by the conditions. */
function single(
  found: Omit<FoundMetric, 'metric' | 'single'>,
  value: string,
  why: string,
  queryAt: InputPlace,
  within: MetricContext,
): FoundMetric | undefined {
  const { at: place, name } = found
  const { ledger, dryRun, args } = within
  const conditions = ['successCondition', 'failureCondition'].flatMap((key) => {
    const text = conditionIn(place, key, args)
    return text === undefined ? [] : [{ key, text, own: onNumber(key, text) }]
  })
  const unread = conditions.find(({ own }) => own === undefined)
  if (conditions.length === 0 || unread !== undefined) {
    const problem =
      unread === undefined
        ? 'It has no condition, so nothing says what is good.'
        : `Sluice cannot hold one number against its ${unread.key}.`
    ledger.left(place, `${why} ${problem}`, 'Write the metric by hand: docs/metrics.md.')
    return undefined
  }
  const limits = LIMITS.flatMap((key): Entry[] => {
    const limit = key === 'count' ? undefined : numberUnder(place, key)
    return limit === undefined ? [] : [entry(key, limit)]
  })
  ledger.carried(under(place, 'name'), `metric "${name}"`)
  ledger.changed(
    queryAt,
    `kind scalar of the metric "${name}"`,
    `${why} The judge \`threshold\` holds each number against the conditions.`,
  )
  for (const { key, text, own } of conditions)
    if (own === asNumber(text)) ledger.carried(under(place, key), `${key} of "${name}"`)
    else ledger.changed(under(place, key), `${key} of "${name}": ${own ?? ''}`, SILENCE_PASSED)
  for (const { key } of limits) ledger.carried(under(place, key), `${key} of "${name}"`)
  ledger.changed(
    under(place, 'count'),
    `the judge of "${name}"`,
    'Sluice measures once per interval for as long as the rollout lasts.',
  )
  const settings = [...conditions.map(({ key, own }) => entry(key, own ?? '')), ...limits]
  return {
    ...found,
    metric: scalarMetric(name, value.replaceAll(BASELINE_MARK, CHANGE_ME), settings, !dryRun),
    single: true,
  }
}

function asNumber(condition: string): string {
  return condition.replaceAll(/\bresult\s*\[\s*0\s*\]/g, 'result')
}

/** Words of a condition for which a missing value, or a list, may be good. */
const ON_LISTS =
  /\bresult\s*[[.?]|\?\?|\bnil\b|\b(isNaN|isNil|isInf|default|len|count|all|any|none|one|filter|map|first|last|sum|min|max)\s*\(/

/** A condition on a list of one number as one on the number, in which no missing value is good; undefined where that is not possible. */
function onNumber(key: string, condition: string): string | undefined {
  const text = asNumber(condition)
  if (!ON_LISTS.test(text)) return isCondition(text) ? text : undefined
  const bounds = key === 'successCondition' ? boundsOfSuccess(condition) : undefined
  return bounds === undefined ? undefined : conditionOf(bounds)
}

function isCondition(text: string): boolean {
  try {
    argo.parseCondition(text)
    return true
  } catch {
    return false
  }
}
