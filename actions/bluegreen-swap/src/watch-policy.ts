import { UserError } from '@sluice/action'
import type { MetricPolicy, Policy } from '@sluice/verdict'

export const PROBE_METRIC = 'probe failures'
export const SLOW_METRIC = 'slow probes'

/** Failed or slow probes, held to an absolute limit. */
export function probePolicy(name: string, limit: number): MetricPolicy {
  return {
    name,
    kind: 'proportion',
    worse: 'higher',
    margin: { value: 0, of: 'unit' },
    critical: true,
    weight: 1,
    judge: 'sequential',
    limit,
  }
}

/**
 * After a full swap nobody is left to compare with, so each critical metric must bring a limit or a judge that needs
 * no baseline; with a hold-back the metrics' own margins hold too.
 */
export function watchPolicy(
  confidence: number,
  metrics: readonly MetricPolicy[],
  ladder: readonly number[],
): Policy {
  const loose = metrics.filter((m) => m.critical && m.judge === 'sequential' && m.limit === undefined)
  if (ladder.at(-1) === 100 && loose.length > 0) {
    throw new UserError(
      'NO_LIMIT',
      loose.map((m) => `metrics: ${m.name} has no \`limit\``).join('\n'),
      'Give each metric a `limit`, because no traffic is left to compare with after a full swap. Or keep a control group with `hold-back` in `watch`.',
    )
  }
  if (metrics.length === 0) {
    throw new UserError(
      'NOTHING_TO_WATCH',
      'there is neither a `probe` in `watch` nor any `metrics`, so nothing would show whether the target works',
      'Give `watch` a `probe` address, or give `source` and `metrics`.',
    )
  }
  return { confidence, minTrials: 0, failWhen: 'beyond-margin', stages: ladder.length, metrics }
}
