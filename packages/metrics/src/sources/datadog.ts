import { duration, field, httpUrl, optional, secret, text, UserError, withDefault } from '@sluice/action'
import { createBudget } from '../ask.ts'
import { hadValues, pointsAt, type Datadog } from '../datadog/data.ts'
import { readDatadogTerms, type DatadogTerm } from '../datadog/terms.ts'
import { defineSource } from '../define-source.ts'
import { observePoints, pastOfPoints, type PointStore } from '../points/observe.ts'
import { patienceFields, patienceOf } from '../settings.ts'

/** Datadog: counts, and distributions by threshold queries. */
export const datadog = defineSource(
  'Asks Datadog for counts and distributions of both arms, with one request for all metrics.',
  {
    site: withDefault('datadoghq.com', text('site of the account, e.g. `datadoghq.eu`; its API is asked')),
    url: optional(field('address of the API, instead of `site`', httpUrl().parse)),
    'api-key': optional(secret(text('API key; default `$DD_API_KEY`'))),
    'app-key': optional(
      secret(text('application key with the scope `timeseries_query`; default `$DD_APP_KEY`')),
    ),
    lag: withDefault('1m', field('duration until data have arrived', duration().parse)),
    ...patienceFields,
  },
  (settings, io, facts) => {
    const apiKey = settings['api-key'] ?? io.env('DD_API_KEY')
    const appKey = settings['app-key'] ?? io.env('DD_APP_KEY')
    if (apiKey === undefined || appKey === undefined)
      throw new UserError(
        'BAD_INPUT',
        `${apiKey === undefined ? 'api-key' : 'app-key'}: must be given, here or as ${apiKey === undefined ? '$DD_API_KEY' : '$DD_APP_KEY'}`,
        'Fix `source-settings`.',
      )
    io.mask(apiKey)
    io.mask(appKey)
    const base = settings.url ?? new URL(`https://api.${settings.site}`)
    const headers = { 'dd-api-key': apiKey, 'dd-application-key': appKey }
    const budget = createBudget(io, settings['requests-per-minute'])
    const storeOf = (periodS: number, intervalMs: number, signal: AbortSignal): PointStore<DatadogTerm> => {
      const reach: Datadog = { io, base, headers, patience: patienceOf(settings, intervalMs), budget, signal }
      return {
        name: 'Datadog',
        periodMs: periodS * 1000,
        termsOf: readDatadogTerms,
        pointsOf: (terms, from, to) => pointsAt(reach, terms, periodS, from, to),
        hasSeen: (term) => hadValues(reach, term),
      }
    }
    return {
      lagMs: settings.lag,
      observe: async (queries, span, signal) => {
        signal.throwIfAborted()
        const store = storeOf(periodFor(span.intervalMs), span.intervalMs, signal)
        return await observePoints(store, facts, queries, span)
      },
      past: async (queries, past, signal) => {
        // Intervals of the past begin where periods do, so that one period can be the whole interval.
        const seconds = past.intervalMs / 1000
        const periodS = seconds % 10 === 0 ? seconds : periodFor(past.intervalMs)
        return await pastOfPoints(storeOf(periodS, past.intervalMs, signal), facts, queries, past)
      },
    }
  },
)

const PERIODS_S = [300, 60, 30, 20, 10] as const

/**
 * The longest period of which at least six fit into an interval. Periods that lie across its ends are left out, so that
 * a shorter one loses less; the agent sends every 10 s.
 */
function periodFor(intervalMs: number): number {
  return PERIODS_S.find((seconds) => seconds * 6000 <= intervalMs) ?? 10
}
