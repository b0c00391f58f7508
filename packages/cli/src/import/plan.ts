import { Unacceptable } from '@sluice/action'
import { parseMetrics } from '@sluice/compat'
import { CHANGE_ME } from '../init/files.ts'
import { ofOneSource, withOwnNames, type FoundMetric, type Source } from './collect.ts'
import type { Ledger } from './ledger.ts'
import type { InputPlace } from './place.ts'
import { entry, spelledDuration, type Entry, type Value } from './release.ts'

/** The metrics of a release: of one source, with names of their own. */
export function measured(found: readonly FoundMetric[], ledger: Ledger): readonly FoundMetric[] {
  return withOwnNames(
    ofOneSource(
      found.filter((one) => isAccepted(one, ledger)),
      ledger,
    ),
  )
}

/** Whether the actions take a metric; one that they would refuse, for a value of the original, is listed. */
function isAccepted({ at, name, metric }: FoundMetric, ledger: Ledger): boolean {
  try {
    parseMetrics([plainOf({ map: metric })])
    return true
  } catch (error) {
    if (!(error instanceof Unacceptable)) throw error
    const why = error.message.replace(/^must be a list of metrics:\s*/, '').replaceAll(/\s*\n\s*/g, '; ')
    ledger.withdraw(at, name)
    ledger.left(at, `Sluice cannot take it: ${why}.`, 'Write the metric by hand: docs/metrics.md.')
    return false
  }
}

function plainOf(value: Value): unknown {
  if (typeof value !== 'object') return value
  if ('list' in value) return value.list.map(plainOf)
  return Object.fromEntries(value.map.map((one) => [one.key, plainOf(one.value)]))
}

const DEFAULT_SOURCE: Source = { name: 'prometheus', settings: [entry('url', `https://${CHANGE_ME}`)] }

const DEFAULT_METRIC: readonly Entry[] = [
  entry('name', 'error rate'),
  entry('kind', 'proportion'),
  entry('events', 'sum(increase(http_requests_total{version="$arm",code=~"5.."}[$window]))'),
  entry('trials', 'sum(increase(http_requests_total{version="$arm"}[$window]))'),
  entry('margin', '0.5 points', 'Chosen by `sluice import`, as the whole metric is: the input has none.'),
]

/** What measures a release whose input has no metric that could be carried over. */
export interface UsualMetric {
  readonly source: Source
  readonly metric: readonly Entry[]
}

/** Source and metrics of a release. Without any metric, a usual one that the user has to check. */
function metricInputs(
  metrics: readonly FoundMetric[],
  ledger: Ledger,
  instead: UsualMetric = { source: DEFAULT_SOURCE, metric: DEFAULT_METRIC },
): readonly Entry[] {
  const [first] = metrics
  const { name, settings } = first?.source ?? instead.source
  if (first === undefined)
    ledger.chosen(
      'metrics',
      'error rate',
      'no metric could be carried over, and Sluice moves no traffic without one. Check its queries',
    )
  return [
    entry('source', name),
    ...(settings.length === 0 ? [] : [entry('source-settings', { map: settings })]),
    entry('metrics', {
      list: first === undefined ? [{ map: instead.metric }] : metrics.map(({ metric }) => ({ map: metric })),
    }),
  ]
}

/** The same for a swap, in which only a limit or a condition can decide: nothing is left to compare with. */
export function swapMetricInputs(metrics: readonly FoundMetric[], ledger: Ledger): readonly Entry[] {
  const decides = ({ metric }: FoundMetric): boolean =>
    metric.some(({ key }) => key === 'limit' || key === 'settings')
  if (!metrics.some(decides)) {
    for (const { at, name } of metrics) {
      ledger.withdraw(at, name)
      ledger.left(
        at,
        'After a swap nothing is left to compare with, and it has no limit.',
        'Give it a `limit`.',
      )
    }
    ledger.chosen('limit of "error rate"', USUAL_LIMIT, 'after a swap only a fixed limit can decide')
    const limit = entry(
      'limit',
      USUAL_LIMIT,
      'Chosen by `sluice import`: after a swap only a fixed limit can decide.',
    )
    const metric = DEFAULT_METRIC.flatMap((one) => (one.key === 'margin' ? [limit, one] : [one]))
    return metricInputs([], ledger, { source: DEFAULT_SOURCE, metric })
  }
  const shown = metrics.map((one) => {
    if (decides(one)) return one
    ledger.chosen(
      `critical: false of "${one.name}"`,
      'shown only',
      'after a swap nothing is left to compare with. Give it a `limit`, then let it decide',
    )
    return {
      ...one,
      metric: [...one.metric.filter(({ key }) => key !== 'critical'), entry('critical', false)],
    }
  })
  return metricInputs(shown, ledger)
}

