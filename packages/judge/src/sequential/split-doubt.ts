import type { Block, MetricPolicy } from '@sluice/verdict'

/**
 * A block as it would be if the traffic that was not split as planned spoke for the candidate: requests beyond its planned
 * share are taken away as if all of them had failed, and missing ones are added as if none had. Harm that is certain even
 * then is not explained by the split. Undefined for blocks that do not count events, or where either change is worse.
 */
export function withoutExcess(block: Block, { worse }: MetricPolicy): Block | undefined {
  const { baseline, candidate, weight } = block
  if (worse === 'either' || !(weight > 0 && weight < 100)) return undefined
  if (candidate.kind === 'proportion' && baseline.kind === 'proportion') {
    const trials = (baseline.trials * weight) / (100 - weight)
    const off = candidate.trials - trials
    const bad = worse === 'higher' ? candidate.events : candidate.trials - candidate.events
    const left = Math.min(trials, Math.max(0, bad - Math.max(0, off)))
    return {
      ...block,
      candidate: { ...candidate, trials, events: worse === 'higher' ? left : trials - left },
    }
  }
  return undefined
}
