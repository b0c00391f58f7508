import { assessCorrected } from './corrected-measurement.ts'
import { addOutcome, NOTHING_COUNTED, type Counters } from './counters.ts'
import { assessMeasurement, type Assessment } from './measurement.ts'
import { assessMetric } from './metric-phase.ts'
import type { MetricSpec } from './metric-spec.ts'
import { isOutcome, type MeasuredPhase, type Phase } from './phase.ts'
import { retained } from './retention.ts'
import { assessRun, type RunAssessment, type RunMetric } from './run-phase.ts'
import type { AnalysisTemplate } from './template.ts'

/** One recorded measurement: what the query returned, or what went wrong instead. */
export type Recorded = { readonly value: unknown } | { readonly error: string }

/** One measurement, taken. */
export interface Taken {
  readonly phase: MeasuredPhase
  readonly value?: unknown
  readonly error?: string
}

/** One metric at the end of a replay. */
export interface ReplayedMetric {
  readonly name: string
  readonly phase: Phase
  readonly dryRun: boolean
  readonly counters: Counters
  /** The newest measurements, as many as are retained. */
  readonly measurements: readonly Taken[]
}

export interface Replay extends Omit<RunAssessment, 'metrics'> {
  readonly metrics: readonly ReplayedMetric[]
}

interface Course {
  readonly spec: MetricSpec
  readonly dryRun: boolean
  readonly phase: Phase
  readonly counters: Counters
  readonly taken: readonly Taken[]
}

/**
 * Runs an analysis over recorded measurements, one of every unfinished metric at a time, until a metric ends it or the
 * records do. `exact` answers as Argo Rollouts does; otherwise silence is an error, never a success.
 */
export function replayAnalysis(
  template: AnalysisTemplate,
  records: ReadonlyMap<string, readonly Recorded[]>,
  exact: boolean,
): Replay {
  let courses: readonly Course[] = template.metrics.map(({ spec }) =>
    start(spec, template.dryRun.has(spec.name)),
  )
  const longest = Math.max(0, ...[...records.values()].map((list) => list.length))
  let run = assessRun(courses.map(asRunMetric))
  for (let round = 0; round < longest && run.phase === 'Running'; round++) {
    courses = courses.map((course) => step(course, records.get(course.spec.name)?.[round], exact))
    run = assessRun(courses.map(asRunMetric))
  }
  // As in Argo Rollouts, where a run that is told to stop while it still runs has succeeded.
  if (exact && run.phase === 'Running') run = assessRun(courses.map(asRunMetric), true)
  const ended = run.metrics
  const metrics = courses.map(({ spec, dryRun, counters, taken }, i) => ({
    name: spec.name,
    phase: ended[i]?.phase ?? 'Pending',
    dryRun,
    counters,
    measurements: retained(spec.name, taken, template.retention),
  }))
  return { ...run, metrics }
}

function start(spec: MetricSpec, dryRun: boolean): Course {
  return { spec, dryRun, phase: 'Pending', counters: NOTHING_COUNTED, taken: [] }
}

function step(course: Course, record: Recorded | undefined, exact: boolean): Course {
  if (record === undefined || isOutcome(course.phase)) return course
  const { phase, error } = 'error' in record ? failed(record.error) : assess(record.value, course.spec, exact)
  const counters = addOutcome(course.counters, phase)
  const measured: Taken = {
    phase,
    ...('value' in record ? record : {}),
    ...(error === undefined ? {} : { error }),
  }
  const taken = [...course.taken, measured]
  const now = assessMetric(course.spec, { counters, measurements: taken.length, lastPhase: phase }, false)
  return { ...course, counters, taken, phase: now }
}

function failed(error: string): Assessment {
  return { phase: 'Error', error }
}

function assess(value: unknown, { conditions }: MetricSpec, exact: boolean): Assessment {
  return (exact ? assessMeasurement : assessCorrected)(value, conditions)
}

function asRunMetric({ spec, dryRun, phase, counters, taken }: Course): RunMetric {
  const last = taken.at(-1)
  if (last === undefined) return { spec, dryRun }
  return {
    spec,
    dryRun,
    state: { counters, phase, measurements: taken.length, lastPhase: last.phase },
    ...(last.error === undefined ? {} : { message: last.error }),
  }
}
