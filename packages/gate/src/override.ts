import type { Target } from './evidence.ts'
import type { GatePolicy } from './policy.ts'
import type { Condition, ConditionKind } from './reasons.ts'
import type { WaitingRun } from './run-conditions.ts'

/** A person's wish to set conditions aside, as found in a pull request comment. `teams` were asked of GitHub; undefined if it would not say. */
export interface OverrideRequest {
  readonly origin: string
  readonly login: string
  readonly teams: readonly string[] | undefined
  readonly environment: string
  /** A whole commit or the digest of an artifact. */
  readonly subject: string
  readonly reason: string
  /** The comment was changed after it was written; anyone with write access could have done it. */
  readonly edited: boolean
  /** It opened this run before; undefined where it opened none. */
  readonly usedBy: number | undefined
  /** Epoch milliseconds. */
  readonly at: number
}

export interface Override {
  readonly by: string
  readonly team: string
  readonly reason: string
  readonly origin: string
  readonly conditions: readonly string[]
}

export interface RefusedOverride {
  readonly by: string
  readonly origin: string
  readonly refusal:
    | 'other_environment'
    | 'other_commit'
    | 'commit_cut_short'
    | 'edited'
    | 'no_reason'
    | 'expired'
    | 'own_change'
    | 'used'
    | 'not_in_team'
    | 'teams_unknown'
}

const MIN_REASON = 10
const COMMAND = /^\/sluice override (\S+) (sha256:[0-9a-f]{64}|[0-9a-f]{1,64})(?:[ \t]+(\S[^\r\n]*))?/
const WHOLE = /^(sha256:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{64})$/

/** The override that a comment asks for on its first line, or undefined. */
export function parseOverride(
  body: string,
): Pick<OverrideRequest, 'environment' | 'subject' | 'reason'> | undefined {
  const match = COMMAND.exec(body)
  if (match === null) return undefined
  const [, environment = '', subject = '', reason = ''] = match
  return { environment, subject, reason: reason.trim().slice(0, 500) }
}

/** What of a decision says whether an override counts. */
interface Asking {
  readonly target: Target
  readonly run?: WaitingRun
  readonly authors?: readonly string[]
}

/** Sets aside what named teams may set aside; everything else stays as it is. */
export function applyOverrides(
  conditions: readonly Condition[],
  requests: readonly OverrideRequest[],
  policy: GatePolicy,
  asking: Asking,
  now: number,
): {
  readonly conditions: readonly Condition[]
  readonly overrides: readonly Override[]
  readonly refused: readonly RefusedOverride[]
} {
  const overrides: Override[] = []
  const refused: RefusedOverride[] = []
  let left = conditions
  for (const request of requests) {
    const rules = policy.overrides.filter(({ team }) => request.teams?.includes(team) ?? false)
    const running = rules.filter(({ forMs }) => now - request.at <= forMs)
    const refusal =
      refusalOf(request, asking) ??
      (request.teams === undefined ? 'teams_unknown' : undefined) ??
      (rules.length === 0 ? 'not_in_team' : undefined) ??
      (running.length === 0 ? 'expired' : undefined)
    if (refusal !== undefined) {
      refused.push({ by: request.login, origin: request.origin, refusal })
      continue
    }
    const kinds = new Set<ConditionKind>(running.flatMap(({ may }) => may))
    const aside = left.filter((one) => !one.met && one.warns !== true && kinds.has(one.kind))
    if (aside.length === 0) continue
    const team = running[0]?.team ?? ''
    overrides.push({
      by: request.login,
      team,
      reason: request.reason,
      origin: request.origin,
      conditions: aside.map((one) => one.name),
    })
    const because = `overridden by ${request.login} of ${team}: ${request.reason}`
    left = left.map((one) =>
      aside.includes(one) ? { ...one, met: true, reason: 'overridden' as const, because } : one,
    )
  }
  return { conditions: left, overrides, refused }
}

function refusalOf(
  request: OverrideRequest,
  { target, run, authors = [] }: Asking,
): RefusedOverride['refusal'] | undefined {
  if (request.environment.toLowerCase() !== target.environment.toLowerCase()) return 'other_environment'
  if (!WHOLE.test(request.subject)) return 'commit_cut_short'
  if (request.subject !== target.sha && request.subject !== target.artifact) return 'other_commit'
  if (request.edited) return 'edited'
  if (request.reason.length < MIN_REASON) return 'no_reason'
  const own = [...authors, ...(run === undefined ? [] : [run.actor])].map((login) => login.toLowerCase())
  // Four eyes: neither who made the change nor who waits for it.
  if (own.includes(request.login.toLowerCase())) return 'own_change'
  return request.usedBy === undefined || request.usedBy === run?.id ? undefined : 'used'
}
