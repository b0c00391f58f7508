import type { Arm, Block, EvidenceReason } from '@sluice/verdict'

/** What an arm says, or why it says nothing. */
export type ArmReading<T> =
  { readonly value: T } | { readonly missing: EvidenceReason; readonly note?: string }

/** Events and exposure of one arm. */
export interface Tally {
  readonly events: number
  readonly exposure: number
}

const LARGEST = 1e15
/** Counts that were computed may be off by this share. */
export const ROUNDING = 1e-6

/** A count or an amount: finite, at least zero, small enough to be counted exactly. */
export function faultOf(value: number): EvidenceReason | undefined {
  if (Number.isNaN(value)) return 'not_a_number'
  if (Math.abs(value) > LARGEST) return 'infinite'
  return value < 0 ? 'negative' : undefined
}

/** Reads events among trials; anything that is not a count is a named reason, never a number. */
export function readProportion(arm: Arm): ArmReading<Tally> {
  if (arm.kind === 'absent') return { missing: arm.absence }
  if (arm.kind !== 'proportion') return { missing: 'wrong_samples' }
  const missing = faultOf(arm.trials) ?? faultOf(arm.events) ?? exposureFault(arm.events, arm.trials)
  if (missing !== undefined) return { missing }
  if (arm.events > arm.trials * (1 + ROUNDING)) return { missing: 'events_exceed_trials' }
  return { value: { events: Math.min(arm.events, arm.trials), exposure: arm.trials } }
}

/** Reads events over an exposure. */
export function readCount(arm: Arm): ArmReading<Tally> {
  if (arm.kind === 'absent') return { missing: arm.absence }
  if (arm.kind !== 'count') return { missing: 'wrong_samples' }
  const missing = faultOf(arm.exposure) ?? faultOf(arm.events) ?? exposureFault(arm.events, arm.exposure)
  return missing === undefined ? { value: { events: arm.events, exposure: arm.exposure } } : { missing }
}

function exposureFault(events: number, exposure: number): EvidenceReason | undefined {
  if (exposure > 0) return undefined
  return events > 0 ? 'events_without_exposure' : 'zero_exposure'
}

const SILENT: ReadonlySet<EvidenceReason> = new Set(['no_data', 'zero_exposure', 'not_observed'])

/** The one reason why a block cannot compare its arms, given what each of them lacks. */
export function whyUnusable(
  baseline: EvidenceReason | undefined,
  candidate: EvidenceReason | undefined,
): EvidenceReason {
  if (candidate !== undefined && baseline !== undefined) return SILENT.has(candidate) ? baseline : candidate
  if (candidate !== undefined) return SILENT.has(candidate) ? 'no_candidate' : candidate
  return baseline === undefined || SILENT.has(baseline) ? 'no_baseline' : baseline
}

/** True where the baseline was left out on purpose, as after a swap, so that only a limit can be judged. */
export function withoutBaseline(block: Block): boolean {
  return block.baseline.kind === 'absent' && block.baseline.absence === 'not_observed'
}
