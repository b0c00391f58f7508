import { duration, field, httpUrl, text, withDefault } from '@sluice/action'
import { access, accessFields } from '../access.ts'
import { createBudget } from '../ask.ts'
import type { SourceReader } from '../contract.ts'
import { defineSource } from '../define-source.ts'
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
    const open = async (intervalMs: number): Promise<Required<SourceReader>> => {
      const [{ rowReader }, { influxStore }] = await Promise.all([
        import('../rows/reader.ts'),
        import('../influxdb/store.ts'),
      ])
      const patience = patienceOf(settings, intervalMs)
      const reach = { io, url, database: settings.database, headers, patience, budget }
      return rowReader(influxStore(reach), facts, settings.lag)
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
