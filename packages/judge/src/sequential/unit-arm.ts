import type { UnitSums, UnitTally } from '@sluice/stats'
import type { Arm, Block, EvidenceReason } from '@sluice/verdict'
import { faultOf, readProportion, ROUNDING, whyUnusable, type ArmReading, type Tally } from './arms.ts'

/** What the units of one arm did in one block, by their number; or all of them since the analysis began. */
export type UnitReading =
  | { readonly kind: 'each'; readonly tallies: ReadonlyMap<number, UnitTally> }
  | { readonly kind: 'sums'; readonly since: UnitSums }

/** Both arms of one interval by their units. */
export interface UnitBlock {
  readonly candidate: UnitReading
  readonly baseline: UnitReading
  readonly weight: number
}

/** Reads what units did; an arm that does not say so cannot be judged by them. */
export function readUnits(block: Block): ArmReading<UnitBlock> {
  const [candidate, baseline] = [readArm(block.candidate), readArm(block.baseline)]
  if ('missing' in candidate || 'missing' in baseline) {
    const lacks = (reading: ArmReading<unknown>) => ('missing' in reading ? reading.missing : undefined)
    return { missing: whyUnusable(lacks(baseline), lacks(candidate)) }
  }
  if (candidate.value.kind !== baseline.value.kind) return { missing: 'wrong_samples' }
  return { value: { candidate: candidate.value, baseline: baseline.value, weight: block.weight } }
}

function readArm(arm: Arm): ArmReading<UnitReading> {
  if (arm.kind === 'absent') return { missing: arm.absence }
  if (arm.kind !== 'proportion' && arm.kind !== 'summary' && arm.kind !== 'values')
    return { missing: 'wrong_samples' }
  if (arm.units === undefined) return { missing: 'no_units' }
  const whole = arm.kind === 'proportion' ? readProportion(arm) : null
  if (whole !== null && 'missing' in whole) return whole
  const tally = whole === null ? null : whole.value
  return 'each' in arm.units ? readEach(arm.units.each, tally) : readSums(arm.units.since, tally !== null)
}

/** Reads one tally per unit; of a proportion they must be shares, and add up to the `whole` arm. */
function readEach(
  rows: readonly (readonly [unit: number, sum: number, count: number])[],
  whole: Tally | null,
): ArmReading<UnitReading> {
  const tallies = new Map<number, UnitTally>()
  const total = { events: 0, exposure: 0 }
  for (const [unit, sum, count] of rows) {
    const missing = faultOf(count) ?? wrongSum(sum) ?? (whole === null ? undefined : wrongShare(sum, count))
    if (missing !== undefined) return { missing }
    total.events += sum
    total.exposure += count
    const [known, times] = tallies.get(unit) ?? [0, 0]
    if (count > 0) tallies.set(unit, [known + sum, times + count])
  }
  if (tallies.size === 0) return { missing: 'no_data' }
  if (whole !== null && !addsUp(total, whole)) return { missing: 'wrong_samples' }
  return { value: { kind: 'each', tallies } }
}

function readSums(since: UnitSums, proportion: boolean): ArmReading<UnitReading> {
  const missing =
    [since.units, since.count, since.sumSquares, since.countSquares]
      .map(faultOf)
      .find((fault) => fault !== undefined) ??
    wrongSum(since.sum) ??
    (proportion ? wrongShare(since.sum, since.count) : undefined)
  if (missing !== undefined) return { missing }
  return since.units > 0 && since.count > 0 ? { value: { kind: 'sums', since } } : { missing: 'no_data' }
}

function addsUp(total: Tally, whole: Tally): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) <= ROUNDING * whole.exposure
  return near(total.events, whole.events) && near(total.exposure, whole.exposure)
}

function wrongShare(sum: number, count: number): EvidenceReason | undefined {
  if (sum < 0) return 'negative'
  return sum > count * (1 + ROUNDING) ? 'events_exceed_trials' : undefined
}

function wrongSum(sum: number): EvidenceReason | undefined {
  return Number.isNaN(sum) ? 'not_a_number' : faultOf(Math.abs(sum))
}
