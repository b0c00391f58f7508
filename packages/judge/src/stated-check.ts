import type { Evidence, MetricPolicy, Samples } from '@sluice/verdict'

/** What one check said. `unknown`: it could not be made, which is never the same as passed. */
export interface CheckResult {
  readonly name: string
  readonly finding: 'fine' | 'worse' | 'unknown'
  /** One sentence: what was seen, next to what was expected. */
  readonly detail: string
  readonly at: number
  /** False: shown, never deciding. */
  readonly critical?: boolean
}

/** The judge of checks: one block with one trial; an event is a failure, an absent arm an unknown. */
const CHECK_JUDGE = 'check'

/** A check as evidence, so that it concludes and travels like any metric. */
export function checkEvidence(result: CheckResult): Evidence {
  const nothing = { trials: 0, value: null }
  const unknown = result.finding === 'unknown'
  const failed = result.finding === 'worse' ? 1 : 0
  const policy = checkPolicy(result.name, result.critical ?? true)
  return {
    metric: result.name,
    finding: result.finding,
    reason: unknown ? 'no_data' : failed === 1 ? 'check_failed' : 'check_passed',
    scale: 'absolute',
    effect: { estimate: null, low: null, high: null },
    margin: null,
    unit: '',
    confidence: 1,
    observed: {
      baseline: nothing,
      candidate: unknown ? nothing : { trials: 1, events: failed, value: failed },
    },
    judge: CHECK_JUDGE,
    critical: policy.critical,
    notes: [result.detail],
    policy,
    samples: samplesOf(result, failed),
  }
}

/** The policy that a check's evidence carries. */
export function checkPolicy(name: string, critical: boolean): MetricPolicy {
  return {
    name,
    kind: 'proportion',
    worse: 'higher',
    margin: { value: 0, of: 'unit' },
    critical,
    weight: 1,
    judge: CHECK_JUDGE,
  }
}

function samplesOf(result: CheckResult, events: number): Samples {
  const candidate =
    result.finding === 'unknown'
      ? ({ kind: 'absent', absence: 'no_data', detail: result.detail } as const)
      : ({ kind: 'proportion', events, trials: 1 } as const)
  const baseline = { kind: 'absent', absence: 'not_observed' } as const
  return { metric: result.name, blocks: [{ from: result.at, to: result.at, weight: 0, baseline, candidate }] }
}
