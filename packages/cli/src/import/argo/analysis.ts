import type { FoundMetric } from '../collect.ts'
import { durationSeconds } from '../duration.ts'
import type { Ledger } from '../ledger.ts'
import { inNamespace, under, itemsUnder, numberUnder, textUnder, type InputPlace } from '../place.ts'
import { argsGiven, argsOf, type Args } from './args.ts'
import { metricIn } from './metric.ts'
import type { Told } from '../plan.ts'

/** What the analyses of a Rollout come to. */
export interface Analyses {
  readonly metrics: readonly FoundMetric[]
  readonly intervals: readonly Told[]
  /** Seconds that each metric is measured for. */
  readonly lasts: readonly number[]
  readonly delays: readonly number[]
  readonly errorLimits: readonly number[]
}

export interface AnalysisReading {
  readonly templates: readonly InputPlace[]
  /** Of the Rollout: a template of another namespace is another one. */
  readonly namespace: string | undefined
  readonly names: readonly string[]
  readonly ledger: Ledger
  /** Templates that something uses. */
  readonly used: Set<InputPlace>
}

/** The metrics of all templates that an `analysis` names. */
export function analysisOf(analysis: InputPlace, rollout: InputPlace, reading: AnalysisReading): Analyses {
  const args = argsGiven(itemsUnder(analysis, 'args'), rollout, reading.ledger)
  return joinedAnalyses(referred(analysis, args, reading, []))
}

export function joinedAnalyses(all: readonly Analyses[]): Analyses {
  return {
    metrics: all.flatMap((one) => one.metrics),
    intervals: all.flatMap((one) => one.intervals),
    lasts: all.flatMap((one) => one.lasts),
    delays: all.flatMap((one) => one.delays),
    errorLimits: all.flatMap((one) => one.errorLimits),
  }
}

/** The templates that an analysis names, for one that is not carried over. */
export function templatesOf(analysis: InputPlace, { templates }: AnalysisReading): readonly InputPlace[] {
  const names = itemsUnder(analysis, 'templates').map((one) => textUnder(one, 'templateName'))
  return templates.filter((one) => names.includes(textUnder(one, 'metadata', 'name')))
}

function referred(
  holder: InputPlace | undefined,
  args: Args,
  reading: AnalysisReading,
  above: readonly InputPlace[],
): readonly Analyses[] {
  return itemsUnder(holder, 'templates').flatMap((reference) => {
    const name = textUnder(reference, 'templateName')
    const isCluster = textUnder(reference, 'clusterScope') === 'true'
    const kind = isCluster ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate'
    const [template, ...others] = inNamespace(
      reading.templates.filter(
        (one) => textUnder(one, 'metadata', 'name') === name && textUnder(one, 'kind') === kind,
      ),
      isCluster ? undefined : reading.namespace,
    )
    if (template === undefined || others.length > 0) {
      reading.ledger.left(
        reference,
        `The ${kind} ${name ?? ''} is in ${template === undefined ? 'none' : 'several'} of the files.`,
        template === undefined
          ? 'Give its file as well, then import again with --force.'
          : 'Import one environment at a time.',
      )
      return []
    }
    if (above.includes(template)) return []
    reading.ledger.carried(reference, `the metrics of ${kind} ${name ?? ''}`)
    return [templateMetrics(template, args, reading, above)]
  })
}

/** The metrics of one template, and of the templates that it names. */
export function templateMetrics(
  template: InputPlace,
  given: Args,
  reading: AnalysisReading,
  above: readonly InputPlace[] = [],
): Analyses {
  const { ledger, names, used } = reading
  used.add(template)
  ledger.carried(under(template, 'metadata', 'name'), 'the metrics')
  for (const key of ['namespace', 'labels', 'annotations'])
    ledger.left(under(template, 'metadata', key), 'It does not change what is measured.')
  const args = argsOf(template, given, ledger)
  const dry = itemsUnder(template, 'spec', 'dryRun')
  const patterns = dry.flatMap((one) => {
    ledger.carried(one, 'critical: false')
    return textUnder(one, 'metricName') ?? []
  })
  ledger.left(
    under(template, 'spec', 'measurementRetention'),
    'Sluice keeps every measurement in the verdict.',
  )
  const own = itemsUnder(template, 'spec', 'metrics').map((place): Analyses => {
    const name = textUnder(place, 'name') ?? ''
    const dryRun = patterns.some((pattern) => matches(pattern, name))
    const metric = metricIn(place, { args, names, dryRun, ledger })
    return metric === undefined ? NOTHING : { metrics: [metric], ...timing(place, ledger) }
  })
  return joinedAnalyses([...own, ...referred(under(template, 'spec'), args, reading, [...above, template])])
}

const NOTHING: Analyses = { metrics: [], intervals: [], lasts: [], delays: [], errorLimits: [] }

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name)
  } catch {
    return pattern === name
  }
}

function timing(place: InputPlace, ledger: Ledger): Omit<Analyses, 'metrics'> {
  const seconds = (key: string): readonly number[] => {
    const value = durationSeconds(textUnder(place, key))
    return value === undefined ? [] : [value]
  }
  const [[interval], delays] = [seconds('interval'), seconds('initialDelay')]
  const spelled = under(place, 'interval')
  if (delays.length > 0)
    ledger.changed(
      under(place, 'initialDelay'),
      'warm-up',
      'Sluice waits so long after each step up, not only once.',
    )
  const limit = numberUnder(place, 'consecutiveErrorLimit')
  if (limit !== undefined && limit > 0) ledger.carried(under(place, 'consecutiveErrorLimit'), 'blind-for')
  return {
    intervals: interval === undefined || spelled === undefined ? [] : [{ place: spelled, seconds: interval }],
    lasts: [(interval ?? 0) * (numberUnder(place, 'count') ?? 1)],
    delays,
    errorLimits: limit !== undefined && limit > 0 ? [limit] : [],
  }
}
