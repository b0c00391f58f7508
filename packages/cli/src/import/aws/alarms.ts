import type { FoundMetric, Source } from '../collect.ts'
import type { Ledger } from '../ledger.ts'
import type { InputPlace } from '../place.ts'
import { entry, type Entry } from '../release.ts'
import { awsItems, awsText, eitherCase, resourcesOf } from './keys.ts'

export const CLOUDWATCH: Source = { name: 'cloudwatch', settings: [] }

/** CloudWatch has a point a minute, so an interval has at least two. */
export const SHORTEST_SECONDS = 120

/** How the metrics of one service tell its versions apart: the text between the braces of a term. */
export interface Dimensions {
  readonly namespace: 'AWS/Lambda' | 'AWS/ApplicationELB' | 'AWS/SageMaker'
  readonly text: string
}

interface Known {
  readonly events: string
  readonly trials: string
}

/** Counts that CloudWatch has together with a count of all requests. */
const KNOWN: Readonly<Record<Dimensions['namespace'], Readonly<Record<string, Known>>>> = {
  'AWS/Lambda': {
    Errors: { events: 'Errors', trials: 'Invocations' },
    Throttles: { events: 'Throttles', trials: 'Invocations' },
  },
  'AWS/ApplicationELB': {
    HTTPCode_Target_5XX_Count: { events: 'HTTPCode_Target_5XX_Count', trials: 'RequestCount' },
    HTTPCode_Target_4XX_Count: { events: 'HTTPCode_Target_4XX_Count', trials: 'RequestCount' },
    TargetConnectionErrorCount: { events: 'TargetConnectionErrorCount', trials: 'RequestCount' },
  },
  'AWS/SageMaker': {
    Invocation5XXErrors: { events: 'Invocation5XXErrors', trials: 'Invocations' },
    Invocation4XXErrors: { events: 'Invocation4XXErrors', trials: 'Invocations' },
    InvocationModelErrors: { events: 'InvocationModelErrors', trials: 'Invocations' },
  },
}

const USUAL: Readonly<Record<Dimensions['namespace'], string>> = {
  'AWS/Lambda': 'Errors',
  'AWS/ApplicationELB': 'HTTPCode_Target_5XX_Count',
  'AWS/SageMaker': 'Invocation5XXErrors',
}

const MARGIN = '0.5 points'

/** The share of errors that the platform counts by itself. */
export function usualMetric(dimensions: Dimensions): readonly Entry[] {
  return proportionOf('error rate', USUAL[dimensions.namespace], dimensions) ?? []
}

function proportionOf(
  name: string,
  metric: string,
  { namespace, text }: Dimensions,
): readonly Entry[] | undefined {
  const known = KNOWN[namespace][metric]
  if (known === undefined) return undefined
  return [
    entry('name', name),
    entry('kind', 'proportion'),
    entry('events', `Sum(${namespace}:${known.events}{${text}})`),
    entry('trials', `Sum(${namespace}:${known.trials}{${text}})`),
    entry(
      'margin',
      MARGIN,
      'Chosen by `sluice import`: how much more errors than the stable version are allowed.',
    ),
  ]
}

/** Alarms whose definition is in the files: of CloudFormation, or as `describe-alarms` prints them. */
export function alarmsIn(documents: readonly InputPlace[]): ReadonlyMap<string, InputPlace> {
  const printed = documents.flatMap((one) => awsItems(one, 'MetricAlarms'))
  const made = documents.flatMap((one) => resourcesOf(one, /^AWS::CloudWatch::Alarm$/))
  return new Map([
    ...printed.map((alarm) => [awsText(alarm, 'AlarmName') ?? '', alarm] as const),
    ...made.flatMap(({ name, properties }) =>
      properties === undefined
        ? []
        : [[name, properties] as const, [awsText(properties, 'AlarmName') ?? name, properties] as const],
    ),
  ])
}

/** The metrics behind the alarms that a deployment watches. */
export function alarmMetrics(
  watched: readonly { readonly place: InputPlace; readonly name: string }[],
  alarms: ReadonlyMap<string, InputPlace>,
  dimensions: Dimensions | undefined,
  ledger: Ledger,
): readonly FoundMetric[] {
  return watched.flatMap(({ place, name }): FoundMetric[] => {
    const alarm = alarms.get(name)
    const metric = awsText(alarm, 'MetricName')
    const isOurs = dimensions !== undefined && awsText(alarm, 'Namespace') === dimensions.namespace
    const made = isOurs && metric !== undefined ? proportionOf(name, metric, dimensions) : undefined
    if (alarm === undefined) {
      ledger.left(
        place,
        'Sluice reads metrics, not the states of alarms, and the alarm is in none of the files.',
        'Write its metric into `metrics`, or give `aws cloudwatch describe-alarms` as well.',
      )
      return []
    }
    if (made === undefined) {
      ledger.left(
        place,
        'Its metric does not say out of how many requests, for each version.',
        'Write a metric that does: docs/sources/cloudwatch.md.',
      )
      ledger.left(alarm, 'It is not measured for each version.', 'It can stay as an alarm.')
      return []
    }
    ledger.carried(place, `metric "${name}"`)
    for (const key of ['Namespace', 'MetricName'])
      ledger.carried(eitherCase(alarm, key), `events of "${name}"`)
    ledger.carried(eitherCase(alarm, 'AlarmName'), `metric "${name}"`)
    for (const key of [
      'Threshold',
      'ComparisonOperator',
      'EvaluationPeriods',
      'DatapointsToAlarm',
      'Statistic',
      'Period',
    ])
      ledger.changed(
        eitherCase(alarm, key),
        `margin of "${name}"`,
        'The alarm counts events in a period. Sluice compares the share of requests with the stable version.',
      )
    ledger.changed(
      eitherCase(alarm, 'Dimensions'),
      `events of "${name}"`,
      'Each version has its own dimension: `$arm`.',
    )
    ledger.changed(
      eitherCase(alarm, 'TreatMissingData'),
      `events of "${name}"`,
      'A missing value never counts as good.',
    )
    ledger.chosen(
      `margin of "${name}"`,
      MARGIN,
      'the alarm has a number of events, which says nothing about a share of requests',
    )
    return [{ at: place, name, source: CLOUDWATCH, metric: made, single: false }]
  })
}
