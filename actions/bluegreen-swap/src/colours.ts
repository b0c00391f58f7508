import { UserError } from '@sluice/action'
import type { Colours } from './stand.ts'

/** The two sides of a router: weight 0 is all blue, weight 100 all green. */
export const BLUE = 'blue'
export const GREEN = 'green'

/** The colour asked for, or the one that serves nobody. With traffic on both, blank means none and is refused. */
export function routerColours(target: string | undefined, weight: number): Colours {
  if (target === GREEN) return { target, previous: BLUE }
  if (target === BLUE) return { target, previous: GREEN }
  if (target !== undefined && target !== 'idle') {
    throw new UserError('BAD_INPUT', `target: must be blue, green or idle, got ${target}`, 'Fix `target`.')
  }
  if (weight === 0) return { target: GREEN, previous: BLUE }
  if (weight === 100) return { target: BLUE, previous: GREEN }
  throw new UserError(
    'NO_IDLE_COLOUR',
    `target: none of the colours is idle, green gets ${weight} % of the traffic`,
    'Name the `target`, or let the rollout under way end.',
  )
}

/** A share of users on the target as a weight of the router, or the other way round: both count from the same end. */
export function weightOf(share: number, { target }: Colours): number {
  return target === GREEN ? share : 100 - share
}
