import { createHash } from 'node:crypto'
import { startAwsStandIn, type AwsStandIn } from './aws-stand-in.ts'

/** One query as Logs Insights understood it. */
export interface InsightsQuery {
  readonly text: string
  readonly startTime: number
  readonly endTime: number
}

export type InsightsRows = readonly Readonly<Record<string, string>>[]

export interface LogsStandIn extends AwsStandIn {
  readonly started: InsightsQuery[]
  readonly stopped: string[]
  readonly logs: {
    /** Queries run for so many polls. */
    polls: number
    /** How queries end; `Complete` if not set. */
    status: string
    nulls: boolean
    /** Every second query takes longer, so that results come out of order. */
    uneven: boolean
    /** Every answer from now on. */
    always?: {
      readonly status: number
      readonly body?: string
      readonly headers?: Readonly<Record<string, string>>
    }
    /** The next StartQuery fails with this. */
    refuse?: { readonly code: string; readonly message: string }
  }
}

const REQUEST: Readonly<
  Record<string, { readonly required: readonly string[]; readonly known: readonly string[] }>
> = {
  StartQuery: {
    required: ['startTime', 'endTime', 'queryString'],
    known: [
      'queryLanguage',
      'logGroupName',
      'logGroupNames',
      'logGroupIdentifiers',
      'startTime',
      'endTime',
      'queryString',
      'limit',
    ],
  },
  GetQueryResults: { required: ['queryId'], known: ['queryId', 'nextToken', 'maxItems'] },
  StopQuery: { required: ['queryId'], known: ['queryId'] },
}

/**
 * Logs Insights by the service model in botocore (logs, 2014-03-28): signature, target, members with their types, one of
 * the ways to name log groups, whole seconds, and the errors as JSON. `answer` says which rows a query finds.
 */
export async function startLogs(answer: (query: InsightsQuery) => InsightsRows): Promise<LogsStandIn> {
  const started: InsightsQuery[] = []
  const stopped: string[] = []
  const queries = new Map<string, { readonly query: InsightsQuery; polls: number }>()
  const logs: LogsStandIn['logs'] = { polls: 0, status: 'Complete', nulls: false, uneven: false }
  const server = await startAwsStandIn(
    'logs',
    () => false,
    ({ body, headers }) => {
      const { always } = logs
      if (always !== undefined)
        return {
          status: always.status,
          type: always.headers?.['content-type'] ?? 'text/plain',
          ...(always.headers === undefined ? {} : { headers: always.headers }),
          text: always.body ?? '',
        }
      const fail = (code: string, message: string) => ({
        status: 400,
        type: 'application/x-amz-json-1.1',
        text: JSON.stringify({ __type: `com.amazonaws.logs#${code}`, message }),
      })
      const say = (data: unknown) => ({ type: 'application/x-amz-json-1.1', text: JSON.stringify(data) })
      const request = JSON.parse(body) as Readonly<Record<string, unknown>>
      const action = /^Logs_20140328\.(\w+)$/.exec(String(headers['x-amz-target']))?.[1] ?? ''
      const members = REQUEST[action]
      if (members === undefined || headers['content-type'] !== 'application/x-amz-json-1.1')
        return fail('UnknownOperationException', action)
      const { required, known } = members
      const missing = required.find((name) => request[name] === undefined)
      const unknown = Object.keys(request).find((name) => !known.includes(name))
      if (missing !== undefined || unknown !== undefined)
        return fail('InvalidParameterException', `${missing ?? unknown}`)
      if (action === 'StartQuery') {
        const { refuse } = logs
        if (refuse !== undefined) return fail(refuse.code, refuse.message)
        const { startTime, endTime, queryString, logGroupIdentifiers } = request
        if (!Number.isInteger(startTime) || !Number.isInteger(endTime) || Number(endTime) < Number(startTime))
          return fail('InvalidParameterException', 'end time is before start time')
        if (
          !Array.isArray(logGroupIdentifiers) ||
          !logGroupIdentifiers.every((name) => /^[\w#+=/:,.@-]+$/.test(String(name)))
        )
          return fail('InvalidParameterException', 'log groups')
        const text = String(queryString)
        const query = { text, startTime: Number(startTime), endTime: Number(endTime) }
        started.push(query)
        const queryId = createHash('md5').update(`${started.length}`).digest('hex')
        queries.set(queryId, { query, polls: logs.polls + (logs.uneven ? started.length % 2 : 0) })
        return say({ queryId })
      }
      const queryId = String(request['queryId'])
      const one = queries.get(queryId)
      if (one === undefined) return fail('ResourceNotFoundException', queryId)
      if (action === 'StopQuery') {
        stopped.push(queryId)
        return say({ success: true })
      }
      if (one.polls-- > 0) return say({ status: 'Running', results: [] })
      // A field without a value is left out.
      const rows = answer(one.query).map((row) =>
        Object.entries(row).flatMap(([field, value]) => (logs.nulls ? [] : [{ field, value }])),
      )
      return say({ status: logs.status, results: logs.status === 'Complete' ? rows : [], statistics: {} })
    },
  )
  return { ...server, started, stopped, logs }
}
