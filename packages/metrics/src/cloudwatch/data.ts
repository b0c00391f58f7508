import type { Io } from '@sluice/action'
import { awsProblem, membersAt, parseXml, textAt, type AwsService, type XmlElement } from '@sluice/cloud'
import type { AbsentArm } from '@sluice/verdict'
import { ask, refusalOf, type Budget, type Patience } from '../ask.ts'
import type { Points } from '../points/observe.ts'
import { absent } from '../reading.ts'
import type { Term } from './terms.ts'

/** What the reading needs besides the terms. */
export interface CloudWatch {
  readonly io: Io
  readonly service: AwsService
  readonly patience: Patience
  readonly budget: Budget
  readonly signal: AbortSignal
}

const MINUTE_S = 60
/** CloudWatch takes so many in one request. */
const MOST_QUERIES = 500
const MOST_PAGES = 50

/** The minutes of every term between two times, in as few requests as possible, or why they could not be had. */
export async function minutesOf(
  cloud: CloudWatch,
  terms: readonly Term[],
  from: number,
  to: number,
): Promise<readonly Points[] | AbsentArm> {
  const all: Points[] = []
  for (let first = 0; first < terms.length; first += MOST_QUERIES) {
    const batch = terms.slice(first, first + MOST_QUERIES)
    const minutes = await batchOf(cloud, batch, from, to)
    if ('kind' in minutes) return minutes
    all.push(...minutes)
  }
  return all
}

async function batchOf(
  cloud: CloudWatch,
  terms: readonly Term[],
  from: number,
  to: number,
): Promise<readonly Points[] | AbsentArm> {
  const found = terms.map(() => new Map<number, number>())
  const whole = new Set<number>()
  let token = ''
  for (let page = 0; page < MOST_PAGES; page++) {
    const root = await query(cloud, 'GetMetricData', [
      ['StartTime', new Date(from).toISOString()],
      ['EndTime', new Date(to).toISOString()],
      ['ScanBy', 'TimestampAscending'],
      ...(token === '' ? [] : [['NextToken', token] as const]),
      ...terms.flatMap((term, i) => parametersOf(term, i)),
    ])
    if (root.kind === 'absent') return root
    const result = root.element
    const [message] = membersAt(result, 'Messages')
    if (message !== undefined)
      return absent('source_refused', `CloudWatch did not answer all of it: ${textAt(message, 'Value')}`)
    for (const each of membersAt(result, 'MetricDataResults')) {
      const place = Number(textAt(each, 'Id').slice(1))
      const minutes = found[place]
      const status = textAt(each, 'StatusCode')
      if (status === 'Complete') whole.add(place)
      else whole.delete(place)
      if (status !== 'Complete' && status !== 'PartialData')
        return absent(
          'source_refused',
          `CloudWatch answers ${status}: ${textAt(each, 'Messages', 'member', 'Value')}`,
        )
      const values = membersAt(each, 'Values').map(({ text }) => (text === '' ? Number.NaN : Number(text)))
      for (const [i, { text }] of membersAt(each, 'Timestamps').entries())
        minutes?.set(Date.parse(text), values[i] ?? Number.NaN)
    }
    token = textAt(result, 'NextToken')
    if (token !== '') continue
    const open = terms.find((_, i) => !whole.has(i))
    if (open === undefined) return found
    // What is missing would look like a minute without events.
    return absent('source_refused', `CloudWatch gave no complete answer for ${open.namespace}:${open.metric}`)
  }
  return absent('source_refused', `CloudWatch answered with more than ${MOST_PAGES} pages`)
}

function parametersOf(
  { stat, namespace, metric, dimensions }: Term,
  i: number,
): readonly (readonly [string, string])[] {
  const at = `MetricDataQueries.member.${i + 1}`
  return [
    [`${at}.Id`, `q${i}`],
    [`${at}.MetricStat.Stat`, stat],
    [`${at}.MetricStat.Period`, String(MINUTE_S)],
    ...metricOf(`${at}.MetricStat.Metric.`, { namespace, metric, dimensions }),
  ]
}

/** A metric as parameters whose names begin with a prefix. */
function metricOf(
  prefix: string,
  { namespace, metric, dimensions }: Omit<Term, 'stat'>,
): readonly (readonly [string, string])[] {
  return [
    [`${prefix}Namespace`, namespace],
    [`${prefix}MetricName`, metric],
    ...Object.entries(dimensions).flatMap(([name, value], i) => [
      [`${prefix}Dimensions.member.${i + 1}.Name`, name] as const,
      [`${prefix}Dimensions.member.${i + 1}.Value`, value] as const,
    ]),
  ]
}

/** Whether CloudWatch has seen such a metric in the last two weeks; false where it does not say. */
export async function isKnown(cloud: CloudWatch, term: Term): Promise<boolean> {
  const root = await query(cloud, 'ListMetrics', metricOf('', term))
  if (root.kind === 'absent') return false
  // ListMetrics also gives metrics with further dimensions; GetMetricData finds only those with exactly these.
  const count = Object.keys(term.dimensions).length
  return membersAt(root.element, 'Metrics').some((each) => membersAt(each, 'Dimensions').length === count)
}

async function query(
  { io, service, patience, budget, signal }: CloudWatch,
  action: string,
  parameters: readonly (readonly [string, string])[],
): Promise<{ readonly kind: 'result'; readonly element: XmlElement } | AbsentArm> {
  const form = new URLSearchParams({ Action: action, Version: '2010-08-01' })
  for (const [name, value] of parameters) form.append(name, value)
  const plain = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
  const request = { method: 'POST', url: service.endpoint, headers: plain, body: form.toString() } as const
  const headers = await service.sign(request, signal)
  const answer = await ask(io, { ...request, headers }, patience, budget, signal)
  if (answer.kind === 'absent') return answer
  const problem = awsProblem(answer)
  if (problem?.kind === 'throttled')
    return absent('rate_limited', `CloudWatch answered ${problem.code}: ${problem.said}`)
  const refused = refusalOf(answer, 'CloudWatch')
  if (refused !== undefined) return refused
  if (problem !== undefined)
    return absent('source_refused', `CloudWatch answered ${answer.status} ${problem.code}: ${problem.said}`)
  const result = parseXml(answer.text)?.children.find(({ name }) => name === `${action}Result`)
  if (result !== undefined) return { kind: 'result', element: result }
  return absent(
    'source_refused',
    `answered ${answer.status} with ${JSON.stringify(answer.text.slice(0, 100))}: is this CloudWatch?`,
  )
}
