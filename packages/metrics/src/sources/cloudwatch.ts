import { duration, field, optional, text, UserError, withDefault } from '@sluice/action'
import { awsService } from '@sluice/cloud'
import { createBudget } from '../ask.ts'
import { defineSource } from '../define-source.ts'
import { readTerms, type Term } from '../cloudwatch/terms.ts'
import { observePoints, pastOfPoints, type PointStore } from '../points/observe.ts'
import { fillIn } from '../query-parts.ts'
import { absent, nothingFrom } from '../reading.ts'
import { patienceFields, patienceOf } from '../settings.ts'

/** Amazon CloudWatch: counts, and histograms by trimmed counts, a minute at a time. */
export const cloudwatch = defineSource(
  'Asks Amazon CloudWatch for counts and histograms of both arms, in whole minutes, with one request for all metrics.',
  {
    region: optional(text('AWS region; default `$AWS_REGION`')),
    role: optional(text('ARN of a role to assume')),
    lag: withDefault('2m', field('duration until data have arrived', duration().parse)),
    ...patienceFields,
  },
  (settings, io, facts) => {
    const { region, role, lag } = settings
    const service = awsService(io, { service: 'monitoring', region, role })
    const budget = createBudget(io, settings['requests-per-minute'])
    const storeOf = async (intervalMs: number, signal: AbortSignal): Promise<PointStore<Term>> => {
      const { isKnown, minutesOf } = await import('../cloudwatch/data.ts')
      const cloud = { io, service, patience: patienceOf(settings, intervalMs), budget, signal }
      return {
        name: 'CloudWatch',
        periodMs: 60_000,
        termsOf: (query, part, arm) => readTerms(query, part, fillIn(query[part] ?? '', arm, intervalMs)),
        pointsOf: (terms, from, to) => minutesOf(cloud, terms, from, to),
        hasSeen: (term) => isKnown(cloud, term),
      }
    }
    return {
      lagMs: lag,
      granularityMs: 60_000,
      observe: async (queries, span, signal) => {
        signal.throwIfAborted()
        const store = await storeOf(span.intervalMs, signal)
        try {
          return await observePoints(store, facts, queries, span)
        } catch (error) {
          if (!(error instanceof UserError) || !/CREDENTIALS/.test(error.code)) throw error
          const why = absent('source_refused', error.message)
          return queries.map((query) => nothingFrom(query, span, why))
        }
      },
      past: async (queries, past, signal) =>
        await pastOfPoints(await storeOf(past.intervalMs, signal), facts, queries, past),
    }
  },
)
