import { duration, field, httpUrl, text, withDefault } from '@sluice/action'
import { access, accessFields } from '../access.ts'
import { createBudget } from '../ask.ts'
import { defineSource } from '../define-source.ts'
import { rowSource } from '../rows/open.ts'
import { patienceFields, patienceOf } from '../settings.ts'

/** InfluxDB, by InfluxQL, which all of its versions answer. */
export const influxdb = defineSource(
  'Asks InfluxDB with InfluxQL for counts, means and raw values of both arms.',
  {
    url: field('address, e.g. `https://influx.example:8086`', httpUrl().parse),
    database: text('database, or the bucket that is mapped to one'),
    ...accessFields,
    lag: withDefault('0s', field('duration until all points of an interval have arrived', duration().parse)),
    ...patienceFields,
  },
  (settings, io, facts) => {
    const { url, headers } = access(settings.url, settings, io)
    const budget = createBudget(io, settings['requests-per-minute'])
    return rowSource(settings.lag, facts, async (intervalMs) => {
      const { influxStore } = await import('../influxdb/store.ts')
      const patience = patienceOf(settings, intervalMs)
      return influxStore({ io, url, database: settings.database, headers, patience, budget })
    })
  },
)
