import type { Arm, Block, HistogramArm, MetricPolicy, ProportionArm, SketchArm } from '@sluice/verdict'

/**
 * A block as it would be if the traffic that was not split as planned spoke for the candidate: requests beyond its planned
 * share are taken away as if they had been the worst ones, and missing ones are added as if they had been the best. Harm
 * that is certain even then is not explained by the split. Undefined for what does not count requests, and for quantiles
 * of which either change is worse. `weight`: the planned part of the candidate, in percent.
 */
export function withoutExcess(
  block: Block,
  { worse, units }: MetricPolicy,
  weight: number,
): Block | undefined {
  const { baseline, candidate } = block
  if (units !== undefined || !(weight > 0 && weight < 100)) return undefined
  const planned = (requestsOf(baseline) * weight) / (100 - weight)
  if (candidate.kind === 'proportion' && baseline.kind === 'proportion')
    return { ...block, candidate: leftOfTrials(candidate, baseline, planned, worse) }
  const off = requestsOf(candidate) - planned
  if (worse === 'either' || candidate.kind !== baseline.kind || !Number.isFinite(off)) return undefined
  const left = leftOfValues(candidate, baseline, off, worse === 'higher')
  return left === undefined ? undefined : { ...block, candidate: left }
}

function requestsOf(arm: Arm): number {
  switch (arm.kind) {
    case 'proportion':
      return arm.trials
    case 'histogram':
      return total(arm.counts)
    case 'sketch':
      return arm.zeros + total(arm.bins.map(([, count]) => count))
    case 'values':
      return arm.values.length
    case 'absent':
    case 'count':
    case 'summary':
    case 'scalar':
      return NaN
  }
}

/** The events that are left; where either change is worse, the choice that brings both arms closest to each other. */
function leftOfTrials(
  candidate: ProportionArm,
  baseline: ProportionArm,
  trials: number,
  worse: MetricPolicy['worse'],
): ProportionArm {
  const off = candidate.trials - trials
  const usual = baseline.events / baseline.trials
  const high = worse === 'either' ? candidate.events / candidate.trials > usual : worse === 'higher'
  const bad = high ? candidate.events : candidate.trials - candidate.events
  const left = Math.min(trials, Math.max(0, bad - Math.max(0, off)))
  const same = trials * (high ? usual : 1 - usual)
  // Beyond the baseline's own share the change would be the other way round.
  const kept = worse === 'either' ? Math.max(left, Math.min(same, bad)) : left
  return { ...candidate, trials, events: high ? kept : trials - kept }
}

/**
 * The values that are left when the worst `off` are taken away, or as many of the best are added where it is negative:
 * as good as any that either arm has had, since those that are missing may have been of a kind that the candidate never got.
 */
function leftOfValues(arm: Arm, baseline: Arm, off: number, high: boolean): Arm | undefined {
  if (arm.kind === 'histogram') return { ...arm, counts: shifted(arm.counts, off, high) }
  if (arm.kind === 'sketch') return leftOfSketch(arm, off, high)
  if (arm.kind !== 'values') return undefined
  const sorted = arm.values.toSorted((a, b) => (high ? a - b : b - a))
  const others = baseline.kind === 'values' ? baseline.values : []
  const best = [...sorted, ...others].reduce(
    (a, b) => ((high ? b < a : b > a) ? b : a),
    high ? Infinity : -Infinity,
  )
  const count = Math.ceil(Math.abs(off))
  if (off > 0 || !Number.isFinite(best))
    return { ...arm, values: sorted.slice(0, Math.max(0, sorted.length - count)) }
  return { ...arm, values: [...new Array<number>(count).fill(best), ...sorted] }
}

function leftOfSketch(arm: SketchArm, off: number, high: boolean): SketchArm {
  const [zeros = 0, ...counts] = shifted([arm.zeros, ...arm.bins.map(([, count]) => count)], off, high)
  return { ...arm, zeros, bins: arm.bins.map(([index], i) => [index, counts[i] ?? 0]) }
}

/** Takes `off` away from the highest of these counts on, or from the lowest; a negative one goes to the other end. */
function shifted(counts: HistogramArm['counts'], off: number, high: boolean): readonly number[] {
  const fromWorst = high ? counts.toReversed() : [...counts]
  if (off < 0) {
    const best = fromWorst.length - 1
    fromWorst[best] = (fromWorst[best] ?? 0) - off
  }
  let rest = Math.max(0, off)
  const left = fromWorst.map((count) => {
    const taken = Math.min(count, rest)
    rest -= taken
    return count - taken
  })
  return high ? left.reverse() : left
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