const USUAL_LIMIT = '1%'

/** Seconds, and where the original says so. */
export interface Told {
  readonly place: InputPlace
  readonly seconds: number
}

interface Plan {
  readonly metrics: readonly FoundMetric[]
  readonly rungs: readonly number[]
  /** Times between two measurements in the original. */
  readonly intervals: readonly Told[]
  readonly delays: readonly number[]
  /** Errors in a row that the original tolerates. */
  readonly errorLimits: readonly number[]
  /** Seconds that the original takes at least. */
  readonly lasts: number
  readonly longestPause: number
  /** The shortest interval that the source can read, in seconds; 60 if not given. */
  readonly shortest?: number
  readonly instead?: UsualMetric
  readonly ledger: Ledger
}

const SHORTEST = 60
const LONGEST_SINGLE = 3600
const [SHORTEST_WAIT, LONGEST_WAIT] = [600, 18_000]

/** Ladder and times of a canary. */
export function planInputs(plan: Plan): readonly Entry[] {
  const { metrics, rungs, delays, errorLimits, ledger } = plan
  const interval = intervalOf(plan)
  const wait = Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, plan.lasts, interval * 4 * rungs.length))
  const warmUp = Math.max(0, ...delays)
  ledger.chosen(
    'max-wait',
    spelledDuration(wait),
    'a job looks for so long. If the rollout is undecided then, a scheduled run continues it',
  )
  const blind = errorLimits.length === 0 ? undefined : Math.min(...errorLimits) * interval
  return [
    ...metricInputs(metrics, ledger, plan.instead),
    entry('ladder', rungs.join(', ')),
    entry('interval', spelledDuration(interval)),
    entry('max-wait', spelledDuration(wait)),
    ...(warmUp === 0 ? [] : [entry('warm-up', spelledDuration(warmUp))]),
    ...(blind === undefined
      ? []
      : [
          entry(
            'blind-for',
            spelledDuration(blind),
            'As many intervals as measurements with an error were tolerated.',
          ),
        ]),
  ]
}

/** The shortest interval of the original. Where nothing is compared, a step lasts one interval, so as long as the pause. */
function intervalOf({ metrics, intervals, longestPause, shortest: least = SHORTEST, ledger }: Plan): number {
  const shortest = intervals.length === 0 ? undefined : Math.min(...intervals.map(({ seconds }) => seconds))
  const own = Math.max(least, shortest ?? least)
  const compares = metrics.length === 0 || metrics.some(({ single }) => !single)
  const long = compares ? own : Math.max(own, Math.min(LONGEST_SINGLE, longestPause))
  const spelled = spelledDuration(long)
  for (const { place, seconds } of intervals) {
    if (seconds === long) ledger.carried(place, 'interval')
    else ledger.changed(place, `interval: ${spelled}`, whyOther(seconds, long, own, least))
  }
  if (shortest === undefined)
    ledger.chosen('interval', spelled, 'the input does not say how often it measures')
  return long
}

function whyOther(seconds: number, chosen: number, own: number, least: number): string {
  if (chosen > own)
    return 'No metric compares the versions, so a step may end after one interval. It is as long as the longest pause.'
  return seconds < least && chosen === least
    ? 'An interval needs at least four points of the metrics.'
    : 'All metrics of a release share one interval, the shortest.'
}
