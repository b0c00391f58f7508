import { duration, field, type Io } from '@sluice/action'
import { learnHistories, learnsNoise } from '@sluice/judge'
import type { MetricPolicy, Samples } from '@sluice/verdict'

/** How far back the noise of the baseline is looked for, in milliseconds; 0 for `none`. */
export const pastField = field('a duration such as `24h`, or `none`', (given) =>
  given === 'none' ? 0 : duration().parse(given),
)

/** Which part of the past to learn from: of one arm, in intervals of the rollout's length. */
export interface PastWish {
  readonly arm: string
  readonly intervalMs: number
  /** How far back; 0 asks nothing. */
  readonly pastMs: number
}

/** A source of metrics that may be asked for the past; see `MetricSource`. */
export interface PastSource<Q> {
  readonly lagMs: number
  readonly past?: (
    queries: readonly Q[],
    past: Readonly<Record<'from' | 'to' | 'intervalMs', number>> & { readonly arm: string },
    signal: AbortSignal,
  ) => Promise<readonly Samples[]>
}

/** More intervals than these teach little, and cost the server much. */
const MOST_INTERVALS = 1440
const LONGEST_MS = 30_000

/**
 * The metrics with what the baseline's past says about their noise: the last whole intervals before now, at most 1,440.
 * Where nothing can be learned they stay as they are, noise is presumed, and the log says why. Rejects never.
 */
export async function learnPast<Q extends { readonly name: string }>(
  metrics: readonly MetricPolicy[],
  queries: readonly Q[],
  source: PastSource<Q>,
  wish: PastWish,
  io: Pick<Io, 'log' | 'now' | 'signal'>,
): Promise<readonly MetricPolicy[]> {
  const names = metrics.filter(learnsNoise).map(({ name }) => name)
  if (wish.pastMs === 0 || names.length === 0) return metrics
  if (source.past === undefined) {
    io.log.info(
      'This source cannot read the past, so the noise within each version is assumed, not measured.',
    )
    return metrics
  }
  const asked = queries.filter(({ name }) => names.includes(name))
  try {
    const past = await askPast(asked, source, wish, io)
    const learned = learnHistories({ metrics }, past)
    for (const sentence of learned.missing) io.log.info(sentence)
    for (const { metric, notes = [] } of past)
      for (const note of notes) io.log.info(`The past of "${metric}": ${note}`)
    return learned.policy.metrics
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    io.log.info(`The past of the metrics could not be read, so the noise is assumed, not measured: ${why}`)
    return metrics
  }
}

/**
 * What a source knows of an arm's past: the last whole intervals before now, at most 1,440. Empty for a source that has no
 * past. Rejects where it cannot be read.
 */
export async function askPast<Q>(
  queries: readonly Q[],
  source: PastSource<Q>,
  { arm, intervalMs, pastMs }: PastWish,
  io: Pick<Io, 'now' | 'signal'>,
): Promise<readonly Samples[]> {
  const to = Math.floor((io.now() - source.lagMs) / intervalMs) * intervalMs
  const from = to - Math.min(MOST_INTERVALS, Math.floor(pastMs / intervalMs)) * intervalMs
  const signal = AbortSignal.any([io.signal, AbortSignal.timeout(LONGEST_MS)])
  return (await source.past?.(queries, { arm, from, to, intervalMs }, signal)) ?? []
}
