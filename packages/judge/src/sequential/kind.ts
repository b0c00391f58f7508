import type { Block, Evidence, MetricPolicy, Policy } from '@sluice/verdict'
import type { Reading } from './arms.ts'
import { proportionKind, countKind } from './rate-kinds.ts'
import { meanKind } from './mean-kind.ts'
import { quantileKind } from './quantile-kind.ts'
import type { Track } from './track.ts'

/** Requests per arm, where a metric counts every request that the router split. */
export interface Traffic {
  readonly candidate: number
  readonly baseline: number
}

/** How one kind of metric reads a block and gathers evidence. */
export interface Kind<B> {
  readonly read: (block: Block) => Reading<B>
  readonly track: () => Track<B>
  readonly traffic: (block: B) => Traffic | null
}

/** A kind with its block type closed over, so that metrics of all kinds stand in one list. */
export type AnyKind = <R>(use: <B>(kind: Kind<B>) => R) => R

/** The kind of a metric; series and scalars, one number per interval, are judged as means. */
export function kindOf(metric: MetricPolicy, policy: Policy): AnyKind {
  switch (metric.kind) {
    case 'proportion':
      return (use) => use(proportionKind(metric, policy))
    case 'count':
      return (use) => use(countKind(metric, policy))
    case 'quantile':
      return (use) => use(quantileKind(metric, policy))
    case 'mean':
    case 'series':
    case 'scalar':
      return (use) => use(meanKind(metric, policy))
  }
}

/** The scale of a metric's effect: a ratio where the margin is a share of the baseline, else a difference. */
export function scaleOf(metric: MetricPolicy): Evidence['scale'] {
  return metric.margin.of === 'baseline' ? 'ratio' : 'difference'
}
