import type { UnitSums, UnitTally } from '@sluice/stats'
import type { Arm, Block, EvidenceReason } from '@sluice/verdict'
import { faultOf, readProportion, whyUnusable, type ArmReading } from './arms.ts'

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
  if (arm.kind === 'proportion') {
    const whole = readProportion(arm)
    if ('missing' in whole) return whole
  }
  return 'each' in arm.units ? readEach(arm.units.each) : readSums(arm.units.since)
}

function readEach(
  rows: readonly (readonly [unit: number, sum: number, count: number])[],
): ArmReading<UnitReading> {
  const tallies = new Map<number, UnitTally>()
  for (const [unit, sum, count] of rows) {
    const missing = faultOf(count) ?? wrongSum(sum)
    if (missing !== undefined) return { missing }
    const [known, times] = tallies.get(unit) ?? [0, 0]
    if (count > 0) tallies.set(unit, [known + sum, times + count])
  }
  return tallies.size === 0 ? { missing: 'no_data' } : { value: { kind: 'each', tallies } }
}

function readSums(since: UnitSums): ArmReading<UnitReading> {
  const missing = [since.units, since.count, since.sumSquares, since.countSquares]
    .map(faultOf)
    .find((fault) => fault !== undefined)
  if (missing !== undefined) return { missing }
  return since.units > 0 && since.count > 0 ? { value: { kind: 'sums', since } } : { missing: 'no_data' }
}

function wrongSum(sum: number): EvidenceReason | undefined {
  return Number.isNaN(sum) ? 'not_a_number' : faultOf(Math.abs(sum))
}
