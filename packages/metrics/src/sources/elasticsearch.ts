import { duration, field, httpUrl, optional, secret, text, withDefault } from '@sluice/action'
import { access, accessFields } from '../access.ts'
import { createBudget } from '../ask.ts'
import { defineSource } from '../define-source.ts'
import { rowSource } from '../rows/open.ts'
import { patienceFields, patienceOf } from '../settings.ts'

/** Elasticsearch and OpenSearch, by the search API that both have. */
export const elasticsearch = defineSource(
  'Asks Elasticsearch or OpenSearch for counts, means and histograms of documents of both arms, with one request for many searches.',
  {
    url: field('address, e.g. `https://search.example:9200`', httpUrl().parse),
    index: text('index, data stream, alias or pattern, such as `logs-shop-*`'),
    'time-field': withDefault('@timestamp', text('field with the time of a document')),
    ...accessFields,
    'api-key': optional(secret(text('encoded API key'))),
    lag: withDefault(
      '30s',
      field('duration until all documents of an interval can be found', duration().parse),
    ),
    ...patienceFields,
  },
  (settings, io, facts) => {
    const { url, headers } = access(settings.url, settings, io)
    const key = settings['api-key']
    const allowed = key === undefined ? headers : { ...headers, authorization: `ApiKey ${key}` }
    const budget = createBudget(io, settings['requests-per-minute'])
    const { index, lag, 'time-field': timeField } = settings
    return rowSource(lag, facts, async (intervalMs) => {
      const { elasticsearchStore } = await import('../elasticsearch/store.ts')
      const patience = patienceOf(settings, intervalMs)
      return elasticsearchStore({ io, url, index, timeField, headers: allowed, patience, budget })
    })
  },
)
