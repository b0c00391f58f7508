import { binsOfHistogram, binsOfSketch, binsOfSorted, type Bins } from '@sluice/stats'
import type { Arm, Block, HistogramArm, SketchArm } from '@sluice/verdict'
import { faultOf, whyUnusable, type ArmReading } from './arms.ts'
import { unsharedNote, type Unshared } from './notes.ts'

/** Both arms of one interval as binned values, in the same bins where they come binned. */
export interface SpreadBlock {
  readonly candidate: Bins
  readonly baseline: Bins
  /** Names the bins; thresholds are only carried between blocks that share them. */
  readonly layout: string
  /** Bucket bounds that only one arm has; both were put into the buckets that they share. */
  readonly unshared?: Unshared
}

/** Reads raw values, histograms and sketches. Arms of different kinds or buckets cannot be compared. */
export function readSpread(block: Block): ArmReading<SpreadBlock> {
  const shared = onSharedBounds(block)
  if ('missing' in shared) return shared
  const { arms, unshared } = shared.value
  const candidate = readBins(arms.candidate)
  const baseline = readBins(arms.baseline)
  if ('missing' in candidate || 'missing' in baseline) {
    const lacks = (arm: ArmReading<unknown>) => ('missing' in arm ? arm.missing : undefined)
    return { missing: whyUnusable(lacks(baseline), lacks(candidate)) }
  }
  const layout = layoutOf(arms.candidate)
  if (layout !== layoutOf(arms.baseline)) return { missing: 'wrong_samples' }
  const both = { candidate: candidate.value, baseline: baseline.value, layout }
  return { value: unshared === undefined ? both : { ...both, unshared } }
}

interface SharedBounds {
  readonly arms: Pick<Block, 'baseline' | 'candidate'>
  readonly unshared?: Unshared
}

/** The arms as they are, or histograms of different buckets in the buckets that both have. */
function onSharedBounds({ baseline, candidate }: Block): ArmReading<SharedBounds> {
  const arms = { baseline, candidate }
  if (baseline.kind !== 'histogram' || candidate.kind !== 'histogram') return { value: { arms } }
  if (layoutOf(baseline) === layoutOf(candidate)) return { value: { arms } }
  if ([baseline, candidate].some((arm) => 'missing' in readHistogram(arm))) return { value: { arms } }
  const without = (one: HistogramArm, other: HistogramArm) =>
    one.bounds.filter((bound) => Number.isFinite(bound) && !other.bounds.includes(bound))
  const unshared = { baseline: without(baseline, candidate), candidate: without(candidate, baseline) }
  const bounds = baseline.bounds.filter((bound) => Number.isFinite(bound) && candidate.bounds.includes(bound))
  if (bounds.length === 0) return { missing: 'different_buckets', note: unsharedNote(unshared) }
  return {
    value: {
      arms: { baseline: rebinned(baseline, bounds), candidate: rebinned(candidate, bounds) },
      unshared,
    },
  }
}

function rebinned(arm: HistogramArm, bounds: readonly number[]): HistogramArm {
  const counts = [...bounds, Infinity].map(() => 0)
  arm.counts.forEach((count, i) => {
    const upper = arm.bounds[i] ?? Infinity
    const found = bounds.findIndex((bound) => upper <= bound)
    const bucket = found < 0 ? bounds.length : found
    counts[bucket] = (counts[bucket] ?? 0) + count
  })
  return { kind: 'histogram', bounds, counts }
}

/** Names the bins of an arm. */
export function layoutOf(arm: Arm): string {
  if (arm.kind === 'histogram') return `histogram ${arm.bounds.join(' ')}`
  return arm.kind === 'sketch' ? `sketch ${arm.accuracy}` : arm.kind
}

/** Reads one arm as bins. */
export function readBins(arm: Arm): ArmReading<Bins> {
  switch (arm.kind) {
    case 'absent':
      return { missing: arm.absence }
    case 'values':
      return readValues(arm.values)
    case 'histogram':
      return readHistogram(arm)
    case 'sketch':
      return readSketch(arm)
    case 'proportion':
    case 'count':
    case 'summary':
    case 'scalar':
      return { missing: 'wrong_samples' }
  }
}

function readValues(values: readonly number[]): ArmReading<Bins> {
  if (values.some((value) => Number.isNaN(value))) return { missing: 'not_a_number' }
  if (values.some((value) => !Number.isFinite(value))) return { missing: 'infinite' }
  return some(binsOfSorted(Float64Array.from(values).sort()))
}

function readHistogram({ bounds, counts }: HistogramArm): ArmReading<Bins> {
  const finite = bounds.at(-1) === Infinity ? bounds.slice(0, -1) : bounds
  const rising = finite.every(
    (bound, i) => Number.isFinite(bound) && (i === 0 || bound > (finite[i - 1] ?? 0)),
  )
  // Some sources state the last bucket's bound as +Inf, with nothing above it.
  const above = counts.slice(finite.length).reduce((sum, count) => sum + count, 0)
  if (!rising || counts.length !== bounds.length + 1) return { missing: 'wrong_samples' }
  const missing = faultIn(counts)
  return missing === undefined
    ? some(binsOfHistogram(finite, [...counts.slice(0, finite.length), above]))
    : { missing }
}

function readSketch({ accuracy, zeros, bins }: SketchArm): ArmReading<Bins> {
  const sorted = bins.every(
    ([index], i) => Number.isInteger(index) && (i === 0 || index > (bins[i - 1]?.[0] ?? 0)),
  )
  const far = bins.some(([index]) => Math.abs(index) * accuracy > 300)
  if (!(accuracy > 1e-6 && accuracy < 0.5) || !sorted || far) return { missing: 'wrong_samples' }
  const missing = faultIn([zeros, ...bins.map(([, count]) => count)])
  return missing === undefined ? some(binsOfSketch(accuracy, zeros, bins)) : { missing }
}

function faultIn(counts: readonly number[]) {
  return counts.map(faultOf).find((fault) => fault !== undefined)
}

function some(bins: Bins): ArmReading<Bins> {
  return bins.total > 0 ? { value: bins } : { missing: 'no_data' }
}
