import { conclude, digestOf, type Evidence, type Policy, type Verdict } from '@sluice/verdict'

export const POLICY: Policy = {
  confidence: 0.95,
  minTrials: 100,
  failWhen: 'beyond-margin',
  stages: 1,
  metrics: [],
}

/** One piece of evidence, fine and critical unless told otherwise. */
export function evidenceOf(some: Partial<Evidence>): Evidence {
  const metric = some.metric ?? 'error rate'
  return {
    metric,
    finding: 'fine',
    reason: 'within_margin',
    scale: 'ratio',
    effect: { estimate: 1, low: 0.9, high: 1.1 },
    margin: 1.25,
    unit: '',
    confidence: 0.95,
    observed: {
      baseline: { trials: 1000, events: 10, value: 0.01 },
      candidate: { trials: 1000, events: 10, value: 0.01 },
    },
    judge: 'sequential',
    critical: true,
    policy: {
      name: metric,
      kind: 'proportion',
      worse: 'higher',
      margin: { value: 0.25, of: 'baseline' },
      critical: some.critical ?? true,
      weight: 1,
      judge: 'sequential',
    },
    samples: {
      metric,
      blocks: [
        {
          from: 0,
          to: 60_000,
          weight: 50,
          baseline: { kind: 'proportion', events: 10, trials: 1000 },
          candidate: { kind: 'proportion', events: 10, trials: 1000 },
        },
      ],
    },
    ...some,
  }
}

export function verdictOf(evidence: readonly Evidence[], some: Partial<Verdict> = {}): Verdict {
  return {
    schema: 1,
    action: 'canary-step',
    subject: { repository: 'acme/shop', sha: 'a'.repeat(40), environment: 'production', service: 'shop' },
    ...conclude(evidence),
    evidence,
    window: { from: 0, to: 60_000 },
    policy: { digest: digestOf(POLICY), document: POLICY },
    ...some,
  }
}
