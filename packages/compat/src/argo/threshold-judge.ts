import type {
  Absence,
  Evidence,
  EvidenceReason,
  Finding,
  MetricPolicy,
  Observed,
  Samples,
} from '@sluice/verdict'
import { argoValue, type ArmValue } from './arm-value.ts'
import { assessCorrected } from './corrected-measurement.ts'
import { addOutcome, NOTHING_COUNTED, type Counters } from './counters.ts'
import { assessMeasurement, type Assessment } from './measurement.ts'
import { assessMetric, exceededLimit } from './metric-phase.ts'
import { isOutcome, type MeasuredPhase, type Phase } from './phase.ts'
import { describeLimits, readThresholdSettings, type ThresholdSettings } from './threshold-settings.ts'

interface Measured {
  readonly phase: Phase
  readonly counters: Counters
  readonly last?: MeasuredPhase
  readonly errors: readonly string[]
  readonly absences: ReadonlySet<Absence>
}

/**
 * Judges one metric by conditions, each block being one measurement: the candidate's value is `result`, the baseline's is
 * `baseline`. Without a `count` every block so far is held against the limits. Throws `UserError` for bad settings.
 */
export function judgeThreshold(metric: MetricPolicy, samples: Samples): Evidence {
  const settings = readThresholdSettings(metric)
  const pairs = samples.blocks.map((block) => ({
    baseline: argoValue(block.baseline),
    candidate: argoValue(block.candidate),
  }))
  const wrong = pairs.some(({ candidate }) => candidate.kind === 'wrong')
  const measured = wrong ? undefined : measure(settings, pairs)
  const said = measured === undefined ? SAID.wrong : conclusionOf(measured, settings)
  const candidate = observe(pairs.map((pair) => pair.candidate))
  return {
    metric: metric.name,
    ...said,
    scale: 'absolute',
    effect: { estimate: candidate.value, low: null, high: null },
    margin: metric.limit ?? null,
    unit: metric.unit ?? '',
    // A threshold is held against what was seen: it promises nothing about chance.
    confidence: 0,
    observed: { baseline: observe(pairs.map((pair) => pair.baseline)), candidate },
    judge: 'threshold',
    critical: metric.critical,
    notes: notesOf(settings, measured),
    policy: metric,
    samples,
  }
}

interface Pair {
  readonly baseline: ArmValue
  readonly candidate: ArmValue
}

function measure(settings: ThresholdSettings, pairs: readonly Pair[]): Measured {
  const { spec } = settings
  const open = spec.count === undefined || spec.count === 0
  // An interval keeps a metric without a count going; blocks are one.
  const running = { ...spec, interval: 'block' }
  let state: Measured = { phase: 'Pending', counters: NOTHING_COUNTED, errors: [], absences: new Set() }
  for (const [i, pair] of pairs.entries()) {
    if (isOutcome(state.phase)) break
    state = after(state, pair, settings)
    const now = {
      counters: state.counters,
      measurements: i + 1,
      ...(state.last ? { lastPhase: state.last } : {}),
    }
    const phase = assessMetric(running, now, open && i === pairs.length - 1)
    state = { ...state, phase: trusted(phase, state, settings) }
  }
  return state
}

function after(state: Measured, pair: Pair, settings: ThresholdSettings): Measured {
  const { phase, error } = assess(pair, settings)
  const silent = phase === 'Error' ? absenceOf(pair.candidate) : undefined
  const absences = silent === undefined ? state.absences : new Set([...state.absences, silent])
  const errors = error === undefined ? state.errors : [...state.errors, error]
  return { ...state, counters: addOutcome(state.counters, phase), last: phase, errors, absences }
}

function absenceOf(candidate: ArmValue): Absence | undefined {
  if (candidate.kind === 'absent') return candidate.absence
  return candidate.kind === 'value' && candidate.trials === 0 ? 'no_data' : undefined
}

function assess({ candidate, baseline }: Pair, { spec, exact }: ThresholdSettings): Assessment {
  const extras = { baseline: baseline.kind === 'value' ? baseline.value : null }
  if (candidate.kind === 'absent' && UNREACHED.has(candidate.absence)) {
    return { phase: 'Error', error: candidate.detail ?? candidate.absence }
  }
  const result = candidate.kind === 'value' ? candidate.value : null
  return (exact ? assessMeasurement : assessCorrected)(result, spec.conditions, extras)
}

const UNREACHED: ReadonlySet<Absence> = new Set(['source_unreachable', 'source_refused', 'rate_limited'])

// A metric asked for its phase while it still runs is Successful in Argo; that takes at least one success here, and no
// error after the last one.
function trusted(phase: Phase, { counters, last }: Measured, { exact }: ThresholdSettings): Phase {
  if (exact || phase !== 'Successful') return phase
  return counters.successful > 0 && last !== 'Error' ? phase : 'Running'
}

interface Said {
  readonly finding: Finding
  readonly reason: EvidenceReason
}

const SAID = {
  wrong: { finding: 'unknown', reason: 'wrong_samples' },
  silent: { finding: 'unknown', reason: 'no_data' },
} as const satisfies Record<string, Said>

function conclusionOf({ phase, errors, absences }: Measured, { fromLimit }: ThresholdSettings): Said {
  switch (phase) {
    case 'Successful':
      return { finding: 'fine', reason: fromLimit ? 'limit_kept' : 'condition_met' }
    case 'Failed':
      return { finding: 'worse', reason: fromLimit ? 'limit_exceeded' : 'condition_failed' }
    case 'Inconclusive':
      return { finding: 'unknown', reason: 'condition_undecided' }
    case 'Pending':
      return SAID.silent
    case 'Error':
    case 'Running': {
      const [absence, ...more] = absences
      if (absence !== undefined && more.length === 0) return { finding: 'unknown', reason: absence }
      return { finding: 'unknown', reason: errors.length > 0 ? 'measurement_errors' : 'more_trials_needed' }
    }
  }
}

function observe(values: readonly ArmValue[]): Observed {
  const seen = values.filter((value) => value.kind === 'value')
  const last = seen.at(-1)?.value
  const newest = typeof last === 'number' ? last : last?.at(-1)
  return {
    trials: seen.reduce((total, { trials }) => total + trials, 0),
    value: newest !== undefined && Number.isFinite(newest) ? newest : null,
  }
}

/** Begins the note about the newest error. */
export const LAST_ERROR = 'Last error: '

function notesOf({ spec }: ThresholdSettings, measured: Measured | undefined): readonly string[] {
  const { success = '', failure = '' } = spec.conditions
  const exceeded = measured && exceededLimit(spec, measured.counters)
  const error = measured?.errors.at(-1)
  return [
    ...(success === '' ? [] : [`Succeeds when ${success}.`]),
    ...(failure === '' ? [] : [`Fails when ${failure}.`]),
    `It ${describeLimits(spec)}.`,
    ...(exceeded ? [`${exceeded.message}.`] : []),
    ...(error === undefined ? [] : [`${LAST_ERROR}${error}.`]),
  ]
}
