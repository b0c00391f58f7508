import { UserError } from '@sluice/action'
import { BASELINE, CANDIDATE } from '@sluice/traffic'
import type { Colours } from './plan.ts'

/** The two sides of a router: weight 0 is all blue, weight 100 all green. */
export const BLUE = 'blue'
export const GREEN = 'green'

/** The colour asked for, or the one that serves nobody. Undefined where traffic is on both and none is asked for. */
export function routerColours(target: string | undefined, weight: number): Colours | undefined {
  if (target === GREEN) return { target, previous: BLUE }
  if (target === BLUE) return { target, previous: GREEN }
  if (target !== undefined && target !== 'idle') {
    throw new UserError('BAD_INPUT', `target: must be blue, green or idle, got ${target}`, 'Fix `target`.')
  }
  if (weight === 0) return { target: GREEN, previous: BLUE }
  return weight === 100 ? { target: BLUE, previous: GREEN } : undefined
}

/** What the router calls a colour. Throws `UserError` for a colour that it does not know. */
export function armOf(colour: string): string {
  if (colour === GREEN) return CANDIDATE
  if (colour === BLUE) return BASELINE
  throw new UserError(
    'BAD_INPUT',
    `the record names the colour ${colour}, and a router has blue and green`,
    'Look at the deployment of this rollout: another workflow may have begun it.',
  )
}
