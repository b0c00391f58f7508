import type { Arm } from '@sluice/verdict'
import { absent, type ArmReadings, type Reading, type Readings } from './reading.ts'

const HINT =
  'the events query matched no series in either arm: is the label right? Write `or vector(0)` if zero is meant'

/** Whether an arm lacks its events only because nothing has shown yet that their text can match. */
export function isUnproven(arm: Arm): boolean {
  return arm.kind === 'absent' && arm.detail === HINT
}

/** Whether an events text matched something, in one arm over one slot at least. A failed query and silence prove nothing. */
export function eventsWereSeen({ baseline, candidate }: Readings): boolean {
  return [...(baseline.events ?? []), ...(candidate.events ?? [])].some(({ kind }) => kind === 'numbers')
}

/** Whether it has to be found out if an events text can match: it matched nothing, and there were trials (or exposure). */
export function eventsNeedProof(readings: Readings): boolean {
  const { baseline, candidate } = readings
  if (eventsWereSeen(readings)) return false
  return [baseline, candidate].some((arm) => {
    const chances = chancesOf(arm)
    return (arm.events ?? []).some(
      (reading, i) => isNothing(reading) && !isNothing(chances[i] ?? { kind: 'nothing' }),
    )
  })
}

export interface Settled {
  readonly readings: Readings
  /** Says of every arm whose silence was read as zero that it was. */
  readonly notes: readonly string[]
}

/**
 * What "no series" means for events where there were trials: a series is born with its first event, so it means zero;
 * but a misspelt label looks the same, so it only does when something shows that the text can match (`proven`).
 */
export function settleSilence(readings: Readings, proven: boolean): Settled {
  const settled = {
    baseline: settle(readings.baseline, proven),
    candidate: settle(readings.candidate, proven),
  }
  const quiet = (['baseline', 'candidate'] as const).filter((arm) => proven && isQuiet(readings[arm]))
  const notes = quiet.map((arm) => `The events query matched no series of the ${arm}: counted as no events.`)
  return { readings: settled, notes }
}

function settle(arm: ArmReadings, proven: boolean): ArmReadings {
  const { events } = arm
  const chances = chancesOf(arm)
  if (events === undefined) return arm
  const settled = events.map((reading, i): Reading => {
    if (!isNothing(reading) || isNothing(chances[i] ?? { kind: 'nothing' })) return reading
    return proven ? { kind: 'numbers', values: [0] } : absent('no_data', HINT)
  })
  return { ...arm, events: settled }
}

function isQuiet(arm: ArmReadings): boolean {
  const { events = [] } = arm
  return events.length > 0 && events.every(isNothing) && !chancesOf(arm).every(isNothing)
}

function chancesOf({ trials, exposure }: ArmReadings): readonly Reading[] {
  return trials ?? exposure ?? []
}

function isNothing(reading: Reading): boolean {
  return reading.kind === 'nothing'
}
