import type { MetricPolicy, Policy, Samples } from '@sluice/verdict'
import { NOON } from './media.ts'

const METRIC: MetricPolicy = {
  name: 'error rate',
  kind: 'proportion',
  worse: 'higher',
  margin: { value: 0.01, of: 'unit' },
  critical: true,
  weight: 1,
  judge: 'sequential',
}

export const POLICY: Policy = {
  confidence: 0.95,
  minTrials: 100,
  failWhen: 'beyond-margin',
  stages: 1,
  metrics: [METRIC],
}

/** How the candidate did: as well as the baseline, clearly worse, or too little traffic to say. */
export type Seen = 'sound' | 'failing' | 'few'

const ARMS = {
  sound: { trials: 4000, events: 42 },
  failing: { trials: 4000, events: 260 },
  few: { trials: 60, events: 1 },
} as const

/** Ten minutes at 10 %, a block a minute. */
export function samplesOf(seen: Seen): readonly Samples[] {
  const { trials, events } = ARMS[seen]
  const baseline = { kind: 'proportion', events: Math.round(trials * 0.09), trials: trials * 9 } as const
  const blocks = Array.from({ length: 10 }, (_, i) => ({
    from: NOON - (10 - i) * 60_000,
    to: NOON - (9 - i) * 60_000,
    weight: 10,
    baseline,
    candidate: { kind: 'proportion', events, trials } as const,
  }))
  return [{ metric: METRIC.name, blocks }]
}
