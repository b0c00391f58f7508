import { startAwsStandIn, type AwsStandIn } from './aws-stand-in.ts'

export interface CloudWatchTerm {
  readonly stat: string
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
}

export interface CloudWatchStandIn extends AwsStandIn {
  /** Every answer from now on. */
  always?: {
    readonly status: number
    readonly body?: string
    readonly headers?: Readonly<Record<string, string>>
  }
  /** Values that are asked for come without a number. */
  nulls: boolean
  /** Queries that it leaves out of its answer, by their number, beside a message. */
  leavesOut?: number
  /** Points on one page. */
  pageSize: number
  /** Metrics that ListMetrics knows. */
  readonly known: Set<string>
}

/**
 * CloudWatch's GetMetricData and ListMetrics, query protocol, by their service model: at most 500 queries, unique lower-case ids, periods
 * of whole minutes, statistics that exist, pages. `value` says what a minute holds; undefined is no data.
 */
export async function startCloudWatchStandIn(
  value: (term: CloudWatchTerm, minute: number) => number | undefined,
): Promise<CloudWatchStandIn> {
  const fail = (status: number, code: string, message: string) => ({
    status,
    text: `<ErrorResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  })
  const dimensionsAt = (form: URLSearchParams, prefix: string): Record<string, string> => {
    const found: Record<string, string> = {}
    for (let k = 1; form.has(`${prefix}Dimensions.member.${k}.Name`); k++) {
      found[form.get(`${prefix}Dimensions.member.${k}.Name`) ?? ''] =
        form.get(`${prefix}Dimensions.member.${k}.Value`) ?? ''
    }
    return found
  }
  const data = (form: URLSearchParams) => {
    const [start, end] = ['StartTime', 'EndTime'].map((name) => Date.parse(form.get(name) ?? ''))
    if (start === undefined || end === undefined || !(start < end))
      return fail(400, 'ValidationError', 'StartTime must be before EndTime')
    const results: string[] = []
    const ids = new Set<string>()
    let more = false
    const page = Number(form.get('NextToken') ?? '0')
    for (let i = 1; form.has(`MetricDataQueries.member.${i}.Id`); i++) {
      const at = `MetricDataQueries.member.${i}`
      const [id, stat, period, namespace, metric] = [
        'Id',
        'MetricStat.Stat',
        'MetricStat.Period',
        'MetricStat.Metric.Namespace',
        'MetricStat.Metric.MetricName',
      ].map((name) => form.get(`${at}.${name}`) ?? '')
      if (id === undefined || !/^[a-z]\w*$/.test(id) || ids.has(id) || i > 500)
        return fail(400, 'ValidationError', `id ${id ?? ''}`)
      ids.add(id)
      if (period !== '60') return fail(400, 'ValidationError', `period ${period ?? ''}`)
      if (!/^(Sum|SampleCount|Average|Minimum|Maximum|p\d+(\.\d+)?|TC\([\d.]*:[\d.]*\))$/.test(stat ?? ''))
        return fail(400, 'ValidationError', `statistic ${stat ?? ''}`)
      const term = {
        stat: stat ?? '',
        namespace: namespace ?? '',
        metric: metric ?? '',
        dimensions: dimensionsAt(form, `${at}.MetricStat.Metric.`),
      }
      const points: (readonly [number, number])[] = []
      for (let minute = Math.floor(start / 60_000); minute * 60_000 < end; minute++) {
        const found = value(term, minute)
        if (found !== undefined) points.push([minute * 60_000, found])
      }
      const shown = points.slice(page * standIn.pageSize, (page + 1) * standIn.pageSize)
      more ||= points.length > (page + 1) * standIn.pageSize
      if (standIn.leavesOut === i - 1) continue
      const list = (texts: readonly string[]): string =>
        texts.map((text) => `<member>${text}</member>`).join('')
      results.push(
        `<member><Id>${id}</Id><Label>${id}</Label><Timestamps>${list(shown.map(([at]) => new Date(at).toISOString()))}</Timestamps><Values>${list(shown.map(([, each]) => (standIn.nulls ? '' : String(each))))}</Values><StatusCode>${points.length > (page + 1) * standIn.pageSize ? 'PartialData' : 'Complete'}</StatusCode></member>`,
      )
    }
    const message =
      standIn.leavesOut === undefined
        ? ''
        : '<Messages><member><Code>InternalError</Code><Value>one query failed</Value></member></Messages>'
    const next = more ? `<NextToken>${page + 1}</NextToken>` : ''
    return {
      text: `<GetMetricDataResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><GetMetricDataResult>${next}${message}<MetricDataResults>${results.join('')}</MetricDataResults></GetMetricDataResult></GetMetricDataResponse>`,
    }
  }
  const started = await startAwsStandIn(
    'monitoring',
    () => false,
    ({ form }) => {
      if (standIn.always !== undefined) {
        const { status, body = '', headers = {} } = standIn.always
        return { status, headers, type: headers['content-type'] ?? 'text/plain', text: body }
      }
      if (form.get('Version') !== '2010-08-01') return fail(400, 'NoSuchVersion', '')
      if (form.get('Action') === 'GetMetricData') return data(form)
      if (form.get('Action') !== 'ListMetrics') return fail(400, 'InvalidAction', '')
      const name = `${form.get('Namespace') ?? ''}:${form.get('MetricName') ?? ''} `
      const asked = Object.entries(dimensionsAt(form, ''))
      const members = [...standIn.known]
        .filter((metric) => metric.startsWith(name))
        .map((metric) => JSON.parse(metric.slice(name.length)) as Record<string, string>)
        // As AWS does, metrics with further dimensions come too.
        .filter((own) => asked.every(([key, value]) => own[key] === value))
        .map((own) => {
          const pairs = Object.entries(own).map(
            ([key, value]) => `<member><Name>${key}</Name><Value>${value}</Value></member>`,
          )
          return `<member><MetricName>m</MetricName><Dimensions>${pairs.join('')}</Dimensions></member>`
        })
      return {
        text: `<ListMetricsResponse><ListMetricsResult><Metrics>${members.join('')}</Metrics></ListMetricsResult></ListMetricsResponse>`,
      }
    },
  )
  const standIn: CloudWatchStandIn = { ...started, nulls: false, pageSize: 1000, known: new Set() }
  return standIn
}
