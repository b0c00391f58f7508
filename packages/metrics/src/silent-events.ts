import type { Reading, Readings } from './reading.ts'
import { absent } from './reading.ts'

const HINT =
  'the events query matched no series in either arm: is the label right? Write `or vector(0)` if zero is meant'

/** Whether an events text came back with nothing at all, in both arms over all slots, where there were trials. */
export function eventsAreSilent({ baseline, candidate }: Readings): boolean {
  const events = [...(baseline.events ?? []), ...(candidate.events ?? [])]
  const trials = [...(baseline.trials ?? []), ...(candidate.trials ?? [])]
  return events.length > 0 && events.every(isNothing) && !trials.every(isNothing)
}

/**
 * What "no series" means for events where there were trials: a series is born with its first event, so it means zero;
 * but a misspelt label looks the same, so it only does when something shows that the text can match (`proven`).
 */
export function settleSilence(readings: Readings, proven: boolean): Readings {
  const settle = (arm: Readings['baseline']): Readings['baseline'] => {
    if (arm.events === undefined || arm.trials === undefined) return arm
    const { trials } = arm
    const events = arm.events.map((reading, i): Reading => {
      if (!isNothing(reading) || isNothing(trials[i] ?? { kind: 'nothing' })) return reading
      return proven ? { kind: 'numbers', values: [0] } : absent('no_data', HINT)
    })
    return { ...arm, events }
  }
  return { baseline: settle(readings.baseline), candidate: settle(readings.candidate) }
}

function isNothing(reading: Reading): boolean {
  return reading.kind === 'nothing'
}
