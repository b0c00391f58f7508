import type { Rejudge } from '@sluice/verdict'
import {
  examine,
  isAuthenticating,
  type AnsweredEvidence,
  type Document,
  type Refused,
  type Target,
  type Trust,
} from './evidence.ts'
import { presentConditions, type Present } from './at-opening.ts'
import { readFreezes } from './freeze.ts'
import { artifactCondition, quorumCondition } from './group.ts'
import { applyOverrides, type Override, type OverrideRequest, type RefusedOverride } from './override.ts'
import { fileKey, rootOf } from './policy-file.ts'
import type { GatePolicy } from './policy.ts'
import type { Condition, GateReason } from './reasons.ts'
import { provenanceConditions, type Attested } from './provenance.ts'
import { pairEvidence, conditionsOf, type RolledBack } from './requirement.ts'
import { orderConditions, runConditions, type WaitingRun } from './run-conditions.ts'

export type Decision = 'open' | 'closed' | 'waiting'

/** Everything the decision depends on besides the policy and the time. */
export interface Collected {
  readonly target: Target
  readonly documents: readonly Document[]
  /** Text of each file that the policy names, by path; undefined where there is none. */
  readonly files: Readonly<Record<string, string | undefined>>
  readonly overrides: readonly OverrideRequest[]
  /** Judges a verdict's samples again and says what it finds wrong. */
  readonly rejudge: Rejudge
  /** When the wait began, epoch milliseconds; undefined where nobody waits. */
  readonly since?: number
  /** The run whose job waits, where one does. */
  readonly run?: WaitingRun
  /** Environments that the commit was deployed to with success. */
  readonly deployedTo?: readonly string[]
  readonly rolledBack?: readonly RolledBack[]
  /** What GitHub showed just now, where the policy asks about it. */
  readonly present?: Present
  readonly attested?: Attested
  /** Logins of those whose change this is: they cannot override. */
  readonly authors?: readonly string[]
}

export interface GateDecision {
  readonly decision: Decision
  readonly reason: GateReason
  readonly conditions: readonly Condition[]
  readonly accepted: readonly AnsweredEvidence[]
  readonly refused: readonly Refused[]
  readonly overrides: readonly Override[]
  readonly refusedOverrides: readonly RefusedOverride[]
  /** False: the policy accepts unsigned evidence, so anyone could have written it. */
  readonly authenticated: boolean
  /** Signatures are required, and there is no key to check any with: nothing can open. */
  readonly keyless: boolean
}

/**
 * Opens only if every condition is met. Closes where something can no longer be met for this commit, where evidence was
 * refused, or where waiting took too long; otherwise it waits. Pure: the same input gives the same decision.
 */
export function decideGate(policy: GatePolicy, collected: Collected, now: number): GateDecision {
  const { target, since, deployedTo = [], rolledBack = [] } = collected
  const { accepted, refused } = examine(collected.documents, target, trustOf(policy, collected), now)
  const asked = pairEvidence(policy, target, accepted)
  const oldest = Math.min(since ?? now, ...accepted.map(({ verdict }) => verdict.window.to))
  const goesBack = deployedTo.some((name) => name.toLowerCase() === target.environment.toLowerCase())
  const applying = policy.freeze.filter(({ rollbacks }) => !(rollbacks && goesBack))
  const freezes = readFreezes(applying, collected.files, now, oldest)
  const moment = { now, frozenSince: freezes.frozenSince, rolledBack }
  const own = new Map(asked.map((one) => [one, conditionsOf(one, policy, refused, moment)]))
  const found = [
    ...runConditions(policy, target, collected.run),
    ...[...own.values()].flat(),
    ...artifactCondition(policy, target, asked),
    ...policy.quorum.map((quorum) => quorumCondition(quorum, asked, own)),
    ...orderConditions(policy, deployedTo),
    ...presentConditions(policy, target, collected.present),
    ...provenanceConditions(policy.provenance, target, collected.attested ?? {}, collected.files),
    ...freezes.conditions,
  ]
  const {
    conditions,
    overrides,
    refused: refusedOverrides,
  } = applyOverrides(found, collected.overrides, policy, collected, now)
  const unmet = conditions.filter((one) => !one.met && one.warns !== true)
  const concluded = conclusionOf(
    unmet,
    overrides.length > 0,
    policy.waitMs,
    since === undefined ? undefined : now - since - freezes.frozenSince(since),
  )
  const isAudit = policy.mode === 'audit' && concluded.decision !== 'open'
  return {
    ...(isAudit ? { decision: 'open', reason: 'audited' } : concluded),
    conditions: isAudit ? [auditCondition(concluded), ...conditions.map(asWarning)] : conditions,
    accepted,
    refused,
    overrides,
    refusedOverrides,
    authenticated: isAuthenticating(policy),
    keyless: policy.signed && policy.keys.length === 0 && policy.attestations === undefined,
  }
}

/** Audit mode shows what would stand in the way, and lets it pass. */
const asWarning = (one: Condition): Condition => (one.met ? one : { ...one, warns: true })

function auditCondition({ decision, reason }: Pick<GateDecision, 'decision' | 'reason'>): Condition {
  return {
    name: 'audit mode',
    kind: 'policy',
    met: true,
    reason: 'audited',
    because: `the policy only audits, so the gate opens; with mode: enforce it would be ${decision} (${reason})`,
    heals: 'never',
  }
}

/** `waitedMs` is undefined where nobody waits: then refused evidence closes at once, for nobody would be told later. */
function conclusionOf(
  unmet: readonly Condition[],
  overridden: boolean,
  waitMs: number,
  waitedMs: number | undefined,
): Pick<GateDecision, 'decision' | 'reason'> {
  const [first] = unmet
  if (first === undefined)
    return { decision: 'open', reason: overridden ? 'overridden' : 'all_conditions_met' }
  const final = unmet.find((one) => one.heals === 'never')
  if (final !== undefined) return { decision: 'closed', reason: final.reason }
  if (waitedMs === undefined && unmet.some((one) => one.reason === 'evidence_refused')) {
    return { decision: 'closed', reason: 'evidence_refused' }
  }
  if (waitedMs !== undefined && waitedMs >= waitMs && unmet.some((one) => one.heals === 'evidence')) {
    return { decision: 'closed', reason: 'out_of_time' }
  }
  return { decision: 'waiting', reason: first.reason }
}

function trustOf(
  { attestations: rule, ...policy }: GatePolicy,
  { files, target, rejudge }: Collected,
): Trust {
  const environments = policy.require.map((one) => one.environment ?? target.evidenceFrom)
  const attestations =
    rule === undefined
      ? {}
      : { attestations: { ...rule, roots: files[fileKey(rootOf(rule))], repository: target.repository } }
  return { ...policy, ...attestations, environments, rejudge }
}
