import { binsOfHistogram, binsOfSketch, binsOfSorted, type Bins } from '@sluice/stats'
import type { Arm, Block, HistogramArm, SketchArm } from '@sluice/verdict'
import { faultOf, whyUnusable, type Reading } from './arms.ts'

/** Both arms of one interval as binned values, in the same bins where they come binned. */
export interface SpreadBlock {
  readonly candidate: Bins
  readonly baseline: Bins
  /** Names the bins; thresholds are only carried between blocks that share them. */
  readonly layout: string
}

/** Reads raw values, histograms and sketches. Arms of different kinds or buckets cannot be compared. */
export function readSpread(block: Block): Reading<SpreadBlock> {
  const candidate = readArm(block.candidate)
  const baseline = readArm(block.baseline)
  if ('missing' in candidate || 'missing' in baseline) {
    const lacks = (arm: Reading<unknown>) => ('missing' in arm ? arm.missing : undefined)
    return { missing: whyUnusable(lacks(baseline), lacks(candidate)) }
  }
  const layout = layoutOf(block.candidate)
  if (layout !== layoutOf(block.baseline)) return { missing: 'wrong_samples' }
  return { value: { candidate: candidate.value, baseline: baseline.value, layout } }
}

function layoutOf(arm: Arm): string {
  if (arm.kind === 'histogram') return `histogram ${arm.bounds.join(' ')}`
  return arm.kind === 'sketch' ? `sketch ${arm.accuracy}` : arm.kind
}

function readArm(arm: Arm): Reading<Bins> {
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

function readValues(values: readonly number[]): Reading<Bins> {
  if (values.some((value) => Number.isNaN(value))) return { missing: 'not_a_number' }
  if (values.some((value) => !Number.isFinite(value))) return { missing: 'infinite' }
  return some(binsOfSorted(Float64Array.from(values).sort()))
}

function readHistogram({ bounds, counts }: HistogramArm): Reading<Bins> {
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

function readSketch({ accuracy, zeros, bins }: SketchArm): Reading<Bins> {
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

function some(bins: Bins): Reading<Bins> {
  return bins.total > 0 ? { value: bins } : { missing: 'no_data' }
}
