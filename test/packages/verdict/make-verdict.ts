import {
  conclude,
  digestOf,
  type Evidence,
  type MetricPolicy,
  type Policy,
  type Verdict,
} from '@sluice/verdict'

const metric: MetricPolicy = {
  name: 'error rate',
  kind: 'proportion',
  worse: 'higher',
  margin: { value: 0.01, of: 'unit' },
  critical: true,
  weight: 1,
  judge: 'sequential',
}

const arm = (events: number, trials: number) => ({ kind: 'proportion', events, trials }) as const

/** A verdict that agrees with itself, its evidence written by hand: `finding` decides its outcome. */
export function makeVerdict(
  finding: Evidence['finding'] = 'fine',
  change: {
    readonly subject?: Partial<Verdict['subject']>
    readonly to?: number
    readonly action?: string
  } = {},
): Verdict {
  const to = change.to ?? 1_700_000_000_000
  const reason = { fine: 'within_margin', worse: 'beyond_margin', unknown: 'more_trials_needed' } as const
  const document: Policy = {
    confidence: 0.95,
    minTrials: 100,
    failWhen: 'beyond-margin',
    stages: 1,
    metrics: [metric],
  }
  const block = { from: to - 60_000, to, weight: 5, baseline: arm(10, 10_000), candidate: arm(1, 1000) }
  const evidence: Evidence = {
    metric: metric.name,
    finding,
    reason: reason[finding],
    scale: 'difference',
    effect: { estimate: 0, low: -0.001, high: 0.002 },
    margin: 0.01,
    unit: 'points',
    confidence: 0.95,
    observed: {
      baseline: { trials: 10_000, events: 10, value: 0.001 },
      candidate: { trials: 1000, events: 1, value: 0.001 },
    },
    judge: 'sequential',
    critical: true,
    policy: metric,
    samples: { metric: metric.name, blocks: [block] },
  }
  return {
    schema: 1,
    action: change.action ?? 'canary-step',
    subject: {
      repository: 'acme/shop',
      sha: 'a'.repeat(40),
      environment: 'production',
      service: 'api',
      artifact: `sha256:${'b'.repeat(64)}`,
      ...change.subject,
    },
    ...conclude([evidence]),
    evidence: [evidence],
    window: { from: to - 60_000, to },
    policy: { digest: digestOf(document), document },
  }
}
