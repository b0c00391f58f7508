import {
  conclude,
  digestOf,
  type Evidence,
  type MetricPolicy,
  type Policy,
  type Verdict,
} from '@sluice/verdict'
import type { GateDecision } from './decide.ts'
import type { Target } from './evidence.ts'
import type { OverrideRule } from './policy-lists.ts'
import type { Condition } from './reasons.ts'

/** The gate's decision as a verdict: pass is open, fail is closed, inconclusive is waiting; one condition, one evidence. */
export function gateVerdict(
  decided: GateDecision,
  target: Target,
  now: number,
  rules: readonly OverrideRule[] = [],
): Verdict {
  const document: Policy = {
    confidence: 1,
    minTrials: 0,
    failWhen: 'any-regression',
    stages: 1,
    metrics: decided.conditions.map(metricOf),
  }
  const evidence = decided.conditions.map((condition) => evidenceOf(condition, decided, now, rules))
  const { repository, sha, environment, service = 'all', artifact } = target
  return {
    schema: 1,
    action: 'promote-gate',
    subject: { repository, sha, environment, service, ...(artifact === undefined ? {} : { artifact }) },
    ...conclude(evidence),
    evidence,
    window: { from: now, to: now },
    policy: { digest: digestOf(document), document },
  }
}

const metricOf = ({ name, warns }: Condition): MetricPolicy => ({
  name,
  kind: 'scalar',
  worse: 'lower',
  margin: { value: 0, of: 'unit' },
  critical: warns !== true,
  weight: 1,
  judge: 'check',
})

function evidenceOf(
  condition: Condition,
  { decision, conditions }: GateDecision,
  now: number,
  rules: readonly OverrideRule[],
): Evidence {
  const { name, met } = condition
  // Where something can never be met any more, what could still be met is shown as waiting.
  const isFinal = conditions.some((one) => !one.met && one.heals === 'never')
  const closes = decision === 'closed' && (condition.heals === 'never' || !isFinal)
  const value = met ? 1 : 0
  const unmet = closes ? ('worse' as const) : ('unknown' as const)
  const nothing = { kind: 'absent', absence: 'not_observed' } as const
  return {
    metric: name,
    finding: met ? 'fine' : unmet,
    reason: met ? 'check_passed' : closes ? 'check_failed' : 'not_observed',
    scale: 'absolute',
    effect: { estimate: null, low: null, high: null },
    margin: null,
    unit: '',
    confidence: 1,
    observed: { baseline: { trials: 0, value: null }, candidate: { trials: 1, value } },
    judge: 'check',
    critical: condition.warns !== true,
    notes: notesOf(condition, rules),
    policy: metricOf(condition),
    samples: {
      metric: name,
      blocks: [{ from: now, to: now, weight: 0, baseline: nothing, candidate: { kind: 'scalar', value } }],
    },
  }
}

/** Why, and who may override it. */
function notesOf({ met, because, reason, heals, kind }: Condition, rules: readonly OverrideRule[]): string[] {
  if (met) return [`${because}.`]
  const teams = rules.filter(({ may }) => may.includes(kind)).map(({ team }) => team)
  return [
    `${because}.`,
    ...(heals === 'person' ? ['A person must act.'] : []),
    ...(teams.length === 0 ? [] : [`${teams.join(' or ')} can override it.`]),
    `Reason: ${reason}.`,
  ]
}
