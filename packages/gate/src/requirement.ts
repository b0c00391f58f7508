import { digestOf, writtenPolicy, type Samples, type Verdict } from '@sluice/verdict'
import { judgingConditions } from './judging.ts'
import type { AnsweredEvidence, Refused, Target } from './evidence.ts'
import type { GatePolicy } from './policy.ts'
import type { Requirement } from './policy-lists.ts'
import type { Condition, ConditionKind, GateReason } from './reasons.ts'

/** The evidence that answers one requirement for one service; an undefined service means any. */
export interface Asked {
  readonly requirement: Requirement
  readonly service: string | undefined
  readonly answer: AnsweredEvidence | undefined
}

/** Pairs every requirement with each of its services and with the verdict that answers it. */
export function pairEvidence(
  policy: GatePolicy,
  target: Target,
  accepted: readonly AnsweredEvidence[],
): readonly Asked[] {
  return policy.require.flatMap((requirement) => {
    const environment = (requirement.environment ?? target.evidenceFrom).toLowerCase()
    const fitting = accepted.filter(
      ({ verdict }) =>
        verdict.action === requirement.action && verdict.subject.environment.toLowerCase() === environment,
    )
    const services =
      requirement.services ?? (target.service === undefined ? anyOf(fitting) : [target.service])
    return services.map((service) => ({
      requirement,
      service,
      answer: fitting.find(({ verdict }) => verdict.subject.service === service),
    }))
  })
}

/** Every service that there is evidence of, so that a failing one is not overlooked; without any, one that is missing. */
function anyOf(fitting: readonly AnsweredEvidence[]): readonly (string | undefined)[] {
  return fitting.length === 0 ? [undefined] : fitting.map(({ verdict }) => verdict.subject.service)
}

/** What the conditions on evidence depend on besides the evidence. */
export interface Moment {
  readonly now: number
  /** Milliseconds since an instant in which a freeze held everything up. */
  readonly frozenSince: (from: number) => number
  /** Rollouts of this commit that were rolled back, as their records say. */
  readonly rolledBack: readonly RolledBack[]
}

/** The record of a rollout that ended in a rollback. It stays when the verdict is gone. */
export interface RolledBack {
  readonly deploymentId: number
  readonly action: string
  readonly service: string
}

/** Every condition on one answer, met or not. */
export function conditionsOf(
  asked: Asked,
  policy: GatePolicy,
  refused: readonly Refused[],
  moment: Moment,
): readonly Condition[] {
  const { now } = moment
  const { requirement, service, answer } = asked
  const what = `${requirement.action} of ${service ?? 'any service'}`
  if (answer === undefined) return [missing(what, asked, refused, moment.rolledBack)]
  const { verdict, origin } = answer
  const say = (
    kind: ConditionKind,
    met: boolean,
    [yes, no]: readonly [GateReason, GateReason],
    because: string,
    heals: Condition['heals'],
  ): Condition => ({
    name: `${what}: ${kind}`,
    kind,
    met,
    reason: met ? yes : no,
    because,
    heals,
  })
  const maxAge = requirement.maxAgeMs ?? policy.maxAgeMs
  // A release does not age while a freeze keeps it waiting.
  const age = now - verdict.window.to - moment.frozenSince(verdict.window.to)
  const history = historyOf(asked, answer, moment.rolledBack)
  const wanted =
    1 - (1 - policy.confidence) / Math.max(policy.attempts, policy.confidence === 0 ? 1 : history.made)
  const least = Math.max(requirement.minTrials ?? 0, policy.minTrials)
  const trials = fewestTrials(answer)
  const { confidence } = verdict.policy.document
  return [
    say('evidence', true, ['evidence_accepted', 'evidence_missing'], `found in ${origin}`, 'evidence'),
    outcomeCondition(what, answer, history, policy.attempts),
    say(
      'trials',
      trials >= least,
      ['enough_trials', 'too_few_trials'],
      `the metric with the least data has ${counted(trials)} trials of the candidate; ${least === 0 ? 'no minimum is set' : `at least ${counted(least)} are required`}`,
      'evidence',
    ),
    say(
      'age',
      age <= maxAge,
      ['fresh', 'expired'],
      `the evidence is ${lasting(age)} old; at most ${lasting(maxAge)} is allowed`,
      'evidence',
    ),
    say(
      'confidence',
      confidence >= wanted - 1e-9,
      ['confidence_kept', 'confidence_too_low'],
      `it was judged at ${percent(confidence)}; ${wanted === 0 ? 'no minimum is set' : `at least ${percent(wanted)} is required${shares(Math.max(policy.attempts, history.made), policy.confidence)}`}`,
      'evidence',
    ),
    say(
      'policy',
      policy.policies?.some((digest) => policyDigests(verdict).includes(digest)) ?? true,
      ['policy_allowed', 'policy_not_allowed'],
      policy.policies === undefined
        ? 'any judging policy is allowed'
        : `it was judged under the policy ${verdict.policy.digest}`,
      'evidence',
    ),
    ...judgingConditions(what, answer, policy.judging),
  ]
}

