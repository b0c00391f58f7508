import {
  duration,
  field,
  httpUrl,
  oneOf,
  optional,
  secret,
  text,
  UserError,
  wholeNumber,
  withDefault,
} from '@sluice/action'
import { createBudget } from '../ask.ts'
import type { SourceReader } from '../contract.ts'
import { defineSource } from '../define-source.ts'
import { patienceFields, patienceOf } from '../settings.ts'

const REGIONS = { us: 'https://api.newrelic.com', eu: 'https://api.eu.newrelic.com' } as const

/** New Relic, by NRQL. */
export const newrelic = defineSource(
  'Asks New Relic with NRQL for counts, means and histograms of both arms, with one request for many queries.',
  {
    account: field('number of the account', wholeNumber({ min: 1 }).parse),
    region: withDefault('us', field('`us` or `eu`: where the account is', oneOf(['us', 'eu']).parse)),
    url: optional(field('address of the API, instead of `region`', httpUrl().parse)),
    'api-key': optional(secret(text('user key; default `$NEW_RELIC_API_KEY`'))),
    lag: withDefault('1m', field('duration until data have arrived', duration().parse)),
    ...patienceFields,
  },
  (settings, io, facts) => {
    const key = settings['api-key'] ?? io.env('NEW_RELIC_API_KEY')
    if (key === undefined)
      throw new UserError(
        'BAD_INPUT',
        'api-key: must be given, here or as $NEW_RELIC_API_KEY',
        'Fix `source-settings`.',
      )
    io.mask(key)
    const base = settings.url ?? new URL(REGIONS[settings.region])
    const budget = createBudget(io, settings['requests-per-minute'])
    const open = async (intervalMs: number): Promise<Required<SourceReader>> => {
      const [{ rowReader }, { newRelicStore }] = await Promise.all([
        import('../rows/reader.ts'),
        import('../newrelic/store.ts'),
      ])
      const patience = patienceOf(settings, intervalMs)
      const reach = { io, base, key, account: settings.account, patience, budget }
      return rowReader(newRelicStore(reach), facts, settings.lag)
    }
    return {
      lagMs: settings.lag,
      asksEach: true,
      observe: async (queries, span, signal) =>
        await (await open(span.intervalMs)).observe(queries, span, signal),
      past: async (queries, past, signal) => await (await open(past.intervalMs)).past(queries, past, signal),
      probe: async (query, arm, windowMs, signal) =>
        await (await open(windowMs)).probe(query, arm, windowMs, signal),
    }
  },
)
