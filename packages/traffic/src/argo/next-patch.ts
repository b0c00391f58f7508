import type { Data } from '../kubernetes/kind.ts'
import { shareText } from '../shares.ts'
import type { RolloutState } from './state.ts'
import { stopsOf } from './steps.ts'

/** A change of one Rollout's status, by the same merge patches that `kubectl argo rollouts` sends. */
const ABORT = { abort: true, promoteFull: null }
const RETRY = { abort: false }
const GO_ON = { pauseConditions: null }
const PROMOTE_FULL = { abort: false, promoteFull: true }

export type Step =
  | { readonly do: 'nothing' | 'wait' }
  /** `arrives`: the controller goes to the asked weight by itself from here. */
  | { readonly do: 'patch'; readonly status: Data; readonly arrives: boolean }
  | { readonly do: 'refuse'; readonly why: string; readonly hint: string }

/** What to do next on the way to a weight. */
export function stepTo(to: number, state: RolloutState, rollout: Data): Step {
  const { place, paused, stop } = state
  if (to === 0) {
    return state.current === state.stable
      ? {
          do: 'refuse',
          why: 'has promoted the candidate, which is its stable version now; no abort leads back from there',
          hint: 'Deploy the earlier version again.',
        }
      : { do: 'patch', status: ABORT, arrives: true }
  }
  if (place === 'moving') return { do: 'wait' }
  if (place === 'promoted')
    return to === 100
      ? { do: 'nothing' }
      : {
          do: 'refuse',
          why: 'has no version to release: its newest one serves everyone',
          hint: 'Deploy the candidate before this step.',
        }
  if (paused)
    return {
      do: 'refuse',
      why: 'was paused by a person (`spec.paused`)',
      hint: 'Resume it: `kubectl argo rollouts promote NAME`.',
    }
  const from = stop ?? { index: -1, weight: 0 }
  if (stop !== undefined && stop.weight === to) return { do: 'nothing' }
  const ahead = stopsOf(rollout).filter(({ index }) => index > from.index)
  const next = ahead.find(({ weight }) => weight > from.weight)
  if (to === 100 && (next !== undefined || stop === undefined))
    return { do: 'patch', status: PROMOTE_FULL, arrives: true }
  if (to !== 100 && next?.weight !== to)
    return {
      do: 'refuse',
      why: `cannot go from ${shareText(from.weight)} to ${shareText(to)}: its next stop is ${shareText(next?.weight ?? 100)}, and from anywhere it goes to 0% or 100%`,
      hint: 'Give `ladder` the same weights as the steps of the Rollout.',
    }
  if (stop === undefined) return { do: 'patch', status: RETRY, arrives: false }
  // Stops on the way that have no weight of their own are passed, too.
  const [first] = ahead
  return { do: 'patch', status: GO_ON, arrives: first === undefined || first === next }
}

/** Names what people change: the object, its two versions, its steps, and where it stands. */
export function versionOf({ uid, current, stable, steps, place, stop }: RolloutState): string {
  return [uid, current, stable, steps, place, stop?.index ?? ''].join(' ').trim()
}

/** A state on the way has no place to compare. */
export function isSame(version: string, state: RolloutState): boolean {
  const [now, then] = [versionOf(state).split(' '), version.split(' ')]
  const identical = [0, 1, 2, 3].every((i) => now[i] === then[i])
  const onTheWay = now[4] === 'moving' || then[4] === 'moving'
  return identical && (onTheWay || (now[4] === then[4] && now[5] === then[5]))
}

export function whereIs({ place, weight, current }: RolloutState): string {
  switch (place) {
    case 'stopped':
    case 'moving':
      return `it now gives ${shareText(weight)} to ${current}`
    case 'aborted':
      return 'it is aborted now, at 0%'
    case 'promoted':
      return `it has promoted ${current} to 100%`
  }
}