/** A policy is known by what people wrote; what one rollout learned of noise gives it another digest each time. */
function policyDigests({ policy }: Verdict): readonly string[] {
  return [policy.digest, digestOf(writtenPolicy(policy.document))]
}

function missing(
  what: string,
  { requirement, service }: Asked,
  refused: readonly Refused[],
  rolledBack: readonly RolledBack[],
): Condition {
  const name = `${what}: evidence`
  const record = rolledBack.find(
    (one) => one.action === requirement.action && (service === undefined || one.service === service),
  )
  if (record !== undefined) {
    return {
      name,
      kind: 'outcome',
      met: false,
      reason: 'earlier_attempt_failed',
      because: `deployment ${record.deploymentId} was rolled back, and its verdict is missing`,
      heals: 'never',
    }
  }
  // Who cannot be identified may have meant to answer anything.
  const tried = refused.filter(
    ({ claims }) =>
      claims === undefined ||
      (claims.action === requirement.action && (service === undefined || claims.service === service)),
  )
  if (tried.length === 0) {
    return {
      name,
      kind: 'evidence',
      met: false,
      reason: 'evidence_missing',
      because: 'no verdict was found',
      heals: 'evidence',
    }
  }
  const why = tried.map((one) => `${one.origin}: ${one.refusal}, ${one.detail}`).join('; ')
  return { name, kind: 'evidence', met: false, reason: 'evidence_refused', because: why, heals: 'evidence' }
}

/** All attempts at one candidate, those among them whose verdict is gone. */
interface AttemptHistory {
  readonly made: number
  readonly failed: readonly string[]
}

function historyOf(
  { requirement, service }: Asked,
  answer: AnsweredEvidence,
  rolledBack: readonly RolledBack[],
): AttemptHistory {
  const failed = answer.attempts.filter((one) => one.failed).map(({ origin }) => origin)
  const records = rolledBack.filter(
    (one) => one.action === requirement.action && (service === undefined || one.service === service),
  )
  // As many records as failed verdicts are their records; more of them are fails that someone removed.
  const hidden = records.slice(0, Math.max(0, records.length - failed.length))
  return {
    made: answer.attempts.length + hidden.length,
    failed: [...failed, ...hidden.map((one) => `the record of deployment ${one.deploymentId}`)],
  }
}

const shares = (attempts: number, confidence: number): string =>
  attempts > 1 && confidence > 0 ? ` (${percent(confidence)} over ${attempts} attempts)` : ''

function outcomeCondition(
  what: string,
  { verdict }: AnsweredEvidence,
  { made, failed }: AttemptHistory,
  allowed: number,
): Condition {
  if (verdict.outcome !== 'fail' && failed.length > 0 && made > allowed) {
    return {
      name: `${what}: outcome`,
      kind: 'outcome',
      met: false,
      reason: 'earlier_attempt_failed',
      because: `${counted(made)} attempts were made, and ${allowed === 1 ? 'only one is' : `${counted(allowed)} are`} allowed. An earlier attempt failed (${failed.join(', ')}). Release another artifact`,
      heals: 'never',
    }
  }
  const reasons = {
    pass: 'outcome_passed',
    fail: 'outcome_failed',
    inconclusive: 'outcome_inconclusive',
  } as const
  return {
    name: `${what}: outcome`,
    kind: 'outcome',
    met: verdict.outcome === 'pass',
    reason: reasons[verdict.outcome],
    because: `the verdict is ${verdict.outcome} (${verdict.reason})`,
    heals: verdict.outcome === 'fail' ? 'never' : 'evidence',
  }
}

/** Trials of the candidate in the least observed critical metric, counted from the samples themselves. */
function fewestTrials({ verdict }: AnsweredEvidence): number {
  const counts = verdict.evidence.filter((one) => one.critical).map(({ samples }) => trialsOf(samples))
  return counts.length === 0 ? 0 : Math.min(...counts)
}

function trialsOf({ blocks }: Samples): number {
  return blocks.reduce((sum, { candidate }) => {
    switch (candidate.kind) {
      case 'proportion':
        return sum + candidate.trials
      case 'count':
        return sum + candidate.exposure
      case 'summary':
        return sum + candidate.n
      case 'values':
        return sum + candidate.values.length
      case 'histogram':
        return sum + candidate.counts.reduce((a, b) => a + b, 0)
      case 'sketch':
        return sum + candidate.zeros + candidate.bins.reduce((a, [, n]) => a + n, 0)
      case 'scalar':
        return sum + 1
      case 'absent':
        return sum
    }
  }, 0)
}

const counted = (value: number): string => Math.round(value).toLocaleString('en-US')

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`

function lasting(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`
}
