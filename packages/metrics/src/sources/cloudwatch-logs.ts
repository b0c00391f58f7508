import { duration, field, optional, text, withDefault } from '@sluice/action'
import { awsService } from '@sluice/cloud'
import { createBudget } from '../ask.ts'
import { defineSource } from '../define-source.ts'
import { rowSource } from '../rows/open.ts'
import { patienceFields, patienceOf } from '../settings.ts'

/** CloudWatch Logs Insights: counts and means out of log lines. */
export const cloudwatchLogs = defineSource(
  'Asks CloudWatch Logs Insights for counts, means and histograms out of the log lines of both arms.',
  {
    'log-groups': text('names or ARNs of log groups, separated by commas or lines'),
    region: optional(text('AWS region; default `$AWS_REGION`')),
    role: optional(text('ARN of a role to assume')),
    lag: withDefault('2m', field('duration until log lines can be queried', duration().parse)),
    'query-timeout': withDefault('30s', field('duration for one query', duration().parse)),
    ...patienceFields,
  },
  (settings, io, facts) => {
    const { region, role, lag } = settings
    const service = awsService(io, { service: 'logs', region, role })
    const budget = createBudget(io, settings['requests-per-minute'])
    const groups = settings['log-groups'].split(/[\s,]+/).filter((group) => group !== '')
    // Every interval of the past would be a query that costs money.
    const { past: _, ...source } = rowSource(lag, facts, async (intervalMs) => {
      const { insightsStore } = await import('../cloudwatch-logs/store.ts')
      const patience = patienceOf(settings, intervalMs)
      return insightsStore({ io, service, groups, mostMs: settings['query-timeout'], patience, budget })
    })
    return { ...source, granularityMs: 1_000 }
  },
)
