import {
  duration,
  field,
  flag,
  itemOf,
  itemsOf,
  linesOf,
  listOf,
  mapOfText,
  oneOf,
  optional,
  percent,
  refuse,
  text,
  wholeNumber,
  withDefault,
  type Values,
} from '@sluice/action'
import {
  conclude,
  digestOf,
  encode,
  generateKeys,
  readPublicKeys,
  readSigningKey,
  signVerdict,
  type Evidence,
  type MetricPolicy,
  type Policy,
  type SigningKey,
  type Verdict,
} from '@sluice/verdict'
import { decideGate, type Collected, type GateDecision } from './decide.ts'
import type { Document } from './evidence.ts'
import type { GatePolicy } from './policy.ts'
import type { WaitingRun } from './run-conditions.ts'

const time = field('time such as `2026-03-11T12:00:00Z`', (given) => {
  const at = Date.parse(given)
  return Number.isNaN(at) ? refuse('time such as `2026-03-11T12:00:00Z`', given) : at
})

const evidenceFields = {
  action: withDefault('canary-step', text('name of an action')),
  outcome: withDefault('pass', oneOf(['pass', 'fail', 'inconclusive'])),
  age: withDefault('1h', duration()),
  trials: withDefault('1000000', wholeNumber({ min: 0 })),
  confidence: withDefault('95%', percent({ min: 50, max: 100 })),
  service: optional(text('service name')),
  environment: optional(text('environment name')),
  artifact: optional(text('digest')),
  metrics: { ...linesOf(text('name of a metric')), whenBlank: (): readonly string[] => ['error rate'] },
  signed: withDefault('true', flag()),
}

const runFields = {
  workflow: withDefault('.github/workflows/release.yml', text('path of a workflow file')),
  event: withDefault('push', text('event name')),
  branch: withDefault('main', text('branch name')),
}

const caseFields = {
  name: text('name of the case'),
  at: time,
  environment: withDefault('production', text('environment name')),
  artifact: optional(text('digest')),
  evidence: optional(itemsOf('list of verdicts', (item, path) => itemOf(evidenceFields, flat(item), path))),
  run: optional(
    itemsOf('mapping with `workflow`, `event`, `branch`', (item, path) =>
      itemOf(runFields, flat(item), path),
    ),
  ),
  checks: optional(linesOf(text('name of a check that succeeded'))),
  'deployed-to': optional(listOf(text('environment name'))),
  waited: optional(duration()),
  expect: oneOf(['open', 'closed', 'waiting']),
  reasons: optional(listOf(text('reason of an unmet condition'))),
}

/** One situation, and what the policy should decide in it. */
export type PolicyCase = Values<typeof caseFields>

/** A list of situations, from YAML. */
export const policyCases = itemsOf(
  'list of cases with `name`, `at`, `evidence`, `expect`',
  (item, path): PolicyCase => itemOf(caseFields, flat(item), path),
)

function flat(item: unknown): Readonly<Record<string, string>> {
  return mapOfText('mapping').parse(JSON.stringify(item))
}

export interface CaseResult {
  readonly name: string
  readonly decided: GateDecision
  /** What differs from what was expected; nothing where the case passes. */
  readonly problems: readonly string[]
}

const SHA = 'a'.repeat(40)
const REPOSITORY = 'acme/shop'

/**
 * Decides each case under a policy. Evidence is made up as the case says and signed with a key that is made here, so that
 * signatures, attestations and provenance are taken as good. `files` has the text of calendars.
 */
export function runPolicyCases(
  policy: GatePolicy,
  cases: readonly PolicyCase[],
  files: Readonly<Record<string, string | undefined>>,
): readonly CaseResult[] {
  const pair = generateKeys()
  const { attestations: _, ...rest } = policy
  const tested: GatePolicy = {
    ...rest,
    provenance: [],
    keys: policy.signed ? readPublicKeys(pair.publicKey) : [],
  }
  const key = readSigningKey(pair.privateKey)
  return cases.map((one) => {
    const decided = decideGate(tested, situationOf(one, tested, key, files), one.at)
    return { name: one.name, decided, problems: problemsOf(one, decided) }
  })
}

