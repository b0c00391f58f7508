import { judge } from '@sluice/compat'
import type { MetricQuery, MetricSource } from '@sluice/metrics'
import {
  conclude,
  digestOf,
  type Arm,
  type Exposed,
  type Policy,
  type Samples,
  type Subject,
  type Verdict,
} from '@sluice/verdict'
import { spanAt, type Rung } from './plan.ts'

/** What stays the same from look to look. */
export interface Analysis {
  readonly subject: Subject
  readonly policy: Policy
  readonly queries: readonly MetricQuery[]
  readonly source: MetricSource
  readonly intervalMs: number
  readonly arms: { readonly baseline: string; readonly candidate: string }
  readonly startedAt: number
}

/** Observes every metric since the beginning and judges; the same blocks give the same verdict, whoever asks and when. */
export async function look(
  analysis: Analysis,
  rungs: readonly Rung[],
  now: number,
  signal: AbortSignal,
): Promise<Verdict> {
  const span = spanAt(rungs, analysis.intervalMs, analysis.arms, now)
  const samples = await analysis.source.observe(analysis.queries, span, signal)
  return verdictOf(analysis, samples, now)
}

export function verdictOf(analysis: Analysis, samples: readonly Samples[], now: number): Verdict {
  const evidence = judge(analysis.policy, samples)
  const exposed = exposedIn(samples)
  return {
    schema: 1,
    action: 'canary-step',
    subject: analysis.subject,
    ...conclude(evidence),
    evidence,
    window: { from: analysis.startedAt, to: now },
    policy: { digest: digestOf(analysis.policy), document: analysis.policy },
    ...(exposed === undefined ? {} : { exposed }),
  }
}

/** Requests that met the candidate, by the metric that saw the most of them; undefined when none counts requests. */
export function exposedIn(samples: readonly Samples[]): Exposed | undefined {
  const seen = samples.map(({ blocks }) => ({
    candidate: Math.round(sum(blocks.map((block) => trialsOf(block.candidate)))),
    baseline: Math.round(sum(blocks.map((block) => trialsOf(block.baseline)))),
  }))
  const most = seen.reduce((a, b) => (b.candidate + b.baseline > a.candidate + a.baseline ? b : a), {
    candidate: 0,
    baseline: 0,
  })
  const all = most.candidate + most.baseline
  return all === 0 ? undefined : { requests: most.candidate, share: most.candidate / all }
}

function trialsOf(arm: Arm): number {
  switch (arm.kind) {
    case 'proportion':
      return arm.trials
    case 'histogram':
      return sum(arm.counts)
    case 'sketch':
      return arm.zeros + sum(arm.bins.map(([, count]) => count))
    case 'count':
    case 'summary':
    case 'values':
    case 'scalar':
    case 'absent':
      return 0
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
