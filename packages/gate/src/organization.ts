import type { PolicyDraft } from './policy-fields.ts'
import type { Freeze, OverrideRule } from './policy-lists.ts'

/** A repository's policy held to its organization's. */
export interface Tightened {
  readonly draft: PolicyDraft
  /** Keys of the repository that would weaken the organization's policy, and have no effect. */
  readonly ignored: readonly string[]
}

/**
 * Joins the two so that nothing the organization asks for is asked for less strictly: lists of demands add up, of two limits
 * the stricter one holds, and of what is allowed only what both allow. Who may sign, who may override and audit mode are the
 * organization's to say.
 */
export function tighten(organization: PolicyDraft, repository: PolicyDraft): Tightened {
  const [o, r] = [organization, repository]
  const trust = trustOf(o, r)
  const draft: PolicyDraft = {
    ...trust,
    require: join(o.require, r.require),
    'max-age': both(o['max-age'], r['max-age'], Math.min),
    'min-trials': both(o['min-trials'], r['min-trials'], Math.max),
    confidence: both(o.confidence, r.confidence, Math.max),
    policies: both(o.policies, r.policies, common),
    judging: join(o.judging, r.judging),
    artifact: both(o.artifact, r.artifact, (a, b) => (STRICTNESS[a] > STRICTNESS[b] ? a : b)),
    provenance: join(o.provenance, r.provenance),
    wait: both(o.wait, r.wait, Math.min),
    'posted-by': both(o['posted-by'], r['posted-by'], common),
    service: r.service ?? o.service,
    attempts: both(o.attempts, r.attempts, Math.min),
    after: join(o.after, r.after),
    exclusive: both(o.exclusive, r.exclusive, (a, b) => a || b),
    checks: join(o.checks, r.checks),
    workflows: both(o.workflows, r.workflows, common),
    events: both(o.events, r.events, common),
    branches: both(o.branches, r.branches, common),
    freeze: join(o.freeze, r.freeze),
    quorum: join(o.quorum, r.quorum),
    overrides: overridesOf(o.overrides ?? [], r.overrides),
    mode: o.mode === 'audit' ? (r.mode ?? 'audit') : 'enforce',
  }
  return { draft, ignored: LIMITS.filter((name) => r[name] !== undefined && !isSame(draft[name], r[name])) }
}

/** Keys of which one value holds; of the others a reader sees the demands of both. */
const LIMITS = [
  'public-keys',
  'attestations',
  'signed',
  'max-age',
  'min-trials',
  'confidence',
  'policies',
  'artifact',
  'wait',
  'posted-by',
  'attempts',
  'exclusive',
  'workflows',
  'events',
  'branches',
  'overrides',
  'mode',
] as const

const STRICTNESS = { any: 0, agreeing: 1, required: 2 } as const

function both<T>(a: T | undefined, b: T | undefined, choose: (a: T, b: T) => T): T | undefined {
  if (a === undefined) return b
  return b === undefined ? a : choose(a, b)
}

/** Both lists, what is said twice once. */
function join<T>(a: readonly T[] | undefined, b: readonly T[] | undefined): readonly T[] | undefined {
  return both(a, b, (first, second) => [
    ...first,
    ...second.filter((one) => !first.some((other) => isSame(one, other))),
  ])
}

/** What both allow. An empty list allows nothing. */
const common = (a: readonly string[], b: readonly string[]): readonly string[] =>
  a.filter((one) => b.includes(one))

const isSame = (a: unknown, b: unknown): boolean => textOf(a) === textOf(b)

/** Keys are compared by their ids. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (name, inner: unknown) => (name === 'publicKey' ? undefined : inner)) ?? ''

/** Whoever the organization names may sign; a repository may name fewer of them, and no one else. */
function trustOf(
  organization: PolicyDraft,
  repository: PolicyDraft,
): Pick<PolicyDraft, 'public-keys' | 'attestations' | 'signed'> {
  const [keys, ownKeys] = [organization['public-keys'], repository['public-keys']]
  const isStated = (keys ?? organization.attestations) !== undefined
  const signed = organization.signed === false ? (repository.signed ?? false) : true
  if (!isStated) {
    return { signed, 'public-keys': ownKeys, attestations: repository.attestations }
  }
  return {
    signed,
    'public-keys':
      keys === undefined || ownKeys === undefined
        ? keys
        : keys.filter(({ id }) => ownKeys.some((own) => own.id === id)),
    attestations: organization.attestations,
  }
}

/** An override sets conditions aside, so only the organization can allow it; a repository may allow less. */
function overridesOf(
  organization: readonly OverrideRule[],
  repository: readonly OverrideRule[] | undefined,
): readonly OverrideRule[] {
  if (repository === undefined) return organization
  return organization.flatMap((rule) => {
    const own = repository.filter(({ team }) => team === rule.team)
    const may = rule.may.filter((kind) => own.some((one) => one.may.includes(kind)))
    const forMs = Math.min(rule.forMs, Math.max(0, ...own.map((one) => one.forMs)))
    return may.length === 0 ? [] : [{ team: rule.team, may, forMs }]
  })
}

/** The organization's draft, whose files are read from its own repository and not from the one that is gated. */
export function filesFrom(repository: string, draft: PolicyDraft): PolicyDraft {
  const { attestations, freeze, provenance } = draft
  const here = <T extends { readonly root: string }>(rule: T): T => ({ ...rule, repository })
  return {
    ...draft,
    attestations: attestations === undefined ? undefined : here(attestations),
    provenance: provenance?.map(here),
    freeze: freeze?.map((one): Freeze => (one.kind === 'calendar' ? { ...one, repository } : one)),
  }
}