function problemsOf(one: PolicyCase, decided: GateDecision): readonly string[] {
  const found = decided.conditions.filter(({ met }) => !met).map(({ reason }) => reason as string)
  const missing = (one.reasons ?? []).filter((reason) => !found.includes(reason))
  return [
    ...(decided.decision === one.expect
      ? []
      : [`expected ${one.expect}, got ${decided.decision} (${decided.reason})`]),
    ...missing.map((reason) => `expected the reason ${reason}, got ${found.join(', ') || 'none'}`),
  ]
}

function situationOf(
  one: PolicyCase,
  policy: GatePolicy,
  key: SigningKey,
  files: Readonly<Record<string, string | undefined>>,
): Collected {
  const { at, environment, artifact, waited } = one
  const target = {
    repository: REPOSITORY,
    sha: SHA,
    environment,
    evidenceFrom: environment,
    service: policy.service,
    ...(artifact === undefined ? {} : { artifact }),
  }
  const [run] = one.run ?? []
  return {
    target,
    documents: (one.evidence ?? []).map((given, i) => documentOf(given, i, one, policy, key)),
    files,
    overrides: [],
    // Evidence that is made up has samples that prove nothing; its outcome is what the case says.
    rejudge: () => [],
    present: {
      checks: (one.checks ?? []).flatMap((name) =>
        policy.checks
          .filter((wanted) => wanted.name === name)
          .map(({ app }) => ({ name, app, status: 'completed', conclusion: 'success' })),
      ),
      underWay: [],
      at,
    },
    deployedTo: one['deployed-to'] ?? [],
    ...(waited === undefined ? {} : { since: at - waited }),
    ...(run === undefined ? {} : { run: runOf(run) }),
  }
}

const runOf = ({ workflow, event, branch }: Values<typeof runFields>): WaitingRun => ({
  id: 1,
  headSha: SHA,
  event,
  path: workflow,
  branch,
  actor: 'nobody',
})

function documentOf(
  given: Values<typeof evidenceFields>,
  index: number,
  { at, environment }: PolicyCase,
  policy: GatePolicy,
  key: SigningKey,
): Document {
  const to = at - given.age
  const subject = {
    repository: REPOSITORY,
    sha: SHA,
    environment: given.environment ?? environment,
    service: given.service ?? policy.service,
    ...(given.artifact === undefined ? {} : { artifact: given.artifact }),
  }
  const verdict = verdictOf(given, subject, to)
  return {
    origin: `evidence ${index + 1}`,
    text: given.signed ? signVerdict(verdict, key, to) : encode(verdict),
  }
}

const FINDING = { pass: 'fine', fail: 'worse', inconclusive: 'unknown' } as const
const REASON = { pass: 'within_margin', fail: 'beyond_margin', inconclusive: 'more_trials_needed' } as const

function verdictOf(
  { action, outcome, trials, confidence, metrics }: Values<typeof evidenceFields>,
  subject: Verdict['subject'],
  to: number,
): Verdict {
  const policies = metrics.map(metricNamed)
  const document: Policy = {
    confidence,
    minTrials: 0,
    failWhen: 'beyond-margin',
    stages: 1,
    metrics: policies,
  }
  const arm = { kind: 'proportion', events: 0, trials } as const
  const from = to - 60_000
  const evidence = policies.map((policy): Evidence => ({
    metric: policy.name,
    finding: FINDING[outcome],
    reason: REASON[outcome],
    scale: 'difference',
    effect: { estimate: null, low: null, high: null },
    margin: null,
    unit: '',
    confidence,
    observed: { baseline: { trials, value: null }, candidate: { trials, value: null } },
    judge: policy.judge,
    critical: true,
    policy,
    samples: { metric: policy.name, blocks: [{ from, to, weight: 50, baseline: arm, candidate: arm }] },
  }))
  return {
    schema: 1,
    action,
    subject,
    ...conclude(evidence),
    evidence,
    window: { from, to },
    policy: { digest: digestOf(document), document },
  }
}

const metricNamed = (name: string): MetricPolicy => ({
  name,
  kind: 'proportion',
  worse: 'higher',
  margin: { value: 0.1, of: 'baseline' },
  critical: true,
  weight: 1,
  judge: 'sequential',
})
