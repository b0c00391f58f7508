import type { MetricPolicy, Policy } from '@sluice/verdict'
import type { Kind } from './kind.ts'
import { readMeans, type MeanReading } from './mean-arm.ts'
import { meanTrack } from './mean-track.ts'

/** The mean of values, of summaries, or of one scalar per interval. */
export function meanKind(metric: MetricPolicy, policy: Policy): Kind<MeanReading> {
  return { read: readMeans, track: () => meanTrack(metric, policy), traffic: () => null }
}
