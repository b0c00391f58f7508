import type { MetricPolicy, Policy } from '@sluice/verdict'
import type { Kind } from './kind.ts'
import { quantileTrack } from './quantile-track.ts'
import { readSpread, type SpreadBlock } from './spread-arm.ts'

/** A quantile of raw values, histograms or sketches, e.g. the 95th percentile of latency. */
export function quantileKind(metric: MetricPolicy, policy: Policy): Kind<SpreadBlock> {
  return {
    read: readSpread,
    track: () => quantileTrack(metric, policy),
    // Failed requests are often not timed, so latencies do not show how requests were split.
    traffic: () => null,
  }
}
