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
import { defineSource } from '../define-source.ts'
import { rowSource } from '../rows/open.ts'
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
    return rowSource(settings.lag, facts, async (intervalMs) => {
      const { newRelicStore } = await import('../newrelic/store.ts')
      const patience = patienceOf(settings, intervalMs)
      return newRelicStore({ io, base, key, account: settings.account, patience, budget })
    })
  },
)
