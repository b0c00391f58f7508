import type { Block, Evidence, MetricPolicy } from '@sluice/verdict'
import type { ArmReading } from './arms.ts'
import type { Track } from './track.ts'

/** Requests per arm, where a metric counts every request that the router split. */
export interface Traffic {
  readonly candidate: number
  readonly baseline: number
}

/** How one kind of metric reads a block and gathers evidence. */
export interface Kind<B> {
  readonly read: (block: Block) => ArmReading<B>
  readonly track: () => Track<B>
  readonly traffic: (block: B) => Traffic | null
}

/** A kind with its block type closed over, so that metrics of all kinds stand in one list. */
export type AnyKind = <R>(use: <B>(kind: Kind<B>) => R) => R

/** The scale of a metric's effect: a ratio where the margin is a share of the baseline, else a difference. */
export function scaleOf(metric: MetricPolicy): Evidence['scale'] {
  return metric.margin.of === 'baseline' ? 'ratio' : 'difference'
}
