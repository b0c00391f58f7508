import { quote, type Io } from '@sluice/action'
import type { AbsentArm } from '@sluice/verdict'
import { ask, fieldsIn, refusalOf, type Budget, type Patience } from '../ask.ts'
import { absent } from '../reading.ts'
import { inBatches } from '../rows/ask.ts'
import type { Bound, RowsAnswer, RowStore } from '../rows/contract.ts'
import { rowsOfSearch } from './answer.ts'
import { searchFor, type DocumentSearch } from './search.ts'

/** How Elasticsearch is asked. */
export interface Elasticsearch {
  readonly io: Io
  readonly url: URL
  /** Name, alias or pattern of the indices. */
  readonly index: string
  readonly timeField: string
  readonly headers: Readonly<Record<string, string>>
  readonly patience: Patience
  readonly budget: Budget
}

/** So many searches go into one request. */
const TOGETHER = 50
const AT_ONCE = 2

/** The search API of Elasticsearch and OpenSearch, as a store of rows. A statement is a `DocumentSearch` in JSON. */
export function elasticsearchStore(reach: Elasticsearch): RowStore {
  const askAll = async (statements: readonly Bound[], signal: AbortSignal): Promise<readonly RowsAnswer[]> =>
    await inBatches(
      statements,
      { together: TOGETHER, atOnce: AT_ONCE },
      async (batch) =>
        await batchOf(
          reach,
          batch.map(({ sql }) => JSON.parse(sql) as DocumentSearch),
          signal,
        ),
    )
  return {
    name: 'Elasticsearch',
    io: reach.io,
    attempts: 1,
    atOnce: AT_ONCE,
    isSparse: true,
    statementFor: (query, part, moment) => {
      const search = searchFor(query, part, moment, reach.timeField)
      return 'constant' in search ? search : { sql: JSON.stringify(search), values: [], kinds: [] }
    },
    connect: async () =>
      await Promise.resolve({
        ask: async (statement, signal) => (await askAll([statement], signal))[0] ?? absent('no_data'),
        askAll,
        close: async () => await Promise.resolve(),
      }),
  }
}

async function batchOf(
  { io, url: base, index, headers, patience, budget }: Elasticsearch,
  searches: readonly DocumentSearch[],
  signal: AbortSignal,
): Promise<readonly RowsAnswer[]> {
  const url = new URL(`${base.pathname.replace(/\/$/, '')}/${encodeURIComponent(index)}/_msearch`, base)
  const lines = searches.flatMap(({ body }) => [
    '{}',
    JSON.stringify({ ...body, timeout: `${patience.timeoutMs}ms` }),
  ])
  const answer = await ask(
    io,
    {
      url,
      method: 'POST',
      headers: { ...headers, accept: 'application/json', 'content-type': 'application/x-ndjson' },
      body: `${lines.join('\n')}\n`,
    },
    patience,
    budget,
    signal,
  )
  const all = (same: AbsentArm): readonly RowsAnswer[] => searches.map(() => same)
  if (answer.kind === 'absent') return all(answer)
  const refused = refusalOf(answer, 'Elasticsearch')
  if (refused !== undefined) return all(refused)
  const { responses } = fieldsIn(answer.text)
  if (answer.status !== 200 || !Array.isArray(responses) || responses.length !== searches.length)
    return all(
      absent(
        'source_refused',
        `Elasticsearch answered ${answer.status}: ${quote(answer.text.slice(0, 200))}`,
      ),
    )
  return searches.map((search, i) => rowsOfSearch(responses[i], search))
}
