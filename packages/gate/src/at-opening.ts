import { oneOf, text, withDefault } from '@sluice/action'
import type { Target } from './evidence.ts'
import { namedItems } from './policy-lists.ts'
import type { Condition } from './reasons.ts'

/** A check run that must have succeeded on the commit. */
export interface RequiredCheck {
  readonly name: string
  /** Slug of the App that must have posted it. */
  readonly app: string
  /** `warn`: shown, but opens all the same. */
  readonly level: 'block' | 'warn'
}

/** Names of check runs, or mappings with `name`, `app` and `level`. */
export const requiredChecks = namedItems(
  'list of names of check runs, or of mappings with `name`, `app`, `level`',
  {
    name: text('name of a check run'),
    app: withDefault('github-actions', text('slug of a GitHub App')),
    level: withDefault('block', oneOf(['block', 'warn'])),
  },
  (given): RequiredCheck => given,
)

/** A check run of the commit as it is at the moment of opening; of one name in one suite the newest alone. */
export interface CheckState {
  readonly name: string
  readonly app: string
  readonly status: string
  readonly conclusion: string | null
}

/** A deployment of another commit that is on its way to the environment. */
export interface UnderWay {
  readonly deploymentId: number
  readonly sha: string
  readonly state: string
}

/** What GitHub shows at the moment of opening. */
export interface Present {
  readonly checks: readonly CheckState[]
  readonly underWay: readonly UnderWay[]
  /** Epoch milliseconds at which it was read. */
  readonly at: number
}

/** Conditions on the present moment: required checks, and nothing else on its way to the environment. */
export function presentConditions(
  policy: { readonly checks: readonly RequiredCheck[]; readonly exclusive: boolean },
  target: Target,
  present: Present | undefined,
): readonly Condition[] {
  const { checks = [], underWay = [], at } = present ?? {}
  const read =
    at === undefined ? 'GitHub was not asked' : `read at ${new Date(at).toISOString().slice(11, 19)} UTC`
  return [
    ...policy.checks.map((wanted) => checkCondition(wanted, checks, read)),
    ...(policy.exclusive ? [exclusiveCondition(target, present === undefined, underWay, read)] : []),
  ]
}

function checkCondition(wanted: RequiredCheck, all: readonly CheckState[], read: string): Condition {
  const found = all.filter(({ name, app }) => name === wanted.name && app === wanted.app)
  const base = {
    name: `check ${wanted.name}`,
    kind: 'checks',
    heals: 'evidence',
    ...(wanted.level === 'warn' ? { warns: true } : {}),
  } as const
  if (found.length === 0) {
    const because = `${wanted.app} has no check run with this name on the commit (${read})`
    return { ...base, met: false, reason: 'check_missing', because }
  }
  const running = found.find(({ status }) => status !== 'completed')
  if (running !== undefined)
    return {
      ...base,
      met: false,
      reason: 'check_running',
      because: `the check run is ${running.status} (${read})`,
    }
  // Two workflows may have a job of this name; each must have succeeded.
  const failed = found.find(({ conclusion }) => conclusion !== 'success')
  if (failed !== undefined) {
    const because = `the check run ended with ${failed.conclusion ?? 'no conclusion'} (${read})`
    return { ...base, met: false, reason: 'check_failed', because }
  }
  return { ...base, met: true, reason: 'check_succeeded', because: `the check run succeeded (${read})` }
}

function exclusiveCondition(
  { environment }: Target,
  isUnknown: boolean,
  underWay: readonly UnderWay[],
  read: string,
): Condition {
  const [other] = underWay
  const met = !isUnknown && other === undefined
  const because =
    other === undefined
      ? `no other deployment to ${environment} is under way (${read})`
      : `deployment ${other.deploymentId} of commit ${other.sha.slice(0, 12)} is ${other.state} (${read})`
  return {
    name: `no other deployment to ${environment}`,
    kind: 'deployments',
    met,
    reason: met ? 'nothing_under_way' : 'other_deployment',
    because: isUnknown ? read : because,
    heals: 'evidence',
  }
}
